/** Replacements that let a YAML parser read on, and how single lines are recognised. */
import type { Words } from '../model/form-paths.ts';

export type Slip =
  | 'full-width'
  | 'full-width-space'
  | 'tight-colon'
  | 'missing-colon'
  | 'second-colon'
  | 'quote-needed'
  | 'indent'
  | 'tab'
  | 'stray-closer'
  | 'merge-mark'
  | 'unclosed-quote'
  | 'unclosed-flow';

/**
 * Something to read differently: `length` units at `at` are taken as `text`. `slip` says what is wrong there; without
 * one it is only another way to write the same.
 */
export interface Repair {
  readonly at: number;
  readonly length: number;
  readonly text: string;
  readonly slip?: Slip;
  /** What is mended with it: the same in lines below, said once. */
  readonly more?: readonly Repair[];
  /** The stretch a person is shown, where it is not the repaired one. */
  readonly shown?: { readonly start: number; readonly end: number };
}

/** What a merge leaves behind. */
export const MERGE_MARK = /^(?:<{7}|={7}|>{7})(?:\s|$)/;

/** Prose, not a key that somebody is typing: too long, or with the punctuation of a sentence, and no colon of a key. */
export function isStrayText(line: string): boolean {
  return (
    !/^[^\s:：]{1,20}\s*[:：]/.test(line) && !/^["'[{\]}?&*!|>@`%-]/.test(line) && /[，。；、！？]|.{17}/.test(line)
  );
}

/** The longest key of a form that a text begins with, where a value follows it. */
export function knownWord(text: string, words: Words): string | undefined {
  for (let length = Math.min(20, text.length - 1); length > 1; length--) {
    const word = text.slice(0, length);
    if (words.has(word) && /^(?:[ \t]+[^\s#]|[\d"'[{|])/.test(text.slice(length))) return word;
  }
  return undefined;
}

/** A line without the comment at its end. */
export function withoutComment(line: string): string {
  for (let at = line.indexOf('#'); at >= 0; at = line.indexOf('#', at + 1)) {
    if (at === 0 || /\s/.test(line[at - 1]!)) return line.slice(0, at).trimEnd();
  }
  return line.trimEnd();
}

/** The offset of the break that ends the line at `from`, or the end of the text. */
export function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  if (at < 0) return text.length;
  return at > from && text[at - 1] === '\r' ? at - 1 : at;
}

/** The offset of the quote that closes the one at `from`, before `limit`. */
export function closingQuote(text: string, from: number, limit: number): number | undefined {
  const quote = text[from];
  for (let i = from + 1; i < limit; i++) {
    if (text[i] === '\\' && quote === '"') i++;
    else if (text[i] === quote && quote === "'" && text[i + 1] === "'") i++;
    else if (text[i] === quote) return i;
  }
  return undefined;
}
