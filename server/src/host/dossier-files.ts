/** The files that lie beside a dossier, and those that it names. */

import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ChapterText } from '../core/inputs/evidence.ts';
import type { LocalizedText } from '../core/model/localized-text.ts';
import { CONFIG_NAME, isDossier } from './file-names.ts';
import { isInside } from './file-paths.ts';
import { isSkippedFolder } from './find-dossiers.ts';
import { READ_FAULT_TEXTS, type ReadFault } from './read-faults.ts';
import { openFault, readRegularFile } from './read-file.ts';
import { readText } from './read-text.ts';

/** The files below a dossier's folder that may be its evidence, as it would write them, the nearest first; not all of a very large one. */
export function filesBeside(dossier: string): readonly string[] {
  const found: string[] = [];
  const folders = [''];
  for (const folder of folders) {
    if (found.length >= MOST_FILES) break;
    for (const entry of entriesOf(join(dirname(dossier), folder))) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.name.startsWith('.') || isSkippedFolder(entry.name)) continue;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile() && !isDossier(entry.name) && entry.name !== CONFIG_NAME) found.push(path);
    }
  }
  return found.slice(0, MOST_FILES);
}

/** More files than anybody picks one from; each takes time to be offered by its sound. */
const MOST_FILES = 1000;

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** A chapter that a dossier keeps in a file of its own: its text, or why it cannot be read. */
export function readChapter(dossier: string, path: string): ChapterText {
  const found = findBeside(dossier, path);
  if ('fault' in found) return { fault: found.fault === 'outside' ? OUTSIDE : READ_FAULT_TEXTS[found.fault] };
  const read = readText(found.path);
  return 'fault' in read ? { fault: READ_FAULT_TEXTS[read.fault] } : { text: read.text };
}

/** Why a chapter outside the dossier's folder is not read. */
export const OUTSIDE: LocalizedText = {
  zh: '文件不在申报书所在的文件夹之内',
  en: 'the file lies outside the folder of the dossier',
};

/** The real path of a file that a dossier names, if it lies below the dossier's folder. */
function findBeside(
  dossier: string,
  path: string,
): { readonly path: string } | { readonly fault: ReadFault | 'outside' } {
  try {
    const folder = realpathSync(dirname(resolve(dossier)));
    if (!isInside(folder, resolve(folder, path))) return { fault: 'outside' };
    const file = realpathSync(resolve(folder, path));
    return !isInside(folder, file) ? { fault: 'outside' } : { path: file };
  } catch (error) {
    return { fault: openFault(error) };
  }
}

/** Where a file named in a dossier really is; undefined where it is missing, no file, or outside the dossier's folder. */
export function resolveBeside(dossier: string, path: string): string | undefined {
  const found = findBeside(dossier, path);
  try {
    return 'path' in found && statSync(found.path).isFile() ? found.path : undefined;
  } catch {
    return undefined;
  }
}

/** The bytes of a file named in a dossier; undefined where it is missing, no regular file, above 200 MB, or outside the dossier's folder. */
export function readBeside(dossier: string, path: string): Uint8Array | undefined {
  const place = resolveBeside(dossier, path);
  const read = place === undefined ? undefined : readRegularFile(place);
  return read && 'bytes' in read ? read.bytes : undefined;
}

/** The day it is where the author is, `YYYY-MM-DD`. */
export function localDay(now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
