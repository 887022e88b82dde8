/** The processes that open PDFs and pictures, and the questions put to them. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Opened, openFile, type Question } from './open-file.ts';

/** How long a file may take to open, in milliseconds; one that takes longer is broken. */
const MAX_OPENING = 15_000;

/** Memory of the reader, in megabytes: enough for a PDF of a million objects. */
const MAX_MEMORY = 512;

/** How long the reader is kept without work, in milliseconds. */
const MAX_IDLE = 10_000;

interface Asked {
  readonly question: Question;
  readonly tell: (told: Told) => void;
}

type Told = Opened | 'not asked';

/** It answers in the order of the questions, and is asked ahead: it does not wait for us between two files. */
interface Reader {
  readonly child: ChildProcess;
  readonly asked: Asked[];
  isOver: boolean;
  late?: NodeJS.Timeout;
  idle?: NodeJS.Timeout;
}

/** Where a reader works; where it was lost or let go, the next file gets a new one. */
interface Seat {
  reader: Promise<Reader | undefined> | undefined;
  /** Files that it has not told of. */
  files: number;
}

/** One reader; many files get some more. */
const seats: Seat[] = [{ reader: undefined, files: 0 }];

let opened = 0;

/** After so many files, another reader is worth its start. */
const MANY = 64;

let mostReaders = Math.min(4, availableParallelism());

/** For a process that is one of several with readers of their own. */
export function limitReaders(most: number): void {
  mostReaders = most;
}

/** Has a file opened by a reader; a file that takes its reader down is broken. Throws where no process can be started. */
export async function openApart(question: Question): Promise<Opened> {
  const isMore = ++opened > MANY && seats.length < mostReaders && seats.every((s) => s.files > 1);
  if (isMore) seats.push({ reader: undefined, files: 0 });
  const seat = seats.reduce((least, s) => (s.files < least.files ? s : least));
  seat.files++;
  try {
    return await openAt(seat, question);
  } finally {
    seat.files--;
  }
}

async function openAt(seat: Seat, question: Question): Promise<Opened> {
  seat.reader ??= startReader();
  const asked = seat.reader;
  const reader = await asked.catch((error) => {
    if (seat.reader === asked) seat.reader = undefined;
    throw error;
  });
  // Where the reader was not bundled, nothing protects us.
  if (!reader) return openFile(question);
  const opened = reader.isOver ? 'not asked' : await new Promise<Told>((tell) => ask(reader, { question, tell }));
  if (opened !== 'not asked') return opened;
  if (seat.reader === asked) seat.reader = undefined;
  return openAt(seat, question);
}

function ask(reader: Reader, one: Asked): void {
  clearTimeout(reader.idle);
  reader.asked.push(one);
  if (reader.asked.length === 1) wait(reader);
  reader.child.send(one.question, (error) => error && end(reader));
}

/** Gives the reader its time for the first of its questions. */
function wait(reader: Reader): void {
  clearTimeout(reader.late);
  reader.late = setTimeout(end, MAX_OPENING, reader);
  hold(reader.child, true);
}

function take(reader: Reader, opened: Opened): void {
  reader.asked.shift()?.tell(opened);
  if (reader.asked.length) {
    wait(reader);
    return;
  }
  clearTimeout(reader.late);
  hold(reader.child, false);
  reader.idle = setTimeout(end, MAX_IDLE, reader).unref();
}

/** The reader went down over the first of its questions, or was too long about it; another gets the others. Or there are none: it is let go. */
function end(reader: Reader): void {
  if (reader.isOver) return;
  reader.isOver = true;
  clearTimeout(reader.late);
  reader.child.kill('SIGKILL');
  const [guilty, ...others] = reader.asked;
  guilty?.tell({ state: 'broken' });
  for (const { tell } of others) tell('not asked');
}

/** Starts `reader.ts`: as it is bundled, or as it is written. Undefined where it is neither. */
async function startReader(): Promise<Reader | undefined> {
  const file = ['evidence.cjs', 'reader.ts'].map((name) => join(import.meta.dirname, name)).find((f) => existsSync(f));
  if (file === undefined) return undefined;
  const child = fork(file, [], {
    // What it says is nobody's business: standard output may be the language server's line to the editor.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // None of our own options, and no code out of a file.
    execArgv: [`--max-old-space-size=${MAX_MEMORY}`, '--disallow-code-generation-from-strings'],
    // Within an editor, Node is a mode of Electron.
    env: { ...process.env, NODE_OPTIONS: undefined, ELECTRON_RUN_AS_NODE: '1' },
  });
  const started: Reader = { child, asked: [], isOver: false };
  const stop = () => child.kill('SIGKILL');
  process.once('exit', stop);
  child.once('exit', () => process.off('exit', stop));
  await once(child, 'spawn');
  child.on('error', () => end(started));
  child.on('message', (opened: Opened) => take(started, opened));
  // Not at its exit: what it has said before is read first.
  child.once('disconnect', () => end(started));
  return started;
}

/** Whether our own process waits for the reader before it ends. */
function hold(child: ChildProcess, held: boolean): void {
  for (const end of [child, child.channel]) {
    if (held) end?.ref();
    else end?.unref();
  }
}
