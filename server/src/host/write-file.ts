/**
 * Puts a file on the disk whole or not at all. Every writer of the program uses this one function.
 *
 * The libraries for atomic writing that were tried call `fs.write` once and do not look at how many bytes it took: on a nearly full disk
 * they rename a truncated file over a whole one. Node's own `writeFileSync` goes on until all bytes are written or throws.
 */
import {
  chmodSync,
  chownSync,
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode, FileError } from './system-errors.ts';
import { removeLeftovers, temporaryName } from './temporary-names.ts';

/** Makes a folder and those above it, where they are not there. Throws a {@link FileError}, as where a file is in the way. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new FileError(path, 'write', error);
  }
}

/** Beginning of the names of files and folders that are not complete yet, see `temporary-names.ts`. */
export const TEMPORARY = '.dossier-tmp-';

/** How often a rename is tried that another program prevents, as virus scanners do on Windows, and the pause between, in milliseconds. */
const RENAME_TRIES = 20;
const RENAME_PAUSE = 25;

/** How a file is written. */
export interface WriteOptions {
  /** Fails with `EEXIST` where there is a file of that name already. */
  readonly isNew?: boolean;
}

/**
 * Writes `data` (text as UTF-8) to `path`: into a temporary file beside it, forced to the disk and measured, then renamed. A link is followed,
 * so that the file it leads to is replaced. An existing file keeps its permissions and, where the system allows it, its owner. Temporary files that
 * a killed run left in the folder are removed.
 *
 * Throws a {@link FileError} with the system's code (`ENOSPC`, `EFBIG`, `EROFS`, `EACCES` …, `EEXIST` where a pipe or a device is in the way); nothing has changed under `path` then, and no temporary
 * file is left.
 */
export function writeFileWhole(path: string, data: string | Uint8Array, { isNew = false }: WriteOptions = {}): void {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  const target = isNew ? path : followLinks(path);
  if (!isNew) refuseSpecial(target);
  removeLeftovers(dirname(target), TEMPORARY);
  const temporary = join(dirname(target), temporaryName(TEMPORARY));
  try {
    writeTemporary(temporary, bytes);
    if (isNew) linkAs(temporary, target);
    else replace(temporary, target);
  } catch (error) {
    throw new FileError(path, 'write', error);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** A pipe or a device must not be replaced by a file, least of all at the end of a link: for everybody, it would be gone. */
function refuseSpecial(target: string): void {
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there && !there.isFile() && !there.isDirectory() && !there.isSymbolicLink()) throw new SpecialFileError(target);
}

/** There is a pipe, a socket or a device where a file should be written. Has the `code` of a name that is taken. */
class SpecialFileError extends Error {
  readonly code = 'EEXIST';
  readonly path: string;

  constructor(path: string) {
    super(`EEXIST: no regular file, ${path}`);
    this.path = path;
  }
}

function writeTemporary(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'wx', 0o666);
  try {
    writeFileSync(file, bytes);
    fsyncSync(file);
    const { size } = fstatSync(file);
    if (size !== bytes.length) throw new ShortWriteError(size, bytes.length);
  } finally {
    closeSync(file);
  }
}

/** Fewer bytes arrived than were written, without an error of the system. Has the `code` that a full disk has. */
class ShortWriteError extends Error {
  readonly code = 'ENOSPC';

  constructor(written: number, wanted: number) {
    super(`ENOSPC: ${written} of ${wanted} bytes written`);
  }
}

function followLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Gives a complete file its name, if that is free: a link is made in one step, which a check followed by a rename is not. */
function linkAs(temporary: string, target: string): void {
  try {
    linkSync(temporary, target);
  } catch (error) {
    if (errorCode(error) === 'EEXIST' || lstatSync(target, { throwIfNoEntry: false })) throw error;
    // The file system has no links, as FAT.
    rename(temporary, target);
  }
}

function replace(temporary: string, target: string): void {
  const replaced = statSync(target, { throwIfNoEntry: false });
  if (replaced) takeOver(temporary, replaced);
  rename(temporary, target);
}

function takeOver(temporary: string, { mode, uid, gid }: Stats): void {
  chmodSync(temporary, mode & 0o7777);
  try {
    const own = statSync(temporary);
    if (own.uid !== uid || own.gid !== gid) chownSync(temporary, uid, gid);
  } catch {
    // Only an administrator may give files away.
  }
}

function rename(from: string, to: string): void {
  for (let tried = 1; ; tried++) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      if (tried === RENAME_TRIES || !['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '')) throw error;
      if (process.platform !== 'win32') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RENAME_PAUSE);
    }
  }
}
