/** Days as `YYYY-MM-DD` text, which sort as text. */

/** The same day `years` earlier; 29 February becomes 28 February where that year has none. */
export function yearsBefore(day: string, years: number): string {
  const [year, month, date] = day.split('-') as [string, string, string];
  const earlier = String(Number(year) - years).padStart(4, '0');
  return month === '02' && date === '29' && !isLeap(Number(earlier))
    ? `${earlier}-02-28`
    : `${earlier}-${month}-${date}`;
}

/** Whole days from `from` to `to`; negative where `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/**
 * The date as official documents write it, without leading zeros; of `YYYY-MM` the month.
 *
 * @example longDate('2023-06-02') // '2023年6月2日'
 */
export function longDate(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return date === undefined ? `${year}年${month}月` : `${year}年${month}月${date}日`;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** True for a day of the calendar written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/**
 * True where `a` is later than `b`. Either may be a day, a month or a year (`2023-06-12`, `2023-06`, `2023`); they are compared
 * as precisely as both are given: 2023 is not later than 2023-06-12.
 */
export function isLaterDay(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length) > b.slice(0, length);
}
