/** Which texts consist of given words. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { WordSequence } from '../../../../server/src/core/checks/figures/word-sequence.ts';

suite('a sequence of words', () => {
  const plain = new WordSequence(['截至', '目前', '截至目前', '已', '']);
  const owner = new WordSequence(['平台']);

  test('spells what consists of its words only', () => {
    for (const text of ['', '截至', '截至目前已', '已已目前']) assert.equal(plain.spells(text), true, text);
    for (const text of ['截', '截至目', '目前的', '的目前']) assert.equal(plain.spells(text), false, text);
  });

  test('leads to other words behind any number of its own', () => {
    assert.equal(plain.leadsTo('截至目前平台连接', owner), true);
    assert.equal(plain.leadsTo('平台', owner), true);
    assert.equal(plain.leadsTo('截至目前该平台', owner), false);
  });

  test('splits a word that others spell in time that grows with the text', () => {
    // Trying every split would take 2^50,000 steps: this test then never ends.
    assert.equal(plain.spells(`${'截至目前'.repeat(50_000)}的`), false);
    assert.equal(plain.leadsTo(`${'截至目前'.repeat(50_000)}的`, owner), false);
  });
});
