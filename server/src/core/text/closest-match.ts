import { distance } from 'fastest-levenshtein';

/** The candidate most like `word`, if it is like enough to be a slip of it. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const part = word.length > 1 && (candidate.includes(word) || word.includes(candidate));
    const d = part ? 0.5 + Math.abs(candidate.length - word.length) / 100 : distance(word, candidate);
    if (d < least) [best, least] = [candidate, d];
  }
  return least <= Math.max(1, Math.floor(word.length / 2)) ? best : undefined;
}
