/** Fixes: each takes its own finding away and brings no other along, and what is fixed needs no fixing. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { analyze } from '../../../server/src/core/analysis/analyze.ts';
import type { Analysis } from '../../../server/src/core/analysis/types.ts';
import { removalSpan } from '../../../server/src/core/edits/remove.ts';
import {
  addMissingFields,
  fixAll,
  isPreferred,
  quickFixes,
} from '../../../server/src/core/features/code-actions/quick-fixes.ts';
import type { Edit } from '../../../server/src/core/model/edit.ts';
import type { Finding, Fix } from '../../../server/src/core/model/finding.ts';
import { formatFieldPath } from '../../../server/src/core/model/path.ts';
import { analyzed, cleanSamples, judged, pack, sample, smallest } from '../../support/engine.ts';

const OPTIONS = { today: '2023-06-15' };

/** What a new entry cannot but bring along: it is there to be filled in. */
const TO_FILL_IN = [
  'empty-field',
  'material-file',
  'material-period',
  'material-source',
  'material-signature',
  'merged-licence',
];
/** A right name lets what could not be analyzed be analyzed. */
const LETS_JUDGE = ['unknown-notice', 'city-in-province'];

function apply(text: string, edits: readonly Edit[]): string {
  const sorted = edits.toSorted((a, b) => b.span.start - a.span.start);
  for (const [i, { span }] of sorted.entries())
    assert.ok(i === 0 || span.end <= sorted[i - 1]!.span.start, 'no overlap');
  return sorted.reduce((t, { span, text: words }) => t.slice(0, span.start) + words + t.slice(span.end), text);
}

function again(analysis: Analysis, edits: readonly Edit[]): Analysis {
  return analyze(apply(analysis.source.text, edits), analysis.cache.input);
}

const keyOf = (f: Finding) => `${f.rule} ${f.path ? formatFieldPath(f.path) : ''} ${f.message.zh}`;

function gained(before: Analysis, after: Analysis): readonly Finding[] {
  const had = new Set(before.findings.map(keyOf));
  return after.findings.filter((f) => !had.has(keyOf(f)) && !f.waived);
}

function fixOf(analysis: Analysis, rule: string, title: RegExp): Fix {
  const finding = analysis.findings.find((f) => f.rule === rule);
  assert.ok(finding, `${rule} is found`);
  const fix = quickFixes(analysis, finding, OPTIONS).find((f) => title.test(f.title.zh));
  assert.ok(fix, `${title} is offered`);
  return fix;
}

/** The text after the fix of a rule's first finding. */
function fixed(text: string, rule: string, title: RegExp): string {
  const analysis = analyzed(text);
  return apply(text, fixOf(analysis, rule, title).edits);
}

suite('every fix of the rules’ examples takes its own finding away and brings no other', () => {
  for (const rule of pack.rules) {
    for (const [i, patch] of rule.wrong.entries()) {
      test(`${rule.id}, example ${i + 1}`, () => {
        const before = judged(patch);
        for (const finding of before.findings.filter((f) => f.rule === rule.id)) {
          for (const fix of quickFixes(before, finding, OPTIONS)) checkFix(before, finding, fix);
        }
      });
    }
  }
});

function checkFix(before: Analysis, finding: Finding, fix: Fix): void {
  const after = again(before, fix.edits);
  const more = gained(before, after).map((f) => f.rule);
  const isWaiver = /^豁免/.test(fix.title.zh);
  const adds = /^(?:补上|在)|^豁免/.test(fix.title.zh);
  // Another text that agreed with the field does so no longer.
  const isOfField = finding.rule === 'number-consistency' && fix.title.zh.startsWith('表格');
  if (!LETS_JUDGE.includes(finding.rule) && !isOfField)
    assert.deepEqual(
      more.filter((r) => !adds || !TO_FILL_IN.includes(r)),
      [],
      `${fix.title.zh} brings nothing`,
    );
  const same = after.findings.find((f) => keyOf(f) === keyOf(finding));
  // What is to be filled in, a waiver's reason or the number of a paper, is not filled in yet.
  if (!isWaiver && finding.rule !== 'evidence-missing') assert.equal(same, undefined, `${fix.title.zh} takes it away`);
  const offered = same ? quickFixes(after, same, OPTIONS) : [];
  assert.ok(!offered.some((f) => f.title.zh === fix.title.zh), `${fix.title.zh} is not offered twice`);
}

suite('fields that are missing', () => {
  test('are added at their place in the form, at the column of their siblings', () => {
    const text = fixed(smallest(['  依法纳税: 是\n', '']), 'missing-field', /补上/);
    assert.equal(text, smallest(['  依法纳税: 是', '  依法纳税:']));
  });

  test('are added inside braces, with a comma', () => {
    const text = fixed(smallest(['{姓名: 尚知夏, 手机: "13800000006", ', '{姓名: 尚知夏, ']), 'missing-field', /补上/);
    assert.match(text, /\{姓名: 尚知夏, 手机:, 邮箱: /);
    assert.deepEqual(
      analyzed(text).findings.filter((f) => f.rule === 'yaml-syntax'),
      [],
    );
  });

  test('are added before the first key, and behind a text block', () => {
    const first = fixed(smallest(['  单位名称: ', '  # 名称\n  x: ']), 'missing-field', /单位名称/);
    assert.match(first, /申报单位:\n {2}# 名称\n {2}单位名称:\n {2}x: /);
    const lines = smallest().split('\n');
    const at = lines.findIndex((l) => /^ {2}服务能力:/.test(l));
    const next = lines.findIndex((l, i) => i > at && /^ {2}\S/.test(l));
    const without = [...lines.slice(0, at), ...lines.slice(next)].join('\n');
    assert.match(fixed(without, 'missing-field', /服务能力/), /\n {2}服务能力: \|\n {2}安全保障/);
  });

  test('are added all at once, with Windows line ends too', () => {
    for (const eol of ['\n', '\r\n']) {
      const text =
        `通知: sd-2023\n申报:\n  方向: ${pack.notice.directions[0]!.id}\n申报单位:\n  单位名称: 甲\n`.replaceAll(
          '\n',
          eol,
        );
      const before = analyzed(text);
      const fix = addMissingFields(before);
      assert.ok(fix);
      const after = again(before, fix.edits);
      assert.deepEqual(
        after.findings.filter((f) => /missing-field|yaml-syntax|unknown-field/.test(f.rule)).map(keyOf),
        [],
      );
      assert.equal(/[^\r]\n/.test(after.source.text), eol === '\n');
      assert.equal(addMissingFields(after), undefined);
    }
  });

  test('are added all at once to a file with comments only, also without a final line break', () => {
    for (const text of ['# 注释', '---', '# 一\r\n# 二', '']) {
      const before = analyzed(text, { notice: pack.notice.id });
      const after = again(before, addMissingFields(before)!.edits);
      assert.ok(after.source.text.startsWith(text) && !/\n\r?\n/.test(after.source.text), after.source.text);
      assert.deepEqual(
        after.findings.filter((f) => /missing-field|yaml-syntax|unknown-field/.test(f.rule)).map(keyOf),
        [],
        text,
      );
    }
  });

  test('of each sample, removed and added again, are at the place they had', () => {
    for (const name of cleanSamples()) {
      const { text } = sample(name);
      const whole = analyzed(text);
      for (const field of pack.form.fields.flatMap((f) => (f.fields ?? []).map((g) => [f.key, g.key]))) {
        const span = removalSpan(whole.source, field);
        if (!span) continue;
        const before = analyzed(apply(text, [{ span, text: '' }]), {}, whole);
        const finding = before.findings.find(
          (f) => f.rule === 'missing-field' && formatFieldPath(f.path!) === field.join('.'),
        );
        const fix = finding && quickFixes(before, finding, OPTIONS)[0];
        if (!fix) continue;
        const after = again(before, fix.edits);
        const keys = (a: Analysis) => {
          const tree = a.source.find([field[0]!])?.tree;
          return tree?.kind === 'map' ? tree.entries.map((e) => e.key) : [];
        };
        assert.deepEqual(keys(after), keys(whole), `${name} ${field.join('.')}`);
      }
    }
  });
});

suite('a number that differs between text and field can be fixed either way', () => {
  const text = smallest(['服务企业42家', '服务企业43家']);
  const analysis = analyzed(text);
  const finding = analysis.findings.find((f) => f.rule === 'number-consistency');

  test('the text is changed in its own unit', () => {
    assert.ok(finding);
    const [inText] = quickFixes(analysis, finding, OPTIONS);
    const after = again(analysis, inText!.edits);
    assert.deepEqual(
      after.findings.filter((f) => f.rule === 'number-consistency'),
      [],
    );
    assert.equal(after.source.text, smallest());
  });

  test('the field is changed to what the text says', () => {
    const [, inField] = quickFixes(analysis, finding!, OPTIONS);
    const after = again(analysis, inField!.edits);
    assert.match(after.source.text, /服务企业数: 43/);
  });
});

suite('fix all', () => {
  test('fixes punctuation and the form of dates, and takes no guess', () => {
    const text = smallest(
      ['申报日期: 2023-06-15', '申报日期： 2023年6月15日'],
      ['  依法纳税: 是', '  依法纳税: 对'],
      ['  单位名称: ', '  单位名成: '],
    );
    const before = analyzed(text);
    const after = again(before, fixAll(before));
    assert.match(after.source.text, /申报日期: 2023-06-15/);
    assert.match(after.source.text, /单位名成: /, 'a guess is not taken');
    assert.deepEqual(fixAll(after), [], 'once is enough');
  });

  test('of every example of a rule, has nothing left to fix when run again', () => {
    for (const rule of pack.rules) {
      for (const patch of rule.wrong) {
        const before = judged(patch);
        const after = again(before, fixAll(before));
        const bad = gained(before, after).map((f) => f.rule);
        assert.ok(!bad.some((r) => r === 'yaml-syntax' || r === 'wrong-type'), `${rule.id}: ${bad.join(' ')}`);
        assert.deepEqual(fixAll(after), [], rule.id);
      }
    }
  });
});

suite('no fix says the opposite', () => {
  const text = smallest(
    ['法人类型: 企业法人', '法人类型: 非企业法人'],
    ['建设状态: 已运营', '建设状态: 未运营'],
    ['社会稳定事件: 无', '社会稳定事件: 没有'],
    ['严重质量问题: 无', '严重质量问题: 未发生'],
  );
  const analysis = analyzed(text);
  const offered = (place: string) =>
    analysis.findings
      .filter((f) => f.path && formatFieldPath(f.path) === place)
      .flatMap((f) => quickFixes(analysis, f, OPTIONS).map((fix) => ({ fix, text: fix.edits[0]!.text })));

  test('非企业法人 and 未运营 have none', () => {
    assert.deepEqual(offered('申报单位.法人类型'), []);
    assert.deepEqual(offered('平台.建设状态'), []);
  });

  for (const place of ['限制性情形.社会稳定事件', '限制性情形.严重质量问题'])
    test(`没有 and 未发生 become 无 at ${place}, which an editor may prefer`, () => {
      const [first, ...others] = offered(place);
      assert.equal(first!.text, '无');
      assert.deepEqual(others, []);
      assert.ok(isPreferred(analysis, first!.fix) && !first!.fix.safe);
    });

  test('没有 for a list of incidents becomes 无', () => {
    for (const none of ['没有', '未发生', '从未发生', '暂无', '无此类情况', '未出现过']) {
      const changed = fixed(smallest(['安全环境事故: 无', `安全环境事故: ${none}`]), 'wrong-type', /无/);
      assert.equal(changed, smallest(), none);
    }
  });

  test('a paper of another year, or without its seal, is not declared to be right', () => {
    const papers = analyzed(smallest(['材料: 审计报告, 年度: 2022', '材料: 审计报告, 年度: 2021']));
    const finding = papers.findings.find((f) => f.rule === 'material-period');
    assert.deepEqual(
      quickFixes(papers, finding!, OPTIONS).filter((f) => !/^豁免/.test(f.title.zh)),
      [],
    );
  });
});

suite('preferred fixes', () => {
  const preferredAt = (text: string, rule: string) => {
    const analysis = analyzed(text);
    const finding = analysis.findings.find((f) => f.rule === rule);
    assert.ok(finding, rule);
    return quickFixes(analysis, finding, OPTIONS).filter((fix) => isPreferred(analysis, fix));
  };

  test('are safe ones, and slips of the hand that leave nothing else to find', () => {
    assert.equal(preferredAt(smallest(['申报日期: 2023-06-15', '申报日期: 2023年6月15日']), 'bad-format').length, 1);
    assert.equal(preferredAt(smallest(['  单位名称: ', '  单位名名称: ']), 'unknown-field').length, 1);
    assert.equal(preferredAt(smallest(['依法纳税: 是', '依法纳税: √']), 'not-in-list').length, 1);
  });

  test('are none that guess, that add a blank field, or that bring another finding', () => {
    assert.deepEqual(preferredAt(smallest(['  单位名称: ', '  单位名字: ']), 'unknown-field'), []);
    assert.deepEqual(preferredAt(smallest(['  依法纳税: 是\n', '']), 'missing-field'), []);
    assert.deepEqual(preferredAt(smallest(['依法纳税: 是', '依法纳税: 不是']), 'not-in-list'), []);
  });
});

suite('unknown keys', () => {
  test('are not fixed to a key that is there, or that another direction has', () => {
    for (const [from, to] of [
      ['  单位名称: ', '  单位名称呼: 甲\n  单位名称: '],
      ['  平台名称: ', '  服务区: 甲\n  平台名称: '],
      ['申报单位:\n', '申报单位部: 甲\n申报单位:\n'],
    ] as const) {
      const analysis = analyzed(smallest([from, to]));
      const unknown = analysis.findings.filter((f) => f.rule === 'unknown-field');
      assert.equal(unknown.length, 1);
      const titles = unknown.flatMap((f) => quickFixes(analysis, f, OPTIONS).map((fix) => fix.title.zh));
      assert.deepEqual(
        titles.filter((t) => !/^豁免/.test(t)),
        [],
        to,
      );
    }
  });
});

suite('a credit code with a digit wrong', () => {
  const right = '91371403MA3RE2N64H';
  const fixesOf = (code: string) => {
    const analysis = analyzed(smallest([right, code]));
    const finding = analysis.findings.find((f) => f.rule === 'credit-code');
    return finding ? quickFixes(analysis, finding, OPTIONS) : [];
  };

  for (const code of [
    '91371403MA3RE2N64X',
    '91371403MA3RE2N46H',
    '91371403NA3RE2N64H',
    '91371403MA3RE2N6H4',
    '913714O3MA3RE2N64H',
  ])
    test(`${code} is offered codes whose digits fit before any waiver, none of them preferred`, () => {
      const fixes = fixesOf(code);
      assert.ok(!/^豁免/.test(fixes[0]?.title.zh ?? ''), 'the first fix is no waiver');
      assert.ok(
        fixes.some((f) => f.edits[0]!.text === right),
        'the right code is among them',
      );
      assert.ok(fixes.every((f) => !f.safe && !f.likely));
    });

  test('one that is too short has no fix, and no waiver either', () =>
    assert.deepEqual(fixesOf('91371403MA3RE2N6'), []));
});

suite('a waiver', () => {
  test('goes in with a tab stop for the reason and one for the reviewer', () => {
    const analysis = analyzed(smallest(['推荐地市: 德州市', '推荐地市: 济南市']));
    const finding = analysis.findings.find((f) => f.rule === 'city-mismatch');
    const waiver = quickFixes(analysis, finding!, OPTIONS).at(-1)!;
    assert.match(waiver.snippet!.text, /理由: \$\{1\}, 复核人: \$\{2\}, 日期: 2023-06-15\}/);
    assert.deepEqual(waiver.snippet!.span, waiver.edits[0]!.span);
    assert.equal(waiver.snippet!.text.replace(/ \$\{\d\}/g, ''), waiver.edits[0]!.text);
  });
});

test('fix-all makes a fix as a whole or not at all', () => {
  const text = smallest(['{姓名: 邢沐川}', '｛姓名：邢沐川｝'], ['特定技术: [5G]', '特定技术: ［5G］']);
  const after = again(analyzed(text), fixAll(analyzed(text)));
  assert.equal(after.source.text, smallest());
});
