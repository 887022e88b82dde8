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
