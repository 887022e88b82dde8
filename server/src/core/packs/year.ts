/** Years of a pack that follow from the year of its call: `{year}`, `{year-1}` and the like in its texts. */

import { mapScalars, type Origins, type RawMap } from './raw-pack.ts';

const YEAR = /\{year([+-]\d{1,2})?\}/g;

/** A text that is nothing but a year, and stands for the number. */
const ONLY_YEAR = /^\{year([+-]\d{1,2})?\}$/;

/**
 * The data of a pack with its years filled in: `{year-1}` of a call of 2024 is 2023, as a number where it stands alone. The year is the key
 * `year`, else that of the last, the first or the issuing day; without any of them the texts stay as they are.
 */
export function fillYears(data: RawMap, origins: Origins): RawMap {
  const year = yearOf(data);
  if (year === undefined) return data;
  const replace = (scalar: unknown) => {
    if (typeof scalar !== 'string' || !scalar.includes('{year')) return scalar;
    const [whole, shift = '0'] = ONLY_YEAR.exec(scalar) ?? [];
    if (whole !== undefined) return year + Number(shift);
    return scalar.replace(YEAR, (_, by = '0') => String(year + Number(by)));
  };
  return mapScalars(data, origins, replace) as RawMap;
}

function yearOf({ year, closes, opens, issued }: RawMap): number | undefined {
  if (typeof year === 'number') return year;
  const day = [closes, opens, issued].find((d) => typeof d === 'string' && /^\d{4}-/.test(d));
  return day === undefined ? undefined : Number(String(day).slice(0, 4));
}
