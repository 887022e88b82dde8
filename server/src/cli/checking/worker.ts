/** A process of `worker-pool.ts`: reads and analyzes its share of the dossiers, and tells what the others have to know of them. */

import type { Span } from '../../core/model/edit.ts';
import type { RemoteLocation } from '../../core/model/finding.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import type { DossierSummary } from '../../core/workspace/indexed-dossier.ts';
import type { OpenResult } from '../../host/evidence/open-result.ts';
import { EvidenceProber } from '../../host/evidence/prober.ts';
import { ReaderPool } from '../../host/evidence/reader-pool.ts';
import { type CliIo, displayPath } from '../common/cli-io.ts';
import { type CommonOptions, type OnStep, Session, type Undecided } from '../common/session.ts';
import { failureText, UsageError } from '../common/usage.ts';
import { InProcessExecutor } from './executor.ts';
import type { Profile } from './profile.ts';
import { type RecordedFindings, recordFindings } from './recorded-findings.ts';

/** What a worker is told first: its share of the dossiers, and how to check them. */
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

/** What a worker is asked, one request after the other. */
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

/** What a worker answers; `step` comes any number of times before an answer. */
export type WorkerReply =
  | { readonly kind: 'step'; readonly done: number }
  | { readonly kind: 'loaded'; readonly loaded: LoadResult }
  | { readonly kind: 'analyzed'; readonly analyzed: JobResult }
  | { readonly kind: 'located'; readonly located: WorkerLocations }
  /** Wrong settings or flags, in words for the user. */
  | { readonly kind: 'refused'; readonly why: LocalizedText }
  /** A fault, in words: a folder that cannot be read, or one of this program. */
  | { readonly kind: 'failed'; readonly why: LocalizedText };

/** What a worker read. */
export interface LoadResult {
  readonly summaries: readonly DossierSummary[];
  /** SHA-256 of the texts of its dossiers, in their order; undefined for one that could not be read. */
  readonly digests: readonly (string | undefined)[];
  /** The files that each of its dossiers rests on, where that is asked for. */
  readonly dependencies: readonly (readonly string[])[];
}

/** Where places in dossiers of a worker are. */
export interface WorkerLocations {
  /** In the order asked; null for a place that is not there. */
  readonly ends: readonly ({ readonly path: string; readonly span: Span } | null)[];
  /** Texts of the files that these are in, by path. */
  readonly texts: Readonly<Record<string, string>>;
}

/** What a worker found in its share. */
export interface JobResult {
  readonly recorded: RecordedFindings;
  /** By dossier, where that is asked for. */
  readonly undecided: ReadonlyMap<string, Undecided>;
  /** What opening evidence came to in this run. */
  readonly opened: ReadonlyMap<string, OpenResult>;
}

/** The argument that makes this program a worker. */
export const WORKER_FLAG = 'dossier-check-worker';

/** The line of a worker to the process that started it: `process`, where that has one. */
export interface WorkerChannel {
  send?(message: WorkerReply, sent: () => void): unknown;
  on(event: 'message', take: (request: WorkerRequest) => void): unknown;
  once(event: 'disconnect', end: () => void): unknown;
}

/** Answers each request in its turn. Calls `end` when the other side is gone. */
export function runWorker(channel: WorkerChannel, io: CliIo, end: () => void): void {
  channel.once('disconnect', end);
  const worker = new Worker(io, (reply) => {
    // Where it cannot be sent, the other side is gone, which ends this one.
    channel.send?.(reply, () => {});
  });
  let turn = Promise.resolve();
  channel.on('message', (request) => {
    turn = turn.then(() => worker.handle(request));
  });
}

class Worker {
  private readonly io: CliIo;
  private readonly reply: (reply: WorkerReply) => void;
  private job: WorkerJob | undefined;

  constructor(io: CliIo, reply: (reply: WorkerReply) => void) {
    this.io = io;
    this.reply = reply;
  }

  async handle(request: WorkerRequest): Promise<void> {
    try {
      this.reply(await this.answer(request));
    } catch (error) {
      const kind = error instanceof UsageError ? 'refused' : 'failed';
      this.reply({ kind, why: failureText(error, this.io) });
    }
  }

  private async answer(request: WorkerRequest): Promise<WorkerReply> {
    if (request.kind === 'load') {
      this.job = new WorkerJob(request.task, this.io, (done) => this.reply({ kind: 'step', done }));
      return { kind: 'loaded', loaded: await this.job.load() };
    }
    const { job } = this;
    if (!job) throw new Error(`asked to ${request.kind} before it knew its dossiers`);
    if (request.kind === 'analyze') return { kind: 'analyzed', analyzed: await job.analyze(request) };
    return { kind: 'located', located: job.locate(request.places) };
  }
}

class WorkerJob {
  private readonly task: WorkerTask;
  private readonly onStep: OnStep;
  private readonly session: Session;
  private readonly executor: InProcessExecutor;
  private readonly opened = new Map<string, OpenResult>();

  constructor(task: WorkerTask, io: CliIo, onStep: OnStep) {
    this.task = task;
    this.onStep = onStep;
    // It is one of several: each has one reader.
    this.session = new Session(io, task.options, task.near, new EvidenceProber(new ReaderPool(1)));
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
    await this.executor.load(task.files, this.onStep);
    return {
      summaries: session.summaries(),
      digests: task.files.map((file) => session.digestOf(file)),
      dependencies: task.reportsDependencies ? task.files.map((file) => session.filesOf(file)) : [],
    };
  }

  async analyze({ all, elsewhere, wanted }: WorkerRequest & { kind: 'analyze' }): Promise<JobResult> {
    this.session.setWorkspace(elsewhere);
    const files = wanted.map((number) => all[number]!);
    const { found, details, undecided } = await this.executor.analyze(files, this.onStep);
    // Among its own a dossier has another number than among all.
    const numbered = found.map(({ files }, i) => ({ index: wanted[i]!, files }));
    return {
      recorded: recordFindings(numbered, details, this.session.io),
      undecided: new Map(this.task.reportsUndecided ? files.map((file) => [file, undecided(file)]) : []),
      opened: this.opened,
    };
  }

  locate(places: readonly RemoteLocation[]): WorkerLocations {
    const texts: Record<string, string> = {};
    const ends = places.map((remote) => {
      const location = this.session.locateRemote(remote);
      if (!location) return null;
      const path = displayPath(this.session.io, location.path);
      texts[path] = location.text;
      return { path, span: location.span };
    });
    return { ends, texts };
  }
}
