/**
 * Looks into the files that a dossier names: whether they are there, what they are, whether they open.
 *
 * They may come from anybody. One of 220 bytes uses up all memory inside pdf.js, one of 8 MB keeps it busy for minutes; neither a `catch`
 * nor a timer ends that, and a worker thread without memory takes the process along. So they are opened in a process apart, the reader:
 * this same file, run by itself. It is bundled as `evidence.cjs` for that.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { open, readFile, realpath, stat } from 'node:fs/promises';
import * as module from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve, sep, win32 } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileFact } from '../../core/inputs/evidence.ts';

/** Above this many bytes a file is not read whole: kind and digest are known, pages and size of the picture are not. */
const MAX_WHOLE = 200 * 1024 * 1024;

/** How long a file may take to open, in milliseconds; one that takes longer is broken. */
const MAX_OPENING = 15_000;

/** Memory of the reader, in megabytes: enough for a PDF of a million objects. */
const MAX_MEMORY = 512;

/** How long the reader is kept without work, in milliseconds. */
const MAX_IDLE = 10_000;

/** Files looked into at once. */
const AT_ONCE = 8;

/** Where a PDF may begin, in bytes: readers pass over what a mail server or a printer driver has put before it. */
const HEAD = 1024;

/** Looks into the file that the dossier at `dossier` names by `path`, relative to the dossier's folder. Never throws. */
export function probe(dossier: string, path: string): Promise<FileFact> {
  return probeWith((found) => look(found), folderOf(dossier), path);
}

/** What opening files came to before, by their kind and content. */
export interface OpenedBefore {
  get(key: string): Opened | undefined;
  set(key: string, opened: Opened): void;
}

/** Looks into files, some at a time, and remembers what it saw for as long as a file keeps its size and time. */
export class Prober {
  readonly #known = new Map<string, { readonly stamp: string; readonly fact: Promise<FileFact> }>();
  readonly #places = new Places(AT_ONCE);
  /** Kept by somebody else, for longer than this run. */
  before: OpenedBefore | undefined;

  /** As {@link probe}; a second look at a file that is unchanged does not read it. Who asks for many gives the {@link folderOf} the dossier. */
  probe(dossier: string, path: string, folder = folderOf(dossier)): Promise<FileFact> {
    return this.#places.run(() => probeWith((found) => this.#recall(found), folder, path));
  }

  #recall(found: Found): Promise<FileFact> {
    const stamp = `${found.size} ${found.mtimeMs}`;
    const known = this.#known.get(found.file);
    if (known?.stamp === stamp) return known.fact;
    const fact = look(found, this.before);
    this.#known.set(found.file, { stamp, fact });
    // A file that could not be read may be made readable without a change of size or time.
    fact.catch(() => this.#known.delete(found.file));
    return fact;
  }
}

type See = (found: Found) => Promise<FileFact>;

async function probeWith(see: See, folder: Promise<string>, path: string): Promise<FileFact> {
  try {
    const found = await locate(await folder, path);
    return 'state' in found ? found : await see(found);
  } catch {
    return { state: 'unreadable' };
  }
}

/** A number of places: who finds none free waits for one, in the order of coming. */
class Places {
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

// ---------------------------------------------------------------- where it is

/** A file that is there, below the dossier's folder, with something in it. */
interface Found {
  /** Its path without links. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
}

type NotFound = Exclude<FileFact, Insides>;

/** Codes of the system for a name that leads to nothing, and Node's for one that no file can have. A circle of links is one too. */
const NOT_THERE: readonly unknown[] = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];

/** The folder of a dossier, without links. */
export async function folderOf(dossier: string): Promise<string> {
  return (await follow(dirname(resolve(dossier)))).path;
}

async function locate(folder: string, path: string): Promise<Found | NotFound> {
  const steps = path.replaceAll('\\', '/');
  if (steps === '') return { state: 'missing' };
  const { path: file, failed } = await follow(resolve(folder, steps));
  // A drive of Windows is outside on every system.
  const drive = win32.isAbsolute(steps) && !isAbsolute(steps);
  if (drive || !isBelow(folder, file)) return { state: 'outside' };
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
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return { path, failed: NOT_THERE.includes(code) ? 'missing' : 'unreadable' };
  }
}

function isBelow(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

// ---------------------------------------------------------------- what it is

/** Marks that `file-type` passes over: a PDF that begins later, and a TIFF that breaks off before its table. */
const MARKS: readonly (readonly [kind: string, mark: RegExp])[] = [
  ['pdf', /%PDF-\d/],
  ['tif', /^(II\*\0|MM\0\*)/],
];

/** Types that consist of plain text. */
const WRITTEN = /^(text\/|application\/(pdf|rtf|xml|postscript|eps|pgp))/;

async function look({ file, size, mtimeMs }: Found, before?: OpenedBefore): Promise<FileFact> {
  if (size > MAX_WHOLE) return { state: 'ok', kind: await kindOfLarge(file), size, digest: await digestOfLarge(file) };
  const bytes = await readFile(file);
  // It may have been cut to nothing since.
  if (bytes.length === 0) return { state: 'empty' };
  const kind = await kindOf(bytes);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const opens = kind === 'pdf' || PICTURES.has(kind);
  const key = `${kind} ${digest}`;
  const known = opens ? before?.get(key) : undefined;
  const open = () => (opens ? openApart({ kind, file }) : ({ state: isCutArchive(bytes) ? 'broken' : 'ok' } as const));
  const opened = known ?? (await open());
  // A file that took too long may not do so again, and one that changed since it was read is not what was opened.
  if (opens && !known && before && opened.state !== 'broken' && (await stat(file)).mtimeMs === mtimeMs)
    before.set(key, opened);
  return { ...opened, kind, size: bytes.length, digest };
}

async function kindOf(bytes: Uint8Array): Promise<string> {
  const { fileTypeFromBuffer } = await import('file-type');
  // It throws for some that break off.
  return kindFrom(bytes.subarray(0, HEAD), await fileTypeFromBuffer(bytes).catch(() => undefined));
}

async function kindOfLarge(file: string): Promise<string> {
  const { fileTypeFromFile } = await import('file-type');
  return kindFrom(await headOf(file), await fileTypeFromFile(file).catch(() => undefined));
}

function kindFrom(head: Uint8Array, type: { readonly ext: string; readonly mime: string } | undefined): string {
  const text = Buffer.from(head).toString('latin1');
  if (!type) return MARKS.find(([, mark]) => mark.test(text))?.[0] ?? '';
  // A text that begins with “BM”, “MZ” or “ID3”, or in UTF-16, is no picture, program or sound.
  if (isWritten(text) && !WRITTEN.test(type.mime)) return '';
  // A moving PNG is a .png to everybody.
  return type.ext === 'apng' ? 'png' : type.ext;
}

/** Whether the bytes, taken for Latin-1, are text in some encoding. */
function isWritten(head: string): boolean {
  return /^(\xff\xfe|\xfe\xff)/.test(head) || !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(head);
}

/** A zip archive, as `.docx`, `.xlsx` and `.ofd` are, has its contents listed at its end. */
function isCutArchive(bytes: Buffer): boolean {
  return bytes.indexOf('PK\x03\x04') === 0 && !bytes.includes('PK\x05\x06');
}

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function digestOfLarge(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

// ---------------------------------------------------------------- whether it opens

type Insides = Extract<FileFact, { readonly kind: string }>;
export type Opened = Pick<Insides, 'state' | 'pages' | 'width' | 'height'>;

/** The word that makes this file the reader when it is run. */
const READER = 'dossier-evidence-reader';

interface Question {
  readonly kind: string;
  readonly file: string;
}

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
async function openApart(question: Question): Promise<Opened> {
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

/** This file as a process: as it is bundled for that, or as it is written. */
async function startReader(): Promise<Reader | undefined> {
  const file = ['evidence.cjs', 'prober.ts'].map((name) => join(import.meta.dirname, name)).find((f) => existsSync(f));
  if (file === undefined) return undefined;
  const child = fork(file, [READER], {
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

if (process.argv[2] === READER && process.send) {
  // One after the other: which file took it down must be beyond doubt.
  let turn = Promise.resolve();
  let isFirst = true;
  process.on('message', (question: Question) => {
    turn = turn.then(async () => {
      process.send?.(await openFile(question));
      // It is ended without a chance to keep what was compiled.
      if (isFirst) module.flushCompileCache?.();
      isFirst = false;
    });
  });
}

async function openFile({ kind, file }: Question): Promise<Opened> {
  try {
    const bytes = await readFile(file);
    return kind === 'pdf' ? await openPdf(bytes) : await openPicture(kind, bytes);
  } catch {
    return { state: 'broken' };
  }
}

// ---------------------------------------------------------------- PDF

async function openPdf(pdf: Buffer): Promise<Opened> {
  if (isCutOff(pdf)) return { state: 'broken' };
  const { getResolvedPDFJS } = await import('unpdf');
  const { getDocument } = await getResolvedPDFJS();
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0, isEvalSupported: false });
  try {
    const opened = await task.promise;
    // What was silently repaired may have lost its pages.
    await opened.getPage(1);
    await opened.getPage(opened.numPages);
    return { state: 'ok', pages: opened.numPages };
  } catch (error) {
    return { state: isLock(error) ? 'locked' : 'broken' };
  } finally {
    await task.destroy();
  }
}

/**
 * Whether the end is missing. Much can be read without it, but nobody knows what is lost: pages, or the note that it is all encrypted.
 */
function isCutOff(pdf: Buffer): boolean {
  const end = Math.max(pdf.lastIndexOf('startxref'), pdf.lastIndexOf('%%EOF'));
  return end <= pdf.lastIndexOf(' obj');
}

function isLock(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // The second is a lock that pdf.js has no key for, such as a certificate.
  return error.name === 'PasswordException' || /\bencryption\b/.test(error.message);
}

// ---------------------------------------------------------------- pictures

/** Kinds of pictures that are opened, and whether one is there to its end. Their size stands at the beginning and tells nothing of that. */
const PICTURES: ReadonlyMap<string, (picture: Buffer) => boolean> = new Map([
  ['png', isWholePng],
  ['jpg', isWholeJpeg],
  ['gif', isWholeGif],
  ['bmp', isWholeBmp],
  ['tif', isWholeTiff],
  ['webp', (b) => 8 + b.readUInt32LE(4) <= b.length],
]);

/** Throws where a picture makes no sense. */
async function openPicture(kind: string, picture: Buffer): Promise<Opened> {
  if (!PICTURES.get(kind)?.(picture)) return { state: 'broken' };
  const { imageSize } = await import('image-size');
  const { width, height, orientation } = imageSize(picture);
  if (!(width > 0 && height > 0)) return { state: 'broken' };
  // From 5 on, the orientations of EXIF lay the picture on its side.
  const turned = (kind === 'tif' ? (tiffTag(picture, 274)[0] ?? 1) : (orientation ?? 1)) >= 5;
  return { state: 'ok', width: turned ? height : width, height: turned ? width : height };
}

function isWholePng(b: Buffer): boolean {
  for (let at = 8; at + 12 <= b.length; at += 12 + b.readUInt32BE(at))
    if (b.toString('latin1', at + 4, at + 8) === 'IEND') return true;
  return false;
}

function isWholeJpeg(b: Buffer): boolean {
  for (let at = b.indexOf(0xff, 2); at >= 0; at = b.indexOf(0xff, at)) {
    const mark = b[at + 1];
    if (mark === 0xd9) return true;
    if (mark === 0xff) at += 1;
    // Within the picture's data: a plain FF, or a mark without a segment.
    else if (mark === 0 || mark === 1 || (mark !== undefined && mark >= 0xd0 && mark <= 0xd8)) at += 2;
    else at += 2 + b.readUInt16BE(at + 2);
  }
  return false;
}

function isWholeGif(b: Buffer): boolean {
  const colours = (flags = 0) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + colours(b[10]);
  let images = 0;
  while (b[at] === 0x2c || b[at] === 0x21) {
    if (b[at] === 0x2c) images++;
    at += b[at] === 0x2c ? 11 + colours(b[at + 9]) : 2;
    for (let length = b[at]; length; length = b[at]) at += 1 + length;
    at++;
  }
  // Some writers leave out the last mark.
  return b[at] === 0x3b || (images > 0 && at === b.length);
}

function isWholeBmp(b: Buffer): boolean {
  const row = Math.ceil((b.readUInt32LE(18) * b.readUInt16LE(28)) / 32) * 4;
  const packed = [1, 2, 4, 5].includes(b.readUInt32LE(30));
  const size = packed ? b.readUInt32LE(34) : row * Math.abs(b.readInt32LE(22));
  return b.readUInt32LE(10) + size <= b.length;
}

/** Looks at the first page: its data lie in strips or in tiles, somewhere in the file. */
function isWholeTiff(b: Buffer): boolean {
  const sizes = [...tiffTag(b, 279), ...tiffTag(b, 325)];
  return [...tiffTag(b, 273), ...tiffTag(b, 324)].every((start, i) => start + (sizes[i] ?? 0) <= b.length);
}

/** The whole numbers that a tag of a TIFF's first page has; none where it has no such tag. Throws where the file breaks off. */
function tiffTag(b: Buffer, tag: number): readonly number[] {
  const little = b[0] === 0x49;
  const short = (at: number) => (little ? b.readUInt16LE(at) : b.readUInt16BE(at));
  const long = (at: number) => (little ? b.readUInt32LE(at) : b.readUInt32BE(at));
  // The kind for files above 4 GB has everything elsewhere.
  if (short(2) !== 42) return [];
  const start = long(4) + 2;
  const entry = Array.from({ length: short(start - 2) }, (_, i) => start + i * 12).find((at) => short(at) === tag);
  if (entry === undefined) return [];
  const [read, size] = short(entry + 2) === 3 ? [short, 2] : [long, 4];
  const count = long(entry + 4);
  const at = count * size <= 4 ? entry + 8 : long(entry + 8);
  if (at + count * size > b.length) throw new RangeError('the tag is beyond the end');
  return Array.from({ length: count }, (_, i) => read(at + i * size));
}
