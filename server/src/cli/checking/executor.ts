/** Who reads the dossiers of a check and analyzes them: this process alone, or several, see `worker-pool.ts`. */

import type { FindingDetails } from '../common/finding-details.ts';
import type { OnStep, Session, SeverityOverride, Undecided } from '../common/session.ts';
import type { ChangedFiles } from './changed-files.ts';
import { type Profile, severityUnder } from './profile.ts';
import type { DossierFindings } from './recorded-findings.ts';

/** Reads and analyzes the dossiers of one check. */
export interface Executor {
  /** Reads all dossiers and makes them known to each other. */
  load(all: readonly string[], onStep: OnStep): Promise<void>;
  /** True where the dossier, or a file that it rests on, changed. */
  dependsOn(file: string, changed: ChangedFiles): boolean;
  /** Of a dossier's text; undefined where it could not be read. */
  digestOf(file: string): string | undefined;
  /** Looks into the evidence of some of the dossiers, and analyzes them. */
  analyze(files: readonly string[], onStep: OnStep): Promise<ExecutorResult>;
  /** Nothing more is asked. */
  end(): void;
}

/** What an executor found. */
export interface ExecutorResult {
  /** In the order of all dossiers. */
  readonly found: readonly DossierFindings[];
  /** What reports ask about what was found. */
  readonly details: FindingDetails;
  /** Of a dossier that was analyzed. */
  readonly undecided: (file: string) => Undecided;
}

/** Does all in this process. */
export class InProcessExecutor implements Executor {
  private readonly session: Session;
  private readonly severityOverride: SeverityOverride;
  private readonly today: string | undefined;
  private all: readonly string[] = [];

  constructor(session: Session, { profile, today }: { readonly profile: Profile; readonly today: string | undefined }) {
    this.session = session;
    this.severityOverride = (finding, rule) => severityUnder(profile, finding, rule);
    this.today = today;
  }

  load(all: readonly string[], onStep?: OnStep): Promise<void> {
    this.all = all;
    for (const file of all) this.session.addFile(file);
    return this.session.load(onStep);
  }

  dependsOn(file: string, changed: ChangedFiles): boolean {
    return this.session.filesOf(file).some((path) => changed.has(path));
  }

  digestOf(file: string): string | undefined {
    return this.session.digestOf(file);
  }

  async analyze(files: readonly string[], onStep?: OnStep): Promise<ExecutorResult> {
    const { session, all, severityOverride, today } = this;
    await session.probeEvidence(files, onStep);
    const places = new Map(all.map((file, i) => [file, i]));
    const found = files.map((file) => ({ index: places.get(file)!, files: session.checked(file, severityOverride) }));
    return { found, details: session.details, undecided: (file) => session.undecided(file, today) };
  }

  end(): void {}
}
