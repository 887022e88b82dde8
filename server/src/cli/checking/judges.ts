/** Who reads the dossiers of a check and judges them: this process alone, or several, see `worker-pool.ts`. */

import type { Grade, OnStep, Session, Undecided } from '../common/session.ts';
import type { Run } from '../reports/report.ts';
import { type Profile, severityUnder } from './profile.ts';
import type { Found } from './shard.ts';

export interface Judges {
  /** Reads all dossiers and makes them known to each other. */
  meet(all: readonly string[], onStep: OnStep): Promise<void>;
  /** True where one of these files, by absolute path, is the dossier or something that it rests on. */
  restsOn(file: string, changed: ReadonlySet<string>): boolean;
  /** Of a dossier's text; undefined where it could not be read. */
  digestOf(file: string): string | undefined;
  /** Looks into the evidence of some of the dossiers, and judges them. */
  judge(files: readonly string[], onStep: OnStep): Promise<Judged>;
  /** Nothing more is asked. */
  end(): void;
}

export interface Judged {
  /** In the order of all dossiers. */
  readonly found: readonly Found[];
  /** What reports ask about what was found. */
  readonly session: Run['session'];
  readonly undecided: (file: string) => Undecided;
}

export class Alone implements Judges {
  private readonly session: Session;
  private readonly grade: Grade;
  private readonly today: string | undefined;
  private all: readonly string[] = [];

  constructor(session: Session, { profile, today }: { readonly profile: Profile; readonly today: string | undefined }) {
    this.session = session;
    this.grade = (finding, rule) => severityUnder(profile, finding, rule);
    this.today = today;
  }

  meet(all: readonly string[], onStep?: OnStep): Promise<void> {
    this.all = all;
    for (const file of all) this.session.add(file);
    return this.session.meet(onStep);
  }

  restsOn(file: string, changed: ReadonlySet<string>): boolean {
    return this.session.filesOf(file).some((path) => changed.has(path));
  }

  digestOf(file: string): string | undefined {
    return this.session.digestOf(file);
  }

  async judge(files: readonly string[], onStep?: OnStep): Promise<Judged> {
    const { session, all, grade, today } = this;
    await session.look(files, onStep);
    const places = new Map(all.map((file, i) => [file, i]));
    const found = files.map((file) => ({ index: places.get(file)!, files: session.checked(file, grade) }));
    return { found, session, undecided: (file) => session.undecided(file, today) };
  }

  end(): void {}
}
