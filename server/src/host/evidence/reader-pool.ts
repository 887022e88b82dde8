/** The processes that open PDFs and pictures, and the questions put to them. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type OpenRequest, type OpenResult, openFile } from './open-file.ts';

/** How long a file may take to open, in milliseconds; one that takes longer is broken. */
const MAX_OPENING = 15_000;

/** Memory of the reader, in megabytes: enough for a PDF of a million objects. */
const MAX_MEMORY = 512;

/** How long the reader is kept without work, in milliseconds. */
const MAX_IDLE = 10_000;

interface PendingRequest {
  readonly request: OpenRequest;
  readonly resolve: (reply: OpenReply) => void;
}

type OpenReply = OpenResult | 'not asked';

/** It answers in the order of the questions, and is asked ahead: it does not wait for us between two files. */
interface EvidenceProcess {
  readonly child: ChildProcess;
  readonly pending: PendingRequest[];
  isOver: boolean;
  late?: NodeJS.Timeout;
  idle?: NodeJS.Timeout;
}

/** Where a reader works; where it was lost or let go, the next file gets a new one. */
interface PoolSlot {
  process: Promise<EvidenceProcess | undefined> | undefined;
  /** Files that it has not told of. */
  files: number;
}

/** One reader; many files get some more. */
const slots: PoolSlot[] = [{ process: undefined, files: 0 }];

let opened = 0;

/** After so many files, another reader is worth its start. */
const FILES_PER_PROCESS = 64;

let maxProcesses = Math.min(4, availableParallelism());

/** For a process that is one of several with readers of their own. */
export function limitProcesses(most: number): void {
  maxProcesses = most;
}

/** Has a file opened by a reader; a file that takes its reader down is broken. Throws where no process can be started. */
export async function openInPool(question: OpenRequest): Promise<OpenResult> {
  const isMore = ++opened > FILES_PER_PROCESS && slots.length < maxProcesses && slots.every((s) => s.files > 1);
  if (isMore) slots.push({ process: undefined, files: 0 });
  const seat = slots.reduce((least, s) => (s.files < least.files ? s : least));
  seat.files++;
  try {
    return await openInSlot(seat, question);
  } finally {
    seat.files--;
  }
}

async function openInSlot(seat: PoolSlot, question: OpenRequest): Promise<OpenResult> {
  seat.process ??= startProcess();
  const asked = seat.process;
  const reader = await asked.catch((error) => {
    if (seat.process === asked) seat.process = undefined;
    throw error;
  });
  // Where the reader was not bundled, nothing protects us.
  if (!reader) return openFile(question);
  const opened = reader.isOver
    ? 'not asked'
    : await new Promise<OpenReply>((resolve) => sendRequest(reader, { request: question, resolve: resolve }));
  if (opened !== 'not asked') return opened;
  if (seat.process === asked) seat.process = undefined;
  return openInSlot(seat, question);
}

function sendRequest(reader: EvidenceProcess, one: PendingRequest): void {
  clearTimeout(reader.idle);
  reader.pending.push(one);
  if (reader.pending.length === 1) startTimeout(reader);
  reader.child.send(one.request, (error) => error && replaceProcess(reader));
}

/** Gives the reader its time for the first of its questions. */
function startTimeout(reader: EvidenceProcess): void {
  clearTimeout(reader.late);
  reader.late = setTimeout(replaceProcess, MAX_OPENING, reader);
  keepAlive(reader.child, true);
}

function receiveReply(reader: EvidenceProcess, opened: OpenResult): void {
  reader.pending.shift()?.resolve(opened);
  if (reader.pending.length) {
    startTimeout(reader);
    return;
  }
  clearTimeout(reader.late);
  keepAlive(reader.child, false);
  reader.idle = setTimeout(replaceProcess, MAX_IDLE, reader).unref();
}

/** The reader went down over the first of its questions, or was too long about it; another gets the others. Or there are none: it is let go. */
function replaceProcess(reader: EvidenceProcess): void {
  if (reader.isOver) return;
  reader.isOver = true;
  clearTimeout(reader.late);
  reader.child.kill('SIGKILL');
  const [guilty, ...others] = reader.pending;
  guilty?.resolve({ state: 'broken' });
  for (const { resolve } of others) resolve('not asked');
}

/** Starts `reader.ts`: as it is bundled, or as it is written. Undefined where it is neither. */
async function startProcess(): Promise<EvidenceProcess | undefined> {
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
  const started: EvidenceProcess = { child, pending: [], isOver: false };
  const stop = () => child.kill('SIGKILL');
  process.once('exit', stop);
  child.once('exit', () => process.off('exit', stop));
  await once(child, 'spawn');
  child.on('error', () => replaceProcess(started));
  child.on('message', (opened: OpenResult) => receiveReply(started, opened));
  // Not at its exit: what it has said before is read first.
  child.once('disconnect', () => replaceProcess(started));
  return started;
}

/** Whether our own process waits for the reader before it ends. */
function keepAlive(child: ChildProcess, held: boolean): void {
  for (const end of [child, child.channel]) {
    if (held) end?.ref();
    else end?.unref();
  }
}
