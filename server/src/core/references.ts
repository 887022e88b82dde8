/** Claims that name their evidence by its number. */
import type { Answer } from './form.ts';

export interface Reference {
  readonly answer: Answer;
  readonly id: string;
  /** Where the number stands in the answer's text, in UTF-16 units. */
  readonly within: readonly [number, number];
}

/** The numbers that an answer names: one, or several with a mark between them where no number is written so itself. */
export function referencesOf(answer: Answer, ids: readonly string[]): readonly Reference[] {
  if (answer.state !== 'ok' || answer.value === undefined) return [];
  const text = String(answer.value);
  if (ids.includes(text)) return [{ answer, id: text, within: [0, text.length] }];
  return [...text.matchAll(/[^、，,;；\s]+/g)].map((m) => ({
    answer,
    id: m[0],
    within: [m.index, m.index + m[0].length],
  }));
}
