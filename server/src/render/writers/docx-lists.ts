/** Lists, with the numbering that Word keeps for them. */
import { AlignmentType, LevelFormat } from 'docx';
import { type Look, TWIPS_PER_PT } from './docx-look.ts';

/** Word has nine levels of lists. */
export const DEEPEST_LIST = 8;

/** How far in the words of a list stand, in twips. */
export function listIndent(look: Look, level: number): number {
  return (level + 1) * 2 * look.style('list').size * TWIPS_PER_PT;
}

/** Numbers in brackets, since headings have `1.`; dots where there is no number. */
export function numberingOf(look: Look, start: number | undefined) {
  const size = look.style('list').size * TWIPS_PER_PT;
  const run = look.font(look.style('list'));
  const levels = Array.from({ length: DEEPEST_LIST + 1 }, (_, level) => ({
    level,
    format: start === undefined ? LevelFormat.BULLET : LevelFormat.DECIMAL,
    text: start === undefined ? '•' : `（%${level + 1}）`,
    alignment: AlignmentType.LEFT,
    start: level === 0 ? (start ?? 1) : 1,
    style: {
      run,
      paragraph: {
        indent: { left: (level + 1) * 2 * size, hanging: Math.round(size * (start === undefined ? 1.25 : 2)) },
      },
    },
  }));
  return { reference: listReference(start), levels };
}

export function listReference(start: number | undefined): string {
  return start === undefined ? 'bullets' : `numbered-from-${start}`;
}
