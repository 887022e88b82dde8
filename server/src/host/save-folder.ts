/** Puts a folder of files down as a whole: built beside, checked by its sums, renamed; and never over one that somebody changed. */

import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { digestFile } from './digest-file.ts';
import { readRegularFile } from './read-file.ts';
import { FileError, fileOfError } from './system-errors.ts';
import { removeLeftovers, temporaryName } from './temporary-names.ts';
import { undoOnExit } from './undo-on-exit.ts';
import { makeFolder, TEMPORARY } from './write-file.ts';

/** A file of the folder: its path within, with `/`, and its bytes or the file they are copied from. */
export interface FolderEntry {
  readonly path: string;
  readonly content: Uint8Array | { readonly copyOf: string };
}

/** A file as it was written. */
export interface FileChecksum {
  readonly path: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** A folder as it was written. */
export interface SavedFolder {
  readonly path: string;
  /** A folder that was left alone, because somebody had changed it or has a file of it open. */
  readonly kept?: string;
}

/** What belongs to a folder besides its files. */
export interface FolderOptions {
  /** The file of sums, in the format of coreutils: it also tells whether a folder is still as we left it. */
  readonly sums: string;
  /** Files made of the sums of the others. */
  readonly seal: (written: readonly FileChecksum[]) => readonly FolderEntry[];
}

/**
 * Writes a folder of files below `parent`. Rejects with a {@link FileError} where a file cannot be copied or written; nothing is left of the folder
 * then. What killed runs left below `parent` is removed.
 */
export async function saveFolder(
  parent: string,
  name: string,
  entries: readonly FolderEntry[],
  { sums, seal }: FolderOptions,
): Promise<SavedFolder> {
  makeFolder(parent);
  removeLeftovers(parent, TEMPORARY, putOldBack);
  const work = join(parent, temporaryName(TEMPORARY));
  const release = undoOnExit(() => removeWork(work));
  try {
    const built = join(work, 'new');
    mkdirSync(built, { recursive: true });
    const written = await writeAll(built, entries);
    const all = [...written, ...(await writeAll(built, seal(written)))];
    const lines = all.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
    await write(built, { path: sums, content: Buffer.from(lines) });
    return await moveIntoPlace(built, parent, name, sums);
  } catch (error) {
    throw folderError(error, join(parent, name), entries);
  } finally {
    release();
    removeWork(work);
  }
}

/** The error with a name that the user knows: a file that was to be copied, else the folder. */
function folderError(error: unknown, path: string, entries: readonly FolderEntry[]): FileError {
  const file = fileOfError(error);
  const isSource = entries.some(({ content }) => 'copyOf' in content && content.copyOf === file);
  return isSource ? new FileError(file!, 'read', error) : new FileError(path, 'write', error);
}

function removeWork(work: string): void {
  putOldBack(work);
  rmSync(work, { recursive: true, force: true });
}

/** Puts a folder that was moved aside back to its name, if nothing took its place: it is all there is of it. */
function putOldBack(work: string): void {
  for (const name of existsSync(join(work, OLD)) ? readdirSync(join(work, OLD)) : []) {
    const path = join(dirname(work), name);
    if (!lstatSync(path, { throwIfNoEntry: false })) renameSync(join(work, OLD, name), path);
  }
}

/** The folder within the working folder that holds, under its name, the folder that is being replaced. */
const OLD = 'old';

async function writeAll(folder: string, entries: readonly FolderEntry[]): Promise<readonly FileChecksum[]> {
  const written: FileChecksum[] = [];
  for (const entry of entries) written.push(await write(folder, entry));
  return written;
}

/** Writes a file in one pass: the sum is of the bytes that were written, not of a file that may have changed since it was looked at. */
async function write(folder: string, { path, content }: FolderEntry): Promise<FileChecksum> {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const from = content instanceof Uint8Array ? Readable.from([Buffer.from(content)]) : createReadStream(content.copyOf);
  await pipeline(from, count, createWriteStream(target, { flags: 'wx', flush: true }));
  const { size } = statSync(target);
  if (size !== bytes) throw Object.assign(new Error(`${size} of ${bytes} bytes written`), { code: 'ENOSPC' });
  return { path, bytes, sha256: hash.digest('hex') };
}

/** Renames what was built to its name, or to `name (2)` where the first is somebody's work. */
async function moveIntoPlace(built: string, parent: string, name: string, sums: string): Promise<SavedFolder> {
  for (let n = 1; ; n++) {
    const own = n === 1 ? name : `${name} (${n})`;
    const path = join(parent, own);
    const saved = n === 1 ? { path } : { path, kept: join(parent, name) };
    const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
    if (isThere && (!(await isAsWritten(path, sums)) || !moveAside(path, join(dirname(built), OLD, own)))) continue;
    // Where this fails, what was moved aside is put back with the rest of the tidying.
    renameSync(built, path);
    return saved;
  }
}

/** False where a file of the folder is open: Windows does not let it be moved then. */
function moveAside(path: string, old: string): boolean {
  try {
    mkdirSync(dirname(old), { recursive: true });
    renameSync(path, old);
    return true;
  } catch {
    return false;
  }
}

/** What systems put into folders by themselves. */
const SYSTEM_FILES = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/** True of a folder that holds just the files that its sums name, each with its sum. */
async function isAsWritten(folder: string, sums: string): Promise<boolean> {
  try {
    if (!lstatSync(folder).isDirectory()) return false;
    const read = readRegularFile(join(folder, sums));
    if ('fault' in read) return false;
    const lines = read.bytes.toString('utf8').split('\n').filter(Boolean);
    const named = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
    const there = filesOf(folder).filter((path) => path !== sums);
    if (there.length !== named.size) return false;
    for (const path of there) if (named.get(path) !== (await digestFile(join(folder, path)))) return false;
    return true;
  } catch {
    return false;
  }
}

/** Every file below, with `/`; a link counts as a file, and is none that we wrote. */
function filesOf(folder: string, below = ''): readonly string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return filesOf(folder, path);
    if (!entry.isFile()) throw new Error('no file of ours');
    return SYSTEM_FILES.has(entry.name) ? [] : [path];
  });
}
