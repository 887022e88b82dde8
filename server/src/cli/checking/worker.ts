/** A process of `worker-pool.ts`: reads and judges its share of the dossiers, and tells what the others want to know of them. */

import type { Span } from '../../core/model/edit.ts';
import type { Far } from '../../core/model/finding.ts';
import type { Text } from '../../core/model/localized-text.ts';
import type { Extract } from '../../core/workspace/member.ts';
import type { Opened } from '../../host/evidence/open-file.ts';
import { limitReaders } from '../../host/evidence/reader-pool.ts';
import { type CommonOptions, Session, shown, type Undecided } from '../common/session.ts';
import { UsageError } from '../common/usage.ts';
import { Alone } from './judges.ts';
import type { Profile } from './profile.ts';
import { type Recorded, recorded } from './shard.ts';

/** What a process begins with. */
export interface Task {
  readonly options: CommonOptions;
  readonly near: string | undefined;
  readonly profile: Profile;
  /** What evidence came to in other runs; undefined where nobody keeps that. */
  readonly opened: ReadonlyMap<string, Opened> | undefined;
  /** The dossiers of this share, in the order of all. */
  readonly files: readonly string[];
  /** Whether it will be asked what they rest on. */
  readonly tellsGround: boolean;
  readonly tellsUndecided: boolean;
}

/** What it is asked, one after the other. */
export type Question =
  | { readonly kind: 'meet'; readonly task: Task }
  | {
      readonly kind: 'judge';
      readonly all: readonly string[];
      readonly elsewhere: readonly Extract[];
      /** Which ones are judged, of all, by number. */
      readonly wanted: readonly number[];
    }
  | { readonly kind: 'locate'; readonly places: readonly Far[] };

/** What it tells. */
export type Told =
  | { readonly kind: 'step'; readonly done: number }
  | { readonly kind: 'met'; readonly met: Met }
  | { readonly kind: 'judged'; readonly judged: Share }
  | { readonly kind: 'located'; readonly located: Located }
  /** Something that the user has to put right. */
  | { readonly kind: 'refused'; readonly why: Text };

export interface Met {
  readonly extracts: readonly Extract[];
  /** Of the texts of its dossiers. */
  readonly digests: readonly (string | undefined)[];
  /** The files that each of its dossiers rests on, where that is asked for. */
  readonly ground: readonly (readonly string[])[];
}

export interface Located {
  readonly ends: readonly ({ readonly path: string; readonly span: Span } | null)[];
  /** Of the files that these are in, each once. */
  readonly texts: Readonly<Record<string, string>>;
}

export interface Share {
  readonly recorded: Recorded;
  /** By dossier, where that is asked for. */
  readonly undecided: ReadonlyMap<string, Undecided>;
  /** What opening evidence came to in this run. */
  readonly opened: ReadonlyMap<string, Opened>;
}

/** The word that makes this program a worker when it is run. */
export const WORKER = 'dossier-check-worker';

/** Answers each question in its turn, until whoever asks is gone. */
export function work(): void {
  // What we have started ourselves is ended with us.
  process.once('disconnect', () => process.exit());
  limitReaders(1);
  let turn = Promise.resolve();
  process.on('message', (question: Question) => {
    turn = turn.then(async () => tell(await answer(question)));
  });
}

function tell(told: Told): void {
  process.send?.(told);
}

let hand: Hand | undefined;

async function answer(question: Question): Promise<Told> {
  try {
    if (question.kind === 'meet') {
      hand = new Hand(question.task);
      return { kind: 'met', met: await hand.meet() };
    }
    if (!hand) throw new Error(`asked to ${question.kind} before it knew its dossiers`);
    if (question.kind === 'judge') return { kind: 'judged', judged: await hand.judge(question) };
    return { kind: 'located', located: hand.locate(question.places) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { kind: 'refused', why: error.text };
  }
}

class Hand {
  private readonly task: Task;
  private readonly session: Session;
  private readonly judges: Alone;
  private readonly opened = new Map<string, Opened>();

  constructor(task: Task) {
    this.task = task;
    this.session = new Session(task.options, task.near);
    const { opened: before } = task;
    if (before)
      this.session.remember({
        get: (key) => this.opened.get(key) ?? before.get(key),
        set: (key, opened) => this.opened.set(key, opened),
      });
    this.judges = new Alone(this.session, { profile: task.profile, today: task.options.today });
  }

  async meet(): Promise<Met> {
    const { session, task } = this;
    await this.judges.meet(task.files, step);
    return {
      extracts: session.extracts(),
      digests: task.files.map((file) => session.digestOf(file)),
      ground: task.tellsGround ? task.files.map((file) => session.filesOf(file)) : [],
    };
  }

  async judge({ all, elsewhere, wanted }: Question & { kind: 'judge' }): Promise<Share> {
    this.session.settle(all, elsewhere);
    const files = wanted.map((number) => all[number]!);
    const { found, session, undecided } = await this.judges.judge(files, step);
    // Among its own a dossier has another number than among all.
    const numbered = found.map(({ files }, i) => ({ index: wanted[i]!, files }));
    return {
      recorded: recorded(numbered, session),
      undecided: new Map(this.task.tellsUndecided ? files.map((file) => [file, undecided(file)]) : []),
      opened: this.opened,
    };
  }

  locate(places: readonly Far[]): Located {
    const texts: Record<string, string> = {};
    const ends = places.map((far) => {
      const place = this.session.far(far);
      if (!place) return null;
      const path = shown(place.path);
      texts[path] = place.text;
      return { path, span: place.span };
    });
    return { ends, texts };
  }
}

function step(done: number): void {
  tell({ kind: 'step', done });
}
