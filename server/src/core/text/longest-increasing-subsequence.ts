/** Which items of a list have kept their order. */

/**
 * The indices of a longest subsequence of increasing numbers; `undefined` items are left out. Takes n log n steps.
 *
 * @example longestIncreasingSubsequence([3, 0, undefined, 1, 2]) // [1, 3, 4]
 */
export function longestIncreasingSubsequence(numbers: readonly (number | undefined)[]): readonly number[] {
  /** By length minus one: the index at which the best subsequence of that length ends. */
  const ends: number[] = [];
  /** By index: the index before it in its subsequence, -1 at its beginning. */
  const previous: number[] = [];
  for (const [i, number] of numbers.entries()) {
    if (number === undefined) continue;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[ends[middle]!]! < number) low = middle + 1;
      else high = middle;
    }
    previous[i] = ends[low - 1] ?? -1;
    ends[low] = i;
  }
  const indices: number[] = [];
  for (let i = ends.at(-1) ?? -1; i >= 0; i = previous[i]!) indices.push(i);
  return indices.reverse();
}
