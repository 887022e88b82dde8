/** Where something of a dossier is shown: in its own file, or in the file of a chapter that it names. */

import { dirname, resolve } from 'node:path';
import type { ChapterTexts } from '../core/inputs/evidence.ts';
import type { FileSpan, Finding } from '../core/model/finding.ts';

/** A stretch of a file, for a face to turn into lines. */
export interface FileLocation {
  readonly path: string;
  readonly text: string;
  readonly span: FileSpan['span'];
}

/** The file and stretch that something of a dossier is shown at, by the dossier's text and its chapters. */
export function locateSpan(
  path: string,
  text: string,
  chapters: ChapterTexts | undefined,
  { file, span }: FileSpan,
): FileLocation {
  const chapter = file === undefined ? undefined : chapters?.get(file);
  if (file === undefined || !chapter || 'fault' in chapter) return { path, text, span };
  return { path: resolve(dirname(path), file), text: chapter.text, span };
}

/** What it takes to know where the findings of a dossier are shown, such as a `DossierStore`. */
export interface FindingPlaces {
  /** The chapters that the dossier keeps in files of their own, as absolute paths. */
  readonly chapters: (path: string) => readonly string[];
  /** The file and the stretch of it that a finding of the dossier is shown at. */
  readonly locate: (path: string, at: FileSpan) => FileLocation;
}

/** Findings by the file that they are shown in, the dossier's own first. */
export function groupByFile(
  path: string,
  findings: readonly Finding[],
  store: FindingPlaces,
): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>([[path, []]]);
  for (const chapter of store.chapters(path)) found.set(chapter, []);
  for (const finding of findings) {
    const location = store.locate(path, finding);
    const there = found.get(location.path);
    if (there) there.push(finding);
    else found.set(location.path, [finding]);
  }
  return found;
}
