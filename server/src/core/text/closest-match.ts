import { distance } from 'fastest-levenshtein';

/**
 * The candidate nearest to `word`, if it is near enough to be what was meant: at most half the characters differ (one in a word of two or three).
 * A candidate that contains the word, or is contained in it, comes first.
 *
 * @example closestMatch('单位名字', ['单位名称', '单位性质']) // '单位名称'
 */
export function closestMatch(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const part = word.length > 1 && (candidate.includes(word) || word.includes(candidate));
    const d = part ? 0.5 + Math.abs(candidate.length - word.length) / 100 : distance(word, candidate);
    if (d < least) [best, least] = [candidate, d];
  }
  return least <= Math.max(1, Math.floor(word.length / 2)) ? best : undefined;
}

/**
 * True where `word` is `candidate` with one character wrong, missing or too many; two in a word of five or more. Of a word of
 * two characters every other word would be one. Stricter than
 * {@link closestMatch}: `平台层` is no misspelling of `平台简介`.
 */
export function isMisspelling(word: string, candidate: string): boolean {
  if (word.length < 3 || Math.abs(word.length - candidate.length) > 2) return false;
  return distance(word, candidate) <= (word.length >= 5 ? 2 : 1);
}
