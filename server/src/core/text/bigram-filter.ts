/**
 * A Bloom filter of a text: one bit for each pair of neighbouring characters. It tells quickly that a text does not contain some words. A thousand
 * dossiers are each searched for a thousand names, and nearly all of these names stand in none of them.
 */
export type BigramFilter = Uint8Array;

/** Bits of a filter: several times the number of different pairs in a long dossier. A filter takes an eighth of this in bytes. */
const BITS = 1 << 16;

/** The filter of a text, for {@link mayContain}. */
export function bigramFilter(text: string): BigramFilter {
  const filter = new Uint8Array(BITS / 8);
  for (let i = 1; i < text.length; i++) {
    const bit = bitOfBigram(text, i);
    filter[bit >> 3]! |= 1 << (bit & 7);
  }
  return filter;
}

/** False where the text of a filter certainly does not contain `text`; true where it may. A text of one character may stand anywhere. */
export function mayContain(bigrams: BigramFilter, text: string): boolean {
  for (let i = 1; i < text.length; i++) {
    const bit = bitOfBigram(text, i);
    if (!(bigrams[bit >> 3]! & (1 << (bit & 7)))) return false;
  }
  return true;
}

/** The bit of the pair of UTF-16 units that ends at `i`. */
function bitOfBigram(text: string, i: number): number {
  return (Math.imul(text.charCodeAt(i - 1), 31_337) + text.charCodeAt(i)) & (BITS - 1);
}
