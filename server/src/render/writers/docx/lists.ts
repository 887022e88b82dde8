/** Lists, with the numbering that Word keeps for them. */
import { AlignmentType, LevelFormat, LevelSuffix } from 'docx';
import { type DocxStyles, TWIPS_PER_PT } from './docx-styles.ts';

/** Word has nine levels of lists. */
export const DEEPEST_LIST = 8;

/** How far in the words of a list stand, in twips: those of a numbered one as any paragraph's, behind their number. */
export function listIndent(styles: DocxStyles, level: number, ordered: boolean): number {
  return (ordered ? level : level + 1) * 2 * styles.style('list').size * TWIPS_PER_PT;
}

/** The number of a list's item, as readers make it. */
export function numberText(number: number): string {
  return `（${number}）`;
}

/** Numbers in brackets, since headings have `1.`; dots where there is no number. */
export function numberingOf(styles: DocxStyles, start: number | undefined) {
  const size = styles.style('list').size * TWIPS_PER_PT;
  const run = styles.font(styles.style('list'));
  const levels = Array.from({ length: DEEPEST_LIST + 1 }, (_, level) => ({
    level,
    format: start === undefined ? LevelFormat.BULLET : LevelFormat.DECIMAL,
    text: start === undefined ? '•' : `（%${level + 1}）`,
    alignment: AlignmentType.LEFT,
    start: level === 0 ? (start ?? 1) : 1,
    ...(start === undefined ? {} : { suffix: LevelSuffix.NOTHING }),
    style: {
      run,
      paragraph: {
        indent: {
          left: listIndent(styles, level, start !== undefined),
          ...(start === undefined ? { hanging: Math.round(size * 1.25) } : { firstLine: 2 * size }),
        },
      },
    },
  }));
  return { reference: listReference(start), levels };
}

/** The name of a numbering definition: one for all bulleted lists, one for each first number of numbered lists. */
export function listReference(start: number | undefined): string {
  return start === undefined ? 'bullets' : `numbered-from-${start}`;
}
