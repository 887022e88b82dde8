/**
 * Looks into the files that a dossier names: whether they are there, what they are, whether they open.
 *
 * They may come from anybody. One of 220 bytes uses up all memory inside pdf.js, one of 8 MB keeps it busy for minutes; neither a `catch`
 * nor a timer ends that, and a worker thread without memory takes the process along. So they are opened in a process apart, see
 * `reader.ts`.
 */

import { realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, resolve, win32 } from 'node:path';
import type { EvidenceFile } from '../../core/inputs/evidence.ts';
import { sha256 } from '../../core/text/sha256.ts';
import { digestFile } from '../digest-file.ts';
import { isInside } from '../file-paths.ts';
import { MAX_FILE, openFault, readRegularFileAsync } from '../read-file.ts';
import { kindOf, kindOfLarge } from './file-kind.ts';
import { canOpen } from './kinds.ts';
import type { InspectedFile, OpenResult } from './open-result.ts';
import { ReaderPool } from './reader-pool.ts';

/** Files looked into at once. */
const MAX_PARALLEL = 8;

/** Remembers what opening a file came to, for later runs. The key is the file's kind, a blank, and the SHA-256 of its bytes in hexadecimal. */
export interface OpenCache {
  get(key: string): OpenResult | undefined;
  set(key: string, opened: OpenResult): void;
}

/** Looks into files, some at a time, and remembers what it saw for as long as a file keeps its size and time. */
export class EvidenceProber {
  readonly #known = new Map<string, { readonly stamp: string; readonly fact: Promise<EvidenceFile> }>();
  readonly #places = new Semaphore(MAX_PARALLEL);
  readonly #readers: ReaderPool;
  /** Kept by somebody else, for longer than this run. */
  openCache: OpenCache | undefined;

  /** `readers` open the files; several probers may share them. */
  constructor(readers = new ReaderPool()) {
    this.#readers = readers;
  }

  /**
   * Looks into the file that the dossier at `dossier` names by `path`, relative to the dossier's folder. Never rejects. A second look at a
   * file that is unchanged does not read it. Who asks for many files gives `folder`, the {@link folderOf} the dossier.
   */
  probe(dossier: string, path: string, folder = folderOf(dossier)): Promise<EvidenceFile> {
    return this.#places.run(() => probeUsing((found) => this.#cachedOrInspect(found), folder, path));
  }

  #cachedOrInspect(found: ExistingFile): Promise<EvidenceFile> {
    const stamp = `${found.size} ${found.mtimeMs}`;
    const known = this.#known.get(found.file);
    if (known?.stamp === stamp) return known.fact;
    const evidence = inspect(found, this.#readers, this.openCache);
    this.#known.set(found.file, { stamp, fact: evidence });
    // What failed now may succeed later without a change of size or time.
    const forget = () => this.#known.delete(found.file);
    evidence.then(({ state }) => (state === 'unchecked' || state === 'unreadable') && forget(), forget);
    return evidence;
  }
}

type InspectFile = (found: ExistingFile) => Promise<EvidenceFile>;

async function probeUsing(see: InspectFile, folder: Promise<string>, path: string): Promise<EvidenceFile> {
  try {
    const found = await locate(await folder, path);
    return 'state' in found ? found : await see(found);
  } catch {
    return { state: 'unreadable' };
  }
}

/** Lets a number of tasks run at once; the others wait, in the order in which they came. */
class Semaphore {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((go) => this.#waiting.push(go));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}

/** A file that is there, below the dossier's folder, with something in it. */
interface ExistingFile {
  /** Its path without links. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
}

type UninspectedFile = Exclude<EvidenceFile, InspectedFile>;

/** The folder of a dossier, without links. */
export async function folderOf(dossier: string): Promise<string> {
  return (await follow(dirname(resolve(dossier)))).path;
}

async function locate(folder: string, path: string): Promise<ExistingFile | UninspectedFile> {
  const steps = path.replaceAll('\\', '/');
  if (steps === '') return { state: 'missing' };
  const { path: file, failed } = await follow(resolve(folder, steps));
  // A drive of Windows is outside on every system.
  const drive = win32.isAbsolute(steps) && !isAbsolute(steps);
  if (drive || !isInside(folder, file)) return { state: 'outside' };
  if (failed) return { state: failed };
  const is = await stat(file);
  if (is.isDirectory()) return { state: 'folder' };
  // A pipe or a device might never end.
  if (!is.isFile()) return { state: 'unreadable' };
  return is.size === 0 ? { state: 'empty' } : { file, size: is.size, mtimeMs: is.mtimeMs };
}

/** The path without links; where it cannot be followed, the path as it was and why. */
async function follow(path: string): Promise<{ readonly path: string; readonly failed?: 'missing' | 'unreadable' }> {
  try {
    return { path: await realpath(path) };
  } catch (error) {
    return { path, failed: openFault(error) === 'missing' ? 'missing' : 'unreadable' };
  }
}

async function inspect(
  { file, size, mtimeMs }: ExistingFile,
  readers: ReaderPool,
  cache: OpenCache | undefined,
): Promise<EvidenceFile> {
  // It is not read whole then: its kind and digest are known, but it is not opened.
  if (size > MAX_FILE) return inspectLarge(file, size);
  const read = await readRegularFileAsync(file);
  // It was regular, and not so large, when it was found.
  if ('fault' in read) return { state: read.fault === 'missing' ? 'missing' : 'unreadable' };
  const { bytes } = read;
  // It may have been cut to nothing since.
  if (bytes.length === 0) return { state: 'empty' };
  const kind = await kindOf(bytes);
  const content = { kind, size: bytes.length, digest: sha256(bytes) };
  if (!canOpen(kind)) return { state: isSignatureOnly(content) ? 'broken' : 'ok', ...content };
  const key = `${kind} ${content.digest}`;
  const known = cache?.get(key);
  const opened = known ?? (await readers.open({ kind, file }));
  const isLasting = opened.state === 'ok' || opened.state === 'locked';
  // A file that changed since it was read is not what was opened.
  if (!known && isLasting && (await stat(file)).mtimeMs === mtimeMs) cache?.set(key, opened);
  return { ...opened, ...content };
}

async function inspectLarge(file: string, size: number): Promise<EvidenceFile> {
  const content = { kind: await kindOfLarge(file), size, digest: await digestFile(file) };
  return canOpen(content.kind) ? { state: 'unchecked', why: 'size', ...content } : { state: 'ok', ...content };
}

/** Bytes of the shortest file that is more than the mark by which its kind is known. */
const MIN_CONTENT = 48;

/** True of a file that consists of little more than the mark of a kind that is no text. */
function isSignatureOnly({ kind, size }: Pick<InspectedFile, 'kind' | 'size'>): boolean {
  return size < MIN_CONTENT && kind !== '' && !TEXT_KINDS.has(kind);
}

const TEXT_KINDS: ReadonlySet<string> = new Set(['rtf', 'xml', 'svg', 'ps', 'eps', 'ics', 'vcf', 'vtt']);
