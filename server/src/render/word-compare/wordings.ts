/** How the Markdown of a chapter could be changed to print other words. */
import type { Span } from '../../core/model/edit.ts';
import { lineStart } from '../../core/text/lines.ts';
import { difference } from './stretches.ts';

/** A replacement in the chapter's text, in UTF-16 units. */
export interface Wording {
  readonly span: Span;
  readonly text: string;
}

/** What our own numbers of headings, notes and figures look like; the chapter's text does not have them. */
const OWN_NUMBER = /^(?:\d+\.|（\d+）|注\d+：|图\d+　)/;

/**
 * How the stretch of a chapter that prints as `before` could be reworded to print as `after`, those first that change the least. A line of
 * either is a paragraph. Whether one of them does print so is for the caller to see.
 */
export function possibleWordings(
  source: string,
  [start, end]: readonly [number, number],
  before: string,
  after: string,
): readonly Wording[] {
  const number = OWN_NUMBER.exec(before)?.[0];
  const pairs = [[before, after] as const];
  if (number !== undefined && after.startsWith(number))
    pairs.unshift([before.slice(number.length), after.slice(number.length)]);
  const smallest = pairs.flatMap(([a, b]) => changedStretch(source, [start, end], a, b));
  const markdown = source.slice(start, end);
  const item = LIST_ITEM.exec(source.slice(lineStart(source, start)))?.[0] ?? '';
  const whole = isPlain(markdown) && !item ? [{ span: { start, end }, text: after }] : [];
  return [...smallest, ...whole].flatMap(({ span, text }) => [
    { span, text: text.replace(/\n+/g, '\n\n') },
    { span, text: escaped(text).replace(/\n+/g, '\n\n') },
    ...(item && text.includes('\n') ? [{ span, text: escaped(text).replace(/\n+/g, `\n${item}`) }] : []),
  ]);
}

/** The mark of a list's item with the blanks around it. */
const LIST_ITEM = /^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+/;

/** True of paragraphs that could be written anew without loss: no heading, quotation, table, link, picture or note. */
function isPlain(markdown: string): boolean {
  return !/^[ \t]*[#|>]|[[\]`<|]/m.test(markdown);
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|~#^]/g, '\\$&');
}

/** What differs between two texts, at its place in the Markdown that the first is printed of. */
function changedStretch(
  source: string,
  [start, end]: readonly [number, number],
  before: string,
  after: string,
): readonly Wording[] {
  const at = sourceOffsets(source.slice(start, end), before);
  if (!at) return [];
  const { start: first, end: last, inserted: text } = difference(before, after);
  const from = first > 0 ? at[first - 1]! + 1 : (at[0] ?? 0);
  const to = last > first ? at[last - 1]! + 1 : from;
  const found = [{ span: { start: start + from, end: start + to }, text }];
  // Between two paragraphs stand blank lines and marks of lists as well.
  if (before.slice(first, last).includes('\n') && at[last] !== undefined)
    found.unshift({ span: { start: start + from, end: start + at[last] }, text });
  return found;
}

/** Where each character of what is printed stands in the Markdown that it is printed of; undefined where it is not of it. */
function sourceOffsets(markdown: string, printed: string): readonly number[] | undefined {
  const whole = markdown.indexOf(printed);
  if (whole >= 0) return Array.from({ length: printed.length }, (_, i) => whole + i);
  const at: number[] = [];
  let from = 0;
  for (const c of printed.split('')) {
    const next = c === ' ' ? markdown.slice(from).search(/\s/) + from : markdown.indexOf(c, from);
    if (next < from || !MARKUP.test(markdown.slice(from, next))) return undefined;
    at.push(next);
    from = next + 1;
  }
  return at;
}

const MARKUP = /^[\s*_~^`\\#>|+![\]().:\d-]*$/;
