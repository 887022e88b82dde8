/** A process of `worker-pool.ts`: reads and analyzes its share of the dossiers, and tells what the others want to know of them. */

import type { Span } from '../../core/model/edit.ts';
import type { RemoteLocation } from '../../core/model/finding.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import type { DossierSummary } from '../../core/workspace/indexed-dossier.ts';
import type { OpenResult } from '../../host/evidence/open-file.ts';
import { EvidenceProber } from '../../host/evidence/prober.ts';
import { ReaderPool } from '../../host/evidence/reader-pool.ts';
import { type CommonOptions, displayPath, Session, type Undecided } from '../common/session.ts';
import { UsageError } from '../common/usage.ts';
import { InProcessExecutor } from './executor.ts';
import type { Profile } from './profile.ts';
import { type RecordedFindings, recordFindings } from './shard.ts';

/** What a process begins with. */
export interface WorkerTask {
  readonly options: CommonOptions;
  readonly near: string | undefined;
  readonly profile: Profile;
  /** What evidence came to in other runs; undefined where nobody keeps that. */
  readonly opened: ReadonlyMap<string, OpenResult> | undefined;
  /** The dossiers of this share, in the order of all. */
  readonly files: readonly string[];
  /** Whether it will be asked what they rest on. */
  readonly reportsDependencies: boolean;
  readonly reportsUndecided: boolean;
}

/** What it is asked, one after the other. */
export type WorkerRequest =
  | { readonly kind: 'load'; readonly task: WorkerTask }
  | {
      readonly kind: 'analyze';
      readonly all: readonly string[];
      readonly elsewhere: readonly DossierSummary[];
      /** Which ones are checked, of all, by number. */
      readonly wanted: readonly number[];
    }
  | { readonly kind: 'locate'; readonly places: readonly RemoteLocation[] };

/** What it tells. */
export type WorkerReply =
  | { readonly kind: 'step'; readonly done: number }
  | { readonly kind: 'loaded'; readonly loaded: LoadResult }
  | { readonly kind: 'analyzed'; readonly analyzed: JobResult }
  | { readonly kind: 'located'; readonly located: WorkerLocations }
  /** Something that the user has to fix. */
  | { readonly kind: 'refused'; readonly why: LocalizedText };

export interface LoadResult {
  readonly summaries: readonly DossierSummary[];
  /** Of the texts of its dossiers. */
  readonly digests: readonly (string | undefined)[];
  /** The files that each of its dossiers rests on, where that is asked for. */
  readonly dependencies: readonly (readonly string[])[];
}

export interface WorkerLocations {
  readonly ends: readonly ({ readonly path: string; readonly span: Span } | null)[];
  /** Of the files that these are in, each once. */
  readonly texts: Readonly<Record<string, string>>;
}

export interface JobResult {
  readonly recorded: RecordedFindings;
  /** By dossier, where that is asked for. */
  readonly undecided: ReadonlyMap<string, Undecided>;
  /** What opening evidence came to in this run. */
  readonly opened: ReadonlyMap<string, OpenResult>;
}

/** The word that makes this program a worker when it is run. */
export const WORKER_FLAG = 'dossier-check-worker';

/** Answers each question in its turn, until whoever asks is gone. */
export function runWorker(): void {
  // What we have started ourselves is ended with us.
  process.once('disconnect', () => process.exit());
  let turn = Promise.resolve();
  process.on('message', (question: WorkerRequest) => {
    turn = turn.then(async () => reply(await handleRequest(question)));
  });
}

function reply(message: WorkerReply): void {
  process.send?.(message);
}

let job: WorkerJob | undefined;

async function handleRequest(question: WorkerRequest): Promise<WorkerReply> {
  try {
    if (question.kind === 'load') {
      job = new WorkerJob(question.task);
      return { kind: 'loaded', loaded: await job.load() };
    }
    if (!job) throw new Error(`asked to ${question.kind} before it knew its dossiers`);
    if (question.kind === 'analyze') return { kind: 'analyzed', analyzed: await job.analyze(question) };
    return { kind: 'located', located: job.locate(question.places) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { kind: 'refused', why: error.text };
  }
}

class WorkerJob {
  private readonly task: WorkerTask;
  private readonly session: Session;
  private readonly executor: InProcessExecutor;
  private readonly opened = new Map<string, OpenResult>();

  constructor(task: WorkerTask) {
    this.task = task;
    // It is one of several: each has one reader.
    this.session = new Session(task.options, task.near, new EvidenceProber(new ReaderPool(1)));
    const { opened: before } = task;
    if (before)
      this.session.useCache({
        get: (key) => this.opened.get(key) ?? before.get(key),
        set: (key, opened) => this.opened.set(key, opened),
      });
    this.executor = new InProcessExecutor(this.session, { profile: task.profile, today: task.options.today });
  }

  async load(): Promise<LoadResult> {
    const { session, task } = this;
    await this.executor.load(task.files, step);
    return {
      summaries: session.summaries(),
      digests: task.files.map((file) => session.digestOf(file)),
      dependencies: task.reportsDependencies ? task.files.map((file) => session.filesOf(file)) : [],
    };
  }

  async analyze({ all, elsewhere, wanted }: WorkerRequest & { kind: 'analyze' }): Promise<JobResult> {
    this.session.setWorkspace(all, elsewhere);
    const files = wanted.map((number) => all[number]!);
    const { found, session, undecided } = await this.executor.analyze(files, step);
    // Among its own a dossier has another number than among all.
    const numbered = found.map(({ files }, i) => ({ index: wanted[i]!, files }));
    return {
      recorded: recordFindings(numbered, session),
      undecided: new Map(this.task.reportsUndecided ? files.map((file) => [file, undecided(file)]) : []),
      opened: this.opened,
    };
  }

  locate(places: readonly RemoteLocation[]): WorkerLocations {
    const texts: Record<string, string> = {};
    const ends = places.map((remote) => {
      const location = this.session.locateRemote(remote);
      if (!location) return null;
      const path = displayPath(location.path);
      texts[path] = location.text;
      return { path, span: location.span };
    });
    return { ends, texts };
  }
}

function step(done: number): void {
  reply({ kind: 'step', done });
}
