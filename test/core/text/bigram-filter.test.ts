/** The bigram filter that spares most readings of a text turns away nothing that the text says. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bigramFilter, mayContain } from '../../../server/src/core/text/bigram-filter.ts';
import { cleanSamples, sample } from '../../support/engine.ts';

const texts = cleanSamples().map((name) => sample(name).text);

test('every stretch of a text passes its sieve', () => {
  for (const text of texts) {
    const sieve = bigramFilter(text);
    for (let from = 0; from < text.length; from += 7) {
      for (const length of [0, 1, 2, 9, 40]) assert.ok(mayContain(sieve, text.slice(from, from + length)));
    }
  }
});

test('names that a text does not say are turned away, but for a few', () => {
  const sieve = bigramFilter(texts[0]!);
  const names = Array.from(
    { length: 1000 },
    (_, i) => `${String.fromCharCode(0x4e00 + i * 7, 0x5e00 + i * 3)}有限公司`,
  );
  const strange = names.filter((name) => !texts[0]!.includes(name));
  const passed = strange.filter((name) => mayContain(sieve, name));
  assert.ok(strange.length > 900);
  assert.ok(passed.length < strange.length / 10, `${passed.length} of ${strange.length} passed`);
});
