/** Reads a text file: UTF-8 with or without a byte order mark. */

import type { ReadFault } from './read-faults.ts';
import { readRegularFile } from './read-file.ts';

/** Largest dossier that is read, in bytes; a real one has some tens of thousands. */
const MAX_BYTES = 4 * 1024 * 1024;

/** A file's text, or why it cannot be read as one. */
export type FileText = { readonly text: string; readonly bom: boolean } | { readonly fault: ReadFault };

/** Reads a dossier: UTF-8 with or without a byte order mark, at most {@link MAX_BYTES}. */
export function readText(path: string): FileText {
  const read = readRegularFile(path, MAX_BYTES);
  return 'fault' in read ? read : decode(read.bytes);
}

/** The text of bytes in UTF-8, without its byte order mark, or why they are none. */
export function decode(bytes: Uint8Array): FileText {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return { fault: 'utf-16' };
  if (bytes.includes(0)) return { fault: 'not-text' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, bom: bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf };
  } catch {
    return { fault: 'not-utf-8' };
  }
}

/** True of an error of the system with that code, such as `ENOENT`. */
export function hasErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
