/**
 * Amounts as people write them in Chinese prose: `12,000`, `１．２万`, `一万两千`, `3200余`, `近10万`, `1至2万`. The text is taken
 * through {@link digitsOf}; places are UTF-16 offsets into it.
 */

import { toHalfWidth } from '../../text/count-characters.ts';

/** What a written amount claims: a number between two bounds, both included. */
export interface Quantity {
  /** The amount without its hedges: `[start, end)`. */
  readonly start: number;
  readonly end: number;
  readonly least: number;
  readonly most: number;
}

const FORMAL = '壹贰叁肆伍陆柒捌玖拾佰仟萬億零';
const COMMON = '一二三四五六七八九十百千万亿〇';
const HAN_DIGITS = '〇一二三四五六七八九';

/** A text with its digits in one form, half-width and 一 for 壹, years in Arabic; every character stays in its place. */
export function digitsOf(text: string): string {
  return toHalfWidth(text)
    .replace(/[壹贰叁肆伍陆柒捌玖拾佰仟萬億零]/g, (c) => COMMON[FORMAL.indexOf(c)]!)
    .replace(/[〇○一二三四五六七八九]{4}(?=年)/g, (year) =>
      [...year.replaceAll('○', '〇')].map((c) => HAN_DIGITS.indexOf(c)).join(''),
    );
}

const ARABIC = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const HAN = '[〇一二两三四五六七八九十百千万亿]+';
const NUMERAL = String.raw`(?:(?:${ARABIC})\s?(?:[十百千]?[万亿]|[百千])?(?:\d+(?:\.\d+)?[千百])?|${HAN})`;
const BEFORE = '(?:不少于|不低于|不多于|不超过|超过|超出|突破|大约|将近|接近|不足|不到|高于|低于|达到了|超|逾|约|近)?';
const AFTER = '(?:余|多|几)?';

/** An amount: hedge, number, perhaps a second one of a range, hedge. Groups: before, first, after, second, afterwards. */
export const QUANTITY = new RegExp(
  `(?<before>${BEFORE})\\s?(?<first>${NUMERAL})(?<after>${AFTER})(?:\\s?(?:[-—–~至到]+)\\s?(?<second>${NUMERAL}))?`,
  'gu',
);

/** Hedges that stand behind the unit. */
export const HEDGE_AFTER_UNIT = /^(?:以上|左右|上下|以内|以下)/;

const POWERS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 };

/** The product of powers: `千万` is 10,000,000; of an empty text it is 1. */
export function powerOf(powers: string): number {
  return [...powers].reduce((product, c) => product * POWERS[c]!, 1);
}

/** The number that a numeral stands for and the place of its last digit, `18.6万` → 186000 and 1000; undefined for `上千`, `数十`. */
export function numeralValue(numeral: string): { readonly value: number; readonly place: number } | undefined {
  const text = numeral.replace(/[\s,]/g, '');
  return /^\d/.test(text) ? arabicValue(text) : hanValue(text);
}

/** The amount as people would write it: with the power that `like` is written with, to four places at most. */
export function writeQuantity(value: number, like: string): string | undefined {
  const power = /[十百千]?[万亿]$/.exec(like)?.[0] ?? '';
  const plain = value / powerOf(power);
  const text = String(Math.round(plain * 1e4) / 1e4);
  if (!/^\d/.test(like) || Number(text) !== plain || !/^\d+(?:\.\d+)?$/.test(text)) return undefined;
  const isGrouped = /\d,\d{3}/.test(like);
  return `${isGrouped ? text.replace(/\B(?=(?:\d{3})+(?:\.|$))/g, ',') : text}${power}`;
}

function arabicValue(text: string): { value: number; place: number } | undefined {
  let [value, place] = [0, 1];
  for (const m of text.matchAll(/(\d+(?:\.(\d+))?)([十百千]?[万亿]|[百千])?/g)) {
    const power = powerOf(m[3] ?? '');
    value += Number(m[1]) * power;
    place = power / 10 ** (m[2]?.length ?? 0);
  }
  // 1.1 × 10⁴ is not quite 11000 to the machine.
  return { value: Math.round(value * 1e6) / 1e6, place };
}

function hanValue(text: string): { value: number; place: number } | undefined {
  const plain = text.replaceAll('两', '二');
  // 百, 千, 万 alone are manners of speaking: 上千, 近百.
  if (/^[百千万亿]/.test(plain) || plain === '〇') return undefined;
  if (!/[十百千万亿]/.test(plain)) {
    const digits = [...plain].map((c) => HAN_DIGITS.indexOf(c)).join('');
    return { value: Number(digits), place: 1 };
  }
  let [total, section, digit, place] = [0, 0, 0, 1];
  for (const c of plain) {
    const power = POWERS[c];
    if (power === undefined) {
      digit = HAN_DIGITS.indexOf(c);
      place = 1;
    } else if (power >= 10_000) {
      // 一亿八千万: what is before 亿 is multiplied by it, 万 only what stands between the two.
      total = power === 10_000 ? total + (section + digit) * power : (total + section + digit) * power;
      [section, digit, place] = [0, 0, power];
    } else {
      section += (digit || (c === '十' && !section ? 1 : 0)) * power;
      [digit, place] = [0, power];
    }
  }
  return { value: total + section + digit, place };
}

/** What a match of {@link QUANTITY} claims, with the hedge behind its unit; undefined where it is only a manner of speaking. */
export function readQuantity(match: RegExpExecArray, behind: string): Quantity | undefined {
  const { before = '', first = '', after = '', second } = match.groups!;
  const start = match.index + match[0].indexOf(first, before.length);
  const end = match.index + match[0].length;
  const a = numeralValue(first);
  if (!a) return undefined;
  if (second !== undefined) return rangeQuantity(a, first, numeralValue(second), second, start, end);
  return { start, end, ...bounds(before, after || behind, a.value, a.place) };
}

/** `1至2万` is from ten to twenty thousand. */
function rangeQuantity(
  a: NonNullable<ReturnType<typeof numeralValue>>,
  first: string,
  b: ReturnType<typeof numeralValue>,
  second: string,
  start: number,
  end: number,
): Quantity | undefined {
  if (!b) return undefined;
  const power = /^[\d.,]+$/.test(first) ? powerOf(/[十百千]?[万亿]$/.exec(second)?.[0] ?? '') : 1;
  return { start, end, least: a.value * power, most: b.value };
}

function bounds(before: string, after: string, value: number, place: number): { least: number; most: number } {
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
