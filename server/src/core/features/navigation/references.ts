/** References: from the number of a paper to every place that names it. */
import type { Analysis } from '../../analysis/types.ts';
import { mentionAt, mentionsOf, type NumberMention } from './paper-numbers.ts';

/** Every place that gives or names the number of the paper at an offset; undefined where there is none at the offset. */
export function references(analysis: Analysis, offset: number): readonly NumberMention[] | undefined {
  const mention = mentionAt(analysis, offset);
  return mention && mentionsOf(analysis, mention);
}
