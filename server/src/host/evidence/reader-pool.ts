/** The processes that open PDFs and pictures, and the requests put to them. */

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { findModule, forkModule, keepAlive, sendMessage } from '../child-process.ts';
import { undoOnExit } from '../undo-on-exit.ts';
import { type OpenRequest, openFile } from './open-file.ts';
import type { OpenResult } from './open-result.ts';

/** How long a file may take to open, in milliseconds; one that takes longer is not checked. */
const MAX_OPENING = 15_000;

/** Memory of a reader, in megabytes: enough for a PDF of a million objects. */
const MAX_MEMORY = 512;

/** How long a reader is kept without work, in milliseconds. */
const MAX_IDLE = 10_000;

/** After so many files, another reader is worth its start. */
const FILES_PER_PROCESS = 64;

/** The most readers at once, where nobody says otherwise. */
const MAX_PROCESSES = 4;

/** What became of a request: the result; or that the process ended over it (`lost`), or before it came to it (`not asked`). */
type OpenReply = OpenResult | 'lost' | 'not asked';

/** How often a file is tried: a process may end for a reason that is not in the file. */
const MAX_TRIES = 2;

interface PendingRequest {
  readonly request: OpenRequest;
  readonly resolve: (reply: OpenReply) => void;
}

/** Where a reader works; where it was lost or let go, the next file gets a new one. */
interface PoolSlot {
  process: Promise<EvidenceProcess | undefined> | undefined;
  /** Files that it has not answered for. */
  files: number;
}

/** Opens files of evidence in processes apart: one at first, some more for many files. */
export class ReaderPool {
  readonly #slots: PoolSlot[] = [{ process: undefined, files: 0 }];
  readonly #maxProcesses: number;
  #opened = 0;

  /** `maxProcesses` is the most readers at once: 1 for a process that is itself one of several. */
  constructor(maxProcesses = Math.min(MAX_PROCESSES, availableParallelism())) {
    this.#maxProcesses = maxProcesses;
  }

  /** Has a file opened by a reader. A file whose readers end over it, or take too long, is not checked. Never rejects. */
  async open(request: OpenRequest): Promise<OpenResult> {
    const slot = this.#freeSlot();
    slot.files++;
    try {
      return await this.#openInSlot(slot, request);
    } finally {
      slot.files--;
    }
  }

  #freeSlot(): PoolSlot {
    const slots = this.#slots;
    const isBusy = slots.length < this.#maxProcesses && slots.every((s) => s.files > 1);
    if (++this.#opened > FILES_PER_PROCESS && isBusy) slots.push({ process: undefined, files: 0 });
    return slots.reduce((least, s) => (s.files < least.files ? s : least));
  }

  async #openInSlot(slot: PoolSlot, request: OpenRequest): Promise<OpenResult> {
    for (let tries = 0; tries < MAX_TRIES; ) {
      slot.process ??= EvidenceProcess.start();
      const started = slot.process;
      const reader = await started.catch(() => 'not started' as const);
      // Where the reader was not bundled, nothing protects us.
      if (!reader) return openFile(request);
      const reply = reader === 'not started' ? 'lost' : await reader.open(request);
      if (typeof reply !== 'string') return reply;
      if (slot.process === started) slot.process = undefined;
      if (reply === 'lost') tries++;
    }
    return { state: 'unchecked', why: 'process' };
  }
}

/** One reader, seen from outside. It answers in the order of the requests, and is asked ahead: it does not wait for us between two files. */
class EvidenceProcess {
  readonly #child: ChildProcess;
  readonly #pending: PendingRequest[] = [];
  #isOver = false;
  #late: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** While it works: it would go on, were this process ended by a signal. */
  #release = () => {};

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('error', () => this.#end());
    child.on('message', (result: OpenResult) => this.#receive(result));
    // Not at its exit: what it has said before is read first.
    child.once('disconnect', () => this.#end());
  }

  /** Starts `reader.ts`, as it is bundled or as it is written. Undefined where it is neither; rejects where no process can be started. */
  static async start(): Promise<EvidenceProcess | undefined> {
    const file = findModule(import.meta.dirname, ['evidence.cjs', 'reader.ts']);
    if (file === undefined) return undefined;
    const child = forkModule(file, { maxMemory: MAX_MEMORY });
    await once(child, 'spawn');
    return new EvidenceProcess(child);
  }

  open(request: OpenRequest): Promise<OpenReply> {
    if (this.#isOver) return Promise.resolve('not asked');
    return new Promise((resolve) => {
      clearTimeout(this.#idle);
      this.#pending.push({ request, resolve });
      if (this.#pending.length === 1) {
        this.#startTimeout();
        this.#release = undoOnExit(() => this.#child.kill('SIGKILL'));
      }
      sendMessage(this.#child, request, () => this.#end());
    });
  }

  /** Gives the reader its time for the first of its requests. */
  #startTimeout(): void {
    clearTimeout(this.#late);
    this.#late = setTimeout(() => this.#end({ state: 'unchecked', why: 'time' }), MAX_OPENING);
    keepAlive(this.#child, true);
  }

  #receive(result: OpenResult): void {
    this.#pending.shift()?.resolve(result);
    if (this.#pending.length) {
      this.#startTimeout();
      return;
    }
    clearTimeout(this.#late);
    this.#release();
    keepAlive(this.#child, false);
    this.#idle = setTimeout(() => this.#end(), MAX_IDLE).unref();
  }

  /** The process ended over the first of its requests, or is ended for being too long about it; another gets the others. Or there are none: it is let go. */
  #end(reply: OpenReply = 'lost'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#late);
    this.#release();
    this.#child.kill('SIGKILL');
    const [first, ...others] = this.#pending;
    first?.resolve(reply);
    for (const { resolve } of others) resolve('not asked');
  }
}
