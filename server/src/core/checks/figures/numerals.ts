/**
 * Numbers as people write them in Chinese prose: `12,000`, `1.2万`, `1亿3500万`, `一万两千`, `十三万二` (132,000), `二三十` (20 to 39).
 * The text is taken through {@link digitsOf} first.
 */

import { toHalfWidth } from '../../text/count-characters.ts';

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
const POWER = '(?:[十百千]?[万亿]|[百千])';
const HAN = '[〇一二两三四五六七八九十百千万亿]+';

/**
 * A pattern for one number: Arabic digits with powers (`1亿3500万`, `13万2`) or Han digits. It is linear: each part begins with
 * another kind of character.
 */
export const NUMERAL = String.raw`(?:(?:${ARABIC})(?:\s?${POWER}(?:\d+(?:\.\d+)?${POWER})?(?:\d(?![\d.,年月]))?)?|${HAN})`;

const POWERS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 };

/** The product of powers: `千万` is 10,000,000; of an empty text it is 1. */
export function powerOf(powers: string): number {
  return [...powers].reduce((product, c) => product * POWERS[c]!, 1);
}

/** The powers that a numeral ends with: `千万` of `3千万`; empty where it ends with a digit. */
export function powersAtEnd(numeral: string): string {
  return /[十百千]?[万亿]$/.exec(numeral)?.[0] ?? '';
}

/** What a numeral stands for. */
export interface NumeralValue {
  readonly value: number;
  /** The greatest number that it may mean; the value itself but for `二三十`, which may mean 39. */
  readonly most: number;
  /** The place of its last digit: `18.6万` → 1000. */
  readonly place: number;
}

/** The number that a numeral stands for; undefined for manners of speaking (`上千`, `数十`) and for what is no number. */
export function numeralValue(numeral: string): NumeralValue | undefined {
  const text = numeral.replace(/[\s,]/g, '');
  const exact = /^\d/.test(text) ? arabicValue(text) : undefined;
  if (exact) return { ...exact, most: exact.value };
  return hanRange(text.replaceAll('两', '二'));
}

interface PlainValue {
  readonly value: number;
  readonly place: number;
}

function arabicValue(text: string): PlainValue {
  let [value, place, above] = [0, 1, 1];
  for (const m of text.matchAll(/(\d+(?:\.(\d+))?)([十百千]?[万亿]|[百千])?/g)) {
    // 13万2 is 13 and two tenths of 万.
    const power = m[3] === undefined && above > 1 ? above / 10 : powerOf(m[3] ?? '');
    value += Number(m[1]) * power;
    place = power / 10 ** (m[2]?.length ?? 0);
    above = power;
  }
  // 1.1 × 10⁴ is not quite 11000 to the machine.
  return { value: Math.round(value * 1e6) / 1e6, place };
}

/** `二三十` is from 20 to 39, `十七八` from 17 to 18: two digits that follow each other are both meant. */
function hanRange(text: string): NumeralValue | undefined {
  const pair = /[十百千万亿]/.test(text) ? /([一二三四五六七八九])([一二三四五六七八九])/.exec(text) : null;
  if (!pair) {
    const exact = hanValue(text);
    return exact && { ...exact, most: exact.value };
  }
  const step = HAN_DIGITS.indexOf(pair[2]!) - HAN_DIGITS.indexOf(pair[1]!);
  if (step !== 1 && pair[0] !== '三五') return undefined;
  const reading = (digit: string) => hanValue(text.replace(pair[0], digit));
  const [low, high] = [reading(pair[1]!), reading(pair[2]!)];
  return low && high && { value: low.value, most: high.value + high.place - 1, place: low.place };
}

function hanValue(plain: string): PlainValue | undefined {
  // 百, 千, 万 alone are manners of speaking: 上千, 近百.
  if (/^[百千万亿]/.test(plain) || plain === '〇') return undefined;
  if (!/[十百千万亿]/.test(plain)) {
    const digits = [...plain].map((c) => HAN_DIGITS.indexOf(c)).join('');
    return { value: Number(digits), place: 1 };
  }
  let [total, section, digit, place, above] = [0, 0, 0, 1, 1];
  for (const c of plain) {
    const power = POWERS[c];
    if (power === undefined) {
      if (c === '〇') above = 10;
      else [digit, place] = [HAN_DIGITS.indexOf(c), above / 10];
    } else if (power >= 10_000) {
      // 一亿八千万: what is before 亿 is multiplied by it, 万 only what stands between the two.
      total = power === 10_000 ? total + (section + digit) * power : (total + section + digit) * power;
      [section, digit, place, above] = [0, 0, power, power];
    } else {
      section += (digit || (c === '十' && !section ? 1 : 0)) * power;
      [digit, place, above] = [0, power, power];
    }
  }
  // 十三万二: a last digit without a power is of the place below the last power, but for 一百〇五.
  return { value: total + section + digit * (digit ? place : 1), place };
}
