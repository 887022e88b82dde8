/** Which paragraph of a Word file is which of its record: by bookmarks first, by their texts where those are lost. */
import { diffArrays } from 'diff';
import { distance } from 'fastest-levenshtein';
import { longestIncreasingSubsequence } from '../../core/text/longest-increasing-subsequence.ts';
import type { RecordedParagraph } from '../record/render-record.ts';
import type { WordText } from '../record/word-text.ts';
import { plainText } from './stretches.ts';

/** For each paragraph as it was, the one that it is now, if there is one. */
export function pairParagraphs(old: readonly RecordedParagraph[], word: WordText): readonly (number | undefined)[] {
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

/** Two stretches that differ in more paragraphs than this are not compared: what is so long and has no bookmark was written anew. */
const MAX_EDITS = 4_000;
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
  const found: Pair[] = [];
  let [i, j] = [0, 0];
  for (const { added, removed, count } of diffArrays([...a], [...b], { maxEditLength: MAX_EDITS }) ?? []) {
    if (!added && !removed) found.push(...range(0, count).map((n): Pair => [i + n, j + n]));
    if (!added) i += count;
    if (!removed) j += count;
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
