/** The pictures that a chapter shows, with their places in it. */
import { chapterImages } from '../text/chapter-tree.ts';
import type { Answer } from './answer.ts';
import { childAnswers } from './answers.ts';

/** A picture of a chapter. */
export interface ChapterPicture {
  /** As the chapter writes it. */
  readonly path: string;
  /** Where it may lie, the first that is there: beside the chapter's own file, else beside the dossier. Paths from the dossier's folder. */
  readonly places: readonly string[];
  /** Its stretch of the chapter's text, in UTF-16 units. */
  readonly within: readonly [start: number, end: number];
}

/** The pictures of a chapter, in order; none of an answer that is no chapter or has no text. */
export function chapterPictures({ slot, state, value, file }: Answer): readonly ChapterPicture[] {
  if (slot.type !== 'narrative' || state !== 'ok' || value === undefined) return [];
  const folder = (file ?? '').replace(/[^/\\]*$/, '');
  return chapterImages(String(value)).map(({ path, within }) => ({
    path,
    within,
    places: folder ? [folder + path, path] : [path],
  }));
}

/** The chapters among an answer and all below it. */
export function chaptersBelow(answer: Answer): readonly Answer[] {
  return answer.slot.type === 'narrative' ? [answer] : childAnswers(answer).flatMap(chaptersBelow);
}
