/** Waivers hold for what they were given for, by whom and when it can be. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { analyze } from '../../../server/src/core/analysis/analyze.ts';
import { waivedValue } from '../../../server/src/core/analysis/waivers.ts';
import { quickFixes } from '../../../server/src/core/features/code-actions/quick-fixes.ts';
import { applyEdits } from '../../../server/src/core/text/apply-edits.ts';
import { facts, smallest } from '../../support/engine.ts';

const TODAY = '2023-06-16';
const FACTS = { ...facts(), today: TODAY };
const MOVED: readonly [string, string] = ['推荐地市: 德州市', '推荐地市: 青岛市'];

interface Waiver {
  readonly value?: string;
  readonly reason?: string;
  readonly reviewer?: string;
  readonly date?: string;
}

function waived({ value, reason = '注册地即将迁移', reviewer = '尚知夏', date = '2023-06-13' }: Waiver): string {
  const given = value === undefined ? '' : `值: ${value}, `;
  return `${smallest(MOVED)}豁免:\n  - {规则: city-mismatch, 位置: 申报.推荐地市, ${given}理由: ${reason}, 复核人: ${reviewer}, 日期: ${date}}\n`;
}

/** The findings about the city and the waiver: rule, severity, what stands there. */
function found(text: string) {
  const rules = ['city-mismatch', 'waiver-refused', 'unused-waiver', 'empty-field'];
  return analyze(text, FACTS)
    .findings.filter((f) => rules.includes(f.rule))
    .map((f) => `${f.rule} ${f.waived ? 'waived' : f.severity} ${text.slice(f.span.start, f.span.end)}`);
}

suite('a waiver', () => {
  test('that names no value holds', () => {
    assert.deepEqual(found(waived({})), ['city-mismatch waived 青岛市']);
  });

  for (const value of ['青岛市', '青岛市 / 德州市', '"青岛市"'])
    test(`holds for ${value} while that stands there`, () => {
      assert.deepEqual(found(waived({ value })), ['city-mismatch waived 青岛市']);
    });

  test('no longer holds when the value has changed, which is said at both places', () => {
    const text = waived({ value: '青岛市' }).replace('推荐地市: 青岛市', '推荐地市: 烟台市');
    assert.deepEqual(found(text), ['city-mismatch warning 烟台市', 'unused-waiver warning 青岛市']);
    const { findings } = analyze(text, FACTS);
    const related = findings.find((f) => f.rule === 'city-mismatch')!.related.at(-1)!;
    assert.equal(related.message.zh, '这里的豁免是对“青岛市”作的，不再有效');
    assert.ok('span' in related && text.slice(related.span.start, related.span.end) === '青岛市');
    const about = findings.find((f) => f.rule === 'unused-waiver')!.message.zh;
    assert.ok(about.startsWith('这条豁免是对“青岛市”作的，现在是“烟台市 / 德州市”，不再有效'), about);
  });

  test('no longer holds when the other value has changed that it is about', () => {
    const text = waived({ value: '青岛市 / 德州市' }).replace('市: 德州市', '市: 济宁市');
    assert.deepEqual(found(text), ['city-mismatch warning 青岛市', 'unused-waiver warning 青岛市 / 德州市']);
  });

  test('as the fix writes it holds until the value changes', () => {
    const analysis = analyze(smallest(MOVED), FACTS);
    const finding = analysis.findings.find((f) => f.rule === 'city-mismatch')!;
    const fix = quickFixes(analysis, finding, { today: TODAY }).at(-1)!;
    const text = applyEdits(analysis.source.text, fix.edits)
      .replace(/理由: *(?=[,}])/, '理由: 注册地即将迁移')
      .replace(/复核人: *(?=[,}])/, '复核人: 尚知夏');
    assert.deepEqual(found(text), ['city-mismatch waived 青岛市']);
    const changed = text.replace('推荐地市: 青岛市', '推荐地市: 烟台市');
    assert.deepEqual(found(changed), ['city-mismatch warning 烟台市', 'unused-waiver warning 青岛市 / 德州市']);
  });

  test('of a long text notices a change behind its beginning', () => {
    const text = smallest(['申报日期:', '未知键: x\n  申报日期:']);
    const { answers } = analyze(text, FACTS);
    const at = { path: null, span: { start: 0, end: 200 }, related: [] };
    const value = waivedValue(at, { answers, source: text })!;
    assert.ok(value.length < 45, value);
    assert.notEqual(waivedValue(at, { answers, source: `${text.slice(0, 150)}改${text.slice(151)}` }), value);
  });

  // The form itself takes some of them for a blank.
  for (const word of ['无', '暂无', '同上', '待定', '略', '—', 'N/A', '×××', '。', '/', '没有理由', '不详'])
    test(`with ${word} for a reason or a name covers nothing, which is said at its place`, () => {
      const shown = word.replaceAll('"', '');
      for (const waiver of [{ reason: word }, { reviewer: word }]) {
        const [city, ...about] = found(waived(waiver));
        assert.equal(city, 'city-mismatch warning 青岛市');
        assert.ok(about.some((f) => [`waiver-refused error ${shown}`, `empty-field warning ${shown}`].includes(f)));
      }
    });

  for (const reviewer of ['吴一', '无名氏', '梅友', '司空略'])
    test(`of ${reviewer} is accepted`, () => {
      assert.deepEqual(found(waived({ reviewer })), ['city-mismatch waived 青岛市']);
    });

  for (const date of ['2023-06-17', '2031-01-01', '2023-06-04', '2020-06-13'])
    test(`of ${date} is refused: still to come, or before applications open`, () => {
      assert.deepEqual(found(waived({ date })), ['city-mismatch warning 青岛市', `waiver-refused error ${date}`]);
    });

  for (const date of ['2023-06-05', TODAY])
    test(`of ${date} holds`, () => {
      assert.deepEqual(found(waived({ date })), ['city-mismatch waived 青岛市']);
    });

  test('of a demand that stands is an error that keeps a dossier from being handed in', () => {
    const code = smallest(['91371403MA3RE2N64H', '91371403MA3RE2N64J']);
    const lines = (value: string) =>
      `${code}豁免:\n  - {规则: credit-code, 值: ${value}, 理由: 老码，登记机关已核实, 复核人: 尚知夏, 日期: 2023-06-13}\n`;
    const errors = (text: string) =>
      analyze(text, FACTS)
        .findings.filter((f) => f.severity === 'error')
        .map((f) => f.rule);
    assert.deepEqual(errors(lines('91371403MA3RE2N64J')), []);
    assert.deepEqual(errors(lines('91371403MA3RE2N64K')), ['credit-code']);
    const lapsed = analyze(lines('91371403MA3RE2N64K'), FACTS).findings.find((f) => f.rule === 'unused-waiver');
    assert.match(lapsed!.message.zh, /现在是“91371403MA3RE2N64J”/);
  });
});
