/** Looking for fixed words in a text. */

/** Where `words` stand in `text`, as `[start, end)` in UTF-16 offsets, none overlapping another; empty words stand nowhere. */
export function occurrences(text: string, words: string): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  for (let at = words ? text.indexOf(words) : -1; at >= 0; at = text.indexOf(words, at + words.length))
    found.push([at, at + words.length]);
  return found;
}

/** The words as alternatives of a regular expression, `a|b`: the longest first, special characters escaped. */
export function alternatives(words: readonly string[]): string {
  return words.toSorted(longestFirst).map(escapeRegExp).join('|');
}

/** Orders texts from the longest to the shortest, for `sort`. */
export function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The sentence in which the UTF-16 offset `at` stands, 200 characters each way at most; `；` and a line's end part sentences too. */
export function sentenceAround(text: string, at: number): string {
  const [from, to] = [Math.max(0, at - MAX_SENTENCE), at + MAX_SENTENCE];
  const before = text.slice(from, at);
  const start = Math.max(...[...'。！？；\n'].map((mark) => before.lastIndexOf(mark))) + 1;
  return before.slice(start) + /^[^。！？；\n]*/.exec(text.slice(at, to))![0];
}

/** Further than a sentence goes, in characters. */
const MAX_SENTENCE = 200;
