/** Conditions: when a rule applies, and what must hold of answers and numbers; at the edge, and undecided where something is not known. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { analyze } from '../../../server/src/core/analysis/analyze.ts';
import { formKeysOf } from '../../../server/src/core/model/form-paths.ts';
import { review } from '../../../server/src/core/review/review.ts';
import { problemLines, readText } from '../../support/pack-texts.ts';

const FORM = `
id: test
title: 资金申报
closes: 2024-06-30
clauses:
  - {id: 一, force: 须, title: 甲, fields: []}
form:
  fields:
    - {key: 类别, values: [大型, 中型, 小型]}
    - {key: 等级, values: [三级, 二级, 一级]}
    - {key: 投入, type: number, unit: 万元}
    - {key: 收入, type: number, unit: 万元}
    - {key: 申请, type: number, unit: 万元}
    - {key: 说明}
    - {key: 行业, type: list, item: {type: text}}
    - {key: 年度, item: {fields: [{key: 年, type: year}, {key: 收入, type: number}]}}
    - {key: 成员, item: {fields: [{key: 名称}, {key: 出资, type: number}]}}
`;

/** What the rule `r` finds in a dossier: its messages, or undefined where it is undecided. */
function found(rule: string, dossier: string, settings = {}): readonly string[] | undefined {
  const { pack, problems } = readText(`${FORM}rules:\n  - {id: r, clause: 一, ${rule}}\n`);
  assert.deepEqual(problemLines(problems), []);
  const packs = new Map([['test', pack!]]);
  const analysis = analyze(`通知: test\n${dossier}`, {
    packs,
    sharedRules: [],
    formKeys: formKeysOf([pack!]),
    settings,
  });
  const own = analysis.findings.filter((f) => f.rule === 'r');
  return analysis.undecided.has('r') && !own.length ? undefined : own.map((f) => f.message.zh);
}

const holds = (that: string, dossier: string, settings = {}) => {
  const messages = found(`check: condition, that: ${that}`, dossier, settings);
  return messages && !messages.length;
};

suite('a condition', () => {
  test('on an answer', () => {
    assert.equal(holds('{field: 类别, is: [中型, 小型]}', '类别: 小型\n'), true);
    assert.equal(holds('{field: 类别, is: [中型, 小型]}', '类别: 大型\n'), false);
    assert.equal(holds('{field: 类别, is: 小型}', '说明: 无类别\n'), undefined);
    assert.equal(holds('{field: 类别, isNot: 大型}', '类别: 中型\n'), true);
    assert.equal(holds('{field: 行业, is: 轮胎}', '行业: [化工, 轮胎]\n'), true);
    assert.equal(holds('{field: 说明, given: true}', '类别: 小型\n'), false);
    assert.equal(holds('{field: 说明, given: false}', '类别: 小型\n'), true);
  });

  test('on an order of answers: 二级及以上', () => {
    const that = '{field: 等级, least: 二级, order: [三级, 二级, 一级]}';
    assert.equal(holds(that, '等级: 三级\n'), false);
    assert.equal(holds(that, '等级: 二级\n'), true);
    assert.equal(holds(that, '等级: 一级\n'), true);
  });

  test('on numbers, exactly at the edge', () => {
    assert.equal(holds('{number: 投入, atLeast: 500}', '投入: 500\n'), true);
    assert.equal(holds('{number: 投入, atLeast: 500}', '投入: 499.99\n'), false);
    assert.equal(holds('{number: 投入, above: 500}', '投入: 500\n'), false);
    assert.equal(holds('{number: {ratio: [投入, 收入]}, atLeast: 5}', '投入: 50\n收入: 1000\n'), true);
    assert.equal(holds('{number: {ratio: [投入, 收入]}, atLeast: 5}', '投入: 49.9\n收入: 1000\n'), false);
    assert.equal(holds('{number: {ratio: [投入, 收入]}, atLeast: 5}', '投入: 50\n收入: 0\n'), undefined);
    assert.equal(holds('{number: 申请, atMost: {times: [0.3, 投入]}}', '申请: 300\n投入: 1000\n'), true);
    assert.equal(holds('{number: {minus: [收入, 投入]}, equals: 申请}', '收入: 3.3\n投入: 1.1\n申请: 2.2\n'), true);
  });

  test('5 % or 3,000 万元, whichever is less', () => {
    const that = '{number: 投入, atLeast: {least: [{times: [0.05, 收入]}, 3000]}}';
    assert.equal(holds(that, '投入: 2999\n收入: 100000\n'), false);
    assert.equal(holds(that, '投入: 3000\n收入: 100000\n'), true);
    assert.equal(holds(that, '投入: 500\n收入: 10000\n'), true);
    assert.equal(holds(that, '投入: 499\n收入: 10000\n'), false);
  });

  test('on lists: sums, counts, one item, growth over years, every item', () => {
    const years = '年度:\n  - {年: 2023, 收入: 120}\n  - {年: 2022, 收入: 100}\n';
    const year = (n: string) => `{item: {list: 年度, where: {年: "{${n}}"}, value: 收入}}`;
    assert.equal(holds('{number: {sum: {list: 年度, value: 收入}}, atLeast: 220}', years), true);
    assert.equal(holds('{number: {count: 年度}, atLeast: 3}', years), false);
    assert.equal(holds(`{number: {growth: [${year('year-1')}, ${year('year-2')}]}, atLeast: 20}`, years), true);
    assert.equal(holds(`{number: {growth: [${year('year-1')}, ${year('year-2')}]}, above: 20}`, years), false);
    assert.equal(holds(`{number: ${year('year-4')}, atLeast: 1}`, years), undefined);
    const members = '成员:\n  - {名称: 甲, 出资: 10}\n  - {名称: 乙, 出资: 9}\n';
    assert.equal(found('check: condition, that: {number: "成员[].出资", atLeast: 10}', members)?.length, 1);
    assert.equal(found('check: condition, that: {number: "成员[].出资", atLeast: 9}', members)?.length, 0);
  });

  test('of several, decided as soon as what is not known cannot change it', () => {
    const some = '{atLeast: 2, of: [{field: 类别, is: 小型}, {number: 投入, atLeast: 1}, {number: 收入, atLeast: 1}]}';
    assert.equal(holds(some, '类别: 小型\n投入: 1\n'), true);
    assert.equal(holds(some, '类别: 小型\n'), undefined);
    assert.equal(holds(some, '类别: 大型\n投入: 0\n'), false);
    assert.equal(holds('{any: [{field: 类别, is: 小型}, {number: 投入, atLeast: 1}]}', '类别: 小型\n'), true);
    assert.equal(holds('{all: [{field: 类别, is: 小型}, {number: 投入, atLeast: 1}]}', '类别: 小型\n'), undefined);
    assert.equal(holds('{not: {field: 类别, is: 小型}}', '类别: 小型\n'), false);
  });

  test('on a threshold of the settings', () => {
    const that = '{number: 投入, atLeast: {threshold: 投入下限}}';
    assert.equal(holds(that, '投入: 5\n'), undefined);
    assert.equal(holds(that, '投入: 5\n', { thresholds: { 投入下限: 5 } }), true);
    assert.equal(holds(that, '投入: 4\n', { thresholds: { 投入下限: 5 } }), false);
  });

  test('is told with the numbers that were compared', () => {
    const that = '{number: {ratio: [投入, 收入]}, atLeast: 5}';
    assert.deepEqual(found(`check: condition, that: ${that}`, '投入: 40\n收入: 1000\n'), [
      '不符合要求：“投入”占“收入”的比例（4%）应不小于 5%（通知一）',
    ]);
  });
});

suite('a rule with a condition', () => {
  const rule = 'check: equals, field: 说明, value: 有, when: {field: 类别, is: 大型}';

  test('applies where it holds, and not where it does not', () => {
    assert.equal(found(rule, '类别: 大型\n说明: 没\n')?.length, 1);
    assert.equal(found(rule, '类别: 小型\n说明: 没\n')?.length, 0);
  });

  test('is undecided where the condition is', () => {
    assert.equal(found(rule, '说明: 没\n'), undefined);
  });

  test('leaves its clause 不适用 where the dossier is another case, and 缺数据 where that is not known', () => {
    const { pack } = readText(`${FORM}rules:\n  - {id: r, clause: 一, ${rule}}\n`);
    const packs = new Map([['test', pack!]]);
    const verdict = (dossier: string) => {
      const input = { packs, sharedRules: [], formKeys: formKeysOf([pack!]), settings: {} };
      const analysis = analyze(`通知: test\n${dossier}`, input);
      return review({ ...analysis, pack: pack! }, { today: '2024-06-01', others: 0 }).items[0]?.verdict;
    };
    assert.equal(verdict('类别: 小型\n说明: 没\n'), '不适用');
    assert.equal(verdict('类别: 大型\n说明: 没\n'), '不通过');
    assert.equal(verdict('类别: 大型\n说明: 有\n'), '通过');
    assert.equal(verdict('说明: 没\n'), '缺数据');
  });

  test('that is written wrongly is told at its word', () => {
    const wrong = (when: string) =>
      problemLines(
        readText(`${FORM}rules:\n  - {id: r, clause: 一, check: equals, field: 说明, value: 有, when: ${when}}\n`)
          .problems,
      )[0] ?? '';
    assert.match(wrong('{field: 类型, is: 大型}'), /there is no field “类型”/);
    assert.match(wrong('{field: 类别, be: 大型}'), /no key “be”/);
    assert.match(wrong('{number: 投入, atleast: 3}'), /no key “atleast”; “atLeast”/);
  });
});
