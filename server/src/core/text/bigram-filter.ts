/**
 * What a text certainly does not say, without reading it again: a bit for each pair of characters that stand together in it. A thousand dossiers ask each
 * other's prose for a thousand names, and nearly all of these are in none.
 */
export type Sieve = Uint8Array;

/** As many as the pairs of a long dossier some times over: an eighth of this in bytes is kept of each. */
const BITS = 1 << 16;

export function sieveOf(text: string): Sieve {
  const sieve = new Uint8Array(BITS / 8);
  for (let i = 1; i < text.length; i++) {
    const bit = bitOf(text, i);
    sieve[bit >> 3]! |= 1 << (bit & 7);
  }
  return sieve;
}

/** False where the text does not contain the words; true where it may. */
export function mayContain(sieve: Sieve, words: string): boolean {
  for (let i = 1; i < words.length; i++) {
    const bit = bitOf(words, i);
    if (!(sieve[bit >> 3]! & (1 << (bit & 7)))) return false;
  }
  return true;
}

/** Of the pair that ends at `i`. */
function bitOf(text: string, i: number): number {
  return (Math.imul(text.charCodeAt(i - 1), 31_337) + text.charCodeAt(i)) & (BITS - 1);
}
