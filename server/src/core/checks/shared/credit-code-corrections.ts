/** What a credit code whose check digits do not fit may have been meant to be. */

import { bodyCheckDigit, codeCheckDigit, isCodeShaped } from './credit-code-digits.ts';

/**
 * Codes with fitting check digits that differ from `code` by one plain slip: two neighbouring characters that changed places,
 * or one that was taken for another that looks like it (0 and O, 8 and B). At most two; the licence decides.
 *
 * @example likelyCodes('91371401MA3C5AB62X') // codes to hold against the licence, or []
 */
export function likelyCodes(code: string): readonly string[] {
  const characters = [...code];
  const replaced = (at: number, text: string) =>
    characters.slice(0, at).join('') + text + characters.slice(at + [...text].length).join('');
  const swapped = characters.slice(1).map((c, i) => replaced(i, c + characters[i]!));
  const misread = characters.flatMap((c, i) => [...(LOOKALIKES[c] ?? '')].map((like) => replaced(i, like)));
  const all = [...new Set([...misread, ...swapped])].filter((c) => c !== code && hasFittingDigits(c));
  return all.slice(0, 2);
}

/** The code with the check digits that its other characters call for; `code` must have the shape of one. */
export function withComputedDigits(code: string): string {
  const body = code.slice(0, 16) + bodyCheckDigit(code);
  return body + codeCheckDigit(body);
}

function hasFittingDigits(code: string): boolean {
  return isCodeShaped(code) && code[16] === bodyCheckDigit(code) && code[17] === codeCheckDigit(code);
}

/** Characters that are taken for each other when a code is copied by eye, also those that no code has. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'DQ',
  '1': 'L7',
  '2': '7',
  '5': '6',
  '6': 'G5',
  '7': '1',
  '8': 'B3',
  '3': '8',
  B: '8',
  C: 'G',
  D: '0Q',
  E: 'F',
  F: 'E',
  G: '6C',
  I: '1L',
  L: '1',
  M: 'N',
  N: 'M',
  O: '0',
  Q: '0D',
  S: '5',
  U: 'W',
  V: 'U',
  X: 'K',
  K: 'X',
  Z: '2',
};
