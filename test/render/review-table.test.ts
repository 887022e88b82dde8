/** The verdict table in every form it is handed over in, read back by other libraries. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { suite, test } from 'node:test';
import mammoth from 'mammoth';
import type { Nodes, Root, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import stringWidth from 'string-width';
import { reviewJson, reviewText } from '../../server/src/cli/commands/review-report.ts';
import type { Locale, LocalizedText } from '../../server/src/core/model/localized-text.ts';
import type { LoadedPack } from '../../server/src/core/model/pack.ts';
import type { SamplePatch } from '../../server/src/core/model/rule-schema.ts';
import { review } from '../../server/src/core/review/review.ts';
import { type Review, type ReviewItem, VERDICTS } from '../../server/src/core/review/types.ts';
import { readBeside } from '../../server/src/host/dossier-files.ts';
import { compose } from '../../server/src/render/manuscript/compose.ts';
import {
  type Cell,
  type Manuscript,
  type ManuscriptBlock,
  type Run,
  run,
} from '../../server/src/render/manuscript/manuscript.ts';
import { composeReview, reviewDocx, reviewHtml, reviewMarkdown } from '../../server/src/render/review/review-table.ts';
import { FORCE_NAMES, ruleName, VERDICT_NAMES } from '../../server/src/render/review/review-texts.ts';
import { writeHtml } from '../../server/src/render/writers/html/html.ts';
import { writeMarkdown } from '../../server/src/render/writers/markdown.ts';
import { analyzed, judged, pack, sample } from '../support/engine.ts';

const LOCALES: readonly Locale[] = ['zh', 'en'];
const SAMPLE_FOLDERS = ['综合型-跨行业跨领域', '最小', '常见问题'];
const BROKEN = /undefined|NaN|\[object|Infinity/;

// ---------------------------------------------------------------- the means

function reviewed(patch: SamplePatch): Review {
  const analysis = judged(patch);
  assert.ok(analysis.pack, 'the dossier names a pack');
  return review({ ...analysis, pack: analysis.pack as LoadedPack }, { today: '2023-06-10', others: 0 });
}

const reviews = new Map(SAMPLE_FOLDERS.map((on) => [on, reviewed({ on })]));
const waived = reviewed({
  set: { 豁免: [{ 规则: 'selection-standard', 理由: '正在对照', 复核人: '尚知夏', 日期: '2023-06-13' }] },
});

/** All that could be taken for mark-up somewhere, with control characters and words longer than any line. */
const NASTY = [
  'a|b \\| \\\\| <script>alert(1)</script> <img src=x onerror=alert(1)> <!-- --> </td></table></style>',
  '`code` ``` *x* **y** _z_ ~~s~~ [l](javascript:alert(1)) ![i](http://e.example/i.png) [^1] [ ] $m$ &lt; &amp;nbsp;',
  '# h\n- line two\r\n1. three\n===\n---\n> q\t| p |\n| - |\n" \' http://e.example/_a_b?c=1&d="',
  `\u001b[31mred\u0007\u0000\u0085\u202eturned\u2066 ${'W'.repeat(300)}${'宽'.repeat(300)} \ud800`,
].join(' ');

/** A review with such text wherever a dossier or a reviewer may have put it. */
function hostile(): Review {
  const text: LocalizedText = { zh: NASTY, en: NASTY };
  const base = reviews.get('常见问题')!;
  const item = (i: ReviewItem): ReviewItem => ({
    ...i,
    reason: text,
    findings: i.findings.map((f) => ({ ...f, message: text })),
    waivers: [{ rule: 'credit-code', title: text, reason: NASTY, reviewer: NASTY, date: '2023-06-13' }],
    evidence: [{ index: 0, number: NASTY, kind: NASTY, file: NASTY, content: text }],
    person: { zh: `人：${NASTY}`, en: `A person: ${NASTY}` },
  });
  return {
    ...base,
    applicant: NASTY,
    platform: NASTY,
    direction: NASTY,
    day: NASTY,
    items: base.items.map(item),
    form: base.form.map((f) => ({ ...f, message: text, path: [NASTY, 0, '|'] })),
    assumptions: base.assumptions.map((a) => ({ ...a, value: text })),
  };
}

function cellText({ runs }: Cell): string {
  return runs.map((r) => (r.newLine ? '\n' : '') + r.text).join('');
}

function tablesOf(blocks: readonly ManuscriptBlock[]): readonly (readonly (readonly string[])[])[] {
  return blocks.flatMap((b) =>
    b.kind === 'table' ? [[...(b.head ? [b.head] : []), ...b.rows].map((row) => row.map(cellText))] : [],
  );
}

/** The rows of the table that has verdicts, without its head. */
function verdictRows(
  tables: readonly (readonly (readonly string[])[])[],
  locale: Locale,
): readonly (readonly string[])[] {
  const head = { zh: '条款 要求 结论', en: 'Clause Demand Verdict' }[locale];
  const table = tables.find((rows) => rows[0]!.slice(0, 3).join(' ') === head);
  assert.ok(table, 'a table of verdicts');
  return table.slice(1);
}

/** Each item is one row, in order, and says what the review says. */
function assertRows(rows: readonly (readonly string[])[], { items }: Review, locale: Locale): void {
  assert.deepEqual(
    rows.map((r) => r[0]),
    items.map((i) => i.clause),
  );
  for (const [n, item] of items.entries()) {
    const [, demand = '', verdict, grounds = '', evidence = '', person = ''] = rows[n]!;
    assert.equal(verdict, VERDICT_NAMES[item.verdict][locale]);
    assert.ok(demand.startsWith(item.title[locale]) && demand.endsWith(FORCE_NAMES[item.force][locale]), demand);
    assert.ok(grounds.startsWith(item.reason[locale]), grounds);
    for (const rule of item.verdict === '不适用' ? [] : item.rules) assert.ok(grounds.includes(rule), rule);
    for (const { rule } of item.findings) assert.ok(grounds.includes(rule), rule);
    for (const w of item.waivers)
      for (const part of [w.rule, w.reason, w.reviewer, w.date]) assert.ok(grounds.includes(part));
    for (const e of item.evidence)
      for (const part of [e.number, e.kind, e.content[locale]])
        assert.ok(evidence.includes(part), `${evidence}: ${part}`);
    const expected = item.person?.[locale] ?? '—';
    assert.ok(person === expected || grounds.startsWith(expected), person);
  }
}

// Markdown, as GitHub's grammar reads it.

function parseMarkdown(text: string): Root {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

function nodes(node: Nodes): readonly Nodes[] {
  return 'children' in node ? [node, ...node.children.flatMap((c) => nodes(c))] : [node];
}

function words(node: Nodes): string {
  if (node.type === 'html') return node.value === '<br>' ? '\n' : '';
  if ('children' in node) return node.children.map((c) => words(c)).join('');
  return 'value' in node ? node.value : '';
}

function markdownTables(root: Root): readonly (readonly (readonly string[])[])[] {
  const tables = root.children.filter((n): n is Table => n.type === 'table');
  return tables.map((t) => t.children.map((row) => row.children.map((c) => words(c))));
}

/** Only our own tags: whatever a dossier says is text. */
function assertHarmlessMarkdown(root: Root): void {
  for (const n of nodes(root)) {
    if (n.type === 'html') assert.match(n.value, /^<(?:br|\/?strong|\/?em)>$/);
    assert.ok(
      !['image', 'imageReference', 'code', 'inlineCode', 'footnoteReference', 'delete'].includes(n.type),
      n.type,
    );
    if (n.type === 'link') assert.match(n.url, /^(?:https?:|mailto:)/);
  }
}

// HTML: every element closed in its turn, save those that are empty.

class Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (Element | string)[] = [];

  constructor(name: string, attributes: ReadonlyMap<string, string>) {
    this.name = name;
    this.attributes = attributes;
  }

  all(...names: readonly string[]): readonly Element[] {
    return this.children.flatMap((c) =>
      typeof c === 'string' ? [] : [...(!names.length || names.includes(c.name) ? [c] : []), ...c.all(...names)],
    );
  }

  get text(): string {
    return this.name === 'br' ? '\n' : this.children.map((c) => (typeof c === 'string' ? c : c.text)).join('');
  }
}

const EMPTY = ['meta', 'br', 'hr', 'img', 'col'];
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function decode(text: string): string {
  assert.doesNotMatch(text, /&(?!(?:amp|lt|gt|quot|#39);)/, 'a bare &');
  return text.replace(/&([^;]+);/g, (_, name: string) => ENTITIES[name]!);
}

function parseHtml(html: string): Element {
  const root = new Element('', new Map());
  const open = [root];
  const token = /<!DOCTYPE html>|<style>([^<]*)<\/style>|<\/(\w+)>|<(\w+)((?: [\w-]+="[^"<>]*")*) ?\/?>|([^<>]+)/y;
  while (token.lastIndex < html.length) {
    const from = token.lastIndex;
    const m = token.exec(html);
    assert.ok(m, `not well-formed at ${from}: ${html.slice(from, from + 80)}`);
    const [, style, close, name, attributes = '', text] = m;
    if (close) assert.equal(open.pop()?.name, close, `closes what is open, at ${from}`);
    else if (text !== undefined) open.at(-1)!.children.push(decode(text));
    else if (style !== undefined || name) {
      const pairs = [...attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, k, v]) => [k!, decode(v!)] as const);
      const element = new Element(name ?? 'style', new Map(pairs));
      assert.equal(element.attributes.size, pairs.length, 'no attribute twice');
      if (style !== undefined) element.children.push(style);
      open.at(-1)!.children.push(element);
      if (name && !EMPTY.includes(name)) open.push(element);
    }
  }
  assert.equal(open.length, 1, 'all closed');
  return root;
}

function htmlTables(root: Element): readonly (readonly (readonly string[])[])[] {
  return root.all('table').map((t) => t.all('tr').map((r) => r.all('th', 'td').map((c) => c.text)));
}

/** Nothing runs, nothing is fetched, and the policy lets its own style through and no other. */
function assertSafePage(html: string, root: Element): void {
  const policy = root.all('meta').find((m) => m.attributes.get('http-equiv') === 'Content-Security-Policy');
  const style = root.all('style');
  assert.equal(style.length, 1);
  const hash = createHash('sha256').update(style[0]!.text).digest('base64');
  assert.equal(
    policy?.attributes.get('content'),
    `default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  );
  assert.doesNotMatch(style[0]!.text, /url\(|@import|expression/);
  for (const element of root.all()) {
    assert.ok(!['script', 'link', 'iframe', 'object', 'embed', 'form', 'base', 'svg'].includes(element.name));
    for (const [name, value] of element.attributes) {
      assert.doesNotMatch(name, /^on|^style$|^srcset$/);
      if (name === 'src') assert.match(value, /^data:image\/(?:png|jpeg|gif|bmp);base64,/);
      if (name === 'href') assert.match(value, /^(?:#|https?:\/\/|mailto:)/);
    }
  }
  assert.doesNotMatch(html, /[\u0000-\u0009\u000b-\u001f\u007f]/, 'no control characters');
}

function assertSemantic(root: Element, locale: Locale): void {
  assert.equal(root.all('html')[0]?.attributes.get('lang'), { zh: 'zh-CN', en: 'en' }[locale]);
  assert.equal(root.all('h1').length, 1, 'one main heading');
  assert.equal(root.all('main').length, 1);
  for (const th of root.all('th')) assert.match(th.attributes.get('scope') ?? '', /^(?:row|col)$/);
  for (const table of root.all('table')) {
    const columns = table.all('col').length;
    for (const row of table.all('tr')) {
      const spans = row.all('th', 'td').map((c) => Number(c.attributes.get('colspan') ?? 1));
      assert.equal(
        spans.reduce((a, b) => a + b, 0),
        columns,
      );
    }
  }
  const ids = root.all().flatMap((e) => e.attributes.get('id') ?? []);
  assert.equal(new Set(ids).size, ids.length, 'ids are unique');
  for (const a of root.all('a')) {
    const href = a.attributes.get('href')!;
    if (href.startsWith('#')) assert.ok(ids.includes(href.slice(1)), href);
  }
}

async function docxHtml(bytes: Uint8Array): Promise<Element> {
  const { value, messages } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) });
  assert.deepEqual(
    messages.filter((m) => m.type === 'error'),
    [],
  );
  return parseHtml(value);
}

// ---------------------------------------------------------------- the samples

for (const [name, value] of [...reviews, ['a waiver', waived] as const]) {
  for (const locale of LOCALES) {
    suite(`review of ${name}, ${locale}`, () => {
      const manuscript = composeReview(value, locale);
      const tables = tablesOf(manuscript.body);

      test('the manuscript has each numbered item once, in order', () => {
        assertRows(verdictRows(tables, locale), value, locale);
        for (const cell of tables.flat(2)) assert.doesNotMatch(cell, BROKEN);
      });

      test('the head says for whom and how many', () => {
        const head = tables[0]!.flat();
        for (const part of [value.applicant, value.platform, value.direction, value.day])
          assert.ok(head.includes(part!));
        for (const part of [value.notice.title, value.notice.issuer!]) assert.ok(head.includes(part[locale]));
        assert.deepEqual(
          tables[1]![1],
          VERDICTS.map((v) => String(value.counts[v])),
        );
      });

      test('assumptions, findings of the form and unclear places follow', () => {
        const [, , , ...rest] = tables;
        assert.equal(rest.length, value.form.length ? 3 : 2);
        const [assumptions, unclear] = [rest[0]!, rest.at(-1)!];
        assert.deepEqual(
          assumptions.slice(1).map((r) => [r[0], r[2]]),
          value.assumptions.map((a) => [a.setting, a.value[locale]]),
        );
        assert.deepEqual(
          unclear.slice(1).map((r) => r[2]),
          value.unclear.map((u) => u.reading[locale]),
        );
        const form = value.form.length ? rest[1]!.slice(1) : [];
        assert.deepEqual(
          form.map((r) => [r[2], r[3]]),
          value.form.map((f) => [f.message[locale], ruleName(f.rule, f.title)[locale]]),
        );
      });

      test('Markdown reads back cell by cell', () => {
        const root = parseMarkdown(reviewMarkdown(value, locale));
        assertHarmlessMarkdown(root);
        const read = markdownTables(root).map((t, i) => (tables[i]!.length < t.length ? t.slice(1) : t));
        assert.deepEqual(read, tables);
      });

      test('HTML reads back cell by cell, and is a safe and semantic page', () => {
        const html = reviewHtml(value, locale);
        const root = parseHtml(html);
        assertSafePage(html, root);
        assertSemantic(root, locale);
        assert.deepEqual(htmlTables(root), tables);
        assert.equal(root.all('caption').length, tables.length - 1, 'all but the head are named');
      });

      test('Word’s file reads back cell by cell', async () => {
        const root = await docxHtml(await reviewDocx(value, pack.layout, locale));
        assert.deepEqual(htmlTables(root), tables);
      });

      test('the terminal’s text has a block for each item, in lines that fit', () => {
        const text = reviewText(value, locale, { color: false });
        const lines = text.split('\n');
        for (const line of lines) assert.ok(stringWidth(line) <= 96, line);
        const heads = lines.flatMap((line) => {
          const m = VERDICTS.map((v) => VERDICT_NAMES[v][locale]).find((v) => line.startsWith(`${v} `));
          return m === undefined ? [] : [[m, line.slice(m.length).trim().split(/\s+/)[0]]];
        });
        assert.deepEqual(
          heads,
          value.items.map((i) => [VERDICT_NAMES[i.verdict][locale], i.clause]),
        );
        const bare = (s: string) => s.replace(/\s/g, '');
        // Before them the head, behind them what was assumed and the counts.
        const blocks = text.split('\n\n').slice(1, -2);
        assert.equal(blocks.length, value.items.length);
        for (const [n, { title, reason, findings }] of value.items.entries()) {
          const block = bare(blocks[n]!);
          for (const part of [title[locale], reason[locale]]) assert.ok(block.includes(bare(part)), part);
          for (const f of findings) assert.ok(block.includes(f.rule), f.rule);
        }
        const foot = text.slice(text.lastIndexOf('\n\n'));
        for (const v of VERDICTS) assert.ok(foot.includes(`${VERDICT_NAMES[v][locale]} ${value.counts[v]}`), foot);
        assert.doesNotMatch(text, /\u001b|undefined/);
      });

      test('the contract’s JSON, keys and all', () => assertJson(value, locale));
    });
  }
}

function assertJson(value: Review, locale: Locale): void {
  const json = JSON.parse(reviewJson(value, 'a/b.dossier.yaml', locale));
  assert.deepEqual(Object.keys(json), ['file', 'notice', 'items', 'counts', 'assumptions', 'form']);
  assert.deepEqual([json.file, json.notice], ['a/b.dossier.yaml', 'sd-2023']);
  assert.deepEqual(Object.entries(json.counts), Object.entries(value.counts));
  assert.deepEqual(Object.keys(json.counts), [...VERDICTS]);
  assert.equal(json.items.length, value.items.length);
  for (const [n, item] of value.items.entries()) {
    const { clause, title, verdict, rules, reason, ...rest } = json.items[n];
    assert.deepEqual(Object.keys(json.items[n]).slice(0, 5), ['clause', 'title', 'verdict', 'rules', 'reason']);
    assert.deepEqual(
      [clause, title, verdict, rules, reason],
      [item.clause, item.title[locale], item.verdict, item.rules, item.reason[locale]],
    );
    assert.deepEqual(Object.keys(rest), ['force', 'findings', 'waivers', 'evidence', 'person']);
    assert.equal(rest.person, item.person?.[locale] ?? null);
    assert.deepEqual(
      rest.waivers,
      item.waivers.map(({ rule, reason, reviewer, date }) => ({ rule, reason, reviewer, date })),
    );
    assert.deepEqual(
      rest.findings.map((f: Record<string, unknown>) => [f.rule, f.severity, f.message]),
      item.findings.map((f) => [f.rule, f.severity, f.message[locale]]),
    );
  }
  for (const f of json.form) assert.deepEqual(Object.keys(f), ['rule', 'severity', 'message', 'waived', 'field']);
}

suite('a review', () => {
  test('names the waiver, who gave it and why', () => {
    assert.ok(waived.items.some((i) => i.waivers.length));
    const text = reviewText(waived, 'zh', { color: false });
    assert.match(text, /豁免 鼓励对照 GB\/T 42562-2023（selection-standard）：正在对照（尚知夏，2023-06-13）/);
  });

  test('says so where the dossier does not name its applicant', () => {
    const whole = reviews.get('最小')!;
    const bare = {
      ...whole,
      head: whole.head.map((line) => ({ ...line, text: undefined })),
      applicant: undefined,
      platform: undefined,
      direction: undefined,
      day: undefined,
    };
    assert.match(reviewMarkdown(bare, 'zh'), /\| 申报单位 \| 没有填写 \|/);
    assert.match(reviewText(bare, 'en', { color: false }), /not given · not given/);
  });

  test('is coloured in a terminal only if asked', () => {
    const value = reviews.get('常见问题')!;
    const colored = reviewText(value, 'zh', { color: true });
    assert.match(colored, /\u001b\[31m不通过/);
    assert.match(reviewText(reviews.get('综合型-跨行业跨领域')!, 'zh', { color: true }), /\u001b\[32m通过/);
    assert.equal(colored.replace(/\u001b\[\d+m/g, ''), reviewText(value, 'zh', { color: false }));
  });

  test('has a coloured cell for every verdict, and words in it', () => {
    const table = composeReview(reviews.get('常见问题')!, 'zh').body.filter((b) => b.kind === 'table')[2]!;
    for (const row of table.rows) assert.ok(row[2]!.tone && row[2]!.runs[0]!.text);
  });
});

// ---------------------------------------------------------------- text that would be mark-up

suite('hostile text', () => {
  const value = hostile();
  const manuscript = composeReview(value, 'zh');
  const tables = tablesOf(manuscript.body);

  test('stays text in Markdown', () => {
    const text = reviewMarkdown(value, 'zh');
    const root = parseMarkdown(text);
    assertHarmlessMarkdown(root);
    const read = markdownTables(root).map((t, i) => (tables[i]!.length < t.length ? t.slice(1) : t));
    assert.deepEqual(
      read,
      tables.map((t) => t.map((r) => r.map((c) => c.trim()))),
    );
    assert.doesNotMatch(text, /<(?!br>)/, 'no tag but the break of a line');
  });

  test('stays text in HTML', () => {
    const html = reviewHtml(value, 'zh');
    const root = parseHtml(html);
    assertSafePage(html, root);
    assertSemantic(root, 'zh');
    assert.deepEqual(htmlTables(root), tables);
  });

  test('stays text in Word', async () => {
    const root = await docxHtml(await reviewDocx(value, pack.layout, 'zh'));
    assert.deepEqual(htmlTables(root), tables);
  });

  test('moves no cursor and turns no line in a terminal, and fits', () => {
    const text = reviewText(value, 'zh', { color: false });
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    for (const line of text.split('\n')) assert.ok(stringWidth(line) <= 96, line);
    assert.equal(
      text.match(/W/g)?.length,
      (text.match(/turned/g)?.length ?? 0) * 300,
      'nothing is lost where a word is cut',
    );
  });

  test('stays itself in JSON', () => assertJson(value, 'zh'));
});

// ---------------------------------------------------------------- writers, for any manuscript

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function paragraph(text: string, style = 'body'): ManuscriptBlock {
  return { kind: 'paragraph', style, runs: [run(text)] };
}

function list(ordered: boolean, ...items: readonly (readonly ManuscriptBlock[])[]): ManuscriptBlock {
  return { kind: 'list', ordered, start: ordered ? 3 : 1, items };
}

function whole(body: readonly ManuscriptBlock[]): Manuscript {
  return { title: '题', author: '甲"<乙>', draft: true, front: [], body };
}

const EVERYTHING: Manuscript = {
  ...whole([
    { kind: 'heading', level: 1, text: '一、<b>章</b> #', id: 'part-1', newPage: true },
    { kind: 'heading', level: 2, text: '（一）节', id: 'a b', newPage: false },
    {
      kind: 'paragraph',
      style: 'body',
      runs: [run('粗', { bold: true }), run('。'), run('【待填：名】', { gap: true })],
    },
    paragraph('引  用', 'quote'),
    list(false, [paragraph('甲', 'list'), list(true, [paragraph('乙', 'list')])], [paragraph('- 丙', 'list')]),
    list(false, [paragraph('丁', 'list')]),
    { kind: 'image', bytes: PNG, picture: { type: 'png', width: 1, height: 1 }, alt: '"图"' },
    paragraph('图1　架构', 'caption'),
    paragraph('表', 'caption'),
    {
      kind: 'table',
      widths: [1, 2, 1],
      head: [
        { style: 'table-label', runs: [run('名')] },
        { style: 'table-label', runs: [run('值')], span: 2 },
      ],
      rows: [
        [
          { style: 'table-label', runs: [run('1')] },
          { style: 'table', runs: [run('a'), run('b', { newLine: true })] },
          { style: 'table-number', runs: [run('2')] },
        ],
      ],
    },
    { kind: 'page-break' },
    { kind: 'signatures', lines: [[run('法定代表人（签名）：')]] },
  ]),
  front: [
    { kind: 'cover', title: ['某申报', '申报书'], lines: [['单位', [run('甲 & 乙')]]], foot: ['二〇二三年'] },
    { kind: 'contents', title: '目　录' },
  ],
};

suite('the HTML of any manuscript', () => {
  const html = writeHtml(EVERYTHING, 'zh');
  const root = parseHtml(html);

  test('has every kind of block', () => {
    assertSafePage(html, root);
    assertSemantic(root, 'zh');
    assert.equal(root.all('h1')[0]?.text, '某申报\n申报书');
    assert.equal(root.all('h2').at(-1)?.text, '一、<b>章</b> #');
    assert.equal(root.all('figcaption')[0]?.text, '图1　架构');
    assert.equal(root.all('caption')[0]?.text, '表');
    assert.equal(root.all('img')[0]?.attributes.get('alt'), '"图"');
    assert.equal(
      root
        .all('ol')
        .find((o) => o.attributes.has('start'))
        ?.attributes.get('start'),
      '3',
    );
    assert.equal(root.all('mark')[0]?.text, '【待填：名】');
    assert.equal(root.all('hr').length, 1);
    assert.match(html, /class="draft">草稿/);
    assert.deepEqual(
      root
        .all('nav')[0]
        ?.all('a')
        .map((a) => a.text),
      ['一、<b>章</b> #', '（一）节'],
    );
  });

  test('leads to pages and addresses alone', () => {
    const links = [
      'https://a.example/?b=1&c=2',
      'javascript:alert(1)',
      'data:text/html,x',
      'mailto:a@b.example',
      'file:///x',
    ];
    const runs = links.map((href): Run => run('链接', { href }));
    const page = parseHtml(writeHtml(whole([{ kind: 'paragraph', style: 'body', runs }]), 'zh'));
    assert.deepEqual(
      page.all('a').map((a) => a.attributes.get('href')),
      ['https://a.example/?b=1&c=2', 'mailto:a@b.example'],
    );
  });

  for (const folder of ['综合型-跨行业跨领域', '最小']) {
    test(`shows the 申报书 of ${folder} whole`, () => {
      const { path, text } = sample(folder);
      const analysis = analyzed(text);
      const options = { draft: false, file: (p: string) => readBeside(path, p) };
      const manuscript = compose({ ...analysis, pack: analysis.pack as LoadedPack }, options);
      const page = writeHtml(manuscript, 'zh');
      const read = parseHtml(page);
      assertSafePage(page, read);
      assertSemantic(read, 'zh');
      const blocks = [...manuscript.front, ...manuscript.body];
      assert.deepEqual(htmlTables(read), tablesOf(blocks));
      assert.equal(read.all('img').length, blocks.filter((b) => b.kind === 'image').length);
      const markdown = parseMarkdown(writeMarkdown(manuscript));
      assertHarmlessMarkdown(markdown);
      const plain = (s: string) => s.replace(/\s/g, '');
      for (const b of blocks) {
        const said = b.kind === 'heading' ? b.text : b.kind === 'paragraph' ? b.runs.map((r) => r.text).join('') : '';
        assert.ok(plain(read.text).includes(plain(said)), said);
        assert.ok(plain(words(markdown)).includes(plain(said)), said);
      }
    });
  }
});

suite('the Markdown of any manuscript', () => {
  test('has every kind of block', () => {
    const root = parseMarkdown(writeMarkdown(EVERYTHING));
    assertHarmlessMarkdown(root);
    assert.deepEqual(
      root.children.map((n) => n.type),
      [
        ...['heading', 'paragraph', 'paragraph', 'heading', 'list', 'heading', 'heading', 'paragraph', 'blockquote'],
        ...['list', 'list', 'paragraph', 'paragraph', 'paragraph', 'table', 'thematicBreak', 'paragraph'],
      ],
    );
    const headings = root.children.filter((n) => n.type === 'heading');
    assert.deepEqual(
      headings.map((h) => `${h.depth} ${words(h)}`),
      ['1 某申报 申报书', '2 目　录', '2 一、<b>章</b> #', '3 （一）节'],
    );
    assert.deepEqual(markdownTables(root), [
      [
        ['名', '值', ''],
        ['1', 'a\nb', '2'],
      ],
    ]);
  });

  for (const line of [
    '- a',
    '+ a',
    '1. a',
    '1) a',
    '# a',
    '> a',
    '=== ',
    '---',
    '***',
    '    a',
    '```',
    '| a |',
    '[a]: b',
    '<b>',
    '~~~',
  ]) {
    test(`does not take “${line}” for more than words`, () => {
      const root = parseMarkdown(writeMarkdown(whole([paragraph('before'), paragraph(line), paragraph('after')])));
      assert.deepEqual(
        root.children.map((n) => [n.type, words(n)]),
        [
          ['paragraph', 'before'],
          ['paragraph', line.trim()],
          ['paragraph', 'after'],
        ],
      );
    });
  }

  const looks: readonly (readonly [string, readonly Run[]])[] = [
    ['beside Han punctuation', [run('甲'), run('“乙”。', { bold: true }), run('丙')]],
    [
      'beside each other',
      [run('甲', { bold: true }), run('乙', { italic: true }), run('丙', { bold: true, italic: true })],
    ],
    ['with blanks at the edges', [run('甲'), run(' 乙 ', { bold: true }), run('丙')]],
    ['in pieces', [run('甲', { bold: true }), run('乙', { bold: true })]],
  ];
  for (const [name, runs] of looks) {
    test(`keeps emphasis ${name}`, () => {
      const text = writeMarkdown(whole([{ kind: 'paragraph', style: 'body', runs }]));
      const root = parseMarkdown(text);
      assert.equal(words(root), runs.map((r) => r.text).join(''));
      assert.doesNotMatch(words(root), /\*/);
      const strong = nodes(root).some((n) => n.type === 'strong' || (n.type === 'html' && n.value === '<strong>'));
      assert.ok(strong, text);
    });
  }
});
