/**
 * A large check spread over processes, one a core: each reads and analyzes its share. What the dossiers say to each other is handed round in between, so
 * that the reports are those of one process, byte for byte.
 */

import type { ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { RemoteLocation } from '../../core/model/finding.ts';
import { findModule, forkModule } from '../../host/child-process.ts';
import type { CliIo } from '../common/cli-io.ts';
import type { OnStep, Session } from '../common/session.ts';
import { CommandError, UsageError } from '../common/usage.ts';
import type { ChangedFiles } from './changed-files.ts';
import type { EvidenceCache } from './evidence-cache.ts';
import type { Executor, ExecutorResult } from './executor.ts';
import { joinRecords, type RecordedFindings } from './recorded-findings.ts';
import { type LoadResult, WORKER_FLAG, type WorkerReply, type WorkerRequest, type WorkerTask } from './worker.ts';

/** Dossiers for which another process is worth its start. */
const DOSSIERS_PER_WORKER = 150;

/** How many processes share the work on so many dossiers: `jobs`, else as many as are worth their start; at most one a dossier. One or none means this process alone. */
export function workersFor(dossiers: number, jobs?: number): number {
  return Math.min(jobs ?? Math.min(availableParallelism(), Math.floor(dossiers / DOSSIERS_PER_WORKER)), dossiers);
}

/** How a check is shared out. */
export interface WorkerPoolOptions {
  /** Processes, at least two. */
  readonly count: number;
  /** What each process is told beside its files. */
  readonly task: Omit<WorkerTask, 'files' | 'opened'>;
  readonly cache: EvidenceCache | undefined;
}

/** An executor of several processes. */
export class WorkerPool implements Executor {
  private readonly session: Session;
  private readonly options: WorkerPoolOptions;
  private readonly workers: WorkerHandle[] = [];
  private all: readonly string[] = [];
  private numbers: ReadonlyMap<string, number> = new Map();
  private loaded: readonly LoadResult[] = [];

  constructor(session: Session, sharing: WorkerPoolOptions) {
    this.session = session;
    this.options = sharing;
  }

  async load(all: readonly string[], onStep: OnStep): Promise<void> {
    const { task, cache, count } = this.options;
    this.all = all;
    this.numbers = new Map(all.map((file, n) => [file, n]));
    for (let i = 0; i < count; i++) this.workers.push(new WorkerHandle(this.session.io));
    this.loaded = await this.each(onStep, async (worker, i) => {
      const files = all.filter((_, n) => n % count === i);
      const { loaded } = await worker.request(
        { kind: 'load', task: { ...task, files, opened: cache?.known } },
        'loaded',
      );
      return loaded;
    });
  }

  dependsOn(file: string, changed: ChangedFiles): boolean {
    return this.fromLoaded(file, (loaded, at) => loaded.dependencies[at]!.some((path) => changed.has(path)));
  }

  digestOf(file: string): string | undefined {
    return this.fromLoaded(file, (loaded, at) => loaded.digests[at]);
  }

  async analyze(files: readonly string[], onStep: OnStep): Promise<ExecutorResult> {
    const { all, loaded, numbers, options } = this;
    const shares = await this.each(onStep, async (worker, i) => {
      const elsewhere = loaded.flatMap((m, other) => (other === i ? [] : m.summaries));
      const wanted = files.map((file) => numbers.get(file)!).filter((n) => n % options.count === i);
      const { analyzed } = await worker.request({ kind: 'analyze', all, elsewhere, wanted }, 'analyzed');
      return analyzed;
    });
    const parts = shares.map((s) => s.recorded);
    await this.locate(parts);
    for (const { opened } of shares) for (const [key, known] of opened) options.cache?.set(key, known);
    const undecided = new Map(shares.flatMap((s) => [...s.undecided]));
    return { ...joinRecords(parts, this.session.packs, this.session.io), undecided: (file) => undecided.get(file)! };
  }

  end(): void {
    for (const worker of this.workers) worker.end();
  }

  /** Has each do its part; `onStep` is told how much all have done together. */
  private each<T>(onStep: OnStep, part: (worker: WorkerHandle, i: number) => Promise<T>): Promise<T[]> {
    const done = this.workers.map(() => 0);
    return Promise.all(
      this.workers.map((worker, i) => {
        worker.onStep = (now) => {
          done[i] = now;
          onStep(done.reduce((a, b) => a + b));
        };
        return part(worker, i);
      }),
    );
  }

  private fromLoaded<T>(file: string, read: (loaded: LoadResult, at: number) => T): T {
    const { count } = this.options;
    const n = this.numbers.get(file)!;
    return read(this.loaded[n % count]!, Math.floor(n / count));
  }

  /** Asks each process for the places in its dossiers that findings of the others name, and puts them in. */
  private async locate(parts: readonly RecordedFindings[]): Promise<void> {
    const { workers, options } = this;
    const owners = new Map(this.all.map((file, n) => [this.session.resolve(file), n % options.count]));
    const asked = workers.map(() => new Map<string, RemoteLocation>());
    for (const { far: remote } of unresolvedLocations(parts))
      asked[owners.get(remote.dossier)!]!.set(locationKey(remote), remote);
    const texts: Record<string, string> = {};
    const places = new Map<string, RecordedLocation>();
    await Promise.all(
      workers.map(async (worker, i) => {
        const question: WorkerRequest = { kind: 'locate', places: [...asked[i]!.values()] };
        const { located } = await worker.request(question, 'located');
        Object.assign(texts, located.texts);
        for (const [n, key] of [...asked[i]!.keys()].entries()) places.set(key, located.ends[n]!);
      }),
    );
    for (const { far, part, set } of unresolvedLocations(parts)) {
      const end = places.get(locationKey(far)) ?? null;
      if (end) part.texts[end.path] = texts[end.path]!;
      set(end);
    }
  }
}

type RecordedLocation = RecordedFindings['found'][number]['files'][number]['findings'][number]['ends'][number];

/** The other ends of findings that lie in a dossier of another process. */
function* unresolvedLocations(parts: readonly RecordedFindings[]) {
  for (const part of parts) {
    for (const { finding, ends } of part.found.flatMap((f) => f.files.flatMap((file) => file.findings))) {
      for (const [i, end] of finding.related.entries()) {
        if (ends[i] !== null || !('remote' in end)) continue;
        yield { part, far: end.remote, set: (place: RecordedLocation) => (ends[i] = place) };
      }
    }
  }
}

function locationKey({ dossier, path, paragraph }: RemoteLocation): string {
  return JSON.stringify([dossier, path, paragraph]);
}

/** A worker process as the pool sees it. It answers each request once, in order. */
class WorkerHandle {
  onStep: OnStep = () => {};
  private readonly child: ChildProcess;
  private resolve: (reply: WorkerReply) => void = () => {};
  private reject: (error: Error) => void = () => {};
  /** Set once it has ended: why. */
  private gone: Error | undefined;

  constructor({ cwd, env }: Pick<CliIo, 'cwd' | 'env'>) {
    // Maps are sent, and much at once.
    this.child = forkModule(programPath(), { args: [WORKER_FLAG], serialization: 'advanced', cwd, env });
    this.child.on('message', (reply: WorkerReply) => {
      if (reply.kind === 'step') this.onStep(reply.done);
      else this.resolve(reply);
    });
    this.child.on('error', () => this.fail(new CommandError(WORKER_LOST)));
    this.child.once('exit', () => this.fail(new CommandError(WORKER_LOST)));
  }

  async request<K extends WorkerReply['kind']>(
    question: WorkerRequest,
    wanted: K,
  ): Promise<Extract<WorkerReply, { readonly kind: K }>> {
    const reply = await new Promise<WorkerReply>((resolve, reject) => {
      [this.resolve, this.reject] = [resolve, reject];
      if (this.gone) reject(this.gone);
      // Where it cannot be sent, the process has ended, which rejects this.
      else this.child.send(question, () => {});
    });
    if (reply.kind === 'refused') throw new UsageError(reply.why);
    if (reply.kind === 'failed') throw new CommandError(reply.why);
    if (reply.kind !== wanted) throw new Error(`a process of the check told ${reply.kind}, not ${wanted}`);
    return reply as Extract<WorkerReply, { readonly kind: K }>;
  }

  private fail(error: Error): void {
    this.gone ??= error;
    this.reject(this.gone);
  }

  end(): void {
    if (this.child.connected) this.child.disconnect();
  }
}

const WORKER_LOST = {
  zh: '有一个检查进程中途结束了，没有检查完。请再运行一次；内存不足时用 --jobs 1',
  en: 'a process of the check ended early, and not everything was checked. Run it again; with --jobs 1 where memory is short',
};

/** This program, as it is bundled or as it is written. */
function programPath(): string {
  return findModule(import.meta.dirname, ['main.cjs', '../../cli.ts'])!;
}
