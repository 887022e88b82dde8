/** Replacements that let a YAML parser read on, and how blanks, lines and their parts are recognised. */
import type { FormKeys } from '../model/form-paths.ts';
import { isBlank, isWideBlank } from '../text/characters.ts';

/** What stops a YAML parser and can be read on from; the table in line-scanner.ts shows each with its reading. */
export type SyntaxErrorKind =
  | 'full-width'
  | 'full-width-space'
  | 'tight-colon'
  | 'tight-dash'
  | 'missing-colon'
  | 'second-colon'
  | 'quote-needed'
  | 'indent'
  | 'tab'
  | 'stray-closer'
  | 'merge-mark'
  | 'unclosed-quote'
  | 'unclosed-flow'
  | 'stray-line'
  | 'stray-text'
  | 'comment-in-text'
  | 'comment-in-value'
  | 'full-width-quote'
  | 'text-behind-bar';

/**
 * Something to read differently: `length` units at `at` are taken as `text`. `error` says what is wrong there; without
 * one it is only another way to write the same.
 */
export interface TextRepair {
  readonly at: number;
  readonly length: number;
  readonly text: string;
  readonly error?: SyntaxErrorKind;
  /** What is repaired with it: the same in lines below, said once. */
  readonly more?: readonly TextRepair[];
  /** The stretch a person is shown, where it is not the repaired one. */
  readonly shown?: { readonly start: number; readonly end: number };
  /** What an author may accept, the best first, where it is not the repair itself. */
  readonly fixes?: readonly RepairFix[];
}

/** A change by which an author may correct a syntax error. */
export interface RepairFix {
  readonly kind: 'indent' | 'comment' | 'quote' | 'drop-quotes' | 'ascii-quotes' | 'break-line';
  readonly edits: TextRepair[];
  /** True where it is certainly what the author meant. */
  readonly isSafe: boolean;
}

/** `|` and `>`, and the signs that are typed or pasted in their place: full-width ones, a bar of mathematics or of a table. */
export const BLOCK_SIGNS = '|>｜》＞￨∣│︱❘';

/** The first line of what a merge in Git leaves behind: `<<<<<<< HEAD`, `=======`, `>>>>>>> branch`. */
export const MERGE_MARK = /^(?:<{7}|={7}|>{7})(?:\s|$)/;

/** True of a line of prose, false of a key that somebody is typing: it is longer than 16 characters or has the punctuation of a sentence, and no colon of a key. */
export function isStrayText(line: string): boolean {
  return (
    !/^[^\s:：]{1,20}\s*[:：]/.test(line) && !/^["'[{\]}?&*!|>@`%-]/.test(line) && /[，。；、！？]|.{17}/.test(line)
  );
}

/** The longest key of a form that a text begins with, where a value follows it, as in `注册资本 600`; undefined where there is none. */
export function knownKey(text: string, formKeys: FormKeys): string | undefined {
  for (let length = Math.min(20, text.length - 1); length > 1; length--) {
    const word = text.slice(0, length);
    if (formKeys.has(word) && /^(?:[ \t]+[^\s#]|[\d"'[{|])/.test(text.slice(length))) return word;
  }
  return undefined;
}

/** A line without the comment and the blanks at its end. Knows no quotes. */
export function withoutComment(line: string): string {
  for (let at = line.indexOf('#'); at >= 0; at = line.indexOf('#', at + 1)) {
    if (at === 0 || /\s/.test(line[at - 1]!)) return line.slice(0, at).trimEnd();
  }
  return line.trimEnd();
}

/** The offset of the quote that closes the one at `from`; undefined where none does before `limit`. */
export function closingQuote(text: string, from: number, limit: number): number | undefined {
  const quote = text[from];
  for (let i = from + 1; i < limit; i++) {
    if (text[i] === '\\' && quote === '"') i++;
    else if (text[i] === quote && quote === "'" && text[i + 1] === "'") i++;
    else if (text[i] === quote) return i;
  }
  return undefined;
}

/** The number of spaces, plain or wide, at the beginning of the line from `start` to `end`. */
export function indentWidth(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && (text[at] === ' ' || isWideBlank(text[at]!))) at++;
  return at - start;
}

/** The offset of the first character that is no blank of any kind on the line from `start` to `end`; `end` on a blank line. */
export function contentStart(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text[at]!)) at++;
  return at;
}

/** The offset behind the last character that is no blank of any kind, from `at` to `end`. */
export function contentEnd(text: string, at: number, end: number): number {
  let stop = end;
  while (stop > at && isBlank(text[stop - 1]!)) stop--;
  return stop;
}

/** The offset of the break that ends the line at `from`, or the end of the text. */
export function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  if (at < 0) return text.length;
  return at > from && text[at - 1] === '\r' ? at - 1 : at;
}

/** The offset of the line behind the break at `end`; past the text where there is none. */
export function nextLine(text: string, end: number): number {
  return text[end] === '\r' ? end + 2 : end + 1;
}
