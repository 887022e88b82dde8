/** What if: one dossier under each direction of its call. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { NoticeAnalysis } from '../../../server/src/core/analysis/types.ts';
import { formatFieldPath } from '../../../server/src/core/model/path.ts';
import { compareDirections, type DirectionTable } from '../../../server/src/core/review/compare-directions.ts';
import { directionsMarkdown } from '../../../server/src/render/review/directions-table.ts';
import { analyzed, cleanSamples, pack, sample, smallest } from '../../support/engine.ts';

function compared(text: string): DirectionTable {
  const analysis = analyzed(text);
  assert.ok(analysis.pack);
  return compareDirections(analysis as NoticeAnalysis);
}

/** The standings of a field or a rule, one a direction. */
function standings(table: DirectionTable, row: string): readonly string[] {
  const found = table.rows.find((r) => r.about.zh === row || (r.path && formatFieldPath(r.path) === row));
  assert.ok(found, row);
  return found.cells.map((c) => c.status);
}

suite('directions compared', () => {
  test('each clean sample lacks and contradicts nothing under its own direction', () => {
    for (const name of cleanSamples()) {
      const table = compared(sample(name).text);
      assert.equal(table.columns.length, pack.notice.directions.length);
      assert.equal(table.columns.filter((c) => c.isOwn).length, 1, name);
      const own = table.columns.findIndex((c) => c.isOwn);
      const bad = table.rows.filter((r) => ['missing', 'against', 'open'].includes(r.cells[own]!.status));
      assert.deepEqual(
        bad.map((r) => r.about.zh),
        [],
        name,
      );
    }
  });

  test('what would be missing, what would contradict, what is not asked', () => {
    const table = compared(smallest());
    assert.deepEqual(standings(table, '平台.特定技术'), ['against', 'against', 'against', 'against', 'met']);
    assert.deepEqual(standings(table, '平台.链条环节'), ['none', 'none', 'none', 'missing', 'none']);
    assert.deepEqual(standings(table, '平台.服务领域'), ['missing', 'optional', 'optional', 'optional', 'optional']);
    assert.deepEqual(standings(table, '要写明是哪项特定技术'), ['none', 'none', 'none', 'none', 'met']);
  });

  test('a rule at its edge: one domain is too few, two are enough', () => {
    const name = '综合型要跨行业、跨领域';
    const add = (domains: string) =>
      smallest(['  特定技术: [5G]', `  服务行业: [化工, 装备]\n  服务领域: [${domains}]`]);
    assert.equal(standings(compared(add('安全生产')), name)[0], 'against');
    assert.equal(standings(compared(add('安全生产, 节能减排')), name)[0], 'met');
  });

  test('also where the dossier names no direction, a blank one, or no group for it', () => {
    const own = standings(compared(smallest()), '要写明是哪项特定技术');
    for (const change of [
      ['  方向: 专业型/面向特定技术\n', ''],
      ['  方向: 专业型/面向特定技术', '  方向:'],
      ['  方向: 专业型/面向特定技术', '  方向: 没有的'],
      ['申报:\n  方向: 专业型/面向特定技术\n  申报日期: 2023-06-15\n  推荐地市: 德州市\n', ''],
    ] as const) {
      const table = compared(smallest(change));
      assert.deepEqual(standings(table, '要写明是哪项特定技术'), own, change[1]);
      assert.ok(table.columns.every((c) => !c.isOwn));
    }
  });

  test('a rule that is switched off is not shown; one that is waived counts as met', () => {
    const analysis = analyzed(smallest(), { rules: { 'specific-technology': 'off' } });
    const table = compareDirections(analysis as NoticeAnalysis);
    assert.ok(!table.rows.some((r) => r.about.zh === '要写明是哪项特定技术'));
  });

  test('says what each direction asks to be told, and which fields tell it', () => {
    const table = compared(sample('综合型-跨行业跨领域').text);
    for (const { direction, requirements } of table.columns) {
      assert.equal(requirements.length, direction.asks.length);
      for (const [i, { given, absent }] of requirements.entries())
        assert.deepEqual([...given, ...absent].sort(), [...direction.asks[i]!.fields].sort());
    }
    assert.deepEqual(table.columns[4]!.requirements[0]!.absent, ['平台.特定技术']);
  });

  test('as a document, in both languages, without a score', () => {
    const table = compared(smallest());
    const zh = directionsMarkdown(table, 'zh');
    assert.match(zh, /^# 比较申报方向\n\n德州砺穹通信技术有限公司 · 砺穹5G工业互联网平台\n/);
    assert.match(zh, /\| 平台\.特定技术（一（三）2） \| <strong>✗ 矛盾<\/strong> .*✓ 满足 \|/);
    assert.match(zh, /\| \*\*合计\*\* \| \*\*缺 2，矛盾 \d\*\* /);
    assert.doesNotMatch(zh, /得分|分数|推荐您/);
    assert.match(
      directionsMarkdown(table, 'en'),
      /^# Compare directions\n[\s\S]*✗ against[\s\S]*missing 2, against \d/,
    );
  });
});
