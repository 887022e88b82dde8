/** What the stretches of one recorded paragraph say in its new text, as far as the text alone tells. */
import type { RecordedParagraph } from '../record/render-record.ts';

/** A text without the differences that editors make by themselves: no-break blanks, returns, blanks at the end. */
export function plainText(text: string): string {
  return text
    .replace(/\u00a0/g, ' ')
    .replace(/\r/g, '')
    .trimEnd();
}

/** The words of the form stand as they did, and there is one way only to see the stretches between them. */
export function inForm({ text, parts }: RecordedParagraph, now: string): readonly string[] | undefined {
  if (!parts.length) return undefined;
  const words = parts.map((p, i) => text.slice(parts[i - 1]?.end ?? 0, p.start));
  // A blank at the end of a paragraph is no word of the form.
  const tail = plainText(`|${text.slice(parts.at(-1)!.end)}`).slice(1);
  const [first, last] = [fromLeft(words, tail, now), fromRight(words, tail, now)];
  return first?.every((value, i) => value === last?.[i]) ? first : undefined;
}

/** Each stretch as short as can be, from the left. */
function fromLeft([head = '', ...words]: readonly string[], tail: string, now: string): string[] | undefined {
  if (!now.startsWith(head)) return undefined;
  const values: string[] = [];
  let at = head.length;
  for (const word of words) {
    const next = now.indexOf(word, at);
    if (next < 0) return undefined;
    values.push(now.slice(at, next));
    at = next + word.length;
  }
  const end = now.length - tail.length;
  return now.endsWith(tail) && end >= at ? [...values, now.slice(at, end)] : undefined;
}

/** The same from the right. */
function fromRight([head = '', ...words]: readonly string[], tail: string, now: string): string[] | undefined {
  const values: string[] = [];
  let end = now.length - tail.length;
  for (const word of words.toReversed()) {
    const next = end < word.length ? -1 : now.lastIndexOf(word, end - word.length);
    if (next < 0) return undefined;
    values.unshift(now.slice(next + word.length, end));
    end = next;
  }
  return end >= head.length ? [now.slice(head.length, end), ...values] : undefined;
}

/** All that changed lies within one stretch. */
export function inRegion({ text, parts }: RecordedParagraph, now: string): readonly string[] | undefined {
  const { start, end, inserted } = difference(plainText(text), now);
  const touched = parts.filter((p) => start >= p.start && end <= p.end);
  const [own] = touched;
  if (!own || touched.length > 1) return undefined;
  const value = text.slice(own.start, start) + inserted + text.slice(end, own.end);
  return parts.map((p) => (p === own ? value : text.slice(p.start, p.end)));
}

/** All that changed lies beside the stretches. */
export function isBesides({ text, parts }: RecordedParagraph, now: string): boolean {
  const { start, end } = difference(plainText(text), now);
  return parts.every((p) => end <= p.start || start >= p.end);
}

/** What stands between what two texts begin and end with alike: its place in the first, its words in the second. */
export function difference(a: string, b: string): { start: number; end: number; inserted: string } {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  if (isSecondHalf(a, start) || isSecondHalf(b, start)) start--;
  let tail = 0;
  while (tail < most - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  if (isSecondHalf(a, a.length - tail) || isSecondHalf(b, b.length - tail)) tail--;
  return { start, end: a.length - tail, inserted: b.slice(start, b.length - tail) };
}

function isSecondHalf(text: string, at: number): boolean {
  return /[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '');
}
