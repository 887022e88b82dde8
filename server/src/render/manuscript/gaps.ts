/** What is missing in a dossier, so that its 申报书 cannot be handed in. */
import type { Analysis } from '../../core/analysis/types.ts';
import type { Answer } from '../../core/form/answer.ts';
import { childAnswers } from '../../core/form/answers.ts';
import type { PictureFault } from '../../core/inputs/picture-fault.ts';
import type { FieldPath } from '../../core/model/path.ts';
import { chapterImages } from '../../core/text/chapter-tree.ts';
import { isMissingRequired } from './fill-placeholders.ts';
import { faultOfPicture } from './pictures.ts';
import { type ReadFile, readChapter } from './read-chapter.ts';

/** Something the 申报书 cannot be without. */
export interface Gap {
  readonly path: FieldPath;
  readonly why: 'absent' | 'blank' | 'bad' | 'file';
  /** The picture of a chapter that cannot be printed, where it is one. */
  readonly picture?: { readonly path: string; readonly fault: PictureFault };
}

/** Everything required that the dossier does not say, or not readably, and files of chapters and images that cannot be read. */
export function findGaps(analysis: Analysis, file: ReadFile): readonly Gap[] {
  const { pack, answers, direction } = analysis;
  const gaps: Gap[] = [];
  const visit = (answer: Answer) => {
    if (answer.state !== 'ok' && isMissingRequired(answer, direction))
      gaps.push({ path: answer.path, why: answer.state });
    else if (answer.slot.type === 'narrative') gaps.push(...chapterGaps(answer, file));
    // An indicator may be a bare number: it is missed as a whole.
    if (answer.state === 'absent' && answer.slot.bare !== undefined) return;
    for (const child of childAnswers(answer)) visit(child);
  };
  for (const field of pack?.form.fields ?? []) {
    const answer = answers.at([field.key]);
    if (answer) visit(answer);
  }
  return gaps;
}

function chapterGaps(answer: Answer, file: ReadFile): readonly Gap[] {
  const gap: Gap = { path: answer.path, why: 'file' };
  const chapter = readChapter(answer, file);
  if (chapter.text === undefined) return answer.state === 'ok' ? [gap] : [];
  return chapterImages(chapter.text).flatMap(({ path }): Gap[] => {
    const bytes = chapter.file(path);
    const fault = bytes ? faultOfPicture(bytes) : 'missing';
    return fault ? [{ ...gap, picture: { path, fault } }] : [];
  });
}
