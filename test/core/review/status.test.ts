/** Where dossiers stand: how far they are filled, how long they have, and who shares a city's quota. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { analyze } from '../../../server/src/core/analysis/analyze.ts';
import type { SamplePatch } from '../../../server/src/core/model/rule-schema.ts';
import { clauseTarget } from '../../../server/src/core/review/clause-target.ts';
import { completenessOf, percent } from '../../../server/src/core/review/completeness.ts';
import { review } from '../../../server/src/core/review/review.ts';
import { crossDossierFindings, dossierState } from '../../../server/src/core/review/status.ts';
import { byCity } from '../../../server/src/core/workspace/city-groups.ts';
import { analyzed, cleanSamples, facts, judged, pack, patched, sample } from '../../support/engine.ts';

const TODAY = '2023-06-13';

/** An example alone, without evidence and other dossiers. */
function alone(patch: SamplePatch) {
  const { text, settings } = patched(patch);
  return analyzed(text, settings);
}

function filled(patch: SamplePatch) {
  const found = completenessOf(alone(patch));
  assert.ok(found, 'the call is known');
  return { ...found, percent: percent(found) };
}

suite('completeness', () => {
  for (const on of cleanSamples()) {
    test(`${on} is filled`, () => {
      const { required, answered, percent } = filled({ on });
      assert.ok(required > 50, 'it counts single fields');
      assert.equal(answered, required);
      assert.equal(percent, 100);
    });
  }

  const all = filled({});
  /** What is done to the smallest sample, and how many fields are required and unanswered then. */
  const cases: readonly (readonly [string, SamplePatch, number, number])[] = [
    ['a field that is missing', { remove: ['申报.申报日期'] }, 0, 1],
    ['one that is blank', { set: { '申报.申报日期': '' } }, 0, 1],
    ['one that cannot be read is answered', { set: { '申报.申报日期': '明天' } }, 0, 0],
    ['a group counts by its fields', { remove: ['申报单位.注册地址'] }, 0, 3],
    ['and so does one that is no group', { set: { '申报单位.注册地址': '某路' } }, 0, 3],
    ['a list is a field', { set: { '平台.技术积累': [] } }, 0, 1],
    ['an item counts by its fields', { set: { '附件材料[5]': { 编号: '又一' } } }, 2, 1],
    ['a figure is a field', { remove: ['平台.指标.连接设备数'] }, 0, 1],
    ['as a bare number too', { set: { '平台.指标.连接设备数': 860 } }, 0, 0],
    ['but not without its day', { set: { '平台.指标.连接设备数': { 数值: 860 } } }, 0, 1],
    ['what is not asked for', { remove: ['平台.选型标准对照'] }, 0, 0],
  ];
  for (const [name, patch, more, missing] of cases) {
    test(name, () => {
      const { required, answered } = filled(patch);
      assert.deepEqual([required - all.required, required - answered], [more, missing]);
    });
  }

  test('another direction asks for other fields', () => {
    const { required, answered } = filled({ set: { '申报.方向': '特色型/面向重点区域' } });
    assert.ok(answered < required);
    assert.ok(analyzed(patched({}).text).findings.every((f) => f.rule !== 'missing-field'));
  });

  test('where fields are missing there are findings, and only there', () => {
    for (const key of pack.form.fields.filter((f) => f.required).map((f) => f.key)) {
      const analysis = alone({ remove: [key] });
      if (!analysis.pack) continue;
      const { required, answered } = completenessOf(analysis)!;
      assert.ok(answered < required, key);
      assert.ok(analysis.findings.some((f) => f.rule === 'missing-field' && f.path?.[0] === key));
    }
  });

  test('is 0 where nothing is said, and unknown where the call is', () => {
    const empty = completenessOf(analyze('', facts({ notice: pack.notice.id })));
    assert.ok(empty && empty.required > 0);
    assert.deepEqual([empty.answered, percent(empty)], [0, 0]);
    assert.equal(completenessOf(analyzed('')), undefined);
  });

  test('grows to 100 as the text does', () => {
    const { text } = sample('综合型-跨行业跨领域');
    const at = (end: number) => percent(completenessOf(analyzed(text.slice(0, end * text.length)))!);
    const steps = [at(0.1), at(0.4), at(0.7), at(1)];
    assert.deepEqual(
      [...steps].sort((a, b) => a - b),
      steps,
    );
    assert.ok(steps[0]! < 50 && steps.at(-1) === 100, String(steps));
  });

  test('only all is 100 per cent, and only nothing 0', () => {
    const of = (answered: number, required: number) => percent({ answered, required });
    assert.deepEqual([of(0, 300), of(1, 300), of(299, 300), of(300, 300), of(0, 0)], [0, 1, 99, 100, 100]);
  });
});

suite('days to the deadline', () => {
  const left = (today: string, settings: Record<string, unknown> = {}) =>
    dossierState(alone({ settings }), today).deadline;
  const { closes } = pack.notice;
  assert.equal(closes, '2023-06-20');

  test('are counted from today, whatever day the dossier bears', () => {
    assert.deepEqual(left('2023-06-15'), { day: closes, isOwn: false, days: 5 });
    assert.equal(left('2023-06-19')?.days, 1);
    assert.equal(left('2023-06-20')?.days, 0, 'the day itself still counts');
    assert.equal(left('2023-06-21')?.days, -1);
    assert.equal(left('2022-06-20')?.days, 365);
  });

  test('follow the city’s own day where that is earlier', () => {
    assert.deepEqual(left('2023-06-15', { deadlines: { 德州市: '2023-06-16' } }), {
      day: '2023-06-16',
      isOwn: true,
      days: 1,
    });
    assert.equal(left('2023-06-15', { deadlines: { 德州市: '2023-06-25' } })?.day, closes, 'never after the call’s');
    assert.equal(left('2023-06-15', { deadlines: { 青岛市: '2023-06-16' } })?.day, closes, 'nor another city’s');
  });

  test('agree with the rule', () => {
    for (const [day, late] of [
      ['2023-06-16', false],
      ['2023-06-17', true],
    ] as const) {
      const settings = { deadlines: { 德州市: '2023-06-16' } };
      const found = alone({ set: { '申报.申报日期': day }, settings }).findings.some((f) => f.rule === 'deadline');
      assert.equal(found, late);
      assert.equal(left(day, settings)!.days < 0, late);
    }
  });

  test('are unknown where the call is', () => {
    assert.equal(dossierState(analyzed('通知: 没有的'), TODAY).deadline, undefined);
  });
});

suite('findings of a dossier', () => {
  test('are counted by severity', () => {
    const analysis = analyzed(sample('常见问题').text);
    const { counts } = dossierState(analysis, TODAY);
    assert.ok(counts.error > 10 && counts.warning > 5 && counts.info > 0);
    assert.equal(counts.error + counts.warning + counts.info, analysis.findings.length);
  });

  test('that others cause are told apart, the quota left to the city', () => {
    const twin = { set: { '平台.平台名称': '砺穹另一云平台' } };
    const rules = crossDossierFindings(judged({ others: [twin] })).map((f) => f.rule);
    assert.ok(rules.includes('duplicate-applicant'), rules.join());
    const ten = Array.from({ length: 10 }, () => ({ set: { '申报.推荐渠道': '省属' } }));
    const full = judged({ others: ten });
    assert.ok(crossDossierFindings(full).every((f) => f.rule !== 'city-quota' && f.related.some((r) => 'remote' in r)));
    assert.deepEqual(crossDossierFindings(analyzed('')), []);
  });
});

suite('dossiers by city', () => {
  const of = (patches: readonly SamplePatch[]) =>
    byCity(patches.map((patch, n) => ({ dossier: `${n}`, analysis: alone(patch) })));
  const many = (count: number, patch: SamplePatch = {}) => Array.from({ length: count }, () => patch);
  const exempt: SamplePatch = { set: { '申报.推荐渠道': '省属' } };
  const limit = 10;

  for (const [name, patches, counted, free] of [
    ['one short of full', many(limit - 1), 9, 0],
    ['exactly full', many(limit), 10, 0],
    ['one over', many(limit + 1), 11, 0],
    ['full, with some that do not count', [...many(limit), ...many(2, exempt)], 10, 2],
    ['none that counts', many(2, exempt), 0, 2],
  ] as const) {
    test(`a quota ${name}`, () => {
      assert.deepEqual(
        of(patches).map((g) => [g.city, g.quota]),
        [['德州市', { limit, counted, exempt: free }]],
      );
      // The rule speaks exactly where the count is over.
      const [own, ...others] = patches;
      const says = judged({ ...own, others: [...others] }).findings.some((f) => f.rule === 'city-quota');
      assert.equal(says, counted > limit);
    });
  }

  test('has none where the rule is off', () => {
    assert.equal(of([{ settings: { rules: { 'city-quota': 'off' } } }])[0]?.quota, undefined);
  });

  test('cities in the order of the call, those without one behind, the unknown call last', () => {
    const cities = [...pack.notice.cities.slice(0, 3)].reverse();
    const named = cities.map((city): SamplePatch => ({ set: { '申报.推荐地市': city } }));
    const dossiers = [
      { dossier: 'x', analysis: analyzed('') },
      ...[{ remove: ['申报.推荐地市'] }, ...named].map((patch, n) => ({ dossier: `${n}`, analysis: alone(patch) })),
    ];
    const groups = byCity(dossiers);
    assert.deepEqual(
      groups.map((g) => g.city),
      [...pack.notice.cities.slice(0, 3), undefined, undefined],
    );
    assert.deepEqual(
      groups.slice(-2).map((g) => [g.pack?.notice.id, g.quota, g.dossiers]),
      [
        [pack.notice.id, undefined, ['0']],
        [undefined, undefined, ['x']],
      ],
    );
  });
});

suite('from a clause one goes', () => {
  function target(patch: SamplePatch, clause: string): string | undefined {
    const analysis = alone(patch);
    const item = review({ ...analysis, pack }, { today: TODAY, others: 0 }).items.find((i) => i.clause === clause);
    assert.ok(item);
    const found = clauseTarget(analysis, item);
    if (!found) return undefined;
    const line = analysis.source.text.slice(analysis.source.text.lastIndexOf('\n', found.span.start - 1) + 1);
    return line.slice(0, line.indexOf('\n')).trim();
  }

  test('to the first finding', () => {
    assert.equal(target({ set: { '申报单位.依法纳税': '否' } }, '二（一）1'), '依法纳税: 否');
  });

  test('else to the first field that is there', () => {
    assert.equal(target({}, '二（二）4'), '建设状态: 已运营');
    assert.match(target({}, '二（一）1') ?? '', /^单位名称: /);
  });

  test('or the paper that the clause alone asks for', () => {
    assert.match(target({}, '三（一）5') ?? '', /审计/);
  });

  test('to the group where a field would go', () => {
    assert.equal(target({ remove: ['限制性情形.符合产业政策'] }, '二（二）5'), '限制性情形:');
  });

  test('to the top where even the group is missing', () => {
    assert.match(target({ remove: ['限制性情形'] }, '二（二）5') ?? '', /^# 最小/, 'where the sample begins');
  });

  test('nowhere from what no field answers', () => {
    assert.equal(target({}, '四（四）'), undefined);
  });
});
