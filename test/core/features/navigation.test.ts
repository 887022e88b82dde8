/** Getting about, by marked text: `$0` is the cursor, `⟦…⟧` what is expected to be found. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type {
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Location,
  LocationLink,
  Range,
  SelectionRange,
  SymbolInformation,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { analyze } from '../../../server/src/core/analysis/analyze.ts';
import type { Analysis } from '../../../server/src/core/analysis/types.ts';
import { noticePage } from '../../../server/src/core/features/hover/notice-page.ts';
import { clauseFieldSpans, definition } from '../../../server/src/core/features/navigation/definition.ts';
import { documentLinks } from '../../../server/src/core/features/navigation/document-links.ts';
import { references } from '../../../server/src/core/features/navigation/references.ts';
import { prepareRename, rename } from '../../../server/src/core/features/navigation/rename.ts';
import { workspaceSymbols } from '../../../server/src/core/features/navigation/workspace-symbols.ts';
import { documentSymbols, type SymbolNode } from '../../../server/src/core/features/structure/document-symbols.ts';
import { foldingRanges } from '../../../server/src/core/features/structure/folding-ranges.ts';
import { selectionRanges } from '../../../server/src/core/features/structure/selection-ranges.ts';
import type { Edit, Span } from '../../../server/src/core/model/edit.ts';
import { clauseFields, slotAt } from '../../../server/src/core/model/form-paths.ts';
import { findClause } from '../../../server/src/core/model/pack.ts';
import { NOTICE, type NoticeText } from '../../../server/src/protocol.ts';
import { applicant, type Capabilities, joined, PULLS, place } from '../../support/editor.ts';
import { analyzed, cleanSamples, facts, filesOf, pack, SMALLEST, sample, smallest } from '../../support/engine.ts';
import { rounds } from '../../support/rounds.ts';

const ALL = [...cleanSamples(), '常见问题'];
const LOCALES = ['zh', 'en'] as const;

interface Marked {
  readonly text: string;
  readonly offset: number;
  readonly spans: readonly Span[];
  readonly analysis: Analysis;
}

function marked(source: string): Marked {
  let text = '';
  let offset = 0;
  const open: number[] = [];
  const spans: Span[] = [];
  for (const part of source.split(/(\$0|[⟦⟧])/)) {
    if (part === '$0') offset = text.length;
    else if (part === '⟦') open.push(text.length);
    else if (part === '⟧') spans.push({ start: open.pop()!, end: text.length });
    else text += part;
  }
  assert.deepEqual(open, [], 'every mark is closed');
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  return { text, offset, spans, analysis: analyzed(text) };
}

const bare = ({ start, end }: Span): Span => ({ start, end });

function edited(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((t, { span, text: to }) => t.slice(0, span.start) + to + t.slice(span.end), text);
}

/** A dossier whose claims name their papers in all the ways there are. */
const CLAIMS = `通知: sd-2023
申报单位:
  资质荣誉:
    - {名称: 高新技术企业, 证明: ⟦荣誉-1⟧}
    - 名称: 专精特新
      证明: 荣誉-2、⟦荣誉-1⟧
    - {名称: 优秀, 证明: [审计, "⟦荣誉-1⟧"]}
平台:
  指标:
    连接设备数: {数值: 5, 证明: '⟦荣誉-1⟧'}
    工业协议数: {数值: 5, 证明: 荣誉-10}
附件材料:
  - {编号: ⟦荣誉-1⟧, 材料: 荣誉资质证明}
  - {编号: 荣誉-2, 材料: 荣誉资质证明}
  - {编号: 荣誉-10, 材料: 荣誉资质证明}
  - {编号: 审计, 材料: 审计报告}
`;

/** The claims with the cursor in the `nth` mention that is marked. */
function atMention(nth: number): Marked {
  let seen = 0;
  return marked(CLAIMS.replaceAll('⟦', () => (seen++ === nth ? '⟦$0' : '⟦')));
}

suite('document symbols', () => {
  function lines(list: readonly SymbolNode[], depth = 0): readonly string[] {
    return list.flatMap((s) => [
      `${'  '.repeat(depth)}${s.name}${s.detail ? ` — ${s.detail}` : ''}`,
      ...lines(s.children, depth + 1),
    ]);
  }

  test('show values in short and count missing fields', () => {
    const text = `通知: sd-2023
申报:
  方向: 专业型/面向特定技术
  申报日期:
申报单位:
  注册资本: 600
  注册地址: {省: 山东省, 市: 德州市}
  经营情况:
    - {年度: 2022, 资产总额: 655, 负债总额: 72, 营业收入: 268, 利润总额: 9, 纳税总额: 8}
    - {}
平台:
  技术积累: [物联网, 大数据]
  指标:
    连接设备数: 860
正文:
  平台定位: |
    # 定位
    服务谁
    ## 用户
    企业
    # 问题
`;
    assert.deepEqual(lines(documentSymbols(analyzed(text), 'zh')), [
      '通知 — sd-2023 · 缺 限制性情形、附件材料、签署',
      '申报 — 缺 2 项',
      '  方向 — 专业型/面向特定技术',
      '  申报日期 — 未填',
      '申报单位 — 缺 23 项',
      '  注册资本 — 600 万元',
      '  注册地址 — 缺 1 项',
      '    省 — 山东省',
      '    市 — 德州市',
      '  经营情况 — 2 项 · 缺 8 项',
      '    2022 — 缺 1 项',
      '      年度 — 2022',
      '      资产总额 — 655 万元',
      '      负债总额 — 72 万元',
      '      营业收入 — 268 万元',
      '      利润总额 — 9 万元',
      '      纳税总额 — 8 万元',
      '    第 2 项 — 缺 7 项',
      '平台 — 缺 14 项',
      '  技术积累 — 物联网、大数据',
      '  指标 — 缺 3 项',
      '    连接设备数 — 860 台套',
      '正文 — 缺 7 项',
      '  平台定位 — 11 字',
      '    定位',
      '      用户',
      '    问题',
    ]);
    const english = lines(documentSymbols(analyzed(text), 'en'));
    assert.ok(english.includes('申报 — 2 missing') && english.includes('  申报日期 — blank'), english.join('\n'));
    assert.equal(english[0], '通知 — sd-2023 · missing: 限制性情形, 附件材料, 签署');
  });

  test('count missing fields as the findings do', () => {
    for (const [from, to] of [
      ['  职工人数: 26\n', ''],
      ['  法定代表人: {姓名: 邢沐川}\n', ''],
      ['姓名: 邢沐川', ''],
    ] as const) {
      const section = documentSymbols(analyzed(smallest([from, to])), 'zh').find((s) => s.name === '申报单位');
      assert.equal(section?.detail, '缺 1 项', from);
    }
  });

  test('name list items by their first value and show their kind', () => {
    const { source, ...rest } = analyzed(sample('特色型-重点行业').text);
    const find = (name: string, list: readonly SymbolNode[]): SymbolNode => {
      const found = list.find((s) => s.name === name);
      assert.ok(found, name);
      return found;
    };
    const all = documentSymbols({ source, ...rest }, 'zh');
    const papers = find('附件材料', all);
    assert.equal(papers.detail, '15 项');
    assert.equal(find('审计', papers.children).detail, '审计报告');
    const { span, selection } = find('审计', papers.children);
    assert.equal(source.text.slice(selection.start, selection.end), '审计');
    assert.match(source.text.slice(span.start, span.end), /^\{编号: 审计, .*\}$/);
    const chapter = find('技术能力', find('正文', all).children);
    const heading = find('工业模型', chapter.children);
    assert.match(
      source.text.slice(heading.span.start, heading.span.end),
      /^### 工业模型\n\n {4}已沉淀.*最近一次验证日期。$/,
    );
  });

  test('leave out headings inside a code block', () => {
    const text = smallest(['  平台定位: |\n', '  平台定位: |\n    ```\n    # 不是标题\n    ```\n    # 标题 #\n']);
    const chapters = documentSymbols(analyzed(text), 'zh').find((s) => s.name === '正文');
    assert.deepEqual(
      chapters?.children[0]?.children.map((s) => s.name),
      ['标题'],
    );
  });

  test('are given without a notice, too', () => {
    const found = documentSymbols(analyzed('通知: 没有这个\n甲:\n  乙: 一句话\n'), 'zh');
    assert.deepEqual(lines(found), ['通知 — 没有这个', '甲', '  乙 — 一句话']);
  });

  for (const name of ALL)
    test(`of ${name} is a proper tree`, () =>
      checkTree(documentSymbols(analyzed(sample(name).text), 'zh'), sample(name).text));
});

/** Spans enclose selections and children, names are not empty. */
function checkTree(list: readonly SymbolNode[], text: string, within: Span = { start: 0, end: text.length }): void {
  for (const { name, span, selection, children } of list) {
    assert.ok(name.trim(), 'a name');
    assert.ok(within.start <= span.start && span.end <= within.end, `${name} inside what is above it`);
    assert.ok(span.start <= selection.start && selection.end <= span.end, `${name} encloses its selection`);
    assert.ok(selection.start <= selection.end, name);
    checkTree(children, text, span);
  }
}

suite('folding ranges', () => {
  test('cover everything over several lines, to its last line', () => {
    const { analysis, spans } = marked(
      `⟦# 一
# 二⟧
通知: sd-2023
⟦申报单位:
  ⟦单位简介: |
    第一行

    第二行⟧

  # 只有一行
  ⟦资质荣誉:
    - ⟦名称: 一项
      年份: 2022⟧
    - {名称: 另一项}⟧
  ⟦注册地址: {省: 山东省,
    市: 德州市}⟧⟧

# 末尾
⟦正文:
  ⟦平台定位: |
    ⟦# 定位
    ## 只有标题
    # 下一个⟧⟧⟧
`.replace('⟦# 定位\n    ## 只有标题\n    # 下一个⟧', '⟦# 定位\n    文字⟧\n    # 下一个'),
    );
    assert.deepEqual(foldingRanges(analysis).map(bare), spans);
    assert.deepEqual(
      foldingRanges(analysis).map((f) => f.kind === 'comment'),
      spans.map((_, i) => i === 0),
    );
  });

  test('begin at most once on a line', () => {
    for (const name of ALL) {
      const { source } = analyzed(sample(name).text);
      const found = foldingRanges(analyzed(sample(name).text)).map((f) => source.position(f.start).line);
      assert.equal(new Set(found).size, found.length, name);
      assert.ok(found.length > 10, name);
    }
  });

  test('of a section whose YAML is broken still goes to its end', () => {
    const text = smallest(['  成立日期: 2019-12-09\n', '  成立日期: {2019-12-09\n']);
    const { source, ...rest } = analyzed(text);
    const fold = foldingRanges({ source, ...rest }).find((f) => text.startsWith('申报单位:', f.start));
    assert.ok(fold, 'the section folds');
    assert.ok(text.slice(fold.start, fold.end).includes('2022, 资产总额'), 'to its last line');
  });
});

suite('document links', () => {
  const withFiles = (text: string, files: Parameters<typeof filesOf>[1] = {}) => {
    const alone = analyze(text, facts());
    return analyze(text, { ...facts(), files: filesOf(alone, files) }, alone);
  };

  test('lead to evidence that is there', () => {
    const text = sample(SMALLEST).text;
    const found = documentLinks(withFiles(text, { 'evidence/审计.pdf': { state: 'missing' } }));
    const files = found.flatMap((l) => ('file' in l.target ? [l.target.file] : []));
    assert.deepEqual(files, ['evidence/执照.pdf', 'evidence/纳税.pdf', 'evidence/社保.pdf']);
    const [first] = found.filter((l) => 'file' in l.target);
    assert.equal(text.slice(first!.span.start, first!.span.end), 'evidence/执照.pdf');
    assert.match(first!.tooltip!.zh, /PDF/);
    assert.deepEqual(
      documentLinks(analyzed(text)).filter((l) => 'file' in l.target),
      [],
      'none before they were looked into',
    );
  });

  test('lead to chapters that were read', () => {
    const text = 'sd-2023'
      .replace(/^/, '通知: ')
      .concat('\n正文:\n  平台定位: {文件: chapters/01.md}\n  建设基础: {文件: 没有.md}\n');
    const chapters = new Map([
      ['chapters/01.md', { text: '# 一' }],
      ['没有.md', { fault: { zh: '没有', en: 'missing' } }],
    ]);
    const found = documentLinks(analyze(text, { ...facts(), chapters }));
    assert.deepEqual(
      found.map((l) => [text.slice(l.span.start, l.span.end), l.target]),
      [['chapters/01.md', { file: 'chapters/01.md' }]],
    );
  });

  test('lead to addresses in their field and in prose, up to what is no part of them', () => {
    const { analysis, spans, text } = marked(`通知: sd-2023
申报单位:
  联系人: {姓名: 尚知夏, 邮箱: shang@liqiong.example.com}
平台:
  平台网址: "⟦https://a.example.com/b?c=d&e=f#g⟧"
正文:
  平台定位: |
    见⟦https://b.example.com/a_(b)⟧，以及（⟦http://c.example.com/x⟧）。
    又见 ⟦https://d.example.com⟧. 不是 ftp://e.example.com
  建设基础: "一\\t⟦https://f.example.com⟧"
`);
    const found = documentLinks(analysis);
    assert.deepEqual(
      found.map((l) => l.span),
      spans,
    );
    assert.deepEqual(
      found.map((l) => l.target),
      spans.map((s) => ({ url: text.slice(s.start, s.end) })),
    );
  });
});

suite('numbers of papers', () => {
  for (let nth = 0; nth < 5; nth++) {
    test(`are found from each place that names them, the ${nth + 1}th`, () => {
      const { analysis, offset, spans, text } = atMention(nth);
      assert.deepEqual(
        references(analysis, offset)?.map((m) => m.span),
        spans,
      );
      assert.deepEqual(
        references(analysis, offset)?.map((m) => m.isDefinition),
        [false, false, false, false, true],
      );
      const found = definition(analysis, offset);
      assert.deepEqual(found, { origin: spans[nth], targets: [{ span: spans[4] }] });
      assert.ok(text.slice(0, spans[4]!.start).endsWith('编号: '));
    });

    test(`are renamed everywhere from each, the ${nth + 1}th`, () => {
      const { analysis, offset, text, spans } = atMention(nth);
      assert.deepEqual(prepareRename(analysis, offset), { span: spans[nth], id: '荣誉-1' });
      const edits = rename(analysis, offset, ' 高企 ');
      assert.ok(Array.isArray(edits));
      const expected = CLAIMS.replace(/⟦荣誉-1⟧/g, '高企');
      assert.equal(edited(text, edits), expected);
    });
  }

  test('at the end of the word too, and nowhere else', () => {
    const { analysis, text } = marked(CLAIMS);
    const end = text.indexOf('荣誉-1}') + '荣誉-1'.length;
    assert.equal(references(analysis, end)?.length, 5);
    assert.equal(references(analysis, text.indexOf('名称: 高新') + 1), undefined);
    assert.equal(references(analysis, text.indexOf('编号')), undefined);
  });

  for (const [to, plain, flow] of [
    ['a, b', undefined, '"a, b"'],
    ['07', '"07"', '"07"'],
    ['是: 的', '"是: 的"', '"是: 的"'],
    ['#1', '"#1"', '"#1"'],
    ['[甲]', '"[甲]"', '"[甲]"'],
    ['甲{乙}', '甲{乙}', '"甲{乙}"'],
    ['null', '"null"', '"null"'],
    ['甲"乙', '甲"乙', '甲"乙'],
    ['*甲', '"*甲"', '"*甲"'],
    ['C:\\x', 'C:\\x', 'C:\\x'],
  ] as const) {
    test(`renamed to ${to} are read back as that`, () => {
      const text = `通知: sd-2023
申报单位:
  资质荣誉:
    - 证明: 旧
    - {证明: 旧}
    - 证明: "旧"
    - 证明: '旧'
附件材料:
  - {编号: 旧, 材料: 营业执照}
`;
      const analysis = analyzed(text);
      const edits = rename(analysis, text.indexOf('旧'), to);
      assert.ok(Array.isArray(edits), JSON.stringify(edits));
      const after = edited(text, edits);
      const answers = analyzed(after).answers;
      assert.deepEqual(
        answers.all('申报单位.资质荣誉[].证明').map((a) => a.value),
        [to, to, to, to],
        after,
      );
      assert.deepEqual(
        answers.all('附件材料[].编号').map((a) => a.value),
        [to],
      );
      assert.ok(after.includes(`{证明: ${flow}}`), after);
      if (plain) assert.ok(after.includes(`    - 证明: ${plain}\n`), after);
    });
  }

  test('are not renamed to nothing, to one in use, to one that falls apart', () => {
    const { analysis, offset } = atMention(0);
    const refused = (to: string) => {
      const result = rename(analysis, offset, to);
      assert.ok(result && 'refused' in result, to);
      return result.refused;
    };
    assert.match(refused('  ').zh, /不能为空/);
    assert.match(refused('审计').zh, /“审计”已经用于/);
    assert.match(refused('审计').en, /numbered “审计” already/);
    assert.match(refused('甲、乙').zh, /被拆开/);
    assert.match(refused('甲\n乙').zh, /一行/);
    assert.deepEqual(rename(analysis, offset, '荣誉-1'), []);
  });

  test('that are given twice, or never, are not renamed', () => {
    const twice = marked(CLAIMS.replace('编号: 荣誉-2', '编号: 荣誉-1').replace('⟦', '⟦$0'));
    const found = prepareRename(twice.analysis, twice.offset);
    assert.ok(found && 'refused' in found && /有 2 份/.test(found.refused.zh), JSON.stringify(found));
    const never = marked(CLAIMS.replace('编号: ⟦荣誉-1⟧', '编号: 其他').replace('⟦', '⟦$0'));
    const dangling = rename(never.analysis, never.offset, '新');
    assert.ok(dangling && 'refused' in dangling && /没有编号为“荣誉-1”/.test(dangling.refused.zh));
  });

  test('by an alias follow their anchor', () => {
    const text =
      '通知: sd-2023\n申报单位:\n  资质荣誉:\n    - 证明: &甲 荣誉\n    - 证明: *甲\n附件材料:\n  - 编号: 荣誉\n';
    const edits = rename(analyzed(text), text.indexOf('荣誉\n'), '新');
    assert.ok(Array.isArray(edits));
    assert.equal(edited(text, edits), text.replace('&甲 荣誉', '&甲 新').replace('编号: 荣誉', '编号: 新'));
  });
});

suite('clauses', () => {
  test('a field leads to those it serves, its value to its own', () => {
    const key = marked(smallest(['  推荐地市', '  ⟦推荐$0地市⟧']));
    const found = definition(key.analysis, key.offset);
    assert.deepEqual(found?.origin, key.spans[0]);
    const clauses = found?.targets.flatMap((t) => ('clause' in t ? [t.clause] : []));
    assert.deepEqual(clauses?.slice(0, 2), slotAt(pack.form.fields, '申报.推荐地市')?.clauses);
    const value = marked(smallest(['专业型/面向特定技术', '专业型/$0面向特定技术']));
    assert.deepEqual(definition(value.analysis, value.offset)?.targets, [{ clause: '一（三）2' }]);
    const item = marked(smallest(['- {编号', '- {编$0号']));
    assert.ok(definition(item.analysis, item.offset)?.targets.length);
  });

  test('what serves none leads nowhere', () => {
    const { analysis, offset } = marked(smallest(['单位性质', '单位$0性质']));
    assert.equal(definition(analysis, offset), undefined);
  });

  test('a chapter in its file leads there', () => {
    const text = '通知: sd-2023\n正文:\n  平台定位: {文件: chapters/01.md}\n';
    const chapters = new Map([['chapters/01.md', { text: '# 一' }]]);
    const found = definition(analyze(text, { ...facts(), chapters }), text.indexOf('01.md'));
    assert.deepEqual(found?.targets, [{ file: 'chapters/01.md' }]);
    assert.equal(definition(analyzed(text), text.indexOf('01.md')), undefined, 'not where it is not there');
  });

  test('lead to the fields that they govern and that are there', () => {
    const { analysis, spans } = marked(
      smallest(['  安全生产黑名单:', '  ⟦安全生产黑名单⟧:'], ['  符合绿色门槛:', '  ⟦符合绿色门槛⟧:']),
    );
    assert.deepEqual(clauseFieldSpans(analysis, findClause(pack, '二（二）2')!), spans);
    const without = analyzed(smallest(['  符合绿色门槛: 是\n', '']));
    assert.equal(clauseFieldSpans(without, findClause(pack, '二（二）2')!).length, 1);
    const bareValue = marked(smallest(['    连接设备数: 860', '    ⟦连接设备数⟧: 860']));
    const found = clauseFieldSpans(bareValue.analysis, findClause(pack, '二（一）3')!);
    assert.ok(
      found.some((s) => s.start === bareValue.spans[0]!.start),
      'an indicator that is a bare number',
    );
  });

  for (const locale of LOCALES) {
    test(`the page of the notice has each at its line, ${locale}`, () => {
      const page = noticePage(pack, locale);
      const lines = page.text.split('\n');
      assert.deepEqual(
        page.clauses.map((c) => c.id),
        pack.notice.clauses.map((c) => c.id),
      );
      for (const { id, line } of page.clauses) {
        const clause = findClause(pack, id)!;
        assert.match(lines[line]!, /^#{2,5} /);
        assert.ok(lines[line]!.includes(` ${id} ${clause.title[locale]}〔${clause.force}〕`), lines[line]);
        assert.equal(lines[line + 2], clause.means[locale]);
      }
      for (const part of [clauseText('proof'), clauseText('fails')])
        for (const t of part) assert.ok(page.text.includes(t[locale]), t[locale]);
      assert.doesNotMatch(page.text, /undefined|\[object/);
    });

    test(`what is marked in it is what it names, ${locale}`, () => {
      const page = noticePage(pack, locale);
      const lines = page.text.split('\n');
      for (const { line, start, end, names } of page.references)
        assert.equal(lines[line]!.slice(start, end), 'clause' in names ? names.clause : names.field);
      const fields = page.references.flatMap((m) => ('field' in m.names ? [m.names.field] : []));
      for (const clause of pack.notice.clauses)
        for (const field of clauseFields(pack, clause)) assert.ok(fields.includes(field), field);
    });
  }

  function clauseText(part: 'proof' | 'fails') {
    return pack.notice.clauses.flatMap((c) => c[part] ?? []);
  }

  test('every place that a clause names has its way from the clause and back', () => {
    for (const clause of pack.notice.clauses) {
      const fields = clauseFields(pack, clause);
      for (const path of clause.fields) {
        const covered = fields.some(
          (f) => f === path || f.startsWith(`${path}.`) || f.startsWith(`${path}[]`) || path.startsWith(`${f}.`),
        );
        assert.ok(covered, `${clause.id} ${path}`);
      }
    }
  });
});

suite('selections', () => {
  function chain(source: string): readonly string[] {
    const { analysis, offset, text } = marked(source);
    return selectionRanges(analysis, offset).map((s) => text.slice(s.start, s.end));
  }

  test('go from the word to the dossier', () => {
    const text = '通知: sd-2023\n申报单位:\n  联系人: {姓名: 尚知夏, 职务: "数字$0 部长"}\n# 尾\n';
    assert.deepEqual(chain(text), [
      '数字',
      '数字 部长',
      '"数字 部长"',
      '职务: "数字 部长"',
      '{姓名: 尚知夏, 职务: "数字 部长"}',
      '联系人: {姓名: 尚知夏, 职务: "数字 部长"}',
      '申报单位:\n  联系人: {姓名: 尚知夏, 职务: "数字 部长"}',
      text.replace('$0', ''),
    ]);
  });

  test('in a chapter, by line and paragraph', () => {
    const found = chain(
      '通知: sd-2023\n正文:\n  平台定位: |\n    第一段。\n\n    hello$0 一\n    第二行\n\n    第三段\n',
    );
    assert.deepEqual(found.slice(0, 5), [
      'hello',
      'hello 一',
      'hello 一\n    第二行',
      '第一段。\n\n    hello 一\n    第二行\n\n    第三段',
      '|\n    第一段。\n\n    hello 一\n    第二行\n\n    第三段',
    ]);
  });

  test('each lie inside the next', () => {
    for (const name of ALL) {
      const analysis = analyzed(sample(name).text);
      const { length } = analysis.source.text;
      for (let offset = 0; offset <= length; offset += 37) checkChain(analysis, offset);
    }
  });
});

function checkChain(analysis: Analysis, offset: number): void {
  const found = selectionRanges(analysis, offset);
  assert.ok(found.length > 0);
  for (const [i, { start, end }] of found.entries()) {
    assert.ok(start <= offset && offset <= end, `${offset} in ${start}–${end}`);
    const next = found[i + 1];
    if (next) assert.ok(next.start <= start && end <= next.end && next.end - next.start > end - start);
  }
}

suite('dossiers by name', () => {
  const analysis = analyzed(sample(SMALLEST).text);
  const kinds = (query: string) => workspaceSymbols(analysis, query).map((s) => s.kind);

  test('applicant, platform, code, at their fields', () => {
    const found = workspaceSymbols(analysis, '');
    const { text } = analysis.source;
    assert.deepEqual(
      found.map((s) => [s.kind, s.name, s.of]),
      [
        ['applicant', '德州砺穹通信技术有限公司', '砺穹5G工业互联网平台'],
        ['platform', '砺穹5G工业互联网平台', '德州砺穹通信技术有限公司'],
        ['code', '91371403MA3RE2N64H', '德州砺穹通信技术有限公司'],
      ],
    );
    for (const { span, name } of found) assert.equal(text.slice(span.start, span.end), name);
  });

  test('answer to characters in their order, whatever their case and width', () => {
    assert.deepEqual(kinds('德州通信'), ['applicant']);
    assert.deepEqual(kinds('砺穹'), ['applicant', 'platform']);
    assert.deepEqual(kinds('５g'), ['platform']);
    assert.deepEqual(kinds('ma3re'), ['code']);
    assert.deepEqual(kinds('信通'), []);
    assert.deepEqual(workspaceSymbols(analyzed('通知: 无\n'), ''), []);
  });
});

suite('damaged texts', () => {
  const everything = (analysis: Analysis, offset: number) => {
    const { text } = analysis.source;
    checkTree(documentSymbols(analysis, 'zh'), text);
    for (const { start, end } of [...foldingRanges(analysis), ...documentLinks(analysis).map((l) => l.span)])
      assert.ok(0 <= start && start <= end && end <= text.length);
    definition(analysis, offset);
    references(analysis, offset);
    prepareRename(analysis, offset);
    rename(analysis, offset, '新');
    checkChain(analysis, offset);
    workspaceSymbols(analysis, '');
    for (const clause of pack.notice.clauses.slice(0, 3)) clauseFieldSpans(analysis, clause);
  };

  for (const name of ALL) {
    test(`${name}, cut off anywhere, has its answers still`, () => {
      const { text } = sample(name);
      const input = facts();
      const cuts = rounds(60);
      let before: Analysis | undefined;
      for (let i = 0; i <= cuts; i++) {
        const at = Math.floor((text.length * i) / cuts);
        before = analyze(text.slice(0, at), input, before);
        everything(before, i % 2 ? at : Math.floor(at / 2));
      }
    });
  }

  test('with line ends of two characters are cut off too', () => {
    const text = sample('特色型-重点行业').text.replaceAll('\n', '\r\n');
    for (let at = 0; at < text.length; at += 499) everything(analyzed(text.slice(0, at)), at);
    const lf = analyzed(text.replaceAll('\r', ''));
    const crlf = analyzed(text);
    const lines = ({ source }: Analysis, list: readonly Span[]) =>
      list.map((s) => [source.position(s.start), source.position(s.end)]);
    assert.deepEqual(lines(crlf, foldingRanges(crlf)), lines(lf, foldingRanges(lf)));
    const names = (list: readonly SymbolNode[]): unknown => list.map((s) => [s.name, s.detail, names(s.children)]);
    assert.deepEqual(names(documentSymbols(crlf, 'zh')), names(documentSymbols(lf, 'zh')));
  });

  test('that never end have their answers too', () => {
    const headings = Array.from({ length: 5000 }, (_, i) => `    ${'#'.repeat((i % 4) + 1)} 标题${i}\n`).join('');
    const items = Array.from({ length: 40_000 }, () => '甲').join(',');
    const text = `通知: sd-2023\n正文:\n  平台定位: |\n${headings}  建设基础: ${'很长'.repeat(50_000)}\n平台:\n  技术积累: [${items}]\n`;
    everything(analyzed(text), text.indexOf('很长') + 50_000);
  });

  for (const text of [
    '',
    '\n',
    '# 只有注释',
    '- 一\n- 二\n',
    '通知: sd-2023\n: 空\n',
    '\ufeff通知: sd-2023\r\n申报:\r\n  方向:\r\n',
    '通知: sd-2023\n申报单位: &a {资质荣誉: *a}\n附件材料: [*b, {编号: }]\n正文:\n\t平台定位: |\n',
  ]) {
    test(`such as ${JSON.stringify(text)}`, () => {
      const analysis = analyzed(text);
      for (let offset = 0; offset <= text.length; offset++) everything(analysis, offset);
    });
  }
});

suite('over the protocol', () => {
  const ABLE: Capabilities = {
    workspace: { ...PULLS.workspace, workspaceEdit: { documentChanges: true } },
    textDocument: {
      ...PULLS.textDocument,
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      definition: { linkSupport: true },
      rename: { prepareSupport: true },
    },
  };
  const TEXT = smallest([
    '  经营情况:',
    '  资质荣誉:\n    - {名称: 高新技术企业, 证明: 荣誉}\n    - {名称: 专精特新, 证明: 荣誉}\n  经营情况:',
  ]).replace('附件材料:\n', '附件材料:\n  - {编号: 荣誉, 材料: 荣誉资质证明, 文件: evidence/执照.pdf}\n');

  /** An editor with one dossier open, and what it may ask of it. */
  async function editor(t: TestContext, capabilities = ABLE, showsNotices = true) {
    const folder = place(t, { '乙.dossier.yaml': applicant(1), '甲.dossier.yaml': TEXT });
    const client = joined(t);
    const { capabilities: can } = await client.initialize(capabilities, {
      locale: 'zh-cn',
      workspaceFolders: [{ uri: folder.uri(), name: 'x' }],
      initializationOptions: { showsNotices },
    });
    const uri = folder.uri('甲.dossier.yaml');
    const document = await client.open(uri, TEXT);
    const textDocument = { uri };
    const at = (word: string) => document.positionAt(TEXT.indexOf(word) + 1);
    const ask = <T>(method: string, params: object = {}) =>
      client.connection.sendRequest<T>(`textDocument/${method}`, { textDocument, ...params });
    const said = (range: Range) => document.getText(range);
    return { folder, client, can, uri, document, at, ask, said };
  }

  test('outline, as a tree or a list', async (t) => {
    const { ask, said } = await editor(t);
    const tree = await ask<DocumentSymbol[]>('documentSymbol');
    const papers = tree.find((s) => s.name === '附件材料');
    assert.equal(papers?.detail, '6 项');
    const [first] = papers.children ?? [];
    assert.deepEqual([first?.name, first?.detail], ['荣誉', '荣誉资质证明']);
    assert.equal(said(first!.selectionRange), '荣誉');
    const plain = await editor(t, PULLS);
    const list = await plain.ask<SymbolInformation[]>('documentSymbol');
    const paper = list.find((s) => s.name === '荣誉' && s.containerName === '附件材料');
    assert.equal(paper?.location.uri, plain.uri);
  });

  test('folds, links, selections, highlights', async (t) => {
    const { ask, said, at, folder, document } = await editor(t);
    const found = await ask<FoldingRange[]>('foldingRange');
    const line = document.positionAt(TEXT.indexOf('附件材料:')).line;
    assert.ok(found.some((f) => f.startLine === line && f.endLine === line + 6));
    const file = (await ask<DocumentLink[]>('documentLink')).find((l) => said(l.range) === 'evidence/纳税.pdf');
    assert.equal(file?.target, folder.uri('evidence/纳税.pdf'));
    assert.match(file?.tooltip ?? '', /PDF/);
    const [chain] = await ask<SelectionRange[]>('selectionRange', { positions: [at('德州市')] });
    const widening: string[] = [];
    for (let s = chain; s; s = s.parent) widening.push(said(s.range));
    assert.ok(widening.indexOf('德州市') < widening.indexOf('推荐地市: 德州市'), widening.join(' < '));
    assert.equal(widening.at(-1), TEXT);
    const lit = await ask<DocumentHighlight[]>('documentHighlight', { position: at('荣誉}') });
    assert.deepEqual(
      lit.map((h) => [said(h.range), h.kind]),
      [
        ['荣誉', 2],
        ['荣誉', 2],
        ['荣誉', 3],
      ],
    );
  });

  test('a number and the claims that name it', async (t) => {
    const { ask, said, at, uri } = await editor(t);
    const [link] = await ask<LocationLink[]>('definition', { position: at('荣誉}') });
    assert.equal(link?.targetUri, uri);
    assert.equal(said(link.originSelectionRange!), '荣誉');
    assert.ok(link.targetRange.start.line > link.originSelectionRange!.start.line);
    for (const [includeDeclaration, count] of [
      [true, 3],
      [false, 2],
    ] as const) {
      const found = await ask<Location[]>('references', { position: at('荣誉}'), context: { includeDeclaration } });
      assert.deepEqual(
        found.map((l) => said(l.range)),
        Array.from({ length: count }, () => '荣誉'),
      );
    }
  });

  test('a number renamed, or not', async (t) => {
    const { ask, said, at, can, document } = await editor(t);
    assert.deepEqual(can.renameProvider, { prepareProvider: true });
    const position = at('荣誉}');
    const ready = await ask<{ range: Range; placeholder: string }>('prepareRename', { position });
    assert.deepEqual([said(ready.range), ready.placeholder], ['荣誉', '荣誉']);
    assert.equal(await ask('prepareRename', { position: at('单位性质') }), null);
    const edit = await ask<WorkspaceEdit>('rename', { position, newName: '高企' });
    const [change] = edit.documentChanges ?? [];
    assert.ok(change && 'edits' in change && change.textDocument.version === document.version);
    const after = TextDocument.applyEdits(document, change.edits as { range: Range; newText: string }[]);
    assert.equal(after.match(/证明: 高企|编号: 高企/g)?.length, 3);
    await assert.rejects(() => ask('rename', { position, newName: '执照' }), /“执照”已经用于另一份材料/);
    const plain = await editor(t, PULLS);
    assert.equal(plain.can.renameProvider, true);
    const { changes } = await plain.ask<WorkspaceEdit>('rename', { position, newName: '高企' });
    assert.equal(changes?.[plain.uri]?.length, 3);
  });

  test('a field, its clause in the notice, and back', async (t) => {
    const { ask, at, uri, client, folder } = await editor(t);
    const notice = await client.connection.sendRequest<NoticeText>(NOTICE, { dossier: uri });
    assert.deepEqual(await client.connection.sendRequest(NOTICE, { notice: 'sd-2023' }), notice);
    assert.equal(await client.connection.sendRequest(NOTICE, { notice: '没有' }), null);
    assert.match(notice.uri, /^dossier-notice:\/sd-2023\/[^/]+\.md$/);
    assert.equal(notice.text, noticePage(pack, 'zh').text);
    const [link] = await ask<LocationLink[]>('definition', { position: at('安全生产黑名单') });
    assert.equal(link?.targetUri, notice.uri);
    const lines = notice.text.split('\n');
    assert.match(lines[link.targetRange.start.line]!, /^#+ 二（二）2 /);
    // Back again: from its number, as VS Code writes the URI.
    const textDocument = { uri: notice.uri };
    await client.open(notice.uri, notice.text, 'markdown');
    const position = { line: link.targetRange.start.line, character: 6 };
    for (const method of ['definition', 'references']) {
      const found = await ask<Location[]>(method, { textDocument, position, context: { includeDeclaration: true } });
      assert.deepEqual(
        found.map((l) => l.uri),
        [uri, uri, folder.uri('乙.dossier.yaml'), folder.uri('乙.dossier.yaml')],
        'the dossier that one comes from first',
      );
    }
    const line = lines.findIndex((l) => l.includes('`平台.平台名称`'));
    const character = lines[line]!.indexOf('平台.平台名称') + 2;
    const fields = await ask<Location[]>('definition', { textDocument, position: { line, character } });
    assert.equal(fields.length, 2);
    const nowhere = { textDocument, position: { line: 0, character: 0 }, context: { includeDeclaration: true } };
    assert.equal(await ask('definition', nowhere), null);
    assert.equal(await ask('references', nowhere), null);
  });

  test('the mention of a clause in the notice leads to that clause', async (t) => {
    const { ask, client } = await editor(t);
    const notice = await client.connection.sendRequest<NoticeText>(NOTICE, { notice: 'sd-2023' });
    const { references, clauses } = noticePage(pack, 'zh');
    const heads = new Map(clauses.map((c) => [c.id, c.line]));
    const mention = references.find((m) => 'clause' in m.names && heads.get(m.names.clause) !== m.line);
    assert.ok(mention && 'clause' in mention.names, 'a clause speaks of another');
    const [found] = await ask<Location[]>('definition', {
      textDocument: { uri: notice.uri },
      position: { line: mention.line, character: mention.start },
    });
    assert.deepEqual([found?.uri, found?.range.start.line], [notice.uri, heads.get(mention.names.clause)]);
  });

  test('in an editor that shows files only, a clause in the page on disk', async (t) => {
    const { ask, at, uri } = await editor(t, PULLS, false);
    const [found] = await ask<Location[]>('definition', { position: at('安全生产黑名单') });
    assert.ok(found, 'npm run build makes the page');
    const text = readFileSync(fileURLToPath(found.uri), 'utf8');
    assert.equal(text, noticePage(pack, 'zh').text, 'npm run build brings it up to date');
    assert.match(text.split('\n')[found.range.start.line]!, /^#+ 二（二）2 /);
    const position = { line: found.range.start.line, character: 6 };
    const back = await ask<Location[]>('definition', { textDocument: { uri: found.uri }, position });
    assert.equal(back[0]?.uri, uri);
  });

  test('dossiers by name, open or not', async (t) => {
    const { client, folder, uri } = await editor(t);
    const find = (query: string) => client.connection.sendRequest<WorkspaceSymbol[]>('workspace/symbol', { query });
    const found = await find('砺穹');
    assert.deepEqual(
      found.map((s) => s.location.uri),
      [uri, uri],
    );
    const all = await find('');
    assert.equal(all.length, 6);
    assert.ok(all.some((s) => s.location.uri === folder.uri('乙.dossier.yaml')));
  });

  test('what is no dossier is left to others', async (t) => {
    const { ask, client, folder } = await editor(t);
    const textDocument = { uri: folder.uri('说明.md') };
    await client.open(textDocument.uri, '# 一\n\n二\n', 'markdown');
    const position = { line: 0, character: 2 };
    for (const method of ['documentSymbol', 'foldingRange', 'documentLink'])
      assert.equal(await ask(method, { textDocument }), null, method);
    for (const method of ['definition', 'documentHighlight', 'prepareRename'])
      assert.equal(await ask(method, { textDocument, position }), null, method);
    assert.equal(await ask('references', { textDocument, position, context: { includeDeclaration: true } }), null);
    assert.equal(await ask('rename', { textDocument, position, newName: '新' }), null);
    assert.equal(await ask('selectionRange', { textDocument, positions: [position] }), null);
  });
});
