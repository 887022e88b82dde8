/** Line breaks that YAML folds into blanks. */
import { withoutBreakBlanks } from '../text/line-breaks.ts';
import { alignment } from './scalar-offsets.ts';
import type { YamlScalar } from './tree.ts';

/**
 * The text of a scalar written over several lines, without the blanks that YAML puts for its line breaks beside Chinese characters: Chinese
 * has no blanks between words. `block` is the text that the scalar's offsets count in.
 *
 * @example `平台名称: 砺穹5G工业⏎  互联网平台` // '砺穹5G工业互联网平台'
 */
export function unfoldedText(block: string, scalar: YamlScalar): string {
  const { text, style, start, end } = scalar;
  if (style === 'literal' || !text.includes(' ') || !block.slice(start, end).includes('\n')) return text;
  const offsets = alignment(block, scalar);
  return withoutBreakBlanks(text, (i) => /^[ \t]*\r?\n/.test(block.slice(offsets[i]!, offsets[i]! + 200)));
}
