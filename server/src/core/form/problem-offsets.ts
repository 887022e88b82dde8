/** Looks up syntax problems by place. */

/** The offsets at which problems begin, in order. */
export function startsOf(problems: readonly { readonly start: number }[]): readonly number[] {
  return problems.map((p) => p.start).sort((a, b) => a - b);
}

/** True where one of the offsets, which are in order, lies between `start` and `stop`, both included. */
export function isBetween(offsets: readonly number[], start: number, stop: number): boolean {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! < start) low = middle + 1;
    else high = middle;
  }
  return low < offsets.length && offsets[low]! <= stop;
}
