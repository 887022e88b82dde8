/** Verdicts: each numbered item exactly once, and nothing unknown as a pass. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { clausesOf } from '../../../server/src/core/model/pack.ts';
import type { SamplePatch } from '../../../server/src/core/model/rule-schema.ts';
import { review } from '../../../server/src/core/review/review.ts';
import { type ReviewItem, VERDICTS } from '../../../server/src/core/review/types.ts';
import { indicators } from '../../../server/src/core/settings/settings-names.ts';
import { analyzed, cleanSamples, judged, pack } from '../../support/engine.ts';

const OPTIONS = { today: '2023-06-13', others: 0 };

function reviewed(patch: SamplePatch) {
  return review({ ...judged(patch), pack }, OPTIONS);
}

function item(patch: SamplePatch, clause: string): ReviewItem {
  const found = reviewed(patch).items.filter((i) => i.clause === clause);
  assert.equal(found.length, 1, `${clause} is there once`);
  return found[0]!;
}

/** A list of so many platforms selected before, none of which is in the samples. */
function platformList(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => `前期平台${i + 1},前期公司${i + 1},\n`);
  return `平台名称,单位名称,统一社会信用代码\n${lines.join('')}`;
}

/** Thresholds for all indicators, 1 where nothing else is said, and values for those that the sample leaves out. */
function allThresholds(own: Readonly<Record<string, number>>): SamplePatch {
  const names = indicators(pack);
  const thresholds = { ...Object.fromEntries(names.map((name) => [name, 1])), ...own };
  const given = judged({}).answers;
  const missing = names.filter((name) => given.number(`平台.指标.${name}`) === undefined);
  return {
    settings: { thresholds },
    set: Object.fromEntries(missing.map((name) => [`平台.指标.${name}`, { 数值: 1, 截止: '2023-05-31' }])),
  };
}

/** A patch, a clause and the verdict it gets; the right side of an edge next to the wrong one. */
const CASES: readonly (readonly [string, SamplePatch, string, string])[] = [
  ['nothing against it', {}, '二（二）4', '通过'],
  ['a fault', { set: { '平台.建设状态': '规划设计' } }, '二（二）4', '不通过'],
  ['a state that cannot be read', { set: { '平台.建设状态': '规划' } }, '二（二）4', '缺数据'],
  ['a state that is blank', { set: { '平台.建设状态': '' } }, '二（二）4', '缺数据'],
  ['a state that is absent', { remove: ['平台.建设状态'] }, '二（二）4', '缺数据'],
  ['another direction’s clause', {}, '一（二）1', '不适用'],
  ['its own direction’s clause', { on: '特色型-重点行业' }, '一（二）1', '通过'],
  ['a region, which only a person can judge', { on: '特色型-重点区域' }, '一（二）2', '待人工核验'],
  ['a region that is not filled in', { on: '特色型-重点区域', remove: ['平台.服务区域'] }, '一（二）2', '缺数据'],
  ['no direction at all', { remove: ['申报.方向'] }, '一（三）2', '缺数据'],
  ['a hint', { set: { '平台.选型标准对照': '否' } }, '二（一）5', '提示'],
  ['the hint mended', { set: { '平台.选型标准对照': '是' } }, '二（一）5', '通过'],
  ['no list of the 155', {}, '二（一）4', '缺数据'],
  ['a list without it', { registry: platformList(155) }, '二（一）4', '通过'],
  ['a list that is too short', { registry: platformList(154) }, '二（一）4', '缺数据'],
  ['a list with a head and no row', { registry: platformList(0) }, '二（一）4', '缺数据'],
  ['a list of rows that say nothing', { registry: `${platformList(0)}${',,\n'.repeat(155)}` }, '二（一）4', '缺数据'],
  [
    'a list that says one platform many times',
    { registry: `${platformList(0)}${'甲,,\n'.repeat(155)}` },
    '二（一）4',
    '缺数据',
  ],
  [
    'a list with it',
    { registry: '平台名称,单位名称,统一社会信用代码\n砺穹5G工业互联网平台,,\n' },
    '二（一）4',
    '不通过',
  ],
  ['its own answer is enough to fail', { set: { '平台.曾入选省级重点平台': '是' } }, '二（一）4', '不通过'],
  ['no thresholds', {}, '二（一）3', '缺数据'],
  ['a threshold of one indicator of many', { settings: { thresholds: { 连接设备数: 860 } } }, '二（一）3', '缺数据'],
  ['thresholds of all indicators, just met', allThresholds({ 连接设备数: 860 }), '二（一）3', '通过'],
  ['a threshold missed by one', { settings: { thresholds: { 连接设备数: 861 } } }, '二（一）3', '提示'],
  ['no deadline of the city', {}, '四（一）', '缺数据'],
  ['a deadline of the city', { settings: { deadlines: { 德州市: '2023-06-16' } } }, '四（一）', '通过'],
  ['a deadline of another city', { settings: { deadlines: { 济南市: '2023-06-16' } } }, '四（一）', '缺数据'],
  ['a deadline missed by a day', { settings: { deadlines: { 德州市: '2023-06-14' } } }, '四（二）', '不通过'],
  ['a seal, which only a person can see', {}, '三（二）', '待人工核验'],
  ['a seal that is not declared', { set: { '签署.盖章': '否' } }, '三（二）', '不通过'],
  ['a statement sealed and signed', {}, '三（一）6', '待人工核验'],
  ['no statement', { remove: ['附件材料[2]'] }, '三（一）6', '不通过'],
  ['no licence', { remove: ['附件材料[0]'] }, '三（一）4', '不通过'],
  ['a licence is no audit', { remove: ['附件材料[1]'] }, '三（一）4', '通过'],
  ['the audit of another year', { set: { '附件材料[1].年度': 2021 } }, '三（一）5', '不通过'],
  ['November’s social insurance', { set: { '附件材料[4].月份': '2022-11' } }, '三（一）7', '不通过'],
  ['a form with a fault of its own', { set: { '申报单位.职工人数': '二十六' } }, '三（一）1', '不通过'],
  ['a form in order', {}, '三（一）1', '通过'],
  ['what is the city’s to do', {}, '三（一）3', '待人工核验'],
  ['what comes after', {}, '四（四）', '不适用'],
  [
    'an incident of a grade too high',
    { set: { '限制性情形.安全环境事故': [{ 日期: '2022-03-01', 类别: '环境', 直接经济损失: 500 }] } },
    '二（二）1',
    '不通过',
  ],
  [
    'one of the least grade',
    { set: { '限制性情形.安全环境事故': [{ 日期: '2022-03-01', 类别: '环境', 直接经济损失: 499 }] } },
    '二（二）1',
    '通过',
  ],
  ['eleven of a city', { others: Array.from({ length: 10 }, () => ({})) as SamplePatch[] }, '四（二）', '不通过'],
  ['evidence that is not there', { files: { 'evidence/审计.pdf': { state: 'missing' } } }, '三（一）', '不通过'],
];

suite('verdicts', () => {
  for (const [name, patch, clause, verdict] of CASES) {
    test(`${clause}: ${name} → ${verdict}`, () => {
      const { reason, verdict: given } = item(patch, clause);
      assert.equal(given, verdict, reason.zh);
      assert.ok(reason.zh && reason.en, 'and says why');
    });
  }

  test('evidence that nobody has looked into is no pass', () => {
    const alone = analyzed(judged({ on: '综合型-跨行业跨领域' }).source.text);
    const found = review({ ...alone, pack }, OPTIONS).items.find((i) => i.clause === '三（一）');
    assert.equal(found?.verdict, '缺数据');
  });

  test('a text that breaks off is no pass anywhere', () => {
    const { text } = judged({}).source;
    for (const end of [0.1, 0.3, 0.5, 0.7].map((part) => Math.floor(text.length * part))) {
      const { items } = review({ ...analyzed(text.slice(0, end)), pack }, OPTIONS);
      const passed = items.filter((i) => i.verdict === '通过').map((i) => i.clause);
      assert.ok(!passed.includes('三（一）1'), `${end}`);
      for (const clause of ['三（一）4', '三（一）5', '二（二）1'])
        assert.ok(!passed.includes(clause), `${end} ${clause}`);
    }
  });

  test('a waiver is told with its reason, and is no pass', () => {
    const waiver = { 规则: 'city-mismatch', 理由: '注册地即将迁移', 复核人: '尚知夏', 日期: '2023-06-13' };
    const { verdict, waivers } = item({ set: { '申报.推荐地市': '青岛市', 豁免: [waiver] } }, '四（二）');
    assert.equal(verdict, '提示');
    assert.deepEqual(
      waivers.map((w) => [w.rule, w.reason, w.reviewer, w.date]),
      [['city-mismatch', '注册地即将迁移', '尚知夏', '2023-06-13']],
    );
  });

  test('a rule switched off is asked of a person', () => {
    const { verdict } = item({ settings: { rules: { 'selection-standard': 'off' } } }, '二（一）5');
    assert.equal(verdict, '待人工核验');
  });
});

suite('every review', () => {
  const numbered = pack.notice.clauses.filter((c) => c.item).map((c) => c.id);
  for (const on of cleanSamples()) {
    test(`${on} has each numbered item once, one verdict each, counted`, () => {
      const { items, counts } = reviewed({ on });
      assert.deepEqual(
        items.map((i) => i.clause),
        numbered,
      );
      assert.ok(items.every((i) => VERDICTS.includes(i.verdict)));
      for (const v of VERDICTS) assert.equal(counts[v], items.filter((i) => i.verdict === v).length);
      assert.equal(counts.不通过, 0);
    });
  }

  test('says what was assumed, by the name of the setting, and with its value', () => {
    const told = (settings: Record<string, unknown>) =>
      new Map(reviewed({ settings }).assumptions.map((a) => [a.setting, a]));
    const bare = told({});
    assert.match(bare.get('lookback')!.value.zh, /2020-06-15 至 2023-06-15/);
    assert.match(bare.get('deadlines')!.value.zh, /没有给出.*2023-06-20.*还有 7 天/);
    for (const name of ['registry.prior-platforms', 'thresholds']) assert.equal(bare.get(name)!.isSet, false);
    const set = told({
      lookback: 'calendar-years',
      deadlines: { 德州市: '2023-06-16' },
      thresholds: { 连接设备数: 5 },
      rules: { 'typical-modes': 'off' },
    });
    assert.match(set.get('lookback')!.value.zh, /2020-01-01 至 2023-06-15/);
    assert.match(set.get('deadlines')!.value.zh, /2023-06-16.*还有 3 天/);
    assert.match(set.get('thresholds')!.value.zh, /连接设备数 ≥ 5/);
    assert.match(set.get('rules')!.value.zh, /typical-modes: off/);
  });

  test('the reading of the last three years decides', () => {
    const incident = [{ 日期: '2020-02-01', 类别: '安全生产', 等级: '较大' }];
    const set = { '限制性情形.安全环境事故': incident };
    assert.equal(item({ set }, '二（二）1').verdict, '提示', 'just outside the window is a note');
    assert.equal(item({ set, settings: { lookback: 'calendar-years' } }, '二（二）1').verdict, '不通过');
  });
});

suite('the notice', () => {
  for (const clause of pack.notice.clauses.filter((c) => c.item)) {
    test(`${clause.id} has a rule, or says why a program cannot decide it`, () => {
      const rules = pack.rules.filter((r) => clausesOf(r).includes(clause.id));
      assert.ok(rules.length || clause.form || clause.undecided, clause.id);
      if (clause.decidable !== 'rules') assert.ok(clause.undecided, `${clause.id} says what a person must look at`);
      if (clause.decidable === 'rules') assert.ok(rules.length || clause.form, `${clause.id} is decided by rules`);
    });
  }

  test('every rule that cites a clause cites one that is reviewed', () => {
    const items = new Set(pack.notice.clauses.filter((c) => c.item).map((c) => c.id));
    const lost = pack.rules.flatMap((r) => clausesOf(r)).filter((id) => !items.has(id));
    assert.deepEqual(lost, []);
  });

  test('no finding cites a clause that its rule does not speak for', () => {
    for (const rule of pack.rules) {
      for (const patch of rule.wrong) {
        for (const f of judged(patch).findings.filter((x) => x.rule === rule.id && x.clause !== null))
          assert.ok(clausesOf(rule).includes(f.clause!), `${rule.id} cites ${f.clause}`);
      }
    }
  });
});
