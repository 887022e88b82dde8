/** Puts rendered files down: atomically, and never over one that somebody changed. Reports too, each over the one before. */

import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { sha256 } from '../core/text/sha256.ts';
import { readRegularFile } from './read-file.ts';
import { FileError } from './system-errors.ts';
import { makeFolder, writeFileWhole } from './write-file.ts';

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
 * the new one gets a number, as `申报书 (2).docx`. Throws a {@link FileError} where one cannot be written.
 */
export function saveFiles(folder: string, files: readonly { name: string; bytes: Uint8Array }[]): readonly SavedFile[] {
  makeFolder(folder);
  const record = readRecord(folder);
  const planned = files.map(({ name, bytes }) => {
    const digest = sha256(bytes);
    return { name, bytes, digest, free: freeName(folder, name, digest, record) };
  });
  // Written down first: a run that is killed in between leaves files that the next one knows to be ours.
  for (const { free, digest } of planned) record.set(free, [...(record.get(free) ?? []), digest]);
  writeRecord(folder, record);
  const saved = planned.map(({ name, bytes, free }) => {
    const path = join(folder, free);
    writeFileWhole(path, bytes);
    return free === name ? { path } : { path, kept: join(folder, name) };
  });
  for (const { free, digest } of planned) record.set(free, [digest]);
  writeRecord(folder, record);
  return saved;
}

/** Writes a report to a file, in a folder that is made where there is none. */
export function saveReport(path: string, text: string): void {
  makeFolder(dirname(path));
  const stat = statSync(path, { throwIfNoEntry: false });
  // A pipe or a device is written to; a file put in its place would be the end of it.
  if (stat && !stat.isFile() && !stat.isDirectory()) writeFileSync(path, text);
  else writeFileWhole(path, text);
}

/** Puts a newer text in the place of a file's, whole or not at all. Throws where the file may not be written. */
export function saveText(path: string, text: string): void {
  // Its folder alone would let it be replaced.
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new FileError(path, 'write', error);
  }
  writeFileWhole(path, text);
}

/** Digests of what we wrote under a name: of one file, or of the one before too where a run was killed. */
type OutputRecord = Map<string, readonly string[]>;

/** `申报书.docx`, or `申报书 (2).docx` where the first is somebody's work: neither what we wrote nor what we are about to write. */
function freeName(folder: string, name: string, digest: string, record: OutputRecord): string {
  const { name: stem, ext } = parse(name);
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${stem} (${n})${ext}`;
    const path = join(folder, candidate);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return candidate;
    const known = [digest, ...(record.get(candidate) ?? [])];
    if (known.includes(digestOf(path) ?? '')) return candidate;
  }
}

/** Undefined of what is no regular file, or cannot be read: it is not ours. */
function digestOf(path: string): string | undefined {
  const read = readRegularFile(path);
  return 'bytes' in read ? sha256(read.bytes) : undefined;
}

function writeRecord(folder: string, record: OutputRecord): void {
  const entries = [...record].map(([name, digests]) => [name, digests.length === 1 ? digests[0] : digests]);
  writeFileWhole(join(folder, RECORD_NAME), `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}

function readRecord(folder: string): OutputRecord {
  const read = readRegularFile(join(folder, RECORD_NAME), MAX_RECORD);
  try {
    const record: unknown = 'bytes' in read ? JSON.parse(read.bytes.toString('utf8')) : undefined;
    const entries = typeof record === 'object' && record !== null ? Object.entries(record) : [];
    return new Map(entries.map(([name, digests]) => [name, [digests].flat().filter((d) => typeof d === 'string')]));
  } catch {
    return new Map();
  }
}
