/** Claims that name their evidence by its number. */
import type { Answer } from './answer.ts';

/** A place where the dossier names a paper by its number. */
export interface PaperReference {
  readonly answer: Answer;
  readonly id: string;
  /** Where the number stands in the answer's text, in UTF-16 units. */
  readonly within: readonly [number, number];
}

/** The numbers that an answer names: one, or several with a mark between them where no number is written so itself. */
export function paperReferences(answer: Answer, ids: readonly string[]): readonly PaperReference[] {
  if (answer.state !== 'ok' || answer.value === undefined) return [];
  return numbersIn(String(answer.value), ids).map((n) => ({ answer, ...n }));
}

/** As {@link paperReferences}, of a text by itself; `ids` are the numbers of the papers at hand. */
export function numbersIn(text: string, ids: readonly string[]): readonly Omit<PaperReference, 'answer'>[] {
  if (ids.includes(text)) return [{ id: text, within: [0, text.length] }];
  return [...text.matchAll(/[^、，,;；\s]+/g)].map((m) => ({ id: m[0], within: [m.index, m.index + m[0].length] }));
}

/** True where a number could be taken for several once it stands beside others. */
export function hasSeparator(id: string): boolean {
  return /[、，,;；\s]/.test(id);
}
