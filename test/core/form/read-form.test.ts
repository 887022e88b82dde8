/** What reading the form says of blanks, of 无, and of numbers out of range. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fixAll } from '../../../server/src/core/features/code-actions/quick-fixes.ts';
import type { Field } from '../../../server/src/core/model/form-schema.ts';
import { analyzed, pack, patched, sample } from '../../support/engine.ts';
import { edited } from '../../support/features.ts';

/** The single fields of the form that stand in groups, not in lists, with their paths. */
function leaves(fields: readonly Field[], above: string): readonly (readonly [string, Field])[] {
  return fields.flatMap((f) => {
    const path = above ? `${above}.${f.key}` : f.key;
    return f.type === 'map' ? leaves(f.fields ?? [], path) : [[path, f] as const];
  });
}

/** What is found at a place of a sample once it says `value` there. */
function foundAt(on: string, path: string, value: unknown) {
  return analyzed(patched({ on, set: { [path]: value } }).text).findings.filter(
    (f) => f.path && f.path.join('.') === path && f.severity !== 'info',
  );
}

suite('a field left blank', () => {
  for (const [path, field] of leaves(pack.form.fields, '')) {
    if (path === '通知') continue;
    test(`${path}: 无 is advised only where it is accepted`, () => {
      const [blank] = foundAt('综合型-跨行业跨领域', path, '').filter((f) => f.rule === 'empty-field');
      if (!blank) return assert.ok(field.onlyFor || field.type === 'narrative', `${path} is not asked for`);
      if (!blank.message.zh.includes('填“无”')) return;
      assert.ok(blank.message.en.includes('无'));
      assert.deepEqual(
        foundAt('综合型-跨行业跨领域', path, '无')
          .filter((f) => f.rule !== 'direction-field')
          .map((f) => f.message.zh),
        [],
      );
    });
  }

  test('a date, a number and a name say that they must be filled in', () => {
    for (const path of ['申报.申报日期', '申报单位.职工人数', '平台.平台名称', '申报单位.联系人.手机'])
      assert.match(
        foundAt('最小', path, '')
          .map((f) => f.message.zh)
          .join(),
        /没有填写；这一项必须填写/,
        path,
      );
  });
});

suite('无 in a required text', () => {
  const required = [
    '申报单位.单位名称',
    '平台.平台名称',
    '申报单位.法定代表人.姓名',
    '申报单位.联系人.姓名',
    '申报单位.注册地址.详细地址',
  ];
  for (const path of required)
    for (const none of ['无', '暂无', '没有', '—', '/', 'N/A', '无。'])
      test(`${path}: ${none}`, () => {
        const found = foundAt('最小', path, none);
        assert.deepEqual(
          found.map((f) => f.rule),
          ['empty-field'],
        );
        assert.match(found[0]!.message.zh, /必须有具体内容/);
      });

  test('names that merely begin so are names', () => {
    for (const name of ['无锡路6号', '无界工业互联网平台', '没有界'])
      assert.deepEqual(foundAt('最小', '平台.平台名称', name), [], name);
  });
});

suite('a number out of range', () => {
  test('its answer is bad and known to be out of range', () => {
    const { answers } = analyzed(sample('最小').text.replace('职工人数: 26', '职工人数: -1'));
    assert.deepEqual(
      [answers.at('申报单位.职工人数')?.state, answers.at('申报单位.职工人数')?.outOfRange],
      ['bad', true],
    );
  });
  test('an answer that cannot be read is not', () => {
    const { answers } = analyzed(sample('最小').text.replace('职工人数: 26', '职工人数: 二十六'));
    assert.deepEqual(
      [answers.at('申报单位.职工人数')?.state, answers.at('申报单位.职工人数')?.outOfRange],
      ['bad', undefined],
    );
  });
});

suite('a value with marks that are no part of it', () => {
  for (const [path, written, meant] of [
    ['申报.推荐地市', '德州市。', '德州市'],
    ['申报.推荐地市', '「德州市」', '德州市'],
    ['申报.申报日期', '2023年6月15日；', '2023-06-15'],
    ['申报单位.注册资本', '600，', '600'],
    ['申报单位.注册资本', '６００万元。', '600'],
    ['申报单位.联系人.手机', '138-0000-0006', '"13800000006"'],
    ['申报单位.统一社会信用代码', '9137 1403 ma3r e2n6 4h', '91371403MA3RE2N64H'],
    ['申报单位.统一社会信用代码', '91371403MA3RE2N64H；', '91371403MA3RE2N64H'],
    ['申报单位.统一社会信用代码', '「91371403MA3RE2N64H」', '91371403MA3RE2N64H'],
    ['申报单位.统一社会信用代码', '９１３７１４０３ＭＡ３ＲＥ２Ｎ６４Ｈ', '91371403MA3RE2N64H'],
  ] as const)
    test(`${path}: “${written}” is put right by a safe fix`, () => {
      const analysis = analyzed(patched({ on: '最小', set: { [path]: written } }).text);
      const fixed = edited(analysis.source.text, fixAll(analysis));
      assert.ok(fixed.includes(`${path.split('.').at(-1)}: ${meant}`), fixed.slice(0, 900));
      assert.deepEqual(
        analyzed(fixed).findings.filter((f) => f.severity !== 'info'),
        [],
      );
    });

  test('a negation is not such a mark, and a number is not cut', () => {
    for (const [path, written] of [
      ['限制性情形.社会稳定事件', '并非没有。'],
      ['申报单位.注册资本', '6,00'],
      ['申报单位.联系人.手机', '138-0000-000'],
    ] as const)
      assert.deepEqual(
        foundAt('最小', path, written).flatMap((f) => (f.fixSpecs ?? []).filter((x) => 'safe' in x && x.safe)),
        [],
        written,
      );
  });
});
