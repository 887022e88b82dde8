/** Completion, by marked text: `$0` is the cursor. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { analyze } from '../../../server/src/core/analysis/analyze.ts';
import type { Analysis } from '../../../server/src/core/analysis/types.ts';
import { completion } from '../../../server/src/core/features/completion/completion.ts';
import type { CompletionSuggestion } from '../../../server/src/core/features/completion/suggestion.ts';
import { isAllowed } from '../../../server/src/core/form/answer.ts';
import type { Field, Slot } from '../../../server/src/core/model/form-schema.ts';
import type { Locale } from '../../../server/src/core/model/localized-text.ts';
import { createSpeller } from '../../../server/src/core/text/pinyin.ts';
import { analyzed, atCursor, cleanSamples, facts, pack, sample, smallest } from '../../support/engine.ts';

const FACTS = facts();
const INDUSTRY = '特色型/面向重点行业';
const HEAD = `通知: sd-2023\n申报:\n  方向: ${INDUSTRY}\n`;

interface Offered {
  readonly text: string;
  readonly offset: number;
  readonly items: readonly CompletionSuggestion[];
}

function offered(marked: string, locale: Locale = 'zh'): Offered {
  const { text, offset } = atCursor(marked);
  return { text, offset, items: completeAt(analyze(text, FACTS), offset, locale) };
}

function completeAt(analysis: Analysis, offset: number, locale: Locale = 'zh'): readonly CompletionSuggestion[] {
  const items = completion(analysis, { offset, locale, formKeys: FACTS.formKeys, packs: FACTS.packs });
  return [...items].sort((a, b) => a.order - b.order);
}

/** Labels in the order shown, the whole-skeleton item left out. */
function labels(marked: string): readonly string[] {
  return offered(marked)
    .items.filter((s) => s.kind !== 'skeleton')
    .map((s) => s.label);
}

function item(marked: string, label: string, locale: Locale = 'zh'): CompletionSuggestion {
  const found = offered(marked, locale).items.find((s) => s.label === label);
  assert.ok(found, `“${label}” is offered`);
  return found;
}

/** What the offered items replace: the same for all. */
function replaced(marked: string): string {
  const { text, items } = offered(marked);
  assert.ok(items.length, 'something is offered');
  const spans = new Set(items.map((s) => `${s.span.start} ${s.span.end}`));
  assert.equal(spans.size, 1, 'all replace the same');
  const { start, end } = items[0]!.span;
  assert.ok(start <= end, `the span runs forwards: ${start}–${end}`);
  return text.slice(start, end);
}

/** A snippet in TextMate's syntax as text: a hole is filled with its default, its first choice, or `fill`. */
function expand(snippet: string, fill: string): string {
  let out = '';
  for (let i = 0; i < snippet.length; ) {
    const rest = snippet.slice(i);
    const escaped = /^\\([\\$}])/.exec(rest);
    const stop = /^\$(?:\d+|\{\d+\})/.exec(rest);
    const given = /^\$\{\d+:((?:\\.|[^\\}])*)\}/.exec(rest);
    const choice = /^\$\{\d+\|((?:\\.|[^\\,|])*)(?:,(?:\\.|[^\\|])*)?\|\}/.exec(rest);
    const found = escaped ?? stop ?? given ?? choice;
    if (escaped) out += escaped[1];
    else if (stop) out += fill;
    else if (given) out += expand(given[1]!, fill);
    else if (choice) out += choice[1]!.replace(/\\(.)/g, '$1');
    else out += snippet[i];
    assert.ok(found || snippet[i] !== '$', `a dollar sign that is no tab stop: ${snippet}`);
    i += found ? found[0].length : 1;
  }
  return out;
}

/** The text with an item accepted as editors do: following lines get the indentation of the line it begins on. */
function accept(text: string, { insert, span }: CompletionSuggestion, fill = ''): string {
  const line = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  const indent = /^[ \t]*/.exec(line)![0];
  const inserted = expand(insert, fill).replace(/\n/g, `\n${indent}`);
  return text.slice(0, span.start) + inserted + text.slice(span.end);
}

const BREAKS = new Set(['yaml-syntax', 'full-width-punctuation', 'duplicate-field', 'unknown-field']);

function breaks(analysis: Analysis): readonly string[] {
  return analysis.findings.filter((f) => BREAKS.has(f.rule)).map((f) => `${f.rule}: ${f.message.en}`);
}

/** What accepting an item breaks that was whole before: the first fault and how many items have one. */
function broken(text: string, offset: number, before = analyze(text, FACTS)): readonly string[] {
  const known = breaks(before);
  const faults = completeAt(before, offset).flatMap((s) => {
    const fills = s.insert.includes('$') ? ['', '某'] : [''];
    const more = fills
      .flatMap((fill) => breaks(analyze(accept(text, s, fill), FACTS, before)))
      .filter((b) => !known.includes(b))
      // What stands below a key that is given another name may well not belong there.
      .filter((b) => !(/^\s*:/.test(text.slice(s.span.end)) && b.startsWith('unknown-field')));
    return more.length ? [`${s.label}: ${more[0]}`] : [];
  });
  if (!faults.length) return [];
  const [left, right] = [text.slice(Math.max(0, offset - 24), offset), text.slice(offset, offset + 12)];
  return [`${JSON.stringify(left)} ▮ ${JSON.stringify(right)} + ${faults[0]} (${faults.length} items)`];
}

function assertMends(marked: string): void {
  const { text, offset } = atCursor(marked);
  assert.deepEqual(broken(text, offset), []);
}

/** The form's keys in the order they are offered: required first. */
function keysOf(fields: readonly Field[], direction: string): readonly string[] {
  const required = (f: Field) =>
    f.required || f.requiredFor?.includes(direction) || f.onlyFor?.includes(direction) || false;
  const allowed = fields.filter((f) => isAllowed(f, direction));
  return [...allowed.filter(required), ...allowed.filter((f) => !required(f))].map((f) => f.key);
}

function fieldsAt(...keys: readonly string[]): readonly Field[] {
  let fields: readonly Field[] = pack.form.fields;
  for (const key of keys) {
    const field = fields.find((f) => f.key === key)!;
    fields = field.fields ?? field.item?.fields ?? [];
  }
  return fields;
}

const without = (all: readonly string[], ...gone: readonly string[]) => all.filter((k) => !gone.includes(k));

suite('keys', () => {
  test('an empty file is offered the notice', () => {
    assert.deepEqual(labels('$0'), ['通知: sd-2023']);
    const only = item('$0', '通知: sd-2023');
    assert.equal(accept('', only), '通知: sd-2023');
    assert.match(only.detail, /2023年省级工业互联网平台/);
  });

  test('the notice is offered in a half-typed first line, below comments, and before other keys', () => {
    for (const marked of ['通$0', '通知$0', '# 申报书\n$0', '\n$0', '$0\n申报:\n  方向: 综合型/跨行业跨领域\n']) {
      assert.deepEqual(labels(marked), ['通知: sd-2023'], marked);
    }
    assert.equal(replaced('通知$0'), '通知');
    assert.deepEqual(labels('通知: $0'), ['sd-2023']);
    assert.deepEqual(labels('通知: sd$0\n'), ['sd-2023']);
    assert.equal(replaced('通知: sd-2$0024\n'), 'sd-2024');
  });

  test('a colon that is there already is not inserted again', () => {
    assert.equal(accept('通: ', item('通$0: ', '通知: sd-2023')), '通知: ');
    const text = `${HEAD}  推荐: 济南市\n`;
    assert.equal(accept(text, item(text.replace('推荐', '推$0荐'), '推荐地市')), `${HEAD}  推荐地市: 济南市\n`);
  });

  test('at top level: required first, in the form’s order, without those present', () => {
    const all = keysOf(pack.form.fields, INDUSTRY);
    assert.deepEqual(labels(`${HEAD}$0`), without(all, '通知', '申报'));
    assert.deepEqual(labels(`${HEAD}$0\n平台:\n  平台名称: 甲\n签署:\n`), without(all, '通知', '申报', '平台', '签署'));
  });

  const cases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    ['a map of blocks', '申报单位:\n  $0', ['申报单位'], []],
    [
      'a map of blocks with keys before and after',
      '申报单位:\n  单位名称: 甲\n  $0\n  注册资本: 5\n',
      ['申报单位'],
      ['单位名称', '注册资本'],
    ],
    ['a nested map of blocks', '申报单位:\n  注册地址:\n    $0', ['申报单位', '注册地址'], []],
    ['a map three deep', '平台:\n  指标:\n    连接设备数:\n      $0', ['平台', '指标', '连接设备数'], []],
    ['an item of a list, at the dash', '附件材料:\n  - $0', ['附件材料'], []],
    ['an item whose dash is not indented', '附件材料:\n- $0', ['附件材料'], []],
    ['an item of a list, its second line', '附件材料:\n  - 编号: 甲\n    $0', ['附件材料'], ['编号']],
    ['an item after another', '附件材料:\n  - 编号: 甲\n    材料: 其他\n  - $0', ['附件材料'], []],
    ['an item after a flow item', '附件材料:\n  - {编号: 甲, 材料: 其他}\n  - $0', ['附件材料'], []],
    ['braces', '申报单位:\n  注册地址: {$0', ['申报单位', '注册地址'], []],
    ['closed braces', '申报单位:\n  注册地址: {$0}', ['申报单位', '注册地址'], []],
    ['braces, after an entry', '申报单位:\n  注册地址: {省: 山东省, $0}', ['申报单位', '注册地址'], ['省']],
    [
      'braces, before an entry',
      '申报单位:\n  注册地址: {省: 山东省, $0, 详细地址: 甲路}',
      ['申报单位', '注册地址'],
      ['省', '详细地址'],
    ],
    ['braces of an item', '附件材料:\n  - {编号: 甲, $0}', ['附件材料'], ['编号']],
    ['braces over several lines', '附件材料:\n  - {\n      编号: 甲,\n      $0\n    }', ['附件材料'], ['编号']],
    [
      'braces over several lines, before an entry',
      '附件材料:\n  - {\n      编号: 甲,\n      $0,\n      文件: 甲.pdf\n    }',
      ['附件材料'],
      ['编号', '文件'],
    ],
    ['braces in braces', '平台:\n  指标: {连接设备数: {$0', ['平台', '指标', '连接设备数'], []],
    ['braces after a quoted value', '附件材料:\n  - {编号: "甲, 乙", $0}', ['附件材料'], ['编号']],
    ['braces after a quoted hash', '附件材料:\n  - {编号: "甲 #1", $0}', ['附件材料'], ['编号']],
    ['braces of a list in brackets', '豁免: [{规则: key-industry, $0}]', ['豁免'], ['规则']],
  ];
  for (const [name, body, path, present] of cases) {
    test(`in ${name}`, () => {
      const all = keysOf(fieldsAt(...path), INDUSTRY);
      assert.deepEqual(labels(HEAD + body), without(all, ...present));
      assertMends(HEAD + body);
    });
  }

  test('the fields of other directions are not offered', () => {
    const body = '平台:\n  $0';
    for (const { id } of pack.notice.directions) {
      const others = fieldsAt('平台').filter((f) => f.onlyFor && !f.onlyFor.includes(id));
      const shown = labels(`通知: sd-2023\n申报:\n  方向: ${id}\n${body}`);
      assert.deepEqual(
        shown.filter((l) => others.some((f) => f.key === l)),
        [],
        id,
      );
      for (const own of fieldsAt('平台').filter((f) => f.onlyFor?.includes(id)))
        assert.ok(shown.includes(own.key), own.key);
    }
  });

  test('the fields that a direction requires come with the required ones', () => {
    const shown = labels(`${HEAD}平台:\n  $0`);
    assert.ok(shown.indexOf('建设方式') < shown.indexOf('典型模式'), shown.join());
    assert.match(item(`${HEAD}平台:\n  $0`, '建设方式').detail, /必填/);
    assert.match(item(`${HEAD}平台:\n  $0`, '典型模式').detail, /选填/);
    assert.match(item(`${HEAD}平台:\n  $0`, '累计投入').detail, /万元/);
  });

  test('a chapter may be a file of its own', () => {
    assert.deepEqual(labels(`${HEAD}正文:\n  平台定位: {$0`), ['文件']);
  });

  test('the replaced span is the whole word', () => {
    assert.equal(replaced(`${HEAD}  推荐$0`), '推荐');
    assert.equal(replaced(`${HEAD}  推$0荐地`), '推荐地');
    assert.equal(replaced(`${HEAD}  $0推荐: 济南市`), '推荐');
    assert.equal(replaced(`${HEAD}附件材料:\n  - {编号: 甲, 材$0料: 其他}`), '材料');
    assert.equal(replaced(`${HEAD}附件材料:\n  - 编$0号: 甲`), '编号');
  });

  test('in Chinese and in English', () => {
    assert.match(item(`${HEAD}  $0`, '推荐地市', 'zh').detail, /^必填/);
    assert.match(item(`${HEAD}  $0`, '推荐地市', 'en').detail, /^required/);
    assert.match(item(`${HEAD}  $0`, '推荐地市', 'en').documentation, /recommendation/);
  });
});

suite('values', () => {
  /** Every place of the form with a list of values, as the text to complete and the values. */
  function* enums(
    fields: readonly Field[],
    indent: string,
    head: string,
  ): Generator<readonly [string, string, Slot | Field]> {
    for (const f of fields) {
      if (f.values || f.type === 'yes-no') yield [f.key, `${head}${indent}${f.key}: $0`, f];
      if (f.item?.values) {
        yield [`${f.key} […]`, `${head}${indent}${f.key}: [$0]`, f.item];
        yield [`${f.key} -`, `${head}${indent}${f.key}:\n${indent}  - $0`, f.item];
      }
      if (f.fields) yield* enums(f.fields, `${indent}  `, `${head}${indent}${f.key}:\n`);
      if (f.item?.fields) yield* enums(f.item.fields, `${indent}    `, `${head}${indent}${f.key}:\n${indent}  -\n`);
    }
  }

  for (const [name, body, slot] of enums(pack.form.fields, '', '')) {
    test(`of ${name}`, () => {
      const head = body.startsWith('申报:') ? '通知: sd-2023\n' : HEAD;
      const listed = slot.values?.filter((v) => head !== HEAD || (v.directions ?? [INDUSTRY]).includes(INDUSTRY));
      const wanted = listed?.map((v) => v.value) ?? ['是', '否'];
      assert.deepEqual(labels(head + body), wanted);
      assertMends(head + body);
    });
  }

  test('of the direction: each says its clause and what it asks for', () => {
    const marked = '通知: sd-2023\n申报:\n  方向: $0';
    for (const locale of ['zh', 'en'] as const) {
      for (const d of pack.notice.directions) {
        const { documentation, detail } = item(marked, d.id, locale);
        assert.ok(`${detail}${documentation}`.includes(d.clause!), `${d.id}: ${d.clause}`);
        for (const ask of d.asks) assert.ok(documentation.includes(ask.about[locale]), `${d.id}: ${ask.about[locale]}`);
      }
    }
  });

  test('say what they mean', () => {
    assert.match(item(`${HEAD}申报单位:\n  法人类型: $0`, '分支机构').documentation, /法人资格/);
    assert.match(item(`${HEAD}申报单位:\n  法人类型: $0`, '分支机构', 'en').documentation, /branch/);
    assert.match(item(`${HEAD}申报单位:\n  实际运营: $0`, '否').documentation, /否/);
  });

  test('half typed are replaced as a whole, and the rest of the line stays', () => {
    assert.equal(replaced(`${HEAD}  推荐地市: 济$0`), '济');
    assert.equal(replaced(`${HEAD}  推荐地市: 济$0南`), '济南');
    assert.equal(replaced(`${HEAD}  推荐地市: $0济南市  # 注册地`), '济南市');
    const text = `${HEAD}  推荐地市: 济  # 注册地\n`;
    assert.equal(accept(text, item(text.replace('济 ', '济$0 '), '济南市')), `${HEAD}  推荐地市: 济南市  # 注册地\n`);
    assert.equal(replaced(`${HEAD}附件材料:\n  - {编号: 甲, 材料: 营$0业, 盖章: 是}`), '营业');
    assert.equal(replaced(`${HEAD}平台:\n  服务行业: [农$0机, 化工]`), '农机');
  });

  test('directly behind the colon get a space', () => {
    assertMends(`${HEAD}  推荐地市:$0`);
    assertMends(`${HEAD}  推荐地市:$0 济南市`);
    assertMends(`${HEAD}附件材料:\n  - {编号: 甲, 盖章:$0}`);
    assertMends(`${HEAD}附件材料:\n  - {编号: 甲, 盖章:$0 是}`);
  });

  test('behind a full-width colon, and one without its space', () => {
    const cities = pack.notice.cities;
    assert.deepEqual(labels(`${HEAD}  推荐地市：$0`), cities);
    assert.deepEqual(labels(`${HEAD}  推荐地市：济$0`), cities);
    assert.equal(replaced(`${HEAD}  推荐地市：济$0`), '济');
    assert.deepEqual(labels(`${HEAD}  推荐地市:济$0`), cities);
    assert.deepEqual(labels(`${HEAD}附件材料:\n  - {编号: 甲, 盖章：是$0}`), ['是', '否']);
  });

  test('of a list get brackets where there are none yet', () => {
    const text = `${HEAD}平台:\n  服务行业: `;
    assert.match(accept(text, item(`${text}$0`, '农机装备')), /服务行业: \[农机装备\]$/);
  });

  test('that the list has already are not offered', () => {
    const fresh = (marked: string) => assert.ok(!labels(`${HEAD}平台:\n  ${marked}`).includes('农机装备'), marked);
    fresh('服务行业: [农机装备, $0]');
    fresh('服务行业: [农机装备, 化$0]');
    fresh('服务行业: [$0, 农机装备]');
    fresh('服务行业: ["农机装备", $0]');
    fresh('服务行业:\n    - 农机装备\n    - $0');
    fresh('服务行业:\n    - $0\n    - 农机装备');
    fresh('服务行业:\n    [\n      农机装备,\n      $0\n    ]');
    assert.ok(labels(`${HEAD}平台:\n  服务行业: [农机$0装备]`).includes('农机装备'), 'but the one at the cursor is');
    assert.ok(
      labels(`${HEAD}平台:\n  服务行业:\n    - 农机$0装备`).includes('农机装备'),
      'but the one at the cursor is',
    );
  });

  test('无 is offered where it may stand for a list', () => {
    assert.deepEqual(labels(`${HEAD}限制性情形:\n  安全环境事故: $0`), ['无']);
  });

  test('a list is given its dash where it has none yet', () => {
    for (const [marked, label, wanted] of [
      ['平台:\n  服务行业:\n    $0', '医药', '平台:\n  服务行业:\n    - 医药'],
      ['平台:\n  服务行业:\n    - 化工\n    $0', '医药', '平台:\n  服务行业:\n    - 化工\n    - 医药'],
      ['附件材料:\n  $0', '加一条', '附件材料:\n  - {编号: 某, 材料: 某}'],
      ['附件材料:\n  - {编号: 甲}\n  $0', '加一条', '附件材料:\n  - {编号: 甲}\n  - {编号: 某, 材料: 某}'],
      ['附件材料:\n  - 编号: 甲\n  $0', '加一条', '附件材料:\n  - 编号: 甲\n  - {编号: 某, 材料: 某}'],
    ] as const) {
      assert.equal(accept(offered(HEAD + marked).text, item(HEAD + marked, label), '某'), HEAD + wanted);
      assertMends(HEAD + marked);
    }
    assert.deepEqual(labels(`${HEAD}平台:\n  服务行业:\n    - 化工\n    $0`).includes('化工'), false);
    assert.deepEqual(offered(`${HEAD}附件材料:\n  - {编号: 甲}\n   $0`).items, [], 'beside the dashes');
    assert.equal(item(`${HEAD}附件材料:\n  $0`, 'New item', 'en').kind, 'skeleton');
  });

  test('a list whose dashes stand at the column of its group leaves room for the next key', () => {
    const shown = labels(`${HEAD}平台:\n  服务行业:\n  - 化工\n  $0`);
    assert.ok(shown.includes('平台名称') && !shown.includes('服务行业') && !shown.includes('医药'), shown.join());
    assert.equal(labels(`${HEAD}平台:\n  服务行业:\n  - 化工\n  - $0`).includes('医药'), true);
  });

  test('无 for a list is not offered beside its items', () => {
    assert.deepEqual(labels(`${HEAD}限制性情形:\n  安全环境事故:\n    $0`), ['无']);
    assert.deepEqual(labels(`${HEAD}限制性情形:\n  安全环境事故:\n    - {日期: 2022-01-01}\n    $0`), []);
  });

  test('a value begun right behind the colon gets its space', () => {
    for (const body of ['签署:\n  签字:s$0', '附件材料:\n  - {编号: 甲, 签字:s$0}', '附件材料:\n  - 签字:s$0']) {
      const marked = HEAD + body;
      assert.deepEqual(labels(marked), ['是', '否'], body);
      assert.equal(accept(offered(marked).text, item(marked, '是')), marked.replace(':s$0', ': 是'));
    }
    assert.ok(
      !labels(`${HEAD}平台:\n  平台名称: 甲\n  http://$0`).includes('是'),
      'a colon behind another word is none',
    );
  });

  test('nothing is offered for plain text and numbers', () => {
    assert.deepEqual(labels(`${HEAD}申报单位:\n  单位名称: $0`), []);
    assert.deepEqual(labels(`${HEAD}申报单位:\n  注册资本: 5$0`), []);
    assert.deepEqual(labels(`${HEAD}申报单位:\n  没有这一项: $0`), []);
  });
});

suite('references', () => {
  const MATERIALS = `${HEAD}附件材料:
  - {编号: 执照, 材料: 营业执照}
  - {编号: 荣誉-1, 材料: 荣誉资质证明, 年度: 2021}
  - 编号: 软著-1
    材料: 知识产权证明
`;

  for (const body of [
    '申报单位:\n  资质荣誉:\n    - {名称: 甲, 证明: $0}',
    '申报单位:\n  资质荣誉:\n    - 名称: 甲\n      证明: $0',
    '平台:\n  指标:\n    连接设备数: {数值: 1, 证明: 荣$0}',
    '平台:\n  知识产权: [{名称: 甲, 证明: $0}]',
  ]) {
    test(`of materials at ${body.split('\n').at(-1)!.trim()}`, () => {
      assert.deepEqual(labels(MATERIALS + body), ['执照', '荣誉-1', '软著-1']);
      assert.match(item(MATERIALS + body, '荣誉-1').detail, /荣誉资质证明/);
      assertMends(MATERIALS + body);
    });
  }

  test('also when the materials come later', () => {
    const late = `${HEAD}平台:\n  知识产权:\n    - {名称: 甲, 证明: $0}\n附件材料:\n  - {编号: 软著-1, 材料: 知识产权证明}\n`;
    assert.deepEqual(labels(late), ['软著-1']);
  });

  test('with a comma or a colon in it are quoted', () => {
    for (const id of ['甲, 乙', '甲: 乙', '甲 #1', '[甲]']) {
      const marked = `${HEAD}附件材料:\n  - {编号: "${id}", 材料: 其他}\n申报单位:\n  资质荣誉:\n    - {名称: 甲, 证明: $0}`;
      const { text } = offered(marked);
      const analysis = analyze(accept(text, item(marked, id)), FACTS);
      const answer = analysis.answers.at(['申报单位', '资质荣誉', 0, '证明']);
      assert.equal(answer?.value, id);
    }
  });
});

suite('the whole of what is missing', () => {
  const whole = (marked: string) => offered(marked).items.find((s) => s.kind === 'skeleton');

  test('is offered first, in every kind of place', () => {
    for (const body of [
      '$0',
      '  $0',
      '申报单位:\n  $0',
      '申报单位:\n  注册地址:\n    $0',
      '附件材料:\n  - $0',
      '豁免:\n  - $0',
    ]) {
      const { items } = offered(HEAD + body);
      assert.equal(items[0]?.kind, 'skeleton', body);
      assert.match(items[0].label, /补全必填项/);
    }
    assert.match(offered(`${HEAD}  $0`, 'en').items[0]!.label, /All required fields/);
  });

  test('leaves nothing required missing there', () => {
    const { text } = offered(`${HEAD}$0`);
    const done = accept(text, whole(`${HEAD}$0`)!, '某');
    const missing = analyze(done, FACTS).findings.filter((f) => f.rule === 'missing-field');
    assert.deepEqual(
      missing.map((f) => f.message.zh),
      ['缺少必填项“申报.申报日期”', '缺少必填项“申报.推荐地市”'],
    );
  });

  test('of an item stays inside the item', () => {
    for (const body of [
      '豁免:\n  - $0',
      '豁免:\n- $0',
      '附件材料:\n  - $0',
      '平台:\n  知识产权:\n    - 名称: 甲\n  应用案例:\n    - $0',
    ]) {
      assertMends(HEAD + body);
    }
  });

  test('has its tab stops numbered from one, without gaps', () => {
    for (const body of ['$0', '  $0', '平台:\n  $0', '限制性情形:\n  $0']) {
      const { insert } = whole(HEAD + body)!;
      const stops = [...new Set([...insert.matchAll(/\$\{(\d+)/g)].map((m) => Number(m[1])))].sort((a, b) => a - b);
      assert.deepEqual(
        stops,
        stops.map((_, i) => i + 1),
        body,
      );
    }
  });

  test('answers nothing that nobody has answered: tab stops are empty, also in what every dossier has', () => {
    const { insert } = whole(`${HEAD}$0`)!;
    assert.doesNotMatch(insert, /\$\{\d+[|:]/);
    assert.match(insert, /编号: 执照, .*盖章: \$\{\d+\}\}/);
    assert.match(insert, /签字: \$\{\d+\}, 盖章: \$\{\d+\}\}/);
    assert.doesNotMatch(expand(insert, ''), /\$/);
  });

  test('is not offered where one field or none is missing', () => {
    assert.equal(whole(`${HEAD}签署:\n  $0`), undefined);
    assert.equal(whole(smallest(['通知: sd-2023\n', '通知: sd-2023\n$0\n'])), undefined);
  });
});

suite('completion offers nothing', () => {
  const places: Readonly<Record<string, string>> = {
    'inside a block of text': '申报单位:\n  单位简介: |\n    甲$0\n',
    'on its own line inside a block of text': '申报单位:\n  单位简介: |\n    甲\n    $0\n    乙\n',
    'on a blank line between two paragraphs': '申报单位:\n  单位简介: |\n    甲\n$0\n    乙\n',
    'on a blank line of a folded text': '申报单位:\n  单位简介: >-\n    甲\n  $0\n    乙\n',
    'in a chapter that looks like keys': '正文:\n  平台定位: |\n    方向: $0\n',
    'in a chapter that looks like a list': '正文:\n  平台定位: |\n    - $0\n',
    'inside double quotes': '申报单位:\n  单位性质: "民$0"\n',
    'inside single quotes': "申报单位:\n  单位性质: '民$0'\n",
    'inside an open quote': '申报单位:\n  单位名称: "甲$0\n',
    'inside quotes in braces': '申报单位:\n  联系人: {姓名: "甲$0"}\n',
    'inside a quote over two lines': '申报单位:\n  单位名称: "甲\n    乙$0"\n',
    'in a comment': '# 方$0\n',
    'in a comment behind a value': '申报单位:\n  单位性质: 民营 # $0\n',
    'in a comment inside braces': '申报单位:\n  注册地址: {\n    省: 山东省, # $0\n    市: 济南市}\n',
    'in the indentation of a line': '申报单位:\n $0 单位性质: 民营\n',
    'before the indentation of a line': '申报单位:\n$0  单位性质: 民营\n',
    'behind braces': '申报单位:\n  注册地址: {省: 山东省} $0\n',
    'behind a quoted value': '申报单位:\n  单位性质: "民营" $0\n',
  };
  for (const [name, body] of Object.entries(places)) {
    test(name, () =>
      assert.deepEqual(
        offered(HEAD + body).items.map((s) => s.label),
        [],
      ),
    );
  }
});

suite('broken text', () => {
  const cities = pack.notice.cities;
  const keys = without(keysOf(fieldsAt('签署'), INDUSTRY), '签字人');

  test('a half-typed key without a colon before', () => {
    assert.deepEqual(labels(`${HEAD}  申报日\n  推荐地市: $0`), cities);
    assert.deepEqual(labels('通知: sd-2023\n申报\n  推荐地市: $0'), cities);
    assert.deepEqual(labels(`${HEAD}平台:\n  平台\n签署:\n  签字人: 法定代表人\n  $0`), keys);
  });

  test('an unclosed bracket, brace or quote before', () => {
    for (const slip of [
      '平台:\n  服务行业: [农机装备\n',
      '申报单位:\n  注册地址: {省: 山东省, 市:\n',
      '申报单位:\n  单位名称: "甲\n  单位性质: 民营\n',
      "申报单位:\n  单位名称: '甲\n",
      '附件材料:\n  - {编号: 甲\n  - {编号: 乙, 材料: "其他}\n',
    ]) {
      assert.deepEqual(labels(`${HEAD}${slip}签署:\n  签字人: 法定代表人\n  $0`), keys, slip);
      assert.deepEqual(labels(`${HEAD}${slip}签署:\n  签字: $0`), ['是', '否'], slip);
    }
  });

  test('an unclosed bracket in the same group', () => {
    assert.deepEqual(labels(`${HEAD}平台:\n  服务行业: [农机装备\n  建设状态: $0`), [
      '规划设计',
      '在建',
      '基本建成',
      '已运营',
    ]);
    assert.deepEqual(labels(`${HEAD}附件材料:\n  - {编号: 甲, 材料: 其他\n  - {编号: 乙, 盖章: $0}`), ['是', '否']);
  });

  test('broken indentation before', () => {
    assert.deepEqual(labels(`${HEAD}申报单位:\n    单位名称: 甲\n  单位性质: 民营\n签署:\n  签字: $0`), ['是', '否']);
    assert.deepEqual(labels(`${HEAD}申报单位:\n  单位名称: 甲\n    单位性质: 民营\n  实际运营: $0`), ['是', '否']);
  });

  test('an indentation that fits no group offers nothing that would break', () => {
    for (const body of [
      '申报单位:\n    单位名称: 甲\n  $0',
      '申报单位:\n  单位名称: 甲\n $0\n',
      '申报单位:\n  单位名称: 甲\n   $0\n',
      '申报单位:\n\t$0',
      '申报单位:\n  $0\n  单位名称: 甲\n',
      '申报单位:\n   $0\n  单位名称: 甲\n',
      '附件材料:\n  - 编号: 甲\n   $0',
    ]) {
      assertMends(HEAD + body);
    }
  });

  test('a full-width comma and bracket', () => {
    assert.ok(labels(`${HEAD}平台:\n  服务行业: ［农机装备，$0`).includes('化工') === false);
    assert.ok(labels(`${HEAD}平台:\n  服务行业: ［农机装备，$0`).includes('医药'));
    assert.ok(labels(`${HEAD}平台:\n  服务行业: [农机装备、$0]`).includes('医药'));
  });

  test('with Windows line ends', () => {
    const crlf = (s: string) => s.replace(/\n/g, '\r\n');
    assert.deepEqual(labels(crlf(`${HEAD}  推荐地市: 济$0\n签署:\n`)), cities);
    assert.equal(replaced(crlf(`${HEAD}  推荐地市: 济$0\n签署:\n`)), '济');
    assert.deepEqual(labels(crlf(`${HEAD}签署:\n  签字人: 法定代表人\n  $0\n`)), keys);
    assert.deepEqual(labels(crlf(`${HEAD}附件材料:\n  - {编号: 甲, 盖章: $0}\n`)), ['是', '否']);
  });

  test('with a byte order mark', () => {
    assert.deepEqual(labels(`\ufeff${HEAD}  推荐地市: $0`), cities);
    assert.deepEqual(labels('\ufeff$0'), ['通知: sd-2023']);
  });

  test('an offset anywhere in broken text gives an answer', () => {
    const text = `${HEAD}  推荐地市：［济南\n申报单位\n  单位名称: "甲\n  注册地址: {省: {市：[\n\t- - 甲: *乙\n  ? 丙\n&a &b *c\n---\n`;
    const analysis = analyze(text, FACTS);
    for (let offset = 0; offset <= text.length; offset++) {
      for (const s of completeAt(analysis, offset)) assert.ok(s.span.start <= s.span.end, `${offset} ${s.label}`);
    }
  });
});

suite('every item at many cursors of the samples can be accepted', () => {
  /** Offsets: the ends of keys and values, where values begin, inside words; and new lines to write on. */
  function* cursors(text: string): Generator<{ text: string; offset: number }> {
    let at = 0;
    const lines = text.split('\n');
    for (const [i, line] of lines.entries()) {
      const head = /^ *(?:- )?/.exec(line)![0].length;
      const colon = line.indexOf(': ');
      const places = new Set([head, head + 1, line.length, colon, colon + 2, colon + 3]);
      for (const m of line.matchAll(/[{[,]/g)) places.add(m.index + 1).add(m.index + 2);
      for (const place of places) if (place >= head && place <= line.length) yield { text, offset: at + place };
      at += line.length + 1;
      const next = lines.slice(i + 1).find((l) => l.trim()) ?? '';
      const indent = /^ */.exec(next)![0];
      for (const blank of new Set([indent, `${indent}${next.trimStart().startsWith('-') ? '- ' : ''}`])) {
        yield { text: `${text.slice(0, at)}${blank}\n${text.slice(at)}`, offset: at + blank.length };
      }
    }
  }

  /** Kinds of places, of all samples: rows of a list are alike, and so are dossiers. */
  const seen = new Set<string>();
  let items = 0;
  /** Every third kind of place, or with ROUNDS each of them. */
  const stride = process.env.ROUNDS ? 1 : 3;

  for (const name of cleanSamples()) {
    test(name, () => {
      const { text } = sample(name);
      const original = analyze(text, FACTS);
      const faults: string[] = [];
      for (const cursor of cursors(text)) {
        const before = cursor.text === text ? original : analyze(cursor.text, FACTS, original);
        const shown = completeAt(before, cursor.offset);
        // Once for each kind of place.
        const { text: t, offset: o } = cursor;
        const line = t.slice(t.lastIndexOf('\n', o - 1) + 1, o);
        const kind = [/^[ -]*/.exec(line)![0], line.at(-1), t[o], ...shown.map((s) => s.label)].join();
        if (!shown.length || seen.has(kind)) continue;
        seen.add(kind);
        if (seen.size % stride) continue;
        items += shown.length;
        faults.push(...broken(cursor.text, cursor.offset, before));
      }
      assert.deepEqual(faults, []);
    });
  }

  test('there were enough of them', () => assert.ok(items > 1500 / stride, `${items} items`));
});

suite('what the dossier and its folder know', () => {
  const FILES = ['evidence/执照.pdf', 'evidence/新证书.pdf', 'chapters/01.md', '说明.docx'];

  function full(marked: string): readonly CompletionSuggestion[] {
    const { text, offset } = atCursor(marked);
    const analysis = analyze(text, { ...FACTS, files: new Map([['evidence/执照.pdf', { state: 'missing' }]]) });
    const options = { offset, locale: 'zh' as const, formKeys: FACTS.formKeys, packs: FACTS.packs };
    const items = completion(analysis, { ...options, today: '2023-06-12', files: () => FILES, spell: createSpeller() });
    return [...items].sort((a, b) => a.order - b.order);
  }
  const names = (marked: string) => full(marked).map((s) => s.label);

  test('files below the folder, those without a paper first, chapters where a chapter is wanted', () => {
    const [one = '', two = ''] = ['文件: evidence/执照.pdf', '文件: $0'];
    assert.deepEqual(names(smallest([one, two])), ['evidence/新证书.pdf', '说明.docx', 'evidence/执照.pdf']);
    const chapter = smallest().replace(/ {2}平台定位: \|\n.*\n/, '  平台定位: {文件: $0}\n');
    assert.deepEqual(names(chapter), ['chapters/01.md']);
  });

  test('days: today, the last day, the day of figures; months; the years asked for', () => {
    assert.deepEqual(names(smallest(['申报日期: 2023-06-15', '申报日期: $0'])).slice(0, 2), [
      '2023-06-12',
      '2023-06-20',
    ]);
    assert.deepEqual(
      full(smallest(['申报日期: 2023-06-15', '申报日期: $0']))
        .map((s) => s.detail)
        .slice(0, 2),
      ['今天', '截止日期'],
    );
    assert.ok(names(smallest(['年度: 2022, 文件', '年度: $0, 文件'])).includes('2021'));
  });

  test('the applicant’s name where a holder is wanted', () => {
    const text = smallest(['  解决方案:', '  知识产权:\n    - {名称: 甲, 类型: 软件著作权, 权利人: $0}\n  解决方案:']);
    assert.deepEqual(names(text), ['德州砺穹通信技术有限公司']);
  });

  test('a waiver: rules that found what may be waived, and where', () => {
    const text = smallest(['  单位简介: |', '  单位简介: |\n    ××公司。']);
    const [rule] = full(`${text}豁免:\n  - {规则: $0}\n`);
    assert.equal(rule?.label, 'placeholder');
    assert.deepEqual(names(`${text}豁免:\n  - {规则: placeholder, 位置: $0}\n`), ['申报单位.单位简介']);
    const { text: clean } = atCursor(`${smallest()}豁免:\n  - {规则: $0}\n`);
    assert.equal(
      analyzed(clean).findings.filter((f) => f.severity === 'warning' && f.rule === 'placeholder').length,
      0,
    );
    assert.deepEqual(names(`${smallest()}豁免:\n  - {规则: $0}\n`), []);
  });

  test('items answer to Chinese, pinyin and initials; what is being typed comes first', () => {
    const at = (typed: string) => full(smallest(['方向: 专业型/面向特定技术', `方向: ${typed}$0`]));
    const find = (typed: string) => at(typed).find((s) => s.label.startsWith('综合型'))!.filter;
    // A list that came up before anything was typed, or with the first letter, is filtered as one goes on.
    for (const typed of ['', 'z', 'zh', 'zhx']) assert.match(find(typed), /^zhx\S* 综合型\S* zonghexing/, typed);
    assert.match(find('zongh'), /^zonghexing/);
    assert.match(find('综'), /^综合型/);
    const keys = full(smallest(['  依法纳税: 是', '  yfns$0'])).map((s) => [s.label, s.filter]);
    assert.match(String(keys.find(([label]) => label === '依法纳税')?.[1]), /^yfns 依法纳税 yifanashui$/);
  });

  test('Chinese is found within a word, the whole by its pinyin', () => {
    const find = (marked: string, label: RegExp) => full(marked).find((s) => label.test(s.label))!.filter;
    const filter = find(smallest(['方向: 专业型/面向特定技术', '方向: 特定$0']), /特定/);
    assert.match(filter, /^特定技术 专业型/);
    const key = (typed: string) => smallest(['  依法纳税: 是\n  诚信守法: 是', `  ${typed}$0`]);
    assert.match(find(key('纳税'), /依法纳税/), /^纳税 依法纳税/);
    assert.match(find(key('b'), /^补全/), /^bqbtx\b.* buquanbitianxiang\b/);
  });

  test('another day that is typed is not taken for one that is offered', () => {
    const follows = (filter: string, typed: string) => new RegExp([...typed].join('.*')).test(filter);
    const items = full(smallest(['启动日期: 2021-01-11', '启动日期: $0']));
    assert.ok(items.length >= 3);
    for (let day = Date.UTC(2018, 0, 1); day < Date.UTC(2024, 0, 1); day += 86_400_000) {
      const typed = new Date(day).toISOString().slice(0, 10);
      for (const { label, filter } of items)
        assert.equal(follows(filter, typed), label === typed, `${typed}: ${filter}`);
    }
  });

  test('no label twice, and only what is one of a list is taken by a comma', () => {
    for (const name of cleanSamples()) {
      const { text } = sample(name);
      for (let at = 7; at < text.length; at += 97) {
        const labels = full(`${text.slice(0, at)}$0${text.slice(at)}`).map((s) => s.label);
        assert.equal(new Set(labels).size, labels.length, labels.join(' '));
      }
    }
    const commits = full(smallest(['签字人: 法定代表人, 签字: 是, 盖章', '签字人: $0, 签字: 是, 盖章']));
    assert.ok(commits.length > 1 && commits.every((s) => s.commit.includes(',')));
  });
});
