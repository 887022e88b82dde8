/**
 * What a text certainly does not say, without reading it again: a bit for each pair of characters that stand together in it. A thousand dossiers ask each
 * other's prose for a thousand names, and nearly all of these are in none.
 */
export type BigramFilter = Uint8Array;

/** As many as the pairs of a long dossier some times over: an eighth of this in bytes is kept of each. */
const BITS = 1 << 16;

export function bigramFilter(text: string): BigramFilter {
  const filter = new Uint8Array(BITS / 8);
  for (let i = 1; i < text.length; i++) {
    const bit = bitOfBigram(text, i);
    filter[bit >> 3]! |= 1 << (bit & 7);
  }
  return filter;
}

/** False where the text does not contain the words; true where it may. */
export function mayContain(bigrams: BigramFilter, text: string): boolean {
  for (let i = 1; i < text.length; i++) {
    const bit = bitOfBigram(text, i);
    if (!(bigrams[bit >> 3]! & (1 << (bit & 7)))) return false;
  }
  return true;
}

/** Of the pair that ends at `i`. */
function bitOfBigram(text: string, i: number): number {
  return (Math.imul(text.charCodeAt(i - 1), 31_337) + text.charCodeAt(i)) & (BITS - 1);
}
