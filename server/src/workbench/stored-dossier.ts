/** A dossier as the store keeps it. */

import { isSamePack } from '../core/analysis/analyze.ts';
import type { Analysis, AnalysisInput } from '../core/analysis/types.ts';
import type { ChapterTexts, EvidenceFile, EvidenceFiles } from '../core/inputs/evidence.ts';
import { type EvidenceProber, folderOf } from '../host/evidence/prober.ts';

/** A dossier's text, its last analysis, and what is known of the files that it names. */
export interface StoredDossier {
  text: string;
  analysis?: Analysis;
  files: EvidenceFiles;
  chapters: ChapterTexts;
  /** The chapters that it names, read or not. */
  named: readonly string[];
}

/** A dossier was analyzed anew. */
export interface AnalysisEvent {
  readonly path: string;
  readonly analysis: Analysis;
  readonly milliseconds: number;
}

/** Nothing is known of any file. */
export const NO_FILES: ReadonlyMap<string, never> = new Map<string, never>();

/**
 * Lets those files of a dossier be read again for which `isIt` is true; it is given the path as the dossier writes it. True
 * where something was known of one.
 */
export function forgetFiles(stored: StoredDossier, isIt: (name: string) => boolean): boolean {
  const chapters = without(stored.chapters, isIt);
  const files = without(stored.files, isIt);
  const had = chapters.size < stored.chapters.size || files.size < stored.files.size;
  if (chapters.size < stored.chapters.size) stored.chapters = chapters;
  if (files.size < stored.files.size) stored.files = files;
  return had;
}

function without<T>(map: ReadonlyMap<string, T>, isIt: (key: string) => boolean): ReadonlyMap<string, T> {
  return new Map([...map].filter(([key]) => !isIt(key)));
}

/** What is known of the files that the dossier at `path` names, once those that are not `known` were looked into. */
export async function probeFiles(
  prober: EvidenceProber,
  path: string,
  names: readonly string[],
  known: EvidenceFiles,
): Promise<EvidenceFiles> {
  const folder = folderOf(path);
  const files = names.map(
    async (name): Promise<[string, EvidenceFile]> => [
      name,
      known.get(name) ?? (await prober.probe(path, name, folder)),
    ],
  );
  return new Map(await Promise.all(files));
}

/** True where an analysis with this input comes to the same as the one before. */
export function isSameInput(before: Analysis, input: AnalysisInput): boolean {
  const keys = [
    'settings',
    'formKeys',
    'registry',
    'calls',
    'files',
    'chapters',
    'today',
    'crossDossierIssues',
  ] as const;
  return isSamePack(before, input) && keys.every((key) => before.cache.given[key] === input[key]);
}
