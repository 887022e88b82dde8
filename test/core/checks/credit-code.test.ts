/** What is said of a credit code whose check digits do not fit. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { analyzed, patched } from '../../support/engine.ts';

function messageOf(code: string) {
  const { text } = patched({ set: { '申报单位.统一社会信用代码': code } });
  return analyzed(text).findings.find((f) => f.rule === 'credit-code')?.message;
}

suite('a credit code whose check digits do not fit', () => {
  // Issued before 2016 and reported as real.
  for (const code of ['91350203M0001QKT19', '91371403MA3RE2N64J', '91371403MA3RE2N65H'])
    test(`${code}: the message names the way for a code that the licence has just so`, () => {
      const message = messageOf(code);
      assert.match(message!.zh, /校验位不符：按其余各位推算.*与执照一致的由复核人写入“豁免”/);
      assert.match(message!.en, /issued before 2016.*a reviewer writes a waiver/);
    });
  for (const code of ['91371403MA3RE2N64', '91371403MO3RE2N64H'])
    test(`${code}: no licence has such a code, and no waiver is spoken of`, () => {
      assert.doesNotMatch(messageOf(code)!.zh, /豁免/);
    });
  test('a code that fits is not spoken of', () => assert.equal(messageOf('91371403MA3RE2N64H'), undefined));
});
