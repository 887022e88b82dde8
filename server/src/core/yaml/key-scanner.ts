/** Finds the colon that ends a key: `:`, a full-width one, one without its blank, or one that is missing. */

import { repairWideBlank, type ScanState } from './scan-state.ts';
import { isBlank, isWideBlank, knownKey, type TextRepair, withoutComment } from './text-repair.ts';

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

const HAN_CHARACTER = /\p{Script=Han}/u;
const QUOTED_KEY = /^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')[ \t]*:(?=[ \t]|$)/;

/** The colon of the key that begins at a place; undefined where no key does. */
export function findKeyColon(state: ScanState, place: KeyPlace): KeyColon | undefined {
  const { at, end, col, isAfterDash } = place;
  const quotedKey = QUOTED_KEY.exec(state.text.slice(at, end));
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

interface KeyCertainty {
  readonly isContinuation: boolean;
  readonly isKeyColumn: boolean;
}

function colonOnLine(state: ScanState, place: KeyPlace, certainty: KeyCertainty): KeyColon | undefined {
  const { text } = state;
  const { at, end } = place;
  for (let i = at; i < end; i++) {
    const c = text[i]!;
    if (c === '#' && isBlank(text[i - 1] ?? ' ')) return undefined;
    if (i === at && /[[\]{}"'|>&*!%@`［｛]/.test(c)) return undefined;
    const found = c === ':' || c === '：' ? colonAt(state, place, i, certainty) : undefined;
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
  const key = text.slice(at, i).trimEnd();
  const keyEnd = at + key.length;
  const next = text[i + 1];
  const isSpaced = i + 1 >= end || isBlank(next!);
  for (let b = keyEnd; b < i; b++) if (isWideBlank(text[b]!)) repairWideBlank(state, b);
  if (text[i] === ':' && isSpaced) return { keyEnd, after: i + 1 };
  if (isContinuation || !KEY_LIKE.test(key) || !(isKeyColumn || state.formKeys.has(key))) return undefined;
  if (text[i] === '：')
    return { keyEnd, after: i + 1, repair: { at: i, length: 1, text: isSpaced ? ':' : ': ', error: 'full-width' } };
  if (!HAN_CHARACTER.test(key) || next === '/') return undefined;
  const shown = { start: i, end: i + 1 };
  return { keyEnd, after: i + 1, repair: { at: i + 1, length: 0, text: ' ', error: 'tight-colon', shown } };
}

/** `法定代表人 {姓名: 邢沐川}`: the first colon is one inside the brackets. */
function isBracketed({ text, formKeys }: ScanState, { at, end }: KeyPlace): boolean {
  const opener = /^[^\s:：#"'[\]{}]{2,20}[ \t]*(?=[[{])/.exec(text.slice(at, Math.min(end, at + 40)))?.[0];
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

/** The word before a colon at the beginning of a line's content; `''` where there is none. */
export function keyAt(text: string, at: number, end: number): string {
  return /^([^\s:：#"'[\]{}]{1,20})\s*[:：]/.exec(text.slice(at, Math.min(end, at + 24)))?.[1] ?? '';
}
