/** How alike two paragraphs are, and a short sketch of a paragraph by which those like it are found among many. */

/** Characters in a row that are compared; four tell one text from another, and few of them are hit by one changed word. */
const RUN = 4;
/** Two texts that have this share of their runs in common, or more, are near copies: about one character in eight may differ. */
export const NEAR_COPY = 0.5;
/** Fewer characters beside the figures say too little to call two texts alike. */
const SHORTEST = 40;
/** Keys of a sketch, and how many hashes go into one: near copies have one in common in 97 of 100 cases, other texts hardly ever. */
const KEYS = 12;
const HASHES_PER_KEY = 2;

/**
 * The different runs of characters of a text without blanks and punctuation, as sorted hashes; each figure, in digits or in Chinese
 * numerals, counts as one character. Undefined for a text of fewer than 40 characters.
 */
export function characterRuns(text: string): Uint32Array | undefined {
  const words = text.replace(FIGURES, '#').replace(IGNORED, '');
  if (words.length < SHORTEST) return undefined;
  const runs = new Set<number>();
  for (let i = RUN; i <= words.length; i++) runs.add(hashOf(words, i - RUN, i));
  return Uint32Array.from(runs).sort();
}

/** The share of the runs of two texts that stand in both, from 0 to 1 (Jaccard index). */
export function similarity(a: Uint32Array, b: Uint32Array): number {
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i]! === b[j]!) {
      common++;
      i++;
      j++;
    } else if (a[i]! < b[j]!) i++;
    else j++;
  }
  return common / (a.length + b.length - common);
}

/**
 * Keys of a text by its runs (MinHash with banding, Broder 1997). Two near copies have at least one key in common as good as always; two
 * texts that have a tenth of their runs in common, in one of nine cases, so that `similarity` must follow.
 */
export function sketchOf(runs: Uint32Array): readonly number[] {
  return Array.from({ length: KEYS }, (_, key) => {
    let hash = key;
    for (let i = 0; i < HASHES_PER_KEY; i++) hash = mix(hash ^ smallestHash(runs, key * HASHES_PER_KEY + i + 1));
    return hash;
  });
}

/** The smallest of the runs in an order that `seed` chooses. */
function smallestHash(runs: Uint32Array, seed: number): number {
  let smallest = 0xffffffff;
  const salt = Math.imul(seed, 0x9e3779b1);
  for (let i = 0; i < runs.length; i++) {
    const hash = mix(runs[i]! ^ salt);
    if (hash < smallest) smallest = hash;
  }
  return smallest;
}

function hashOf(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash);
}

/** Spreads the bits of a 32-bit number (the finalizer of MurmurHash3). */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const FIGURES = /[\d０-９零〇一二三四五六七八九十百千万亿两]+(?:[.．][\d０-９]+)?/g;
const IGNORED = /[^\p{L}#]+/gu;
