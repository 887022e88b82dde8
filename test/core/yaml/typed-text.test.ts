/** Text as it is typed with the Chinese input method on, or pasted from Word and web pages: named at its place, fixed, and no other rule reports it. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { analyze } from '../../../server/src/core/analysis/analyze.ts';
import { fixAll, quickFixes } from '../../../server/src/core/features/code-actions/quick-fixes.ts';
import { applyEdits } from '../../../server/src/core/text/apply-edits.ts';
import { plainDataOfSource } from '../../../server/src/core/yaml/source.ts';
import { analyzed, check, cleanSamples, facts, sample, smallest } from '../../support/engine.ts';

type Change = readonly [string, string];

/** What `check --fix` makes of a text. */
function fixed(text: string): string {
  let now = text;
  for (let round = 0; round < 8; round++) {
    const edits = fixAll(analyzed(now));
    if (!edits.length) break;
    now = applyEdits(now, edits);
  }
  return now;
}

function remaining(text: string): string[] {
  return analyzed(text)
    .findings.filter((f) => f.severity !== 'info')
    .map((f) => f.rule);
}

/** The findings marked in the changes and no others; fixing them leaves none. */
function fixable(name: string, ...changes: readonly Change[]): void {
  test(name, () => {
    const { source } = check(smallest(...changes));
    assert.deepEqual(remaining(fixed(source.text)), []);
    check(`\ufeff${smallest(...changes).replace(/\n/g, '\r\n')}`);
    assert.deepEqual(remaining(fixed(source.text.replace(/\n/g, '\r\n'))), []);
  });
}

/** The findings marked in the changes, for whose fix an author is needed. */
function found(name: string, ...changes: readonly Change[]): void {
  test(name, () => {
    check(smallest(...changes));
    check(smallest(...changes).replace(/\n/g, '\r\n'));
  });
}

const wide = (s: string) => `⟦${s}⟧full-width-punctuation⟧`;

suite('signs of the Chinese input method', () => {
  fixable('【】 and 、 for brackets and a comma', ['[5G]', `${wide('【')}5G${wide('、')}人工智能${wide('】')}`]);
  fixable('〔〕 and ； in a list', ['[5G]', `${wide('〔')}5G${wide('；')}人工智能${wide('〕')}`]);
  fixable('【 closed with ]', ['[5G]', `${wide('【')}5G]`]);
  fixable('[ closed with 】', ['[5G]', `[5G${wide('，')}区块链${wide('】')}`]);
  fixable('【】 over several lines', ['[5G]', `${wide('【')}\n    5G${wide('，')}\n    人工智能\n  ${wide('】')}`]);
  fixable('【】 round keys for braces', ['{姓名: 邢沐川}', `${wide('【')}姓名${wide('：')}邢沐川${wide('】')}`]);
  fixable('； between two keys', ['省: 山东省, 市', `省: 山东省${wide('；')}市`]);
  fixable('｜ for |', ['技术架构: |', `技术架构: ${wide('｜')}`]);
  fixable('》 for >', ['技术架构: |', `技术架构${wide('：')}${wide('》')}`]);
  fixable('＞ for >', ['技术架构: |', `技术架构${wide('∶')} ${wide('＞')}`]);
  for (const colon of '：∶﹕︰꞉') {
    fixable(`${colon} for a colon`, ['注册资本: 600', `注册资本${wide(colon)}600`]);
    fixable(`${colon} in braces`, ['{姓名: 邢沐川}', `{姓名${wide(colon)}邢沐川}`]);
  }
  for (const value of ['“是”', '‘是’', '”是“', '＂是＂', '“是"'])
    fixable(`quotation marks round a value: ${value}`, ['依法纳税: 是', `依法纳税: ${wide(value)}`]);
  fixable('quotation marks round a number', ['注册资本: 600', `注册资本: ${wide('“600”')}`]);
  fixable('quotation marks in a list', ['[5G]', `[${wide('“5G”')}${wide('，')}${wide('‘人工智能’')}]`]);
  fixable('quotation marks in braces', ['"13800000006"', wide('“13800000006”')]);
  fixable('quotation marks round a key', ['注册资本: 600', `${wide('“注册资本”')}${wide('：')}600`]);
  fixable('quotation marks that the value needs become ASCII ones', [
    '详细地址: 砺穹路6号',
    `详细地址: ${wide('“砺穹路, 6号”')}`,
  ]);
  fixable('dashes of a list in one column', [
    '  特定技术: [5G]',
    `  特定技术:\n    - 5G\n    ${wide('–')} 人工智能\n    ${wide('－')}区块链`,
  ]);
  for (const dash of '‐‑–—―−－')
    fixable(`${dash} in a date`, ['申报日期: 2023-06-15', `申报日期: ⟦2023${dash}06${dash}15⟧bad-format⟧`]);
  fixable('a choice, a month and an address', [
    '方向: 专业型/面向特定技术',
    '方向: ⟦专业型、面向特定技术⟧not-in-list⟧',
  ]);
  fixable('an address of the web', [
    'https://www.liqiong.example.com',
    '⟦https：、、www。liqiong。example。com⟧bad-format⟧',
  ]);
  fixable('a path', ['evidence/执照.pdf', wide('evidence、执照。pdf')]);

  test('quotation marks round a part of a value, and brackets that decorate a title, are text', () => {
    check(smallest(['平台名称: 砺穹5G工业互联网平台', '平台名称: “砺穹”5G工业互联网平台']));
    check(smallest(['平台名称: 砺穹5G工业互联网平台', '平台名称: 【砺穹】']));
    check(smallest(['平台名称: 砺穹5G工业互联网平台', '平台名称: “砺穹”和“云帆”']));
  });

  for (const name of cleanSamples()) {
    test(`a whole file typed with the input method on is put right by one run: ${name}`, () => {
      const { text } = sample(name);
      const typed = typedWithInputMethod(text);
      const { findings } = analyzed(typed);
      assert.ok(findings.length > 100);
      const result = fixed(typed);
      assert.deepEqual(remaining(result), []);
      // In prose nothing tells 。 from a decimal point, and 、 from a slash.
      const plain = (of: string) => JSON.stringify(plainDataOfSource(analyzed(of).source)).replace(/[./。、"]/g, '');
      assert.equal(plain(result), plain(text));
    });
  }
});

/** The structure of a dossier, chapters apart, as the keys give it with the input method on. */
function typedWithInputMethod(text: string): string {
  let column = Number.POSITIVE_INFINITY;
  let quotes = 0;
  return text
    .split('\n')
    .map((line) => {
      const [lead = '', content = ''] = [/^ *(?:- )*/.exec(line)![0], line.slice(/^ *(?:- )*/.exec(line)![0].length)];
      if (!content || content.startsWith('#') || lead.length > column) return line;
      column = /: [|>]$/.test(content) ? lead.length : Number.POSITIVE_INFINITY;
      const signs: Record<string, string> = {
        ', ': '，',
        '[': '【',
        ']': '】',
        '{': '｛',
        '}': '｝',
        '|': '｜',
        '>': '》',
        '/': '、',
        '.': '。',
      };
      return (
        lead +
        content
          .replace(/["']/g, () => '“”'[quotes++ % 2]!)
          .replace(/: ?/g, '：')
          .replace(/, |[[\]{}/.]|[|>]$/g, (sign) => signs[sign]!)
      );
    })
    .join('\n');
}

suite('characters that nobody sees', () => {
  const unseen = (s: string) => `⟦${s}⟧invisible-character⟧`;
  for (const [name, c] of [
    ['zero-width space', '\u200b'],
    ['zero-width joiner', '\u200d'],
    ['left-to-right mark', '\u200e'],
    ['left-to-right embedding', '\u202a'],
    ['word joiner', '\u2060'],
    ['soft hyphen', '\u00ad'],
    ['byte order mark', '\ufeff'],
    ['first strong isolate', '\u2068'],
    ['vertical tab', '\u000b'],
  ] as const) {
    fixable(`${name} before a number`, ['注册资本: 600', `注册资本: ${unseen(c)}600`]);
    fixable(`${name} in a code`, ['91371403MA3RE2N64H', `9137${unseen(c)}1403MA3RE2N64H`]);
    fixable(`${name} behind an answer`, ['依法纳税: 是', `依法纳税: 是${unseen(c)}`]);
    fixable(`${name} in a key`, ['  注册资本: 600', `  注册${unseen(c)}资本: 600`]);
    fixable(`${name} in the indentation`, ['  注册资本: 600', `${unseen(c)}  注册资本: 600`]);
    fixable(`${name} in a file's name`, ['evidence/执照.pdf', `evidence/执${unseen(c)}照.pdf`]);
    fixable(`${name} in a chapter`, ['平台分为终端', `平台分为${unseen(c)}终端`]);
    found(`${name} in a comment is left alone`, ['注册资本: 600', `注册资本: 600 # 万${c}元`]);
  }
  test('the other rules see the text without it, and their places are right', () => {
    check(smallest(['连接设备860台套', `连接${unseen('\u200b')}设备⟦870台套⟧number-consistency⟧`]));
  });
  test('several on one line are one finding, which names them', () => {
    const { findings } = analyzed(smallest(['注册资本: 600', '注册资本\u00ad: \u200b600\u200b']));
    const [only, ...others] = findings.filter((f) => f.rule === 'invisible-character');
    assert.deepEqual(others, []);
    assert.match(only!.message.zh, /U\+00AD（软连字符）、U\+200B（零宽空格），共 3 个/);
  });
  test('those that make one emoji of several, or choose the form of a character, are no finding', () => {
    check(
      smallest(['平台分为', '👨‍👩‍👧平台分为❤️葛\u{e0100}1️⃣🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}']),
    );
  });
  test('a chapter in a file of its own is read without them too', () => {
    const text = smallest(['  技术架构: |', '  技术架构: {文件: a.md}\n  选型对照: |']);
    const chapters = new Map([['a.md', { text: `平台\u200b分为四层，连接设备870台套。${'字'.repeat(60)}` }]]);
    const { findings } = analyze(text, { ...facts(), chapters });
    const places = findings.filter((f) => f.file === 'a.md').map((f) => [f.rule, f.span.start]);
    assert.deepEqual(places, [
      ['invisible-character', 2],
      ['number-consistency', 12],
    ]);
  });
});

suite('blanks of every kind', () => {
  for (const blank of ['\u00a0', '\u2002', '\u2003', '\u2009', '\u202f', '\u205f', '\u3000', '\u1680', '\u2028']) {
    const code = `U+${blank.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    fixable(`${code} as indentation of a key`, ['  注册资本: 600', `${wide(blank.repeat(2))}注册资本: 600`]);
    fixable(`${code} behind a colon`, ['注册资本: 600', `注册资本:${wide(blank)}600`]);
    fixable(`${code} as indentation of a chapter`, ['    平台分为', `${wide(blank.repeat(4))}平台分为`]);
  }
});

suite('a whole file typed with the input method on', () => {
  const { text } = sample('最小');
  const structure = (change: (line: string) => string) =>
    text.replace(/^.*$/gm, (line) => (/^ {4}(?! |- )[^:]*。$/.test(line) ? line : change(line)));
  const wideAscii = (line: string) => line.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
  for (const [name, change] of [
    ['every sign in full width', wideAscii],
    ['every sign and blank in full width', (line: string) => wideAscii(line).replace(/ /g, '\u3000')],
    ['dashes of lists', (line: string) => line.replace(/^( *)- /, '$1—')],
    ['bullets of lists', (line: string) => line.replace(/^( *)- /, '$1• ')],
    ['minus signs of lists', (line: string) => line.replace(/^( *)- /, '$1− ')],
    ['a wide blank before colons', (line: string) => line.replace(/:(?= |$)/g, '\u3000：')],
  ] as const)
    test(`${name}: put right by --fix`, () => {
      const typed = structure(change);
      assert.notEqual(typed, text);
      assert.deepEqual(remaining(fixed(typed)), []);
    });
  fixable('＃ before a remark', ['  职工人数: 26', `  ${wide('＃')} 待核实\n  职工人数: 26`]);
  for (const bar of '￨∣│︱❘') fixable(`${bar} for |`, ['技术架构: |', `技术架构: ${wide(bar)}`]);
  test('text behind | that begins with # is text', () => {
    const typed = smallest(['技术架构: |', '技术架构: | #概述']);
    assert.deepEqual(remaining(typed), ['yaml-syntax']);
    assert.equal(fixed(typed), smallest(['技术架构: |\n', '技术架构: |\n    #概述\n']));
    assert.deepEqual(remaining(smallest(['技术架构: |', '技术架构: | # 备注'])), []);
  });
});

suite('characters pasted with a text', () => {
  for (const c of ['\u2028', '\u2029', '\u0085', '\u2800', '\ufffc'])
    for (const [from, to] of [
      ['推荐地市: 德州市', `推荐地市: 德${c}州市`],
      ['  职工人数: 26', `  职工${c}人数: 26`],
      ['{姓名: 邢沐川}', `{姓名: 邢沐${c}川}`],
      ['具备切片参数', `具备${c}切片参数`],
    ] as const)
      test(`U+${c.charCodeAt(0).toString(16).toUpperCase()} in ${from} is named and nothing else found`, () => {
        const typed = smallest([from, to]);
        assert.deepEqual(remaining(typed), ['invisible-character']);
        assert.equal(fixed(typed), smallest());
      });
});

suite('whole files indented with other blanks', () => {
  const { text } = sample('最小');
  for (const [name, blank] of [
    ['tabs', '\t'],
    ['U+3000', '\u3000'],
    ['U+00A0, two a level', '\u00a0\u00a0'],
  ] as const)
    test(`${name}: one --fix puts all levels right`, () => {
      const typed = text.replace(/^(?: {2})+/gm, (indent) => blank.repeat(indent.length / 2));
      assert.notEqual(typed, text);
      assert.deepEqual(remaining(applyEdits(typed, fixAll(analyzed(typed)))), []);
      const found = analyzed(typed).findings.filter((f) => f.severity !== 'info');
      const lines = found.map((f) => analyzed(typed).source.position(f.span.start).line);
      assert.equal(new Set(lines).size, lines.length, 'one finding a line');
    });
  for (const blank of ['\t', '\t\t', '\u3000\u3000', '\u2003\u2003'])
    test(`the first entry of a group, indented with ${JSON.stringify(blank)}`, () => {
      const typed = smallest(['    连接设备数: 860', `${blank}连接设备数: 860`]);
      assert.equal(fixed(typed), smallest());
    });
});

suite('files opened in the wrong encoding', () => {
  const lost = '⟦\ufffd⟧wrong-encoding⟧';
  found('in a chapter', ['平台分为', `平台分${lost}`]);
  found('in a name', ['德州砺穹通信技术有限公司\n', `德州${lost}穹通信技术有限公司\n`]);
  found('in a choice', ['单位性质: 民营', `单位性质: 民${lost}`]);
  found('in a key', ['  注册资本: 600', `  注册${lost}本: 600`]);
  found('in a top-level key', ['\n签署:', `\n签${lost}:`]);
  test('a file in GB18030 read as UTF-8 is one finding, which says what to do', () => {
    const bytes = Buffer.from(smallest().replace(/[\u0080-\uffff]/g, '\u00d6'), 'latin1');
    const { findings } = analyzed(new TextDecoder().decode(bytes));
    assert.deepEqual(
      findings.map((f) => f.rule),
      ['wrong-encoding'],
    );
    assert.match(findings[0]!.message.zh, /GB18030/);
    assert.match(findings[0]!.message.zh, /不要保存/);
  });
});

suite('what YAML swallows', () => {
  const cut = (s: string) => `⟦${s}⟧comment-in-value⟧`;
  const name = '平台名称: 砺穹5G工业互联网平台';
  fixable('a comment in a text', [name, `${name} ${cut('#1 期')}`]);
  fixable('a comment in the place of a text', [name, `平台名称: ${cut('#1 砺穹平台')}`]);
  fixable('a comment in braces, last', ['砺穹路6号}', `砺穹路 ${cut('#6号')}}`]);
  fixable('a comment in braces, before other keys', ['县区: 陵城区,', `县区: 陵城区 ${cut('#1')},`]);
  fixable("a comment behind a text in quotes' need", ['砺穹路6号}', `砺穹"路" ${cut('#6号')}}`]);
  found('a comment with its blank, behind a number or a choice', [name, `${name} # 一期`]);
  found(
    'a comment behind a number or a choice cuts nothing',
    ['注册资本: 600', '注册资本: 600 #万元'],
    ['单位性质: 民营', '单位性质: 民营 #民企'],
  );
  fixable('a comment line inside a chapter', ['    平台分为', `    一行。\n${cut('# 二、说明')}\n    平台分为`]);
  fixable('a comment line inside a chapter, indented like its key', [
    '    平台分为',
    `    一行。\n  ${cut('# 二、说明')}\n    平台分为`,
  ]);
  found('a comment line behind a chapter is one', ['  技术能力: |', '# 二、说明\n  技术能力: |']);

  const behind = (s: string) => `⟦${s}⟧yaml-syntax⟧`;
  fixable('text behind | on its line, with more below', ['  技术架构: |\n', `  技术架构: | ${behind('概述如下：')}\n`]);
  fixable('text directly behind |', ['  技术架构: |\n', `  技术架构: |${behind('概述如下：')}\n`]);
  fixable('text behind >, with more below', ['  技术架构: |\n', `  技术架构: > ${behind('概述如下：')}\n`]);
  test('text behind | alone is read as the chapter', () => {
    const text = smallest(['  技术架构: |\n    平台', '  技术架构: | 平台']);
    const { findings } = analyzed(text);
    assert.deepEqual(
      findings.filter((f) => f.severity !== 'info').map((f) => f.rule),
      ['yaml-syntax'],
    );
    assert.deepEqual(remaining(fixed(text)), []);
  });

  const merge = (s: string) => `⟦${s}⟧yaml-syntax⟧`;
  found(
    'a merge key in braces',
    ['{编号: 执照,', '&b {编号: 执照,'],
    ['  - {编号: 审计', `  - {${merge('<<')}: *b, 编号: 执照2}\n  - {编号: 审计`],
  );
  found(
    'a merge key in lines',
    ['实际运营: 是', '实际运营: &a 是'],
    ['  指标:\n', `  指标:\n    ${merge('<<')}: *a\n`],
  );
  test('merging is told as not supported', () => {
    const { findings } = analyzed(smallest(['  指标:\n', '  指标:\n    <<: {连接设备数: 1}\n']));
    assert.match(findings.find((f) => f.rule === 'yaml-syntax')!.message.zh, /不支持/);
  });

  found('an anchor behind a key with a list of braces below', ['  经营情况:\n', '  经营情况: &y\n']);
  found('an anchor with a Chinese name behind a key', ['  经营情况:\n', '  经营情况: &年度\n']);
  found('a tag behind a key', ['  经营情况:\n', '  经营情况: !!seq &y\n']);
  found('an anchor behind a group', ['  指标:\n', '  指标: &y # 注\n']);
  found('an anchor behind a dash', ['  - {编号: 执照', '  - &y {编号: 执照']);
  found('a tagged text in quotes in braces', ['砺穹路6号', '!!str "砺穹, {路} #6号"']);
  found('an anchored text in quotes in braces', ['砺穹路6号', "&d '砺穹, 路: 6号'"]);
  for (const number of ['1e400', '-1e999', '9e9999'])
    found(`${number} is no number`, ['注册资本: 600', `注册资本: ⟦${number}⟧wrong-type⟧`]);
});

suite('lines that slipped out of their text', () => {
  const stray = (s: string) => `⟦${s}⟧yaml-syntax⟧`;
  for (const line of [
    '网络层',
    '## 二、目标',
    '- 试点一：上线设备86台；',
    '• 边缘层：支持Modbus；',
    '| 指标 | 2020年 |',
    '1. 建设目标。',
    '> 引用',
    '**粗体**',
    '试点一：某公司',
    '"质量是企业的生命"——理念',
    '---|---',
    '{花括号',
    '平台采用三层架构，边缘层负责采集，平台层提供设备管理。',
  ]) {
    const marked = line.startsWith('#') ? `⟦${line}⟧comment-in-value⟧` : stray(line);
    for (const column of [0, 1, 2, 3]) {
      fixable(`“${line}” in a chapter at column ${column}`, [
        '    平台分为',
        `    一行。\n${' '.repeat(column)}${marked}\n    平台分为`,
      ]);
    }
    if (line.startsWith('#')) continue;
    for (const column of [0, 1, 2, 4, 8]) {
      const lead = ' '.repeat(column);
      found(`“${line}” in a group at column ${column}`, [
        '  成立日期: 2019',
        `${lead}${stray(line)}\n  成立日期: 2019`,
      ]);
      found(`“${line}” in a list at column ${column}`, [
        '    - {年度: 2021',
        `${lead}${stray(line)}\n    - {年度: 2021`,
      ]);
    }
    fixable(`“${line}” at the margin behind the last chapter`, ['\n限制性情形:', `\n${stray(line)}\n限制性情形:`]);
  }
  for (const line of ['{上线设备86台，|', '[5G，Modbus：', '  [，', '- 2020年，', '- |甲', '- **', '- ”甲”'])
    for (const above of ['签署:\n', '限制性情形:\n', '附件材料:\n', '  指标:\n', '正文:\n'])
      found(`“${line}” where a group begins, below “${above.trim()}”`, [
        `\n${above}`,
        `\n${above}${above.replace(/\S.*\n/, '')}  ${stray(line.trim()).padStart(line.length)}\n`,
      ]);
  found('a word with a full-width colon within a group, left of it', [
    '    注册用户数',
    `  ${stray('①：')}\n    注册用户数`,
  ]);
  found('a word with a full-width colon between a key and its group', [
    '    连接设备数',
    `  ${stray('甲：')}\n    连接设备数`,
  ]);
  found('brackets over several lines, which are closed', ['{省: 山东省, ', '\n    {省: 山东省,\n     ']);
  for (const line of [' - |；', '－ @甲', '- “甲”'])
    test(`“${line}” above the first key is one finding`, () => {
      assert.deepEqual(
        analyzed(`${line}\n${smallest()}`).findings.flatMap((f) => (f.severity === 'info' ? [] : f.rule)),
        ['wrong-type'],
      );
    });
  test('a fix of a wide blank brings no error that was not told', () => {
    for (const text of ['　"', "　'", '　[', '　{']) {
      const rules = analyzed(text).findings.map((f) => f.rule);
      assert.ok(rules.includes('yaml-syntax') && rules.includes('full-width-punctuation'), text);
    }
  });
  test('a pasted paragraph of several lines is one finding, whose fix indents all of it', () => {
    const text = smallest(['    平台分为', '    一行。\n网络层\n\n应用层：一\n- 二\n    平台分为']);
    const { findings } = analyzed(text);
    const syntax = findings.filter((f) => f.severity !== 'info');
    assert.deepEqual(
      syntax.map((f) => f.rule),
      ['yaml-syntax'],
    );
    const [fix] = quickFixes(analyzed(text), syntax[0]!, { today: '2023-06-12' });
    const result = applyEdits(text, fix!.edits);
    assert.ok(result.includes('    一行。\n    网络层\n\n    应用层：一\n    - 二\n    平台分为'), result);
    assert.deepEqual(remaining(result), []);
  });
  test('the fix of a line in a group turns it into a comment', () => {
    const text = smallest(['  成立日期: 2019', '网络层\n  成立日期: 2019']);
    const analysis = analyzed(text);
    const [fix] = quickFixes(analysis, analysis.findings.find((f) => f.rule === 'yaml-syntax')!, {
      today: '2023-06-12',
    });
    assert.equal(fix!.safe, false);
    assert.deepEqual(remaining(applyEdits(text, fix!.edits)), []);
  });
});
