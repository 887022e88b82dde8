/**
 * A large check spread over processes, one a core: each reads and judges its share. What the dossiers say to each other is handed round in between, so
 * that the reports are those of one process, byte for byte.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { Far } from '../../core/model/finding.ts';
import type { OnStep, Session } from '../common/session.ts';
import { UsageError } from '../common/usage.ts';
import type { Cache } from './evidence-cache.ts';
import type { Judged, Judges } from './judges.ts';
import { joined, type Recorded } from './shard.ts';
import { type Met, type Question, type Task, type Told, WORKER } from './worker.ts';

/** So many dossiers are worth the start of a process. */
const WORTH = 150;

/** How many processes share the work; with one, this one does it alone. */
export function workersFor(dossiers: number, jobs?: number): number {
  return Math.min(jobs ?? Math.min(availableParallelism(), Math.floor(dossiers / WORTH)), dossiers);
}

export interface Sharing {
  readonly count: number;
  readonly task: Omit<Task, 'files' | 'opened'>;
  readonly cache: Cache | undefined;
}

export class Workers implements Judges {
  private readonly session: Session;
  private readonly sharing: Sharing;
  private readonly colleagues: Colleague[] = [];
  private all: readonly string[] = [];
  private numbers: ReadonlyMap<string, number> = new Map();
  private met: readonly Met[] = [];

  constructor(session: Session, sharing: Sharing) {
    this.session = session;
    this.sharing = sharing;
  }

  async meet(all: readonly string[], onStep: OnStep): Promise<void> {
    const { task, cache, count } = this.sharing;
    this.all = all;
    this.numbers = new Map(all.map((file, n) => [file, n]));
    for (let i = 0; i < count; i++) this.colleagues.push(new Colleague());
    this.met = await this.each(onStep, async (colleague, i) => {
      const files = all.filter((_, n) => n % count === i);
      const { met } = await colleague.ask({ kind: 'meet', task: { ...task, files, opened: cache?.known } }, 'met');
      return met;
    });
  }

  restsOn(file: string, changed: ReadonlySet<string>): boolean {
    return this.of(file, (met, at) => met.ground[at]!.some((path) => changed.has(path)));
  }

  digestOf(file: string): string | undefined {
    return this.of(file, (met, at) => met.digests[at]);
  }

  async judge(files: readonly string[], onStep: OnStep): Promise<Judged> {
    const { all, met, numbers, sharing } = this;
    const shares = await this.each(onStep, async (colleague, i) => {
      const elsewhere = met.flatMap((m, other) => (other === i ? [] : m.extracts));
      const wanted = files.map((file) => numbers.get(file)!).filter((n) => n % sharing.count === i);
      const { judged } = await colleague.ask({ kind: 'judge', all, elsewhere, wanted }, 'judged');
      return judged;
    });
    const parts = shares.map((s) => s.recorded);
    await this.locate(parts);
    for (const { opened } of shares) for (const [key, known] of opened) sharing.cache?.set(key, known);
    const undecided = new Map(shares.flatMap((s) => [...s.undecided]));
    return { ...joined(parts, this.session.packs), undecided: (file) => undecided.get(file)! };
  }

  end(): void {
    for (const colleague of this.colleagues) colleague.end();
  }

  /** Has each do its part; `onStep` is told how much all have done together. */
  private each<T>(onStep: OnStep, part: (colleague: Colleague, i: number) => Promise<T>): Promise<T[]> {
    const done = this.colleagues.map(() => 0);
    return Promise.all(
      this.colleagues.map((colleague, i) => {
        colleague.onStep = (now) => {
          done[i] = now;
          onStep(done.reduce((a, b) => a + b));
        };
        return part(colleague, i);
      }),
    );
  }

  private of<T>(file: string, look: (met: Met, at: number) => T): T {
    const { count } = this.sharing;
    const n = this.numbers.get(file)!;
    return look(this.met[n % count]!, Math.floor(n / count));
  }

  /** Who has one dossier cannot say where in that of another the other end of a finding is. */
  private async locate(parts: readonly Recorded[]): Promise<void> {
    const { colleagues, sharing } = this;
    const owners = new Map(this.all.map((file, n) => [resolve(file), n % sharing.count]));
    const asked = colleagues.map(() => new Map<string, Far>());
    for (const { far } of openEnds(parts)) asked[owners.get(far.dossier)!]!.set(keyOf(far), far);
    const texts: Record<string, string> = {};
    const places = new Map<string, PlacedEnd>();
    await Promise.all(
      colleagues.map(async (colleague, i) => {
        const question: Question = { kind: 'locate', places: [...asked[i]!.values()] };
        const { located } = await colleague.ask(question, 'located');
        Object.assign(texts, located.texts);
        for (const [n, key] of [...asked[i]!.keys()].entries()) places.set(key, located.ends[n]!);
      }),
    );
    for (const { far, part, set } of openEnds(parts)) {
      const end = places.get(keyOf(far)) ?? null;
      if (end) part.texts[end.path] = texts[end.path]!;
      set(end);
    }
  }
}

type PlacedEnd = Recorded['found'][number]['files'][number]['findings'][number]['ends'][number];

/** The ends that lie in a dossier that another process has. */
function* openEnds(parts: readonly Recorded[]) {
  for (const part of parts) {
    for (const { finding, ends } of part.found.flatMap((f) => f.files.flatMap((file) => file.findings))) {
      for (const [i, end] of finding.related.entries()) {
        if (ends[i] !== null || !('far' in end)) continue;
        yield { part, far: end.far, set: (place: PlacedEnd) => (ends[i] = place) };
      }
    }
  }
}

function keyOf({ dossier, path, within }: Far): string {
  return JSON.stringify([dossier, path, within]);
}

/** One of the processes, from outside. It answers each question once, in their order. */
class Colleague {
  onStep: OnStep = () => {};
  private readonly child: ChildProcess;
  private answered: (told: Told) => void = () => {};
  private failed: (error: Error) => void = () => {};
  /** Why it answers no more. */
  private gone: Error | undefined;

  constructor() {
    this.child = fork(program(), [WORKER], {
      // Maps, and much at once.
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child.on('message', (told: Told) => {
      if (told.kind === 'step') this.onStep(told.done);
      else this.answered(told);
    });
    this.child.on('error', (error) => this.lose(error));
    this.child.once('exit', (code, signal) =>
      this.lose(new Error(`a process of the check ended before its time (${signal ?? code})`)),
    );
  }

  async ask<K extends Told['kind']>(question: Question, wanted: K): Promise<Extract<Told, { readonly kind: K }>> {
    const told = await new Promise<Told>((resolve, reject) => {
      [this.answered, this.failed] = [resolve, reject];
      if (this.gone) reject(this.gone);
      // What cannot be sent is told by its end.
      else this.child.send(question, () => {});
    });
    if (told.kind === 'refused') throw new UsageError(told.why);
    if (told.kind !== wanted) throw new Error(`a process of the check told ${told.kind}, not ${wanted}`);
    return told as Extract<Told, { readonly kind: K }>;
  }

  private lose(error: Error): void {
    this.gone ??= error;
    this.failed(this.gone);
  }

  end(): void {
    if (this.child.connected) this.child.disconnect();
  }
}

/** This program, as it is bundled or as it is written. */
function program(): string {
  const files = ['main.cjs', '../../cli.ts'].map((name) => join(import.meta.dirname, name));
  return files.find((file) => existsSync(file))!;
}
