/** What numbers in Chinese prose stand for. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { digitsOf, NUMERAL, numeralValue } from '../../../../server/src/core/checks/figures/numerals.ts';
import { QUANTITY, readQuantity } from '../../../../server/src/core/checks/figures/quantities.ts';

/** What is claimed by the first amount of a text: least and most. */
function claim(text: string): readonly [number, number] | undefined {
  const match = new RegExp(QUANTITY.source, 'u').exec(digitsOf(text));
  const quantity = match && readQuantity(match, '');
  return quantity ? [quantity.least, quantity.most] : undefined;
}

suite('a numeral', () => {
  const EXACT: Readonly<Record<string, number>> = {
    '12,000': 12_000,
    '1.2万': 12_000,
    '1亿3500万': 135_000_000,
    '1亿3500万2千': 135_002_000,
    '2亿5': 250_000_000,
    '13万2': 132_000,
    '13万2千': 132_000,
    '3千8百': 3800,
    一万两千: 12_000,
    十三万二: 132_000,
    十三万二千: 132_000,
    十三万〇二: 130_002,
    两亿五: 250_000_000,
    两亿五千万: 250_000_000,
    三千八: 3800,
    三千零八: 3008,
    三千零八十: 3080,
    二百五: 250,
    十五: 15,
    一百零五: 105,
    四百六十一: 461,
    壹仟贰佰: 1200,
    一亿三千五百万: 135_000_000,
    二三六: 236,
  };
  for (const [text, value] of Object.entries(EXACT))
    test(`${text} is ${value}`, () => {
      const numeral = digitsOf(text);
      if (!/千$/.test(text) || !/亿/.test(text)) assert.equal(new RegExp(`^${NUMERAL}$`, 'u').test(numeral), true);
      assert.equal(numeralValue(numeral)?.value, value);
    });

  const RANGES: Readonly<Record<string, readonly [number, number]>> = {
    二三十: [20, 39],
    三四百: [300, 499],
    三五百: [300, 599],
    十七八: [17, 18],
    七八千: [7000, 8999],
    一百二三十: [120, 139],
  };
  for (const [text, range] of Object.entries(RANGES))
    test(`${text} is from ${range[0]} to ${range[1]}`, () => assert.deepEqual(claim(text), range));

  for (const text of ['百', '万', '六二十'])
    test(`${text} is no number`, () => assert.equal(numeralValue(text), undefined));
});
