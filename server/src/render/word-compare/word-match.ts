/**
 * A Word file beside its own record: which of its paragraphs is which, and what each stretch says now.
 *
 * Bookmarks say most of it. Where somebody typed over one, took it out, or a program lost them all, the paragraphs before and
 * behind say where it stood, and the words of the form around it where it begins and ends.
 */

import { distance } from 'fastest-levenshtein';
import { longestIncreasingSubsequence } from '../../core/text/longest-increasing-subsequence.ts';
import type { RecordedParagraph, RecordedPart } from '../record/render-record.ts';
import type { WordText } from '../record/word-text.ts';

/** A stretch that says something else than it did; no text where it is gone. */
export interface ChangedPart {
  readonly part: RecordedPart;
  readonly old: string;
  readonly text: string | undefined;
}

/** Words that stand for no place of the dossier: the form's own, or new ones. */
export interface OutsideChange {
  readonly old: string | undefined;
  readonly text: string | undefined;
  /** The place of the dossier that is told next to it. */
  readonly near: string | undefined;
}

/** A paragraph of which nobody can say what of it is which stretch. */
export interface UnclearChange {
  readonly parts: readonly RecordedPart[];
  readonly old: string;
  readonly text: string;
}

/** What matching found: changed stretches, changes outside all of them, and paragraphs that cannot be told apart. */
export interface MatchResult {
  readonly changed: readonly ChangedPart[];
  readonly outside: readonly OutsideChange[];
  readonly unclear: readonly UnclearChange[];
}

/** Matches the recorded paragraphs with those of the Word file and says what each recorded stretch reads now. */
export function matchParagraphs(old: readonly RecordedParagraph[], word: WordText): MatchResult {
  return new Matcher(old, word).matched();
}

/** Blanks that editors change by themselves are no changes. */
export function plainText(text: string): string {
  return text
    .replace(/\u00a0/g, ' ')
    .replace(/\r/g, '')
    .trimEnd();
}

class Matcher {
  private readonly old: readonly RecordedParagraph[];
  private readonly word: WordText;
  /** For each paragraph as it was, the one that it is now. */
  private readonly partners: readonly (number | undefined)[];
  private readonly changed: ChangedPart[] = [];
  private readonly outside: OutsideChange[] = [];
  private readonly unclear: UnclearChange[] = [];

  constructor(old: readonly RecordedParagraph[], word: WordText) {
    this.old = old;
    this.word = word;
    this.partners = pairs(old, word);
  }

  matched(): MatchResult {
    const owners = new Map<number, number[]>();
    for (const [i, j] of this.partners.entries()) if (j !== undefined) owners.set(j, [...(owners.get(j) ?? []), i]);
    const told = new Set<number>();
    let near: string | undefined;
    const added = (before: number) => {
      for (let j = before; j < this.word.paragraphs.length && !owners.has(j) && !told.has(j); j++) {
        told.add(j);
        const text = plainText(this.word.paragraphs[j]!);
        if (text.trim()) this.outside.push({ old: undefined, text, near });
      }
    };
    added(0);
    for (const [i, paragraph] of this.old.entries()) {
      const j = this.partners[i];
      near = paragraph.parts.at(-1)?.path ?? near;
      if (j === undefined) {
        this.gone(paragraph, near);
        continue;
      }
      if (owners.get(j)!.length > 1) {
        // Two became one: what of it is which, nobody knows.
        if (!told.has(j)) this.merged(owners.get(j)!, j);
        told.add(j);
      } else {
        const last = this.lastOf(paragraph, j, owners);
        for (let k = j; k <= last; k++) told.add(k);
        this.read(paragraph, this.word.paragraphs.slice(j, last + 1).join('\n'), j, near);
        added(last + 1);
        continue;
      }
      added(j + 1);
    }
    return { changed: this.changed, outside: this.outside, unclear: this.unclear };
  }

  /** Where a paragraph was divided, its bookmark still ends in the last of its parts. */
  private lastOf({ parts }: RecordedParagraph, j: number, owners: ReadonlyMap<number, unknown>): number {
    const end = Math.max(j, ...parts.map((p) => this.word.bookmarks.get(p.bookmark)?.to.paragraph ?? j));
    for (let k = j + 1; k <= end; k++) if (owners.has(k)) return j;
    return end;
  }

  private gone({ text, parts }: RecordedParagraph, near: string | undefined): void {
    for (const part of parts) this.changed.push({ part, old: text.slice(part.start, part.end), text: undefined });
    if (!parts.length && text.trim()) this.outside.push({ old: text, text: undefined, near });
  }

  private merged(indexes: readonly number[], j: number): void {
    const all = indexes.map((i) => this.old[i]!);
    const old = all.map((p) => p.text).join('\n');
    this.unclear.push({ parts: all.flatMap((p) => p.parts), old, text: plainText(this.word.paragraphs[j]!) });
  }

  private read(paragraph: RecordedParagraph, now: string, j: number, near: string | undefined): void {
    const text = plainText(now);
    const { parts } = paragraph;
    const before = plainText(paragraph.text);
    if (text === before) return;
    const values = inForm(paragraph, text) ?? inRegion(paragraph, text) ?? this.textsInBookmarks(paragraph, now, j);
    if (!values) {
      if (!parts.length || isBesides(paragraph, text)) this.outside.push({ old: before, text, near });
      else this.unclear.push({ parts, old: before, text });
      return;
    }
    let shown = 0;
    let rest = '';
    for (const [n, part] of parts.entries()) {
      const old = paragraph.text.slice(part.start, part.end);
      rest += paragraph.text.slice(shown, part.start) + values[n];
      shown = part.end;
      if (plainText(values[n]!) !== plainText(old)) this.changed.push({ part, old, text: plainText(values[n]!) });
    }
    if (plainText(rest + paragraph.text.slice(shown)) !== text) this.outside.push({ old: before, text, near });
  }

  /** By the bookmarks, where all of them are still there. */
  private textsInBookmarks({ parts }: RecordedParagraph, text: string, j: number): readonly string[] | undefined {
    const offsets = [0];
    for (let k = j; offsets.length <= text.split('\n').length; k++)
      offsets.push(offsets.at(-1)! + (this.word.paragraphs[k]?.length ?? 0) + 1);
    const values = parts.map(({ bookmark }) => {
      const found = this.word.bookmarks.get(bookmark);
      const [from, to] = [found?.from, found?.to].map((s) => s && offsets[s.paragraph - j]);
      return from === undefined || to === undefined || !found
        ? undefined
        : text.slice(from + found.from.at, to + found.to.at);
    });
    return values.every((v) => v !== undefined) && parts.length ? (values as string[]) : undefined;
  }
}

/** The words of the form stand as they did, and there is one way only to see the stretches between them. */
function inForm({ text, parts }: RecordedParagraph, now: string): readonly string[] | undefined {
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
function inRegion({ text, parts }: RecordedParagraph, now: string): readonly string[] | undefined {
  const { start, end, inserted } = difference(plainText(text), now);
  const touched = parts.filter((p) => start >= p.start && end <= p.end);
  const [own] = touched;
  if (!own || touched.length > 1) return undefined;
  const value = text.slice(own.start, start) + inserted + text.slice(end, own.end);
  return parts.map((p) => (p === own ? value : text.slice(p.start, p.end)));
}

/** All that changed lies beside the stretches. */
function isBesides({ text, parts }: RecordedParagraph, now: string): boolean {
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

/** For each paragraph as it was, the one that it is now, if there is one. */
function pairs(old: readonly RecordedParagraph[], word: WordText): readonly (number | undefined)[] {
  const result = old.map(({ parts }) => {
    const found = parts.flatMap((p) => word.bookmarks.get(p.bookmark)?.from.paragraph ?? []);
    return found.length ? found[0] : undefined;
  });
  const taken = new Set(result.filter((j) => j !== undefined));
  const frame = longestIncreasingSubsequence(result);
  for (let n = 0; n <= frame.length; n++) {
    const [from, to] = [frame[n - 1] ?? -1, frame[n] ?? old.length];
    const [low, high] = [result[from] ?? -1, result[to] ?? word.paragraphs.length];
    const left = range(from + 1, to).filter((i) => result[i] === undefined);
    const right = range(low + 1, high).filter((j) => !taken.has(j));
    for (const [i, j] of alike(left, right, old, word)) result[i] = j;
  }
  return result;
}

type Pair = readonly [number, number];

/** More comparisons than this are not made: what is so long and has no landmark was written anew. */
const MAX_COMPARISONS = 4_000_000;
/** How much of two paragraphs must be the same for one to be the other, changed. */
const MIN_LIKENESS = 0.5;

/** The pairs of two stretches of paragraphs: those of one text first, then what stands between them. */
function alike(
  left: readonly number[],
  right: readonly number[],
  old: readonly RecordedParagraph[],
  word: WordText,
): readonly Pair[] {
  const [a, b] = [left.map((i) => plainText(old[i]!.text)), right.map((j) => plainText(word.paragraphs[j]!))];
  const found: Pair[] = [];
  let [m, n] = [0, 0];
  for (const [i, j] of [...commonOf(a, b), [a.length, b.length] as const]) {
    const [p, q] = [range(m, i), range(n, j)];
    // As many as before: each is what stood in its place.
    if (p.length === q.length) found.push(...p.map((x, k): Pair => [left[x]!, right[q[k]!]!]));
    else {
      let next = 0;
      for (const x of p) {
        const k = q.findIndex((y, at) => at >= next && likeness(a[x]!, b[y]!) >= MIN_LIKENESS);
        if (k < 0) continue;
        found.push([left[x]!, right[q[k]!]!]);
        next = k + 1;
      }
    }
    if (i < a.length && j < b.length) found.push([left[i]!, right[j]!]);
    [m, n] = [i + 1, j + 1];
  }
  return found;
}

/** The longest list of texts that both have, in order, as pairs of positions. */
function commonOf(a: readonly string[], b: readonly string[]): readonly Pair[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const [rows, columns] = [a.length - head - tail, b.length - head - tail];
  const middle =
    rows * columns > MAX_COMPARISONS ? [] : longest(a.slice(head, head + rows), b.slice(head, head + columns));
  return [
    ...range(0, head).map((i): Pair => [i, i]),
    ...middle.map(([i, j]): Pair => [i + head, j + head]),
    ...range(0, tail).map((i): Pair => [a.length - tail + i, b.length - tail + i]),
  ];
}

function longest(a: readonly string[], b: readonly string[]): readonly Pair[] {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const found: Pair[] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) found.push([i++, j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  return found;
}

function likeness(a: string, b: string): number {
  const most = Math.max(a.length, b.length);
  return most === 0 ? 1 : 1 - distance(a, b) / most;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}
