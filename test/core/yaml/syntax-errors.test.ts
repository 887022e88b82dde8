/** Broken text: what is wrong is found at its words, nothing else becomes wrong, and the rest is still checked. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fixAll } from '../../../server/src/core/features/code-actions/quick-fixes.ts';
import { applyEdits } from '../../../server/src/core/text/apply-edits.ts';
import { analyzed, check, smallest } from '../../support/engine.ts';

type Change = readonly [string, string];

/** Findings in every block, before and after whatever a test breaks: they must be there whatever else is. */
const ELSEWHERE: readonly Change[] = [
  ['申报日期: 2023-06-15', '申报日期: ⟦2023/06/15⟧bad-format⟧'],
  ['  依法纳税: 是', '  依法纳税: ⟦对⟧not-in-list⟧'],
  ['  研发人员数: 14', '  研发人员数: ⟦十四⟧wrong-type⟧'],
  ['  产权拥有者: 是', '  产权拥有者: ⟦对⟧not-in-list⟧'],
  ['    服务企业数: 42', '    服务企业数: ⟦四二⟧wrong-type⟧'],
  ['  社会稳定事件: 无', '  社会稳定事件: ⟦没⟧not-in-list⟧'],
  ['签字人: 法定代表人, 签字: 是, 盖章: 是}', '签字人: 法定代表人, 签字: 是, 盖章: ⟦对⟧not-in-list⟧}'],
  ['\n  签字: 是\n', '\n  签字: ⟦对⟧not-in-list⟧\n'],
];

function crlf(text: string): string {
  return text.replace(/\n/g, '\r\n');
}

/** The smallest dossier with the changes, alone and together with everything else a file can bring along. */
function recovers(name: string, ...changes: readonly Change[]): void {
  test(name, () => {
    check(smallest(...changes));
    check(smallest(...ELSEWHERE, ...changes));
    check(`\ufeff${crlf(smallest(...ELSEWHERE, ...changes))}`);
    check(`# 👨‍👩‍👧𠮷：一，二\r\n${smallest(...changes)}`);
  });
}

/** Says what is found in text that no one could mark exactly: rule, line and column (from 0). */
function found(text: string): string[] {
  const { findings, source } = analyzed(text);
  return findings
    .filter((f) => f.severity !== 'info')
    .map((f) => {
      const { line, character } = source.position(f.span.start);
      return `${f.rule} ${line}:${character}`;
    });
}

const NAME = '  平台名称: 砺穹5G工业互联网平台';
const LINK = '{姓名: 尚知夏, 手机: "13800000006", 邮箱: shang@liqiong.example.com}';

suite('the dossier the tests start from', () => {
  recovers('has no findings but those marked');
});

suite('quotes that are never closed', () => {
  recovers('double, at the top', ['通知: sd-2023', '通知: ⟦"sd-2023⟧yaml-syntax⟧']);
  recovers('single, at the top', ['通知: sd-2023', "通知: ⟦'sd-2023⟧yaml-syntax⟧"]);
  recovers('double, nested', ['推荐地市: 德州市', '推荐地市: ⟦"德州市⟧yaml-syntax⟧']);
  recovers('single, nested', ['推荐地市: 德州市', "推荐地市: ⟦'德州市⟧yaml-syntax⟧"]);
  recovers('single, with a doubled one inside', [NAME, "  平台名称: ⟦'砺穹''平台''⟧yaml-syntax⟧"]);
  recovers('before other quotes in the block', [NAME, '  平台名称: ⟦"砺穹平台⟧yaml-syntax⟧'], ['320', '320 # "注"']);
  recovers('closed with the other kind', [NAME, `  平台名称: ⟦"砺穹5G工业互联网平台'⟧yaml-syntax⟧`]);
  recovers('closed with a full-width one', ['推荐地市: 德州市', '推荐地市: ⟦"德州市”⟧yaml-syntax⟧']);
  recovers('in an item of a list', ['[5G]', '\n    - ⟦"5G⟧yaml-syntax⟧\n    - 人工智能']);
  recovers('in a mapping of a list', [
    '  - {编号: 执照, 材料: 营业执照, 文件: evidence/执照.pdf, 盖章: 是}',
    '  - 编号: ⟦"执照⟧yaml-syntax⟧\n    材料: 营业执照\n    文件: "evidence/执照.pdf"\n    盖章: 是',
  ]);
  recovers('in braces, before other keys', ['"13800000006"', '⟦"13800000006⟧yaml-syntax⟧']);
  recovers('in braces, last', ['{姓名: 邢沐川}', "{姓名: ⟦'邢沐川⟧yaml-syntax⟧}"]);
  recovers('in braces in a list', ['{编号: 执照', '{编号: ⟦"执照⟧yaml-syntax⟧']);
  recovers('in brackets', ['[5G]', '[⟦"5G⟧yaml-syntax⟧]']);
  recovers('text after a closed one', [NAME, '  平台名称: "砺穹5G"⟦工业互联网平台⟧yaml-syntax⟧']);
  recovers('half typed', ['\n  盖章: 是\n', '\n  盖章: ⟦"⟧yaml-syntax⟧\n']);
});

suite('brackets that are never closed, or once too often', () => {
  recovers('[', ['[物联网]', '⟦[⟧yaml-syntax⟧物联网']);
  recovers('[ in the middle of a block', ['[5G]', '⟦[⟧yaml-syntax⟧5G']);
  recovers('[ over several lines', ['[5G]', '⟦[⟧yaml-syntax⟧\n    5G,\n    人工智能']);
  recovers('{', ['{姓名: 邢沐川}', '⟦{⟧yaml-syntax⟧姓名: 邢沐川']);
  recovers(
    '{ in a list',
    ['盖章: 是}\n  - {编号: 审计', '盖章: 是\n  - {编号: 审计'],
    ['  - {编号: 执照', '  - ⟦{⟧yaml-syntax⟧编号: 执照'],
  );
  recovers('{ in the last item', ['研发投入: 137}', '研发投入: 137'], ['- {年度: 2022', '- ⟦{⟧yaml-syntax⟧年度: 2022']);
  recovers('] once too often', ['[5G]', '[5G]⟦]⟧yaml-syntax⟧']);
  recovers('} once too often', ['{姓名: 邢沐川}', '{姓名: 邢沐川}⟦}⟧yaml-syntax⟧']);
  recovers('} once too often in a list', ['盖章: 是}\n  - {编号: 审计', '盖章: 是}⟦}⟧yaml-syntax⟧\n  - {编号: 审计']);
  recovers('the wrong one after [', ['[5G]', '[5G⟦}⟧yaml-syntax⟧']);
  recovers('the wrong one after {', ['{姓名: 邢沐川}', '{姓名: 邢沐川⟦]⟧yaml-syntax⟧']);
  recovers('text after a closed one', ['[5G]', '[5G]⟦等⟧yaml-syntax⟧']);
  recovers('over several lines, closed at the margin, are no harm to others', [
    '{姓名: 邢沐川}',
    '{\n    姓名: 邢沐川\n  }',
  ]);
  for (const [name, change] of [
    ['} at the margin', ['{姓名: 邢沐川}', '{\n    姓名: 邢沐川\n}']],
    ['keys and } at the column of the key', ['{姓名: 邢沐川}', '{\n  姓名: 邢沐川\n  }']],
    ['items and ] at the column of the key', ['[5G]', '[\n  5G,\n  人工智能\n  ]']],
    ['items and ] at the margin', ['[5G]', '[\n5G,\n人工智能\n]']],
  ] as const) {
    test(`over several lines with ${name}: indentation at most`, () => {
      const rules = found(smallest(change));
      assert.ok(rules.length <= 3 && rules.every((f) => f.startsWith('yaml-syntax ')), rules.slice(0, 9).join('\n'));
    });
  }
  test('[ that nothing closes takes no entry below into it', () => {
    const rules = found(smallest(['[5G]', '[\n  5G,\n  其他: 甲,\n  ]']));
    assert.ok(
      rules.some((f) => f.startsWith('unknown-field')),
      rules.join('\n'),
    );
  });
  test('a comma missing between two keys is one finding', () => {
    const shown = (changed: readonly [string, string]) => found(smallest(changed)).map((f) => f.split(':')[0]);
    assert.deepEqual(shown(['省: 山东省, 市', '省: 山东省 市']), ['yaml-syntax 13']);
    assert.deepEqual(shown(['"13800000006", 邮', '"13800000006" 邮']), ['yaml-syntax 19']);
  });
  test('{ that was never opened ruins its own line only', () => {
    assert.deepEqual(found(smallest(['{姓名: 邢沐川}', '姓名: 邢沐川}'])), ['yaml-syntax 18:9']);
  });
});

suite('colons', () => {
  recovers('missing after a key with a value', ['  注册资本: 600', '  ⟦注册资本 600⟧yaml-syntax⟧']);
  recovers('missing, with nothing between', ['  注册资本: 600', '  ⟦注册资本600⟧yaml-syntax⟧']);
  recovers('missing, without a value', ['  注册资本: 600', '  ⟦注册资本⟧yaml-syntax⟧']);
  recovers('missing before a nested list', ['  经营情况:\n', '  ⟦经营情况⟧yaml-syntax⟧\n']);
  recovers('missing at the top', ['\n平台:\n', '\n⟦平台⟧yaml-syntax⟧\n']);
  recovers('missing after the notice', ['通知: sd-2023', '⟦通知 sd-2023⟧yaml-syntax⟧']);
  recovers('missing before a text block', ['  技术架构: |', '  ⟦技术架构 |⟧yaml-syntax⟧']);
  recovers('missing in braces', ['{姓名: 邢沐川}', '{⟦姓名 邢沐川⟧yaml-syntax⟧}']);
  recovers('without a space', ['  注册资本: 600', '  注册资本⟦:⟧yaml-syntax⟧600']);
  recovers('without a space, at the top', ['通知: sd-2023', '通知⟦:⟧yaml-syntax⟧sd-2023']);
  recovers('without a space, before an address', ['平台网址: https', '平台网址⟦:⟧yaml-syntax⟧https']);
  recovers('without a space, before a text block', ['  技术架构: |', '  技术架构⟦:⟧yaml-syntax⟧|']);
  recovers('without a space, before a bracket', ['技术积累: [', '技术积累⟦:⟧yaml-syntax⟧[']);
  recovers('without a space, before a quote', ['推荐地市: 德州市', '推荐地市⟦:⟧yaml-syntax⟧"德州市"']);
  recovers('without spaces in braces', [
    LINK,
    '{姓名⟦:⟧yaml-syntax⟧尚知夏,手机⟦:⟧yaml-syntax⟧"13800000006",邮箱⟦:⟧yaml-syntax⟧shang@liqiong.example.com}',
  ]);
  test('a second one in a value ruins its own line only', () => {
    assert.deepEqual(found(smallest([NAME, '  平台名称: 砺穹: 5G工业互联网平台'])), ['yaml-syntax 29:8']);
    assert.deepEqual(found(smallest(['    平台分为', '    要点: 平台分为'])), []);
  });
  test('a second one in a value in braces ruins that value only', () => {
    assert.deepEqual(found(smallest(['砺穹路6号', '砺穹路: 6号'])), ['yaml-syntax 13:40']);
  });
});

suite('full-width punctuation where YAML wants plain', () => {
  const wide = (s: string) => `⟦${s}⟧full-width-punctuation⟧`;
  recovers('colon', ['注册资本: 600', `注册资本${wide('：')}600`]);
  recovers('colon and a space', ['注册资本: 600', `注册资本${wide('：')} 600`]);
  recovers('colon at the top', ['通知: sd-2023', `通知${wide('：')}sd-2023`]);
  recovers('colon over a block', ['\n平台:\n', `\n平台${wide('：')}\n`]);
  recovers('colon over a list', ['经营情况:\n', `经营情况${wide('：')}\n`]);
  recovers('colon before a text block', ['技术架构: |', `技术架构${wide('：')}|`]);
  recovers('colon in a list item', [
    '  - {编号: 执照, 材料: 营业执照, 文件: evidence/执照.pdf, 盖章: 是}',
    `  - 编号${wide('：')}执照\n    材料${wide('：')}营业执照\n    文件: evidence/执照.pdf\n    盖章${wide('：')} 是`,
  ]);
  recovers('colons and commas in braces', [
    LINK,
    `{姓名${wide('：')}尚知夏${wide('，')}手机${wide('：')}"13800000006"${wide('，')} 邮箱${wide('：')}shang@liqiong.example.com}`,
  ]);
  recovers('comma between two keys', ['省: 山东省, 市', `省: 山东省${wide('，')}市`]);
  recovers('enumeration comma between two keys', ['省: 山东省, 市', `省: 山东省${wide('、')}市`]);
  recovers('commas in brackets', ['[5G]', `[5G${wide('，')}人工智能${wide('、')}区块链]`]);
  recovers('brackets', ['[5G]', `${wide('［')}5G${wide('］')}`]);
  recovers('one bracket of two', ['[5G]', `[5G${wide('］')}`], ['[物联网]', `${wide('［')}物联网]`]);
  recovers('braces', ['{姓名: 邢沐川}', `${wide('｛')}姓名: 邢沐川${wide('｝')}`]);
  recovers('dash', ['  - {编号: 纳税', `  ${wide('－')}{编号: 纳税`]);
  recovers('dash and a space', ['  - {编号: 执照', `  ${wide('－')} {编号: 执照`]);
  recovers('all dashes of a list', [
    '  特定技术: [5G]',
    `  特定技术:\n    ${wide('－')}5G\n    ${wide('－')} 人工智能\n    ${wide('－')}区块链`,
  ]);
  recovers('on a line with emoji and rare characters before it', [
    LINK,
    `{姓名: 👨‍👩‍👧𠮷𠮷👩🏽‍🔬${wide('，')}手机${wide('：')}"13800000006", 邮箱: ⟦𠮷@x⟧bad-format⟧}`,
  ]);

  for (const [name, space] of [
    ['U+3000', '\u3000'],
    ['U+00A0', '\u00a0'],
  ] as const) {
    recovers(`${name} after a colon`, ['注册资本: 600', `注册资本:${wide(space)}600`]);
    recovers(`${name} after a colon and a space`, ['注册资本: 600', `注册资本: ${wide(space)}600`]);
    recovers(`${name} before a colon`, ['注册资本: 600', `注册资本${wide(space)}: 600`]);
    recovers(`${name} after a dash`, ['  - {编号: 执照', `  -${wide(space)}{编号: 执照`]);
    recovers(`${name} as two columns of indentation`, ['  注册资本: 600', `${wide(space.repeat(2))}注册资本: 600`]);
    recovers(`${name} after a key's colon in braces`, ['{省: 山', `{省:${wide(space)}山`]);
    recovers(`${name} after a comma in braces`, ['山东省, 市', `山东省,${wide(space)}市`]);
    recovers(`${name} after an opening brace`, ['{姓名: 邢', `{${wide(space)}姓名: 邢`]);
    recovers(`${name} at the end of a line is no harm`, ['注册资本: 600', `注册资本: 600${space}`]);
    recovers(
      `${name} before a closing bracket is no harm`,
      ['{姓名: 邢沐川}', `{姓名: 邢沐川${space}}`],
      ['[5G]', `[5G${space}]`],
    );
    test(`${name} before a comment`, () => {
      assert.deepEqual(found(smallest(['注册资本: 600', `注册资本: 600${space}# 万元`])), [
        'full-width-punctuation 12:11',
      ]);
    });
  }
  test('one U+3000 in the place of two spaces', () => {
    assert.deepEqual(found(smallest(['  注册资本: 600', '　注册资本: 600'])), ['full-width-punctuation 12:0']);
  });
  test('U+3000 for the indentation of a whole block', () => {
    const text = smallest([
      '签署:\n  签字人: 法定代表人\n  签字: 是\n  盖章: 是',
      '签署:\n　签字人: 法定代表人\n　签字: 是\n　盖章: 是',
    ]);
    assert.deepEqual(
      found(text),
      [80, 81, 82].map((line) => `full-width-punctuation ${line}:0`),
    );
  });
});

suite('full-width punctuation where it belongs is no finding', () => {
  recovers('in a value', [NAME, '  平台名称: 砺穹：5G，工业、互联网［平台］｛一｝－二　三“四”']);
  recovers('in a value that begins with brackets', [NAME, '  平台名称: ［暂定］砺穹5G工业互联网平台']);
  recovers('in a value that begins with a dash', [NAME, '  平台名称: －砺穹－5G工业互联网平台']);
  recovers('in quoted text', [NAME, '  平台名称: "砺穹：5G，［工业］"'], ['砺穹路6号', "'砺穹路：6号，｛北｝'"]);
  recovers('in a quoted text of two lines', [NAME, '  平台名称: "砺穹：5G，\n    名称：工业，［平台］\n    －第三行"']);
  recovers('in a plain text of two lines', [
    NAME,
    '  平台名称: 砺穹5G工业\n    名称：互联网，平台\n    －第三行：［一］',
  ]);
  recovers('in a text block', [
    '    平台分为',
    '    备注：一，二、三\n\n    注册资本：600\n    －第一\n    － 第二\n    ［一］｛二｝\n    　　名称：甲，乙\n    "没有收尾的引号\n    [没有收尾的括号\n    平台分为',
  ]);
  recovers('in a folded text block', [
    '  技术架构: |\n    平台分为',
    '  技术架构: >-\n    备注：一，二\n    注册资本：600\n    －第一\n    平台分为',
  ]);
  recovers('in a text block of a list item', [
    '    - {名称: 中小工厂5G专网接入, 适用行业: 通用设备, 客户数: 42, 简介: 为中小工厂规划、开通并代维5G专网。}',
    '    - 名称: 专网\n      适用行业: 设备\n      客户数: 42\n      简介: |\n        名称：一，二\n        －三',
  ]);
  recovers(
    'in comments',
    ['通知: sd-2023', '# 说明：全角，［］｛｝－　"\n通知: sd-2023 # 注：一，二'],
    ['  注册资本: 600', '  # 注册资本：600\n  注册资本: 600 #　名称：一'],
    ['  - {编号: 审计', '  # － {编号：审计，\n  - {编号: 审计'],
    ['平台:\n', '平台: # 名称：\n'],
  );
  recovers('a comment in brackets over several lines', ['[5G]', '[5G, # 名称：一，二］\n    人工智能]']);
  recovers('commas in prose in braces', ['简介: 为中', '简介: 服务内容：勘测，交付：运维，含培训。为中']);
  recovers('brackets in prose in braces', ['简介: 为中', '简介: 交付［含］，运维｛一｝－完。为中']);
  recovers('a key of the same braces in prose', ['代维5G专网。', '代维5G专网，客户数：42家。']);
  recovers('a key of the form in prose in braces', ['砺穹路6号', '砺穹路6号，联系人：张三']);
  recovers('an item of a list', ['[5G]', '\n    - ⟦5G：一，二⟧not-in-list⟧']);
  recovers('in plain text over brackets', ['[物联网]', '["物联网", 其他]']);
  recovers('a time', ['砺穹路6号', '砺穹路6号 9:00-17:00'], ['砺穹5G工业互联网平台', '砺穹:5G工业互联网平台']);
});

suite('indentation', () => {
  recovers('a tab', ['  注册资本: 600', '⟦\t⟧yaml-syntax⟧注册资本: 600']);
  recovers('a tab before a list item', ['  - {编号: 纳税', '⟦\t⟧yaml-syntax⟧- {编号: 纳税']);
  recovers('tabs for a whole block', [
    '  诚信守法: 是\n  缴纳社保: 是\n',
    '  诚信守法: 是\n⟦\t⟧yaml-syntax⟧缴纳社保: 是\n',
  ]);
  recovers(
    'a tab elsewhere is no harm',
    ['  注册资本: 600', '  注册资本:\t600\t'],
    ['  - {编号: 纳税', '  -\t{编号: 纳税'],
    ['    平台分为', '    \t平台分为'],
  );
  for (const [name, bullet] of [
    ['a dash without a space', '-'],
    ['an em dash', '— '],
    ['an en dash', '– '],
    ['a bullet', '• '],
  ] as const) {
    test(`${name} before one item of a list ruins that item only`, () => {
      const rules = found(smallest(['  - {编号: 纳税', `  ${bullet}{编号: 纳税`]));
      // The tax return is in that item: that it is missing may be said.
      const other = rules.filter((f) => !f.startsWith('material-missing') && !/ 77:/.test(f));
      assert.deepEqual(other, []);
      assert.equal(rules.filter((f) => / 77:/.test(f)).length, 1, rules.join('\n'));
    });
  }
  recovers('dashes without a space, from the first item on', [
    '技术积累: [物联网]',
    '技术积累:\n    ⟦-⟧yaml-syntax⟧物联网\n    ⟦-⟧yaml-syntax⟧大数据',
  ]);
  recovers('a dash without a space in a list at the column of its key', [
    '技术积累: [物联网]',
    '技术积累:\n  - 物联网\n  ⟦-⟧yaml-syntax⟧大数据',
  ]);
  recovers('a dash without a space before a key, the other keys under it or under its dash', [
    '    - {名称: 中小工厂5G专网接入, 适用行业: 通用设备, 客户数: 42, 简介: 为中小工厂规划、开通并代维5G专网。}',
    '    ⟦-⟧yaml-syntax⟧名称: 甲\n     适用行业: 通用设备\n     客户数: 42\n     简介: 为中小工厂代维专网。\n' +
      '    ⟦-⟧yaml-syntax⟧名称: 乙\n      适用行业: 通用设备\n      客户数: 42\n      简介: |\n        为中小工厂代维专网。\n' +
      '    ⟦-⟧yaml-syntax⟧名称: 丙\n      适用行业: 通用设备\n      客户数: 42\n      简介: 为中小工厂代维专网。',
  ]);
  test('a dash without a space is told as such, not as a colon', () => {
    const text = smallest(['技术积累: [物联网]', '技术积累:\n    -物联网']);
    const told = analyzed(text).findings.filter((f) => f.rule === 'yaml-syntax');
    assert.deepEqual(
      told.map((f) => f.message),
      [{ zh: '列表项开头的“-”后面要空一格', en: 'A space is missing after the “-” of a list item' }],
    );
  });
  test('a text block whose first line is the deepest is one finding', () => {
    const rules = found(smallest(['    平台分为', '      一、总述\n    平台分为'])).filter(
      (f) => !f.startsWith('text-length'),
    );
    assert.equal(rules.length, 1, rules.join('\n'));
    assert.match(rules[0]!, /^yaml-syntax 5[234]:/);
  });
  test('the marks of a merge conflict do not hide the block', () => {
    const text = smallest(['  注册资本: 600', '<<<<<<< HEAD\n  注册资本: 600\n=======\n  注册资本: 700\n>>>>>>> b']);
    const rules = found(text);
    assert.ok(
      rules.some((f) => / 12:/.test(f)),
      rules.join('\n'),
    );
    assert.ok(rules.length <= 4, rules.join('\n'));
  });
  test('a tab before the text of a text block', () => {
    assert.deepEqual(found(smallest(['    平台分为', '\t平台分为'])), ['yaml-syntax 53:0']);
  });

  for (const [name, change, line] of [
    ['a key one column too deep', ['  注册资本: 600', '   注册资本: 600'], 12],
    ['a key two columns too deep', ['  注册资本: 600', '    注册资本: 600'], 12],
    ['a key one column short', ['  注册资本: 600', ' 注册资本: 600'], 12],
    ['a key that follows brackets, too deep', ['  实际运营: 是', '    实际运营: 是'], 14],
    ['a key after a list, too deep', ['  实际运营: 是', '   实际运营: 是'], 14],
    ['a key over a list, too deep', ['  经营情况:\n', '   经营情况:\n'], 24],
    ['a key over a list, short', ['  经营情况:\n', ' 经营情况:\n'], 24],
    // Of two keys that do not agree, the second is shown: nothing says which is right.
    ['the first key too deep', ['  方向: 专业型', '   方向: 专业型'], 4],
    ['the first key short', ['  方向: 专业型', ' 方向: 专业型'], 4],
    ['a list item short', ['    - {年度: 2021', '   - {年度: 2021'], 26],
    ['a list item too deep', ['    - {年度: 2021', '     - {年度: 2021'], 26],
    ['a top-level key one column in', ['\n平台:\n', '\n 平台:\n'], 28],
    ['a top-level key two columns in', ['\n签署:\n', '\n  签署:\n'], 79],
    ['a line of a text block, short', ['    平台分为', '    一行。\n  平台分为'], 54],
    ['a line of a text block, one column short', ['    平台分为', '    一行。\n   平台分为'], 54],
    ['a line of a text block at the margin', ['    平台分为', '    一行。\n平台分为'], 54],
  ] as const) {
    test(`${name} is one finding, on its line`, () => {
      const rules = found(smallest(change)).filter((f) => !f.startsWith('text-length'));
      assert.equal(rules.length, 1, rules.join('\n'));
      assert.match(rules[0]!, new RegExp(`^yaml-syntax ${line}:`));
    });
  }
  test('a key at the margin that belongs deeper is found, and the keys after it are not lost', () => {
    const rules = found(smallest(['  注册资本: 600', '注册资本: 600']));
    assert.deepEqual(rules, ['yaml-syntax 12:0']);
  });
  recovers(
    'a list at the column of its key is no harm',
    ['    - {年度: 2020', '  - {年度: 2020'],
    ['    - {年度: 2021', '  - {年度: 2021'],
    ['    - {年度: 2022', '  - {年度: 2022'],
  );
  test('a whole file two columns in is no harm', () => {
    check(smallest().replace(/^(?=.)/gm, '  '));
  });
});

suite('keys twice', () => {
  recovers('nested', ['  注册资本: 600', '  注册资本: 600\n  ⟦注册资本⟧duplicate-field⟧: 700']);
  recovers('in braces', ['{姓名: 邢沐川}', '{姓名: 邢沐川, ⟦姓名⟧duplicate-field⟧: 张三}']);
  recovers('in braces in a list', ['{编号: 执照, ', '{编号: 执照, ⟦编号⟧duplicate-field⟧: 执照二, ']);
  recovers('quoted and plain', ['  注册资本: 600', '  注册资本: 600\n  ⟦"注册资本"⟧duplicate-field⟧: 700']);
  recovers('three times', [
    '  注册资本: 600',
    '  注册资本: 600\n  ⟦注册资本⟧duplicate-field⟧: 700\n  ⟦注册资本⟧duplicate-field⟧: 800',
  ]);
  recovers('a whole group', ['  解决方案:\n', '  ⟦指标⟧duplicate-field⟧:\n    连接设备数: 1\n  解决方案:\n']);
  test('at the top', () => {
    check(`${smallest(...ELSEWHERE)}⟦签署⟧duplicate-field⟧:\n  签字人: 法定代表人\n  签字: 是\n  盖章: 是\n`);
    check(`${smallest()}⟦通知⟧duplicate-field⟧: sd-2023\n`);
    check(smallest(['\n平台:\n', '\n⟦申报⟧duplicate-field⟧:\n  方向: 综合型/跨行业跨领域\n平台:\n']));
  });
  test('at the top, while one of the two is being changed', () => {
    check(`${smallest()}⟦"签署"⟧duplicate-field⟧:\n`);
    check(`${smallest()}⟦签署⟧duplicate-field⟧⟦：⟧full-width-punctuation⟧\n`);
  });
});

suite('several documents', () => {
  test('a second dossier is one finding, at its marker', () => {
    check(`${smallest()}⟦---⟧yaml-syntax⟧\n${smallest()}`);
    check(crlf(`${smallest()}⟦---⟧yaml-syntax⟧\n${smallest()}`));
  });
  test('a marker in the middle is one finding', () => {
    check(smallest(['\n附件材料:', '\n⟦---⟧yaml-syntax⟧\n附件材料:']));
  });
  test('a marker before the first entry, or with nothing behind it, is no harm', () => {
    check(`---\n${smallest()}`);
    check(`# 注\n---\n${smallest()}`);
    check(`\ufeff---\r\n${crlf(smallest())}`);
    check(`%YAML 1.2\n---\n${smallest()}`);
    check(`${smallest()}---\n`);
    check(`${smallest()}...\n`);
    check(`---\n${smallest()}---\n# 完\n`);
  });
  test('text behind a marker is one finding', () => {
    check(`---\n${smallest()}⟦---⟧yaml-syntax⟧\n\n正文\n`);
  });
  recovers('a rule of Markdown in a text block is no marker', ['    平台分为', '    ---\n    ...\n    平台分为']);
});

suite('anchors and aliases', () => {
  recovers('within a block', ['实际运营: 是', '实际运营: &y 是'], ['诚信守法: 是', '诚信守法: *y']);
  test('across top-level blocks', () => {
    check(smallest(['推荐地市: 德州市', '推荐地市: &市 德州市'], ['市: 德州市, 县', '市: *市, 县']));
    check(
      smallest(
        ['推荐地市: 德州市', '推荐地市: &市 ⟦德州府⟧not-in-list⟧'],
        ['市: 德州市, 县', '市: ⟦*市⟧city-in-province⟧, 县'],
      ),
    );
  });
  recovers(
    'of a mapping',
    ['  法定代表人: {姓名: 邢沐川}', '  法定代表人: &人 {姓名: 邢沐川}'],
    [LINK, '{姓名: 尚知夏, 手机: "13800000006", 邮箱: a@b.cn}'],
  );
  recovers('unresolved', ['推荐地市: 德州市', '推荐地市: ⟦*市⟧yaml-syntax⟧']);
  recovers('before its anchor', ['职工人数: 26', '职工人数: ⟦*n⟧yaml-syntax⟧'], ['平台:\n', '平台: &n\n']);
  recovers('in brackets', ['[5G]', '[5G, ⟦*x⟧yaml-syntax⟧]']);
  recovers('of itself', [
    '  解决方案:\n',
    '  解决方案:\n    - &s {名称: 一, 适用行业: 二, 客户数: 3, 简介: ⟦*s⟧yaml-syntax⟧}\n',
  ]);
  recovers('Markdown that looks like one', [NAME, '  平台名称: ⟦**砺穹5G工业互联网平台**⟧yaml-syntax⟧']);
  recovers('an alias and text', [NAME, '  平台名称: ⟦*砺穹⟧yaml-syntax⟧ 平台']);
  test('more than one place stands for is not read, and said once', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]\n`,
    );
    const { findings } = analyzed(`${smallest()}a0: &a0 [一, 二, 三]\n${levels.join('')}`);
    assert.ok(findings.some((f) => f.rule === 'yaml-syntax'));
    assert.ok(findings.length < 200);
  });
});

suite('values that begin with a sign', () => {
  for (const sign of ['@', '`', '%']) {
    recovers(sign, [NAME, `  平台名称: ⟦${sign}⟧yaml-syntax⟧砺穹5G工业互联网平台`]);
  }
  for (const sign of ['- ', '? ', '| ', '>', '!', '&', ': ']) {
    test(`“${sign}” is found on its line only`, () => {
      const rules = found(smallest([NAME, `  平台名称: ${sign}砺穹5G工业互联网平台`]));
      assert.ok(rules.length > 0 || sign === '&', 'silence');
      assert.ok(rules.length < 2 && rules.every((f) => f.includes(' 29:')), rules.join('\n'));
    });
  }
});

suite('what is no entry', () => {
  const notice = 'missing-field 0:0';
  test('a list, a scalar, a flow collection as the whole file', () => {
    assert.deepEqual(found('- 一\n- 二\n'), [notice, 'wrong-type 0:0']);
    assert.deepEqual(found('你好\n'), [notice, 'yaml-syntax 0:0']);
    assert.deepEqual(found('"你好"\n'), [notice, 'wrong-type 0:0']);
    assert.deepEqual(found('[一, 二]\n'), [notice, 'wrong-type 0:0']);
  });
  test('a list at the top of the file', () => {
    check(`⟦- 一⟧wrong-type⟧\n${smallest(...ELSEWHERE)}`);
  });
  test('a list at the end of the file is one finding', () => {
    const rules = found(`${smallest()}- 一\n- 二\n`);
    assert.equal(rules.length, 1, rules.join('\n'));
    assert.match(rules[0]!, / 83:0$/);
  });
  recovers('a line of text between entries', ['\n平台:\n', '\n⟦你好世界⟧yaml-syntax⟧\n平台:\n']);
  test('nothing at all is one finding, on nothing', () => {
    for (const text of ['', '\n', '\r\n\r\n', '\ufeff', '   \n\t\n', '---\n', '...\n']) {
      assert.deepEqual(
        analyzed(text).findings.map((f) => f.rule),
        ['missing-field'],
        JSON.stringify(text),
      );
    }
    for (const text of ['# 注\n# 注：二\n', '\ufeff# 注'])
      assert.deepEqual(found(text).length, 1, JSON.stringify(text));
  });
});

suite('half-typed text at the end of the file', () => {
  for (const half of [
    '豁',
    '豁免',
    '豁\n',
    '"',
    "'",
    '[',
    '{',
    ']',
    '-',
    '－',
    '&',
    '*',
    '%',
    '@',
    '：',
    '，',
    '>',
    '|',
    '豁免："',
    '豁免: [',
    '豁免: {',
  ]) {
    test(`“${half.replace('\n', '↵')}” is one finding, there`, () => {
      const rules = found(smallest() + half).filter((f) => !/^empty-field/.test(f) || !half.startsWith('豁免'));
      if (half === '豁免："') assert.deepEqual(rules, ['full-width-punctuation 83:2', 'yaml-syntax 83:3']);
      else {
        assert.equal(rules.length, 1, rules.join('\n'));
        assert.match(rules[0]!, / 8[23]:/);
      }
    });
  }
  for (const half of [
    '盖',
    '盖章',
    '盖章：',
    '"',
    "'",
    '[',
    '{',
    ']',
    '-',
    '&',
    '*',
    '：',
    '盖章: *',
    '盖章: [',
    '盖章: {',
    "盖章: '",
  ]) {
    test(`“  ${half}” in the last block is one finding, there`, () => {
      // A key with its colon is a field that is not filled in, which is said beside the error.
      const rules = found(smallest().replace(/盖章: 是\n$/, half)).filter(
        (f) => half !== '盖章：' || !/^(?:empty-field|material-signature)/.test(f),
      );
      assert.equal(rules.length, 1, rules.join('\n'));
      assert.match(rules[0]!, / 82:/);
    });
  }
  recovers('a new key above others', ['  注册资本: 600', '  ⟦单位类⟧yaml-syntax⟧\n  注册资本: 600']);
  recovers('a new key above a text block', ['  技术架构: |', '  ⟦选型⟧yaml-syntax⟧\n  技术架构: |']);
  recovers('a new key in a list item', [
    '  - {编号: 执照, 材料: 营业执照, 文件: evidence/执照.pdf, 盖章: 是}',
    '  - 编号: 执照\n    材料: 营业执照\n    ⟦文⟧yaml-syntax⟧\n    盖章: 是',
  ]);
});

suite('keys without a value', () => {
  recovers('nested', ['  注册资本: 600', '  ⟦注册资本⟧empty-field⟧:']);
  recovers('a group', ['  法定代表人: {姓名: 邢沐川}', '  ⟦法定代表人⟧missing-field⟧:']);
  recovers('a list', ['  特定技术: [5G]', '  ⟦特定技术⟧empty-field⟧:']);
  recovers('a text block', ['  技术架构: |', '  ⟦技术架构⟧empty-field⟧: |\n  选型对照: |']);
  recovers('in braces', ['{姓名: 邢沐川}', '{⟦姓名⟧empty-field⟧: }'], ['省: 山东省', '⟦省⟧empty-field⟧:']);
  recovers('null', ['  注册资本: 600', '  注册资本: ⟦~⟧empty-field⟧'], ['砺穹路6号', '⟦null⟧empty-field⟧']);
  recovers('an item', ['[5G]', '[5G, ⟦,⟧yaml-syntax⟧ 人工智能]']);
  recovers('commas at the end are no harm', ['[5G]', '[5G,]'], ['{姓名: 邢沐川}', '{姓名: 邢沐川, }']);
});

suite('numbers that YAML would damage', () => {
  const lost = (s: string) => `⟦${s}⟧lost-number⟧`;
  for (const phone of ['053151782669', '+8613800000006']) recovers(phone, ['"13800000006"', lost(phone)]);
  for (const id of [
    '01',
    '1.0',
    '1e3',
    '0x10',
    '0o17',
    '12345678901234567890',
    '3.10',
    '-0',
    '.5',
    '61e9540',
    '.inf',
    '.NaN',
  ]) {
    recovers(`编号: ${id}`, ['编号: 执照', `编号: ${lost(id)}`]);
  }
  for (const [code, wrong] of [
    ['91370102012345E678', '78'],
    ['913701021234567890', '90'],
  ] as const) {
    test(`a code: ${code}, and the other rules see its digits`, () => {
      const line = `统一社会信用代码: ${code}`;
      const text = smallest(['统一社会信用代码: 91371403MA3RE2N64H', line]);
      const at = text.indexOf(code);
      const { findings } = analyzed(text);
      const shown = findings.map((f) => [f.rule, text.slice(f.span.start, f.span.end), f.span.start - at]);
      assert.deepEqual(
        shown.filter(([rule]) => String(rule).match(/lost|credit-code$/)),
        [
          ['lost-number', code, 0],
          ['credit-code', wrong, 16],
        ],
      );
    });
  }
  recovers('as a value whole', [NAME, `  平台名称: ${lost('5.10')}`]);
  recovers('behind emoji and rare characters', [
    '尚知夏, 手机: "13800000006"',
    `👨‍👩‍👧𠮷, 手机: ${lost('053151782669')}`,
  ]);
  recovers(
    'quoted, or what stays itself, is no finding',
    ['编号: 执照', '编号: "01"'],
    ['编号: 审计', "编号: '1e3'"],
    ['编号: 声明', '编号: 12'],
    ['编号: 纳税', '编号: 1_000'],
    ['编号: 社保', '编号: 01-2'],
  );
  recovers(
    'where a number belongs',
    ['注册资本: 600', '注册资本: 600.00'],
    ['职工人数: 26', '职工人数: 026'],
    ['累计投入: 320', '累计投入: 3.2e2'],
  );
});

suite('long lines', () => {
  const long = '平台面向中小企业，提供服务：勘测、交付。'.repeat(5000);
  recovers(
    'in braces, in a list',
    ['简介: 为中', `简介: ${long}为中`],
    ['客户数: 42', '客户数⟦：⟧full-width-punctuation⟧42'],
  );
  test('a finding behind a very long value in braces', () => {
    check(
      smallest([
        '{省: 山东省, 市: 德州市, 县区: 陵城区, 详细地址: 砺穹路6号}',
        `{省: 山东省, 市: 德州市, 详细地址: ${long}, 县区⟦：⟧full-width-punctuation⟧陵城区}`,
      ]),
    );
  });
  test('an unclosed quote on a very long line', () => {
    check(smallest(['砺穹路6号}', `⟦"${long}⟧yaml-syntax⟧}`]));
  });
});

suite('everything at once', () => {
  const changes: readonly Change[] = [
    ['通知: sd-2023', '通知⟦：⟧full-width-punctuation⟧sd-2023 # 👨‍👩‍👧：注'],
    ['推荐地市: 德州市', '推荐地市: ⟦"德州市⟧yaml-syntax⟧'],
    ['注册资本: 600', '注册资本⟦:⟧yaml-syntax⟧600'],
    ['{姓名: 邢沐川}', '⟦{⟧yaml-syntax⟧姓名: 𠮷沐川'],
    [
      LINK,
      '{姓名⟦：⟧full-width-punctuation⟧👩🏽‍🔬尚⟦，⟧full-width-punctuation⟧手机: ⟦053151782669⟧lost-number⟧, 邮箱: a@b.cn}',
    ],
    ['  职工人数: 26', '⟦　　⟧full-width-punctuation⟧职工人数: 26'],
    ['  经营情况:\n', '  ⟦经营情况⟧yaml-syntax⟧\n'],
    ['[5G]', '［5G，人工智能］'.replace(/[［，］]/g, (c) => `⟦${c}⟧full-width-punctuation⟧`)],
    ['[物联网]', '⟦[⟧yaml-syntax⟧物联网'],
    ['    连接设备数: 860', '    连接设备数: 860\n    ⟦连接设备数⟧duplicate-field⟧: 861'],
    ['  技术架构: |', '  技术架构⟦：⟧full-width-punctuation⟧|'],
    ['    平台分为', '    　名称：一，二［三］\n    平台分为'],
    ['  - {编号: 纳税', '  ⟦－⟧full-width-punctuation⟧{编号: 纳税'],
  ];
  recovers('slips in every block', ...changes);
  test('with CRLF, a BOM, and a half-typed end', () => {
    check(`\ufeff${crlf(`${smallest(...ELSEWHERE, ...changes)}⟦豁⟧yaml-syntax⟧`)}`);
  });
});

suite('a stray line that looks like a key or like the end of the document', () => {
  const below = '终端经工业网关接入5G专网，网络状态按分钟汇聚到云端，供应用层查询和告警。\n';
  for (const line of [
    '---',
    '...',
    '安全保障',
    '技术能力：强',
    '平台层：服务',
    '说明: |',
    '接入层：网关\n平台层：服务',
  ])
    test(`in a chapter: ${JSON.stringify(line)}`, () => {
      const text = smallest([below, `${below}${line}\n`]);
      const [found, ...more] = analyzed(text).findings.filter((f) => f.severity !== 'info');
      assert.equal(found?.rule, 'yaml-syntax');
      assert.deepEqual(more, []);
      const indented = line.replace(/^/gm, '    ');
      assert.equal(applyEdits(text, fixAll(analyzed(text))), smallest([below, `${below}${indented}\n`]));
    });
  for (const line of ['---', '...', '技术能力', '技术能力: 强', '平台层：服务'])
    for (const place of ['  职工人数: 26\n', '    注册用户数: 310\n', '  社会稳定事件: 无\n'])
      test(`in a group behind ${place.trim()}: ${line}`, () => {
        const text = smallest([place, `${place}${line}\n`]);
        const found = analyzed(text).findings.filter((f) => f.severity !== 'info');
        assert.deepEqual(
          found.map((f) => f.rule),
          ['yaml-syntax'],
        );
      });
  test('a second document is still one', () => {
    const text = `${smallest()}---\n${smallest()}`;
    assert.match(analyzed(text).findings.find((f) => f.rule === 'yaml-syntax')!.message.zh, /---/);
  });
});
