/** Hovers, by marked text: `$0` is where the pointer rests. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { analyze } from '../../../server/src/core/analysis/analyze.ts';
import { type HoverContent, hover } from '../../../server/src/core/features/hover/hover.ts';
import type { Field } from '../../../server/src/core/model/form-schema.ts';
import type { Locale } from '../../../server/src/core/model/localized-text.ts';
import type { Clause } from '../../../server/src/core/model/notice-schema.ts';
import { findClause } from '../../../server/src/core/model/pack.ts';
import { atCursor, cleanSamples, facts, pack, sample, smallest } from '../../support/engine.ts';

const FACTS = facts();
const HEAD = '通知: sd-2023\n申报:\n  方向: 特色型/面向重点行业\n';

function hoverAt(marked: string, locale: Locale = 'zh'): (HoverContent & { readonly covers: string }) | undefined {
  const { text, offset } = atCursor(marked);
  const found = hover(analyze(text, FACTS), offset, locale);
  return found && { ...found, covers: text.slice(found.span.start, found.span.end) };
}

/** The hover on the smallest sample with the pointer put into `line`. */
function on(line: string, locale: Locale = 'zh') {
  const found = hoverAt(smallest([line.replace('$0', ''), line]), locale);
  assert.ok(found, `a hover at ${line}`);
  return found;
}

function fieldAt(...keys: readonly string[]): Field {
  let fields: readonly Field[] = pack.form.fields;
  let field: Field | undefined;
  for (const key of keys) {
    field = fields.find((f) => f.key === key);
    fields = field?.fields ?? field?.item?.fields ?? [];
  }
  assert.ok(field, keys.join('.'));
  return field;
}

function includesAll(markdown: string, ...parts: readonly (string | undefined)[]): void {
  for (const part of parts) assert.ok(part === undefined || markdown.includes(part), `“${part}” is in\n${markdown}`);
}

suite('a hover on a key', () => {
  for (const locale of ['zh', 'en'] as const) {
    test(`says what belongs there (${locale})`, () => {
      const { about, why } = fieldAt('申报单位', '注册资本');
      const { markdown, covers } = on('注册$0资本: 600', locale);
      assert.equal(covers, '注册资本');
      includesAll(markdown, '申报单位.注册资本', about?.[locale], why?.[locale]);
      includesAll(markdown, ...(locale === 'zh' ? ['必填', '万元'] : ['required', '10,000 yuan']));
    });
  }

  test('covers the key at its first and last character', () => {
    assert.equal(on('  $0注册资本: 600').covers, '注册资本');
    assert.equal(on('  注册资本$0: 600').covers, '注册资本');
  });

  test('of every field of the form names it', () => {
    const walk = (fields: readonly Field[], indent: string, head: string, path: string) => {
      for (const f of fields) {
        const direction = f.onlyFor?.[0] ?? '特色型/面向重点行业';
        const start = `通知: sd-2023\n`;
        const choice = path.startsWith('申报.') || f.key === '申报' ? '' : `申报:\n  方向: ${direction}\n`;
        if (f.key !== '通知') {
          const found = hoverAt(`${start}${choice}${head}${indent}$0${f.key}: 1\n`);
          assert.equal(found?.covers, f.key, path + f.key);
          includesAll(found.markdown, f.about?.zh, f.why?.zh);
        }
        walk(f.fields ?? [], `${indent}  `, `${head}${indent}${f.key}:\n`, `${path}${f.key}.`);
        walk(
          f.item?.fields ?? [],
          `${indent}    `,
          `${head}${indent}${f.key}:\n${indent}  - 名: 1\n`,
          `${path}${f.key}.`,
        );
      }
    };
    walk(pack.form.fields, '', '', '');
  });

  test('in braces, and in a list item', () => {
    assert.equal(on('{省$0: 山东省').covers, '省');
    const year = on('{年$0度: 2020, 资产总额: 655');
    assert.equal(year.covers, '年度');
    includesAll(year.markdown, '经营情况[0].年度');
    assert.equal(on('- {编$0号: 声明').covers, '编号');
  });

  test('of one direction says which', () => {
    includesAll(on('特定$0技术: [5G]').markdown, '专业型/面向特定技术', '必填');
  });
});

suite('a hover on a condition', () => {
  const conditions: readonly (readonly [string, string])[] = [
    ['  实际$0运营: 是', '二（一）1'],
    ['  安全环境$0事故: 无', '二（二）1'],
    ['  安全生产$0黑名单: 否', '二（二）2'],
    ['  单位严重$0失信: 否', '二（二）3'],
    ['  符合产业$0政策: 是', '二（二）5'],
  ];
  for (const locale of ['zh', 'en'] as const) {
    for (const [line, id] of conditions) {
      test(`${line.replace('$0', '').trim()} gives clause, force, proof and what follows (${locale})`, () => {
        const clause = findClause(pack, id) as Clause;
        const { markdown } = on(line, locale);
        includesAll(markdown, id, clause.force, clause.title[locale], clause.means[locale]);
        includesAll(markdown, clause.proof?.[locale], clause.fails?.[locale]);
        assert.ok(clause.proof && clause.fails, 'the clause has proof and consequence');
      });
    }
  }
});

suite('a hover on a value', () => {
  for (const locale of ['zh', 'en'] as const) {
    test(`of the direction says its clause and what it asks for (${locale})`, () => {
      for (const d of pack.notice.directions) {
        const found = hoverAt(`通知: sd-2023\n申报:\n  方向: ${d.id.replace('/', '/$0')}\n`, locale);
        assert.equal(found?.covers, d.id);
        includesAll(found.markdown, d.clause, d.means[locale], ...d.asks.map((a) => a.about[locale]));
      }
    });

    test(`of a list says what it means (${locale})`, () => {
      const option = fieldAt('申报单位', '法人类型').values!.find((v) => v.value === '企业法人')!;
      const found = on('法人类型: 企业$0法人', locale);
      assert.equal(found.covers, '企业法人');
      includesAll(found.markdown, option.about![locale], option.clause);
    });

    test(`是 and 否 say what the answer means (${locale})`, () => {
      const field = fieldAt('申报单位', '依法纳税');
      includesAll(on('依法纳税: 是$0', locale).markdown, field.yes![locale]);
      const no = hoverAt(`${HEAD}申报单位:\n  依法纳税: 否$0\n`, locale);
      includesAll(no!.markdown, field.no![locale]);
    });
  }

  test('in quotes is known too', () => {
    const found = hoverAt(`${HEAD}申报单位:\n  单位性质: "民$0营"\n`);
    includesAll(found!.markdown, '境内自然人或民营资本控股');
  });

  test('with a full-width colon is known too', () => {
    const found = hoverAt(`${HEAD}申报单位:\n  单位性质：民$0营\n`);
    assert.equal(found?.covers, '民营');
    includesAll(found.markdown, '境内自然人或民营资本控股');
  });

  test('a list item in brackets and behind a dash', () => {
    const bracket = on('特定技术: [5$0G]');
    assert.equal(bracket.covers, '5G');
    includesAll(bracket.markdown, '5G 与工业现场的融合应用', '一（三）2');
    const dash = hoverAt(`${HEAD}平台:\n  服务行业:\n    - 电子信息\n    - 农机$0装备\n`);
    assert.equal(dash?.covers, '农机装备');
    includesAll(dash.markdown, '服务行业[1]');
  });

  test('a number says its field and unit', () => {
    const found = on('注册资本: 6$000');
    assert.equal(found.covers, '600');
    includesAll(found.markdown, '申报单位.注册资本', '万元');
  });

  test('a bare indicator is told as the number it is, with its unit', () => {
    for (const line of ['连接$0设备数: 860', '连接设备数: 8$060']) {
      const { markdown } = on(line);
      includesAll(markdown, '平台.指标.连接设备数', fieldAt('平台', '指标', '连接设备数').about?.zh, '二（一）3');
      includesAll(markdown, '整数');
      includesAll(markdown, '台');
    }
  });

  test('a full indicator, part by part', () => {
    const text = (part: string) => `${HEAD}平台:\n  指标:\n    连接设备数: ${part}\n`;
    assert.equal(hoverAt(text('{数$0值: 5, 截止: 2023-05-31}'))?.covers, '数值');
    assert.equal(hoverAt(text('{数值: 5, 截止: 2023-05-$031}'))?.covers, '2023-05-31');
    includesAll(hoverAt(text('{数值: 5, 口径$0: 甲}'))!.markdown, '连接设备数.口径');
  });

  test('a reference names its field', () => {
    const found = hoverAt(
      `${HEAD}申报单位:\n  资质荣誉:\n    - {名称: 甲, 证明: 荣$0誉-1}\n附件材料:\n  - {编号: 荣誉-1, 材料: 荣誉资质证明}\n`,
    );
    assert.equal(found?.covers, '荣誉-1');
    includesAll(found.markdown, '资质荣誉[0].证明');
  });
});

suite('a hover on a waiver', () => {
  const waiver =
    '豁免:\n  - {规则: key-industry, 位置: 平台.服务行业, 理由: 市局同意, 复核人: 王立国, 日期: 2023-06-13}\n';
  for (const key of ['规则', '位置', '理由', '复核人', '日期']) {
    test(`explains ${key}`, () => {
      const found = hoverAt(HEAD + waiver.replace(`${key}: `, `${key}$0: `));
      assert.equal(found?.covers, key);
      includesAll(found.markdown, `豁免[0].${key}`, fieldAt('豁免', key).about?.zh);
    });
  }

  test('explains the list', () => {
    includesAll(hoverAt(HEAD + waiver.replace('豁免', '豁$0免'))!.markdown, fieldAt('豁免').about?.zh);
  });

  test('says which rule is waived', () => {
    const rule = pack.rules.find((r) => r.id === 'key-industry')!;
    for (const locale of ['zh', 'en'] as const) {
      const found = hoverAt(HEAD + waiver.replace('key-industry', 'key-$0industry'), locale);
      includesAll(found!.markdown, rule.title[locale]);
    }
  });
});

suite('no hover', () => {
  const places: Readonly<Record<string, string>> = {
    'in an empty file': '$0',
    'in a file without a notice': '申报:\n  推荐$0地市: 济南市\n',
    'in a comment': `${HEAD}# 说$0明\n`,
    'behind a value, in a comment': `${HEAD}  推荐地市: 济南市  # 说$0明\n`,
    'in the indentation': `${HEAD}申报单位:\n $0 单位名称: 甲\n`,
    'in the indentation below a block of text': `${HEAD}申报单位:\n  单位简介: |\n    甲\n $0 单位名称: 甲\n`,
    'at the start of the line below a block of text': `${HEAD}申报单位:\n  单位简介: |\n    甲\n$0  单位名称: 甲\n`,
    'on a blank line': `${HEAD}\n$0\n签署:\n  签字: 是\n`,
    'on a blank line below a block of text': `${HEAD}正文:\n  平台定位: |\n    甲\n\n$0\n签署:\n  签字: 是\n`,
    'on a blank line below a list': `${HEAD}附件材料:\n  - {编号: 甲}\n$0\n签署:\n  签字: 是\n`,
    'on a dash': `${HEAD}附件材料:\n  $0- {编号: 甲}\n`,
    'on a key that the form does not have': `${HEAD}申报单位:\n  没有$0的: 甲\n`,
    'at the end of the file': `${HEAD}签署:\n  签字: 是\n\n$0`,
  };
  for (const [name, marked] of Object.entries(places)) {
    test(name, () => assert.equal(hoverAt(marked)?.markdown, undefined));
  }
});

suite('a hover in broken text', () => {
  test('below an unclosed quote, bracket or brace', () => {
    for (const slip of [
      '单位名称: "甲',
      "单位名称: '甲",
      '注册地址: {省: 山东省',
      '资质荣誉: [甲',
      '单位名',
      '\t单位名称: 甲',
    ]) {
      const below = hoverAt(`${HEAD}申报单位:\n  ${slip}\n签署:\n  签字$0人: 授权代表\n`);
      assert.equal(below?.covers, '签字人', slip);
    }
  });

  test('beside an unclosed quote or bracket in the same group', () => {
    for (const slip of ['单位名称: "甲', '注册地址: {省: 山东省', '单位名']) {
      const beside = hoverAt(`${HEAD}申报单位:\n  ${slip}\n  单位$0性质: 民营\n`);
      assert.equal(beside?.covers, '单位性质', slip);
      assert.equal(hoverAt(`${HEAD}申报单位:\n  单位$0性质: 民营\n  ${slip}\n`)?.covers, '单位性质', slip);
    }
  });

  test('inside an unclosed brace', () => {
    assert.equal(hoverAt(`${HEAD}申报单位:\n  注册地址: {省: 山东省, 市$0: 济南市\n`)?.covers, '市');
  });

  test('with full-width punctuation before it, at the very place', () => {
    const found = hoverAt(`${HEAD}平台：\n　服务行业：［农机装备，医$0药］\n`);
    assert.equal(found?.covers, '医药');
    assert.equal(hoverAt(`${HEAD}附件材料:\n  － {编号：甲，材$0料：其他}\n`)?.covers, '材料');
  });
});

suite('every place of a sample', () => {
  for (const name of cleanSamples()) {
    test(`${name}: each offset answers, and the answer holds it`, () => {
      const { text } = sample(name);
      const analysis = analyze(text, FACTS);
      let answers = 0;
      for (let offset = 0; offset <= text.length; offset += 3) {
        const found = hover(analysis, offset, 'zh');
        if (!found) continue;
        answers++;
        assert.ok(found.span.start <= offset && offset <= found.span.end, `${offset}`);
        assert.doesNotMatch(found.markdown, /undefined|\[object/);
      }
      assert.ok(answers > 500);
    });
  }
});
