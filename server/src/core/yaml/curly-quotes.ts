/** Reads curly and full-width quotation marks round a whole value as none, or as ASCII ones where the value needs them. */
import { asciiQuote } from '../text/characters.ts';
import { isPlainText } from './quote-scalar.ts';
import type { TextRepair } from './text-repair.ts';

/** The repairs of two quotation marks, and the offset of the closing one. */
export interface PairedQuotes {
  readonly close: number;
  readonly repairs: readonly TextRepair[];
}

/**
 * The repairs that read the quotation marks round the value at `from` as what their author meant; undefined where they do not stand round all of it.
 * `behind` matches what may follow the closing mark before `end`.
 *
 * @example “600” is read as 600, “甲: 乙” as "甲: 乙"
 */
export function pairedQuotes(text: string, from: number, end: number, behind: RegExp): PairedQuotes | undefined {
  const kind = asciiQuote(text[from]!);
  let close = from + 1;
  while (close < end && asciiQuote(text[close]!) !== kind && text[close] !== kind) close++;
  if (kind === undefined || close >= end || !behind.test(text.slice(close + 1, end))) return undefined;
  const inner = text.slice(from + 1, close);
  const quote = isPlainText(inner.trim()) || inner.trim() === '' ? '' : asciiQuoteFor(inner);
  return { close, repairs: replaceQuotes(from, close, quote) };
}

/** The repairs that put another quotation mark, or none, in the place of the two at `from` and `close`. */
export function replaceQuotes(from: number, close: number, quote: string): readonly TextRepair[] {
  const edits = [from, close].map((at): TextRepair => ({ at, length: 1, text: quote }));
  const fixes = [{ kind: quote === '' ? ('drop-quotes' as const) : ('ascii-quotes' as const), edits, isSafe: true }];
  return [{ ...edits[0]!, error: 'full-width-quote', shown: { start: from, end: close + 1 }, fixes }, edits[1]!];
}

/** The ASCII quotation mark that can stand round a text as it is; none where both would end it. */
function asciiQuoteFor(text: string): string {
  if (!/["\\]/.test(text)) return '"';
  return text.includes("'") ? '' : "'";
}
