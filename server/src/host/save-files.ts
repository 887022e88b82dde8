/** Puts rendered files down: atomically, and never over one that somebody changed. Reports too, each over the one before. */

import { accessSync, constants, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { sha256 } from '../core/text/sha256.ts';
import { readRegularFile } from './read-file.ts';
import { writeFileWhole } from './write-file.ts';

/** Beside the files, what we wrote: a file that is no longer so was changed by somebody. */
const RECORD_NAME = '.dossier-out.json';

/** A larger record is none of ours, in bytes. */
const MAX_RECORD = 4 * 1024 * 1024;

/** A file as it was written. */
export interface SavedFile {
  readonly path: string;
  /** The file that was left alone, because somebody had changed it since it was rendered. */
  readonly kept?: string;
}

/**
 * Writes files into a folder, which is made where there is none. A file of that name that somebody changed since we wrote it is left alone:
 * the new one gets a number, as `申报书 (2).docx`. Throws the system's error where one cannot be written.
 */
export function saveFiles(folder: string, files: readonly { name: string; bytes: Uint8Array }[]): readonly SavedFile[] {
  mkdirSync(folder, { recursive: true });
  const record = readRecord(folder);
  const saved = files.map(({ name, bytes }) => {
    const free = freeName(folder, name, record);
    writeFileWhole(join(folder, free), bytes);
    record[free] = sha256(bytes);
    const path = join(folder, free);
    return free === name ? { path } : { path, kept: join(folder, name) };
  });
  writeFileWhole(join(folder, RECORD_NAME), `${JSON.stringify(record, null, 2)}\n`);
  return saved;
}

/** Writes a report to a file, in a folder that is made where there is none. */
export function saveReport(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const stat = statSync(path, { throwIfNoEntry: false });
  // A pipe or a device is written to; a file put in its place would be the end of it.
  if (stat && !stat.isFile() && !stat.isDirectory()) writeFileSync(path, text);
  else writeFileWhole(path, text);
}

/** Puts a newer text in the place of a file's, whole or not at all. Throws where the file may not be written. */
export function saveText(path: string, text: string): void {
  // Its folder alone would let it be replaced.
  accessSync(path, constants.W_OK);
  writeFileWhole(path, text);
}

/** `申报书.docx`, or `申报书 (2).docx` where the first is somebody's work. */
function freeName(folder: string, name: string, record: Readonly<Record<string, string>>): string {
  const { name: stem, ext } = parse(name);
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${stem} (${n})${ext}`;
    const path = join(folder, candidate);
    const there = readRegularFile(path);
    const isFree = 'fault' in there ? there.fault === 'missing' : sha256(there.bytes) === record[candidate];
    if (isFree) return candidate;
  }
}

function readRecord(folder: string): Record<string, string> {
  const read = readRegularFile(join(folder, RECORD_NAME), MAX_RECORD);
  try {
    const record: unknown = 'bytes' in read ? JSON.parse(read.bytes.toString('utf8')) : undefined;
    return typeof record === 'object' && record !== null && !Array.isArray(record)
      ? { ...(record as Record<string, string>) }
      : {};
  } catch {
    return {};
  }
}
