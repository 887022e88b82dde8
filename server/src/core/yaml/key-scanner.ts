/** Finds the colon that ends a key: `:`, a full-width one, one without its blank, or one that is missing. */

import { asciiQuote, isBlank, isWideBlank, isWideColon, WIDE_COLONS } from '../text/characters.ts';
import { replaceQuotes } from './curly-quotes.ts';
import { QUOTED_KEY } from './key-pattern.ts';
import { repairWideBlank, type ScanState } from './scan-state.ts';
import { knownKey, type TextRepair, withoutComment } from './text-repair.ts';

/** A key and its colon. */
export interface KeyColon {
  /** The offset behind the key. */
  readonly keyEnd: number;
  /** The offset behind the colon, where the value or a blank begins. */
  readonly after: number;
  /** How the colon has to be read, where it is not `: `. */
  readonly repair?: TextRepair;
}

/** The place of a possible key on its line. */
export interface KeyPlace {
  /** The offset of the line's content, behind indentation and dashes. */
  readonly at: number;
  /** The offset of the line's break. */
  readonly end: number;
  /** The column of `at`. */
  readonly col: number;
  /** True behind the dash of a list. */
  readonly isAfterDash: boolean;
}

/** A word that can be a key: short, without punctuation. */
export const KEY_LIKE = /^[^\s,，。；、;()（）“”"'[\]{}<>《》!！?？*&|@`%=]{1,16}$/;

/** Longest key that is looked for in front of a full-width colon, in UTF-16 units. */
const LONGEST_KEY = 40;

const HAN_CHARACTER = /\p{Script=Han}/u;
const CURLY_KEY = new RegExp(
  `^[“”„＂‘’＇]([^\\s“”„＂‘’＇:${WIDE_COLONS}]{1,20})[“”„＂‘’＇][ \\t]*(?=[:${WIDE_COLONS}])`,
);

/** The colon of the key that begins at a place; undefined where no key does. */
export function findKeyColon(state: ScanState, place: KeyPlace): KeyColon | undefined {
  const { at, end, col, isAfterDash } = place;
  const quotedKey = /["']/.test(state.text[at] ?? '') ? QUOTED_KEY.exec(state.text.slice(at, end)) : undefined;
  if (quotedKey) {
    const after = at + quotedKey[0].length;
    return { keyEnd: at + quotedKey[0].replace(/[ \t]*:$/, '').length, after };
  }
  const top = state.levels.at(-1);
  const isContinuation = !isAfterDash && top !== undefined && top.col < col && top.inline === 'text';
  // Where the group's other keys stand, a word with any kind of colon is a key; elsewhere it has to be one of a form.
  const isKeyColumn = !isAfterDash && (!top || (top.col === col && top.kind === 'map'));
  if (isKeyColumn && isBracketed(state, place)) return keyWithoutColon(state, place);
  return colonOnLine(state, place, { isContinuation, isKeyColumn });
}

/** `“单位名称”：`: reads the quotation marks round a key of the form as none; gives the length of what was looked at. */
function dropCurlyQuotes({ text, formKeys, repairs }: ScanState, at: number, end: number): number {
  if (asciiQuote(text[at]!) === undefined) return 0;
  const key = CURLY_KEY.exec(text.slice(at, Math.min(end, at + LONGEST_KEY)))?.[1];
  if (key === undefined || !formKeys.has(key)) return 0;
  repairs.push(...replaceQuotes(at, at + key.length + 1, ''));
  return key.length + 2;
}

interface KeyCertainty {
  readonly isContinuation: boolean;
  readonly isKeyColumn: boolean;
}

function colonOnLine(state: ScanState, place: KeyPlace, certainty: KeyCertainty): KeyColon | undefined {
  const { text } = state;
  const { at, end } = place;
  const from = at + dropCurlyQuotes(state, at, end);
  for (let i = from; i < end; i++) {
    const c = text[i]!;
    if (c === '#' && isBlank(text[i - 1] ?? ' ')) return undefined;
    if (i === at && /[[\]{}"'|>&*!%@`［｛【〔]/.test(c)) return undefined;
    // A key is short: what comes later is prose, and reading on would cost as much as the line is long.
    if (i - at > LONGEST_KEY && isWideColon(c)) return undefined;
    const found = c === ':' || isWideColon(c) ? colonAt(state, place, i, certainty) : undefined;
    if (found) return found;
  }
  return certainty.isKeyColumn ? keyWithoutColon(state, place) : undefined;
}

/** The colon at offset `i`, if it ends a key. */
function colonAt(
  state: ScanState,
  { at, end }: KeyPlace,
  i: number,
  { isContinuation, isKeyColumn }: KeyCertainty,
): KeyColon | undefined {
  const { text } = state;
  const written = text.slice(at, i).trimEnd();
  const key = written.replace(/^[“”„＂‘’＇](.*)[“”„＂‘’＇]$/, '$1');
  const keyEnd = at + written.length;
  const next = text[i + 1];
  const isSpaced = i + 1 >= end || isBlank(next!);
  for (let b = keyEnd; b < i; b++) if (isWideBlank(text[b]!)) repairWideBlank(state, b);
  if (text[i] === ':' && isSpaced) return { keyEnd, after: i + 1 };
  if (isContinuation || !KEY_LIKE.test(key) || !(isKeyColumn || state.formKeys.has(key))) return undefined;
  if (text[i] !== ':')
    return { keyEnd, after: i + 1, repair: { at: i, length: 1, text: isSpaced ? ':' : ': ', error: 'full-width' } };
  if (!HAN_CHARACTER.test(key) || next === '/') return undefined;
  const shown = { start: i, end: i + 1 };
  return { keyEnd, after: i + 1, repair: { at: i + 1, length: 0, text: ' ', error: 'tight-colon', shown } };
}

/** `法定代表人 {姓名: 邢沐川}`: the first colon is one inside the brackets. */
function isBracketed({ text, formKeys }: ScanState, { at, end }: KeyPlace): boolean {
  const opener = /^[^\s:：#"'[\]{}]{2,20}[ \t]*(?=[[{【〔｛])/.exec(text.slice(at, Math.min(end, at + 40)))?.[0];
  return opener !== undefined && formKeys.has(opener.trimEnd());
}

/** `注册资本 600`: a key of the form, its colon forgotten. */
function keyWithoutColon({ text, formKeys }: ScanState, { at, end }: KeyPlace): KeyColon | undefined {
  const word = knownKey(text.slice(at, end), formKeys);
  if (!word) return undefined;
  const keyEnd = at + word.length;
  const colon = isBlank(text[keyEnd]!) ? ':' : ': ';
  const shown = { start: at, end: at + withoutComment(text.slice(at, end)).length };
  return { keyEnd, after: keyEnd, repair: { at: keyEnd, length: 0, text: colon, error: 'missing-colon', shown } };
}

const KEY_AT = new RegExp(`^([^\\s:${WIDE_COLONS}#"'[\\]{}]{1,20})\\s*[:${WIDE_COLONS}]`);

/** The word before a colon at the beginning of a line's content; `''` where there is none. */
export function keyAt(text: string, at: number, end: number): string {
  return KEY_AT.exec(text.slice(at, Math.min(end, at + 24)))?.[1] ?? '';
}
