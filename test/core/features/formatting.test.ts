/** A dossier put in order: what changes, what never does, and that nothing it says is lost on the way. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Range, TextEdit } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse } from 'yaml';
import type { Analysis } from '../../../server/src/core/analysis/types.ts';
import { formatting } from '../../../server/src/core/features/formatting/formatting.ts';
import type { Span } from '../../../server/src/core/model/edit.ts';
import type { Slot } from '../../../server/src/core/model/form-schema.ts';
import { formatFieldPath } from '../../../server/src/core/model/path.ts';
import type { YamlEntry, YamlTree } from '../../../server/src/core/yaml/tree.ts';
import { joined, PULLS, within } from '../../support/editor.ts';
import { analyzed, cleanSamples, pack, SMALLEST, sample, smallest } from '../../support/engine.ts';
import { statements } from '../../support/features.ts';
import { rounds } from '../../support/rounds.ts';
import { type Dice, dice, type Scrambled, scrambled } from '../../support/scramble.ts';

function formatted(text: string, range?: Span): string {
  return inOrder(analyzed(text), range);
}

/** The text put in order; the edits must not touch each other. */
function inOrder(analysis: Analysis, range?: Span): string {
  const { text } = analysis.source;
  let result = '';
  let from = 0;
  for (const { span, text: more } of formatting(analysis, range)) {
    assert.ok(span.start >= from && (span.start > from || from === 0), 'edits in their order, none beside another');
    result += text.slice(from, span.start) + more;
    from = span.end;
  }
  return result + text.slice(from);
}

/** What stands between `⟦` and `⟧`, and the text without these marks. */
function marked(text: string): { text: string; range: Span } {
  const [start, end] = [text.indexOf('⟦'), text.indexOf('⟧') - 1];
  assert.ok(start >= 0 && end >= start, 'the text has a range');
  return { text: text.replace(/[⟦⟧]/g, ''), range: { start, end } };
}

/** Lines of a dossier; of the notice it need not say more, where it does not say it itself. */
function lines(...all: readonly string[]): string {
  const named = all.some((l) => l.startsWith('通知:')) ? all : ['通知: sd-2023', ...all];
  return `${named.join('\n')}\n`;
}

/** What is put in order, how it stands before, and how behind. */
const CASES: Readonly<Record<string, readonly [before: string, after: string]>> = {
  'keys at the top and in groups': [
    lines('平台:', '  平台网址: x', '  平台名称: y', '通知: sd-2023', '申报:', '  方向: z'),
    lines('通知: sd-2023', '申报:', '  方向: z', '平台:', '  平台名称: y', '  平台网址: x'),
  ],
  'keys in braces and in the items of lists': [
    lines(
      '申报单位:',
      '  注册地址: {市: 德州市, 省: 山东省}',
      '附件材料:',
      '  - 材料: 营业执照',
      '    编号: a',
      '  - {材料: 声明, 编号: b}',
    ),
    lines(
      '申报单位:',
      '  注册地址: {省: 山东省, 市: 德州市}',
      '附件材料:',
      '  - 编号: a',
      '    材料: 营业执照',
      '  - {编号: b, 材料: 声明}',
    ),
  ],
  'keys that the form does not have, after those it has, as they were': [
    lines('乙: 1', '签署: {日子: 1, 盖章: 是, 人: 2, 签字: 是}', '甲: 2', '通知: sd-2023'),
    lines('通知: sd-2023', '签署: {签字: 是, 盖章: 是, 日子: 1, 人: 2}', '乙: 1', '甲: 2'),
  ],
  'two spaces a level, lists under their key': [
    lines('平台:', '     服务行业:', '     -   a', '     -   b', '     指标:', '         连接设备数: 1'),
    lines('平台:', '  服务行业:', '    - a', '    - b', '  指标:', '    连接设备数: 1'),
  ],
  'lists in lists': [
    lines('平台:', '- -  a', '  -  b', '-', '    - c'),
    lines('平台:', '  - - a', '    - b', '  -', '    - c'),
  ],
  'blanks around colons and commas': [
    lines('通知: sd-2023', '申报 :', '签署: {签字 :  是,盖章:   是 , 签字人: }   '),
    lines('通知: sd-2023', '申报:', '签署: {签字人: , 签字: 是, 盖章: 是}'),
  ],
  'dates and months, in their quotes': [
    lines(
      '申报: {申报日期: 2023年6月5日}',
      '平台:',
      '  启动日期: 2021/3/1  # 立项',
      '  上线日期: "2021.12.20"',
      '  指标: {连接设备数: {数值: 1, 截止: ２０２３．５．３１}}',
      '附件材料:',
      "  - {编号: a, 月份: '2022年12月'}",
      '  - {编号: b, 月份: 2022/3}',
    ),
    lines(
      '申报: {申报日期: 2023-06-05}',
      '平台:',
      '  启动日期: 2021-03-01  # 立项',
      '  上线日期: "2021-12-20"',
      '  指标: {连接设备数: {数值: 1, 截止: 2023-05-31}}',
      '附件材料:',
      "  - {编号: a, 月份: '2022-12'}",
      '  - {编号: b, 月份: 2022-03}',
    ),
  ],
  'texts in blocks, moved as one': [
    lines(
      '正文:',
      '      建设基础: >-   # 折行',
      '          一 ',
      '            二',
      '          三',
      '      平台定位: |',
      '          # 不是注释',
      '',
      '           多一格',
      '   ',
      '          - 甲：乙',
      '',
      '',
      '      服务能力: |2',
      '          多两格',
      '        齐',
      '      技术架构: |+',
      '        末尾有空行',
      '',
      '',
      '申报单位:',
      '    单位简介:',
      '        没有引号的',
      '          两行',
      '    单位名称: "引号里的  ',
      '',
      '          两行\\',
      '      没有空格"',
    ),
    lines(
      '申报单位:',
      '  单位名称: "引号里的  ',
      '',
      '    两行\\',
      '    没有空格"',
      '  单位简介:',
      '    没有引号的',
      '    两行',
      '正文:',
      '  平台定位: |',
      '    # 不是注释',
      '',
      '     多一格',
      '',
      '    - 甲：乙',
      '  建设基础: >-   # 折行',
      '    一 ',
      '      二',
      '    三',
      '',
      '  技术架构: |+',
      '    末尾有空行',
      '',
      '',
      '  服务能力: |2',
      '      多两格',
      '    齐',
    ),
  ],
  'blank lines, one for several, each in its place': [
    lines(
      '',
      '通知: sd-2023',
      '',
      '',
      '平台:',
      '',
      '  平台网址: x',
      '',
      '',
      '  平台名称: y',
      '',
      '',
      '申报:',
      '  方向: z',
      '',
    ),
    lines('通知: sd-2023', '', '申报:', '  方向: z', '', '平台:', '  平台名称: y', '', '  平台网址: x'),
  ],
  'brackets over several lines, which stay lined up': [
    lines(
      '申报单位:',
      '    注册地址:   {市: 德州市, # 市',
      '                 省: 山东省}',
      '平台:',
      '    服务行业: [',
      '      a,',
      '    ]',
      '    建设内容:',
      '        [a,',
      '         b]  # 完',
    ),
    lines(
      '申报单位:',
      '  注册地址: {市: 德州市, # 市',
      '             省: 山东省}',
      '平台:',
      '  服务行业: [',
      '    a,',
      '  ]',
      '  建设内容:',
      '    [a,',
      '     b]  # 完',
    ),
  ],
  'what stands below the mark of a document': [
    lines('%YAML 1.2', '---', '# 平台', '平台: {平台网址: x, 平台名称: y}', '通知: sd-2023', '...'),
    lines('%YAML 1.2', '---', '# 平台', '平台: {平台名称: y, 平台网址: x}', '通知: sd-2023', '...'),
  ],
  'a block beside one with a slip, which stays as it is, and all in their place': [
    lines(
      '平台:',
      '    平台网址: x',
      '    平台名称: y',
      '申报单位:',
      '    法人类型：企业法人',
      '    单位名称:  z',
      '',
      '',
      '通知:  sd-2023',
    ),
    lines(
      '平台:',
      '  平台名称: y',
      '  平台网址: x',
      '申报单位:',
      '    法人类型：企业法人',
      '    单位名称:  z',
      '',
      '',
      '通知: sd-2023',
    ),
  ],
  'no block with a key twice, an unclosed quote, a stray line or a tab': [
    lines(
      '签署: {盖章:  是, 盖章:  否}',
      '申报:',
      '    方向:  "x',
      '平台:',
      '\t平台网址:  x',
      '申报单位:',
      '    - 单位名称:  z',
      '正文:',
      '    建设基础:  x',
      '    这一行没有冒号，不知道属于哪里。',
    ),
    lines(
      '签署: {盖章:  是, 盖章:  否}',
      '申报:',
      '    方向:  "x',
      '平台:',
      '\t平台网址:  x',
      '申报单位:',
      '  - 单位名称: z',
      '正文:',
      '    建设基础:  x',
      '    这一行没有冒号，不知道属于哪里。',
    ),
  ],
  'no block with anchors, tags or keys behind a question mark': [
    lines(
      '平台:',
      '    平台网址:  &a x',
      '申报:',
      '    方向:  *a',
      '签署:',
      '    盖章: !!str  是',
      '申报单位:',
      '    ? 单位名称',
      '    : x',
    ),
    lines(
      '平台:',
      '    平台网址:  &a x',
      '申报:',
      '    方向:  *a',
      '签署:',
      '    盖章: !!str  是',
      '申报单位:',
      '    ? 单位名称',
      '    : x',
    ),
  ],
  'nothing of a second document': [
    lines('平台: {平台网址: x,平台名称: y}', '通知: sd-2023', '---', '平台: {平台网址: x,平台名称: y}'),
    lines('平台: {平台名称: y, 平台网址: x}', '通知: sd-2023', '---', '平台: {平台网址: x,平台名称: y}'),
  ],
  'no day that the calendar lacks, and no text that looks like a date': [
    lines('申报:', '  申报日期: 2023/2/30', '申报单位:', '  单位名称: 2023/6/1'),
    lines('申报:', '  申报日期: 2023/2/30', '申报单位:', '  单位名称: 2023/6/1'),
  ],
  'comments with the entry below them, or on whose line they stand': [
    lines('平台:', '    # 网址一', '    # 网址二', '    平台网址: x  # 网址三', '    平台名称: y # 名称'),
    lines('平台:', '  平台名称: y # 名称', '  # 网址一', '  # 网址二', '  平台网址: x  # 网址三'),
  ],
  'comments of the whole, of what is above them, and of the end': [
    lines(
      '# 全文',
      '',
      '# 平台',
      '平台:',
      '  # 全组',
      '',
      '  平台网址: x',
      '    # 网址',
      '  平台名称: y',
      '  # 末尾',
      '通知:    sd-2023',
      '# 通知',
      '',
      '# 全文末尾',
    ),
    lines(
      '# 全文',
      '',
      '通知: sd-2023',
      '# 通知',
      '',
      '# 平台',
      '平台:',
      '  # 全组',
      '',
      '  平台名称: y',
      '  平台网址: x',
      '    # 网址',
      '  # 末尾',
      '',
      '# 全文末尾',
    ),
  ],
};

suite('formatting puts in order', () => {
  for (const [what, [before, after]] of Object.entries(CASES)) {
    test(what, () => {
      assert.equal(formatted(before), after);
      assert.equal(formatted(after), after, 'and then stays so');
    });
  }

  test('with the breaks of its lines and its mark of bytes', () => {
    for (const [before, after] of Object.values(CASES)) {
      const windows = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;
      assert.equal(formatted(windows(before)), windows(after));
      assert.equal(formatted(before.trimEnd()).trimEnd(), after.trimEnd(), 'without a break at the end');
    }
  });

  test('nothing, where there is nothing', () => {
    for (const text of ['', '\n\n', '# 只有注释\n', '\ufeff', '---\n', '- 甲\n', '只有一句话', '{通知:  sd-2023}'])
      assert.equal(formatted(text), text);
  });

  test('also where the notice is not known, but for the order', () => {
    assert.equal(formatted('乙:   1\n通知: 没有\n甲:\n    丙: 2023/6/1\n'), '乙: 1\n通知: 没有\n甲:\n  丙: 2023/6/1\n');
  });
});

suite('the edits of formatting', () => {
  test('is a word where a word changes', () => {
    const text = formatted(smallest()).replace('2019-12-09', '2019.12.9').replace('职工人数: 26', '职工人数:   26');
    const touched = formatting(analyzed(text)).map(({ span, text: now }) => [text.slice(span.start, span.end), now]);
    assert.deepEqual(touched, [
      ['.12.', '-12-0'],
      ['  ', ''],
    ]);
  });

  test('is the key out of place, not those it goes between', () => {
    const text = formatted(smallest())
      .replace('  方向: 专业型/面向特定技术\n', '')
      .replace('推荐地市: 德州市\n', '推荐地市: 德州市\n  方向: 专业型/面向特定技术\n');
    const edits = formatting(analyzed(text));
    assert.deepEqual(
      edits.map((e) => text.slice(e.span.start, e.span.end) + e.text),
      ['  方向: 专业型/面向特定技术\n', '  方向: 专业型/面向特定技术\n'],
    );
  });

  test('with a range, is only what stands in the blocks that it reaches, in their order', () => {
    const block = (name: string) => `${name}:\n    乙:  1\n    甲:  2\n`;
    const mended = (name: string) => `${name}:\n  乙: 1\n  甲: 2\n`;
    const head = '签署:   {签字:  是}\n通知: sd-2023\n';
    for (const [inside, after] of [
      [`${block('平台')}${block('申报').replace('乙', '⟦乙')}⟧${block('正文')}`, [block, mended, block]],
      [`${block('平台')}${block('申报').replace('甲', '⟦⟧甲')}${block('正文')}`, [block, mended, block]],
      [`${block('平台').replace('1', '⟦1')}${block('申报')}正⟧${block('正文').slice(1)}`, [mended, mended, mended]],
      [`${block('平台')}${block('申报')}${block('正文')}⟦⟧`, [block, block, mended]],
    ] as const) {
      const { text, range } = marked(head + inside);
      assert.equal(formatted(text, range), head + after.map((f, i) => f(['平台', '申报', '正文'][i]!)).join(''));
    }
  });
});

/** What a text says, as another reader of YAML takes it, every scalar as it is written. */
function said(text: string): unknown {
  return parse(text.replace('\ufeff', ''), { schema: 'failsafe' });
}

function foundIn({ findings }: Analysis): readonly string[] {
  return findings.map((f) => `${f.rule} ${formatFieldPath(f.path ?? [])}`).sort();
}

/** That the keys of every group stand in the order of the form. */
function assertOrder(value: unknown, slot: Slot | undefined): void {
  if (Array.isArray(value)) for (const item of value) assertOrder(item, slot?.item);
  else if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    const known = (slot?.fields ?? []).map((f) => f.key);
    assert.deepEqual(keys, [...known.filter((k) => keys.includes(k)), ...keys.filter((k) => !known.includes(k))]);
    for (const [key, child] of Object.entries(value))
      assertOrder(
        child,
        slot?.fields?.find((f) => f.key === key),
      );
  }
}

suite('the samples', () => {
  for (const name of cleanSamples()) {
    const { text } = sample(name);
    test(`${name} has all its lines where they are`, () => {
      const now = formatted(text).split('\n');
      // Within braces a sample may have another order than the form.
      const signs = (line: string) => [...line].sort().join('');
      assert.deepEqual(now.map(signs), text.split('\n').map(signs));
    });

    test(`${name} in disorder is put in order, and says and lacks what it did`, () => {
      const [saying, found] = [said(text), foundIn(analyzed(text))];
      for (let seed = 1; seed <= rounds(15); seed++) {
        const { text: before, comments } = scrambled(text, dice(seed));
        const after = formatted(before);
        const is = analyzed(after);
        const hint = `seed ${seed}`;
        assert.deepEqual(said(after), saying, hint);
        assert.deepEqual(foundIn(is), found, hint);
        assertOrder(said(after), { type: 'map', fields: pack.form.fields });
        for (const { block } of is.source.blocks) assertColumns(block.text, block.entries, 0, hint);
        assertComments(after, comments, hint);
        assert.equal(inOrder(is), after, hint);
      }
    });
  }
});

/** That entries stand at a column, and what they hold two columns further in. */
function assertColumns(text: string, entries: readonly YamlEntry[], col: number, hint: string): void {
  const at = (offset: number) => offset - text.lastIndexOf('\n', offset - 1) - 1;
  const walk = (tree: YamlTree | undefined, inner: number) => {
    if (!tree || tree.kind === 'scalar' || tree.flow) return;
    if (tree.kind === 'map') assertColumns(text, tree.entries, inner, hint);
    else {
      assert.equal(at(tree.start), inner, hint);
      for (const item of tree.items) walk(item, inner + 2);
    }
  };
  for (const { keyStart, key, value } of entries) {
    assert.equal(at(keyStart), col, `${hint}: ${key}`);
    walk(value, col + 2);
  }
}

/** That every comment stands there once, one behind a key or its value still on its line. */
function assertComments(text: string, comments: Scrambled['comments'], hint: string): void {
  assert.ok(comments.size > 0);
  for (const [comment, key] of comments) {
    const holding = text.split('\n').filter((line) => line.includes(comment));
    assert.equal(holding.length, 1, `${hint}: ${comment}`);
    if (key !== undefined) assert.match(holding[0]!, new RegExp(`^\\ufeff? *(?:- )*${key}: ?.* #`), hint);
  }
}

/** What breaks a YAML text, or changes what it means. */
const SHARDS = [
  ...[
    '\n',
    '\r',
    '\t',
    ' ',
    '\u3000',
    '：',
    '，',
    '#',
    ' # x',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    '|',
    '>',
    '|+\n',
    '|2\n',
    '%',
    '@',
  ],
  ...[
    '&a ',
    '*a',
    '!!str ',
    '? ',
    '<<: ',
    '- ',
    ': ',
    '\n\n',
    '\n    ',
    '\n---\n',
    '\n...\n',
    '平台:\n',
    '通知: x\n',
    '2023/6/1',
    '😀',
  ],
];

function damaged(text: string, roll: Dice): string {
  const at = roll(10) ? roll(text.length) : roll(5);
  return text.slice(0, at) + SHARDS[roll(SHARDS.length)] + text.slice(at + roll(4));
}

test('a damaged dossier says what it said, its damaged blocks are left alone, and the damage is found as before', () => {
  let changed = 0;
  for (let seed = 1; seed <= rounds(100); seed++) {
    const roll = dice(seed);
    let before = scrambled(sample(SMALLEST).text, roll).text;
    for (let i = roll(3); i >= 0; i--) before = damaged(before, roll);
    const was = analyzed(before);
    const after = inOrder(was);
    const is = analyzed(after);
    const hint = `seed ${seed}`;
    assert.deepEqual(statements(is), statements(was), hint);
    const syntax = ({ findings }: Analysis) =>
      findings
        .filter((f) => SYNTAX.has(f.rule))
        .map((f) => f.message.zh)
        .sort();
    assert.deepEqual(syntax(is), syntax(was), hint);
    for (const { block } of was.source.blocks) assert.ok(!block.problems.length || after.includes(block.text), hint);
    assert.equal(inOrder(is), after, hint);
    if (after !== before) changed++;
    if (roll(3)) continue;
    const start = roll(before.length);
    const part = analyzed(inOrder(was, { start, end: start + roll(before.length - start) }));
    assert.deepEqual(statements(part), statements(was), hint);
    const keys = ({ source }: Analysis) => source.blocks.flatMap((b) => b.block.entries.map((e) => e.key));
    assert.deepEqual(keys(part), keys(was), hint);
  }
  assert.ok(changed > rounds(100) * 0.6, 'most are put in order all the same');
});

const SYNTAX = new Set(['yaml-syntax', 'full-width-punctuation', 'duplicate-field', 'unknown-field', 'empty-field']);

test('over the protocol: a document, a part of it, and what is no dossier', async (t) => {
  const client = joined(t);
  const { capabilities } = await client.initialize(PULLS);
  assert.ok(capabilities.documentFormattingProvider && capabilities.documentRangeFormattingProvider);
  const disorder = lines('平台:', '    平台网址: 😀  # 甲', '    启动日期:  2021.3.1', '申报:', '    方向:  乙');
  const document = await client.open('untitled:甲.dossier.yaml', disorder);
  const ask = (method: string, uri: string, range?: Range) => {
    const options = { tabSize: 4, insertSpaces: false };
    const params = { textDocument: { uri }, options, ...(range ? { range } : {}) };
    return within(client.connection.sendRequest<TextEdit[]>(`textDocument/${method}`, params), method);
  };
  const all = await ask('formatting', document.uri);
  assert.equal(TextDocument.applyEdits(document, all), formatted(disorder));
  const range = { start: { line: 5, character: 0 }, end: { line: 5, character: 4 } };
  const part = await ask('rangeFormatting', document.uri, range);
  assert.equal(TextDocument.applyEdits(document, part), disorder.replace('    方向:  乙', '  方向: 乙'));
  await client.open('untitled:章.md', '甲:   乙\n', 'markdown');
  assert.deepEqual(await ask('formatting', 'untitled:章.md'), []);
});
