/** The files that a dossier names; they are read before it can be analyzed in full. */

import type { Answer } from '../form/answer.ts';
import { type Answers, childAnswers } from '../form/answers.ts';
import { chapterPictures, chaptersBelow } from '../form/chapter-pictures.ts';
import { CHAPTER_FILE } from '../form/read-form.ts';
import type { EvidenceFile, EvidenceFiles } from '../inputs/evidence.ts';
import type { FieldPath } from '../model/path.ts';
import type { Analysis } from './types.ts';

/** The files that a dossier names, as paths from its folder. */
export interface NamedFiles {
  /** Evidence, as the dossier writes the paths, and wherever the pictures of its chapters may lie; each once. */
  readonly files: readonly string[];
  /** Chapters that stand in files of their own. */
  readonly chapters: readonly string[];
}

/** Evidence that was looked into and could not be checked: a file and where the dossier names it, each place. */
export function uncheckedFiles(
  answers: Answers,
  pack: Analysis['pack'],
  files: EvidenceFiles,
): readonly { readonly file: Extract<EvidenceFile, { readonly why?: unknown }>; readonly path: FieldPath }[] {
  if (![...files.values()].some((f) => f.state === 'unchecked')) return [];
  const top = (pack?.form.fields ?? []).flatMap((f) => answers.all([f.key]));
  const named = [
    ...top.flatMap(filesBelow).map(({ value, path }) => ({ name: String(value), path })),
    ...top.flatMap(chaptersBelow).flatMap((a) => picturePaths(a).map((name) => ({ name, path: a.path }))),
  ];
  return named.flatMap(({ name, path }) => {
    const file = files.get(name);
    return file?.state === 'unchecked' ? [{ file, path }] : [];
  });
}

/** The files that the answers of a dossier name; none where its notice is not known. */
export function namedFiles({ answers, pack }: Pick<Analysis, 'answers' | 'pack'>): NamedFiles {
  const top = (pack?.form.fields ?? []).flatMap((f) => answers.all([f.key]));
  const named = top.flatMap(filesBelow);
  const [chapters, files] = [
    named.filter((a) => a.slot === CHAPTER_FILE),
    named.filter((a) => a.slot !== CHAPTER_FILE),
  ];
  const pictures = top.flatMap(chaptersBelow).flatMap(picturePaths);
  return { files: [...new Set([...paths(files), ...pictures])], chapters: paths(chapters) };
}

function picturePaths(chapter: Answer): readonly string[] {
  return chapterPictures(chapter).flatMap((p) => p.places);
}

function filesBelow(answer: Answer): readonly Answer[] {
  if (answer.slot.type === 'file') return answer.state === 'ok' && answer.value !== undefined ? [answer] : [];
  return childAnswers(answer).flatMap(filesBelow);
}

function paths(answers: readonly Answer[]): readonly string[] {
  return [...new Set(answers.map((a) => String(a.value)))];
}
