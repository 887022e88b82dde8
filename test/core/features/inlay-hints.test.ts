/** Small print between the words, by marked text: `«…»` is a hint where it stands. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { inlayHints } from '../../../server/src/core/features/structure/inlay-hints.ts';
import { analyzed, cleanSamples, sample, smallest } from '../../support/engine.ts';

function hinted(text: string, locale: 'zh' | 'en' = 'zh'): string {
  const all = inlayHints(analyzed(text), { start: 0, end: text.length });
  return all
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((t, h) => `${t.slice(0, h.offset)}«${h.label[locale]}»${t.slice(h.offset)}`, text);
}

function lineOf(text: string, key: string, locale: 'zh' | 'en' = 'zh'): string {
  return hinted(text, locale)
    .split(/\r?\n/)
    .find((line) => line.trimStart().startsWith(`${key}:`))!
    .trim();
}

suite('inlay hints show', () => {
  test('the unit of an amount on a line of its own, and from 10,000 万元 what that is in 亿元', () => {
    assert.equal(lineOf(smallest(), '注册资本'), '注册资本: 600«万元»');
    assert.equal(lineOf(smallest(['注册资本: 600', '注册资本: 9999']), '注册资本'), '注册资本: 9999«万元»');
    assert.equal(lineOf(smallest(['注册资本: 600', '注册资本: 10000']), '注册资本'), '注册资本: 10000«万元（1 亿元）»');
    assert.equal(
      lineOf(smallest(['注册资本: 600', '注册资本: 12345.6  # 实缴']), '注册资本'),
      '注册资本: 12345.6«万元（1.2346 亿元）»  # 实缴',
    );
    assert.match(
      lineOf(smallest(['注册资本: 600', '注册资本: 12000']), '注册资本', 'en'),
      /«10,000 yuan \(120 million yuan\)»$/,
    );
  });

  test('in braces only what is large, so that rows stay rows', () => {
    const rows = hinted(smallest(['资产总额: 918', '资产总额: 15000']))
      .split('\n')
      .filter((l) => l.includes('{年度: '));
    assert.match(rows[2]!, /资产总额: 15000«= 1\.5 亿元», 负债总额: 246, /);
    assert.doesNotMatch(rows[1]!, /«/);
  });

  test('how long a text is against its limits, behind the line that begins it', () => {
    assert.match(lineOf(smallest(), '单位简介'), /^单位简介: \|«\d+ 字（100–800）»$/);
    const counted = (text: string) => Number(/«(\d+) 字/.exec(lineOf(text, '单位简介'))![1]);
    assert.equal(counted(smallest(['公司现有职工26人', '公司现有职工共26人'])) - counted(smallest()), 1);
  });

  test('how many items a list over several lines has', () => {
    assert.equal(lineOf(smallest(), '经营情况'), '经营情况:«3 项»');
    assert.equal(lineOf(smallest(), '附件材料'), '附件材料:«5 项»');
    const remarked = smallest(['  经营情况:', '  经营情况:  # 万元'], ['单位简介: |', '单位简介: |  # 盖章稿']);
    assert.equal(lineOf(remarked, '经营情况'), '经营情况:«3 项»  # 万元');
    assert.match(lineOf(remarked, '单位简介'), /^单位简介: \|«\d+ 字（100–800）» {2}# 盖章稿$/);
    assert.equal(lineOf(smallest(), '解决方案'), '解决方案:', 'one is seen without counting');
  });

  test('nothing on what cannot be read, and only in the stretch that is asked for', () => {
    assert.equal(lineOf(smallest(['注册资本: 600', '注册资本: 六百']), '注册资本'), '注册资本: 六百');
    const text = smallest();
    const at = text.indexOf('  职工人数');
    const some = inlayHints(analyzed(text), { start: at, end: at + 20 });
    assert.deepEqual(
      some.map((h) => h.label.zh),
      ['人'],
    );
    assert.deepEqual(inlayHints(analyzed('a: 1'), { start: 0, end: 4 }), []);
  });

  test('every hint stands at the end of a word or a line, with Windows line ends too', () => {
    for (const name of cleanSamples()) {
      for (const text of [sample(name).text, sample(name).text.replaceAll('\n', '\r\n')]) {
        for (const { offset } of inlayHints(analyzed(text), { start: 0, end: text.length })) {
          assert.match(text.slice(offset - 1, offset + 1), /^\S[\s,}\]]?$/, text.slice(offset - 10, offset + 10));
        }
      }
    }
  });
});
