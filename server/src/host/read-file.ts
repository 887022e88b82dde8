/**
 * Reads a file that somebody named: a regular file of at most so many bytes. Everything that the program reads and did not write itself is
 * read here. A device or a pipe, also behind a link, might never end, and a file may grow while it is read.
 */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Why a file was not read. */
export type FileFault = 'missing' | 'folder' | 'special' | 'unreadable' | 'too-large';

/** The bytes of a file, or why it was not read. */
export type FileBytes = { readonly bytes: Buffer } | { readonly fault: FileFault };

/** The largest file of any kind that is read whole, in bytes. */
export const MAX_FILE = 200 * 1024 * 1024;

/** Opening a pipe would wait for somebody who writes to it. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Codes of the system for a name that leads to nothing, and Node's for one that no file can have. A circle of links is one too. */
const MISSING_FILE_CODES: readonly unknown[] = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];

/** Reads a regular file of at most `limit` bytes. Never throws. */
export function readRegularFile(path: string, limit = MAX_FILE): FileBytes {
  let file: number | undefined;
  try {
    file = openSync(path, READ_ONLY);
    const stats = fstatSync(file);
    const fault = faultOf(stats, limit);
    return fault ? { fault } : boundedBytes(readUpTo(file, stats.size, limit), limit);
  } catch (error) {
    return { fault: openFault(error) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** As {@link readRegularFile}, without keeping the process waiting. Never rejects. */
export async function readRegularFileAsync(path: string, limit = MAX_FILE): Promise<FileBytes> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, READ_ONLY);
    const stats = await file.stat();
    const fault = faultOf(stats, limit);
    if (fault) return { fault };
    const parts: Buffer[] = [];
    let length = 0;
    while (length <= limit) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(pieceOf(stats.size - length)));
      if (bytesRead === 0) break;
      parts.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
    return boundedBytes(joined(parts), limit);
  } catch (error) {
    return { fault: openFault(error) };
  } finally {
    await file?.close();
  }
}

/** Why a file cannot be opened, from the system's error: `missing` where its name leads to nothing. */
export function openFault(error: unknown): 'missing' | 'folder' | 'unreadable' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EISDIR') return 'folder';
  return MISSING_FILE_CODES.includes(code) ? 'missing' : 'unreadable';
}

function faultOf(stats: Stats, limit: number): FileFault | undefined {
  if (stats.isDirectory()) return 'folder';
  if (!stats.isFile()) return 'special';
  return stats.size > limit ? 'too-large' : undefined;
}

function boundedBytes(bytes: Buffer, limit: number): FileBytes {
  return bytes.length > limit ? { fault: 'too-large' } : { bytes };
}

/** Some files of the system have no size until they are read, hence the pieces. */
function readUpTo(file: number, size: number, limit: number): Buffer {
  const parts: Buffer[] = [];
  for (let length = 0; length <= limit; ) {
    const piece = Buffer.alloc(pieceOf(size - length));
    const read = readSync(file, piece);
    if (read === 0) break;
    parts.push(piece.subarray(0, read));
    length += read;
  }
  return joined(parts);
}

function joined(parts: readonly Buffer[]): Buffer {
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

/** How many bytes to ask for where so many are left, by the size that the file had when it was opened. */
function pieceOf(left: number): number {
  return Math.max(64 * 1024, left);
}
