/**
 * Amounts as people write them in Chinese prose, with what hedges them: `3200余`, `近10万`, `1至2万`. The text is taken through
 * `digitsOf` first; places are UTF-16 offsets into it.
 */

import { NUMERAL, type NumeralValue, numeralValue, powerOf, powersAtEnd } from './numerals.ts';

/** What a written amount claims: a number between two bounds, both included. */
export interface Quantity {
  /** The amount without its hedges: `[start, end)`. */
  readonly start: number;
  readonly end: number;
  readonly least: number;
  readonly most: number;
}

const BEFORE = '(?:不少于|不低于|不多于|不超过|超过|超出|突破|大约|将近|接近|不足|不到|高于|低于|达到了|超|逾|约|近)?';
const AFTER = '(?:余|多|几)?';

/** An amount: hedge, number, perhaps a second one of a range, hedge. Groups: before, first, after, second, afterwards. */
export const QUANTITY = new RegExp(
  `(?<before>${BEFORE})\\s?(?<first>${NUMERAL})(?<after>${AFTER})(?:\\s?(?:[-—–~至到]+)\\s?(?<second>${NUMERAL}))?`,
  'gu',
);

/** Hedges that stand behind the unit. */
export const HEDGE_AFTER_UNIT = /^(?:以上|左右|上下|以内|以下)/;

/** The amount as people would write it: with the power that `like` is written with, to four places at most. */
export function writeQuantity(value: number, like: string): string | undefined {
  const power = powersAtEnd(like);
  const plain = value / powerOf(power);
  const text = String(Math.round(plain * 1e4) / 1e4);
  if (!/^[\d.,]+\s?[十百千万亿]*$/.test(like) || Number(text) !== plain || !/^\d+(?:\.\d+)?$/.test(text))
    return undefined;
  const isGrouped = /\d,\d{3}/.test(like);
  return `${isGrouped ? text.replace(/\B(?=(?:\d{3})+(?:\.|$))/g, ',') : text}${power}`;
}

/** What a match of {@link QUANTITY} claims, with the hedge behind its unit; undefined where it is only a manner of speaking. */
export function readQuantity(match: RegExpExecArray, behind: string): Quantity | undefined {
  const { before = '', first = '', after = '', second } = match.groups!;
  const start = match.index + match[0].indexOf(first, before.length);
  const end = match.index + match[0].length;
  const a = numeralValue(first);
  if (!a) return undefined;
  if (second !== undefined) return rangeQuantity(a, first, numeralValue(second), second, start, end);
  return { start, end, ...bounds(before, after || behind, a) };
}

/** `1至2万` is from ten to twenty thousand. */
function rangeQuantity(
  a: NumeralValue,
  first: string,
  b: NumeralValue | undefined,
  second: string,
  start: number,
  end: number,
): Quantity | undefined {
  if (!b) return undefined;
  const power = /^[\d.,]+$/.test(first) ? powerOf(powersAtEnd(second)) : 1;
  return { start, end, least: a.value * power, most: b.most };
}

function bounds(before: string, after: string, { value, most, place }: NumeralValue): { least: number; most: number } {
  if (most > value) return { least: value, most };
  if (/^(?:超|逾|突破|不少于|不低于|高于)/.test(before) || after === '以上')
    return { least: value, most: Number.POSITIVE_INFINITY };
  if (/^(?:不足|不到|低于|不多于|不超过)/.test(before) || /^以[下内]/.test(after)) return { least: 0, most: value };
  if (/^(?:近|将近|接近)/.test(before)) return { least: value * NEARLY, most: value };
  if (/^(?:约|大约)/.test(before) || /^(?:左右|上下)/.test(after))
    return { least: value * (1 - ABOUT), most: value * (1 + ABOUT) };
  if (/^[余多几]/.test(after)) return { least: value, most: value + lastPlace(value) };
  // A number cut off or rounded at its last place: of 12640, both 1.2万 and 1.3万 are fair, 1.26万 too.
  return { least: value - place / 2, most: value + place * (1 - MARGIN) };
}

/** So that the next number at its last place is another one: 31 is not 32. */
const MARGIN = 1e-4;
/** How far below its figure 近 may be, and how far from it 约: with room, since only a plain contradiction is worth a word. */
const NEARLY = 0.8;
const ABOUT = 0.1;

/** The place of the last digit that is not zero: 3200 → 100. */
function lastPlace(value: number): number {
  let place = 1;
  while (value && Number.isInteger(value / (place * 10))) place *= 10;
  return place;
}
