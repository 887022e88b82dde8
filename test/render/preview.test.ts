/** The preview: what stands in it, where each part of it comes from, and that nothing a dossier says becomes mark-up. */

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { suite, test } from 'node:test';
import { fieldPositionAt } from '../../server/src/core/analysis/field-position.ts';
import { locate } from '../../server/src/core/analysis/locate.ts';
import type { NoticeAnalysis } from '../../server/src/core/analysis/types.ts';
import type { Answer } from '../../server/src/core/form/answer.ts';
import { formatFieldPath } from '../../server/src/core/model/path.ts';
import { readBeside } from '../../server/src/host/dossier-files.ts';
import {
  LOCATE,
  type LocateParams,
  type LocateResult,
  PATH_AT,
  type PathAtParams,
  type PathAtResult,
  PREVIEW,
  type PreviewResult,
} from '../../server/src/protocol.ts';
import { formatAnswer } from '../../server/src/render/manuscript/fill-placeholders.ts';
import { renderPreview } from '../../server/src/render/writers/html/preview-sheets.ts';
import { CHAPTER, type Client, joined, withChapter, workspace } from '../support/editor.ts';
import { analyzed, atCursor, cleanSamples, patched, sample, smallest } from '../support/engine.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
/** What a form asks that no 申报书 prints: its call, the bookkeeping of reviewers, files, who is to sign and seal. */
const UNPRINTED = /^(?:通知|豁免\..*|签署\.(?:签字|盖章)|附件材料\[\d+\]\.(?!(?:材料|编号|年度|月份|来源)$).*)$/;
/** A broken one says more than is printed: fields of another direction. */
const BROKEN = '常见问题';

// ---------------------------------------------------------------- the means

interface Part {
  readonly path: string;
  readonly from: number | undefined;
  readonly tag: string;
  readonly text: string;
}

interface Page {
  readonly analysis: NoticeAnalysis;
  readonly body: string;
  readonly style: string;
  readonly parts: readonly Part[];
  readonly text: string;
}

function page(text: string, at = sample('最小').path): Page {
  const { pack, ...analysis } = analyzed(text);
  assert.ok(pack, 'the dossier names a pack');
  const names = new Map<Uint8Array, string>();
  const file = (path: string) => {
    const bytes = readBeside(at, path);
    if (bytes) names.set(bytes, path);
    return bytes;
  };
  const full = { ...analysis, pack };
  const { body, style } = renderPreview(full, { file, source: (bytes) => names.get(bytes) });
  const root = parse(body);
  return { analysis: full, body, style, parts: partsOf(root), text: root.text };
}

interface Element {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

const TAGS =
  /^(?:section|header|h[1-5]|span|br|dl|dt|dd|p|nav|ol|ul|li|a|table|caption|colgroup|col|thead|tbody|tr|th|td|figure|img|figcaption|div|strong|em|mark)$/;
const ATTRIBUTES = /^(?:class|id|href|rel|start|scope|colspan|alt|width|height|data-(?:path|from|src))$/;
const VOID = new Set(['br', 'col', 'img']);

/** Reads HTML and refuses what is not well-formed, and tags and attributes that are not ours. */
function parse(html: string): Element {
  const root: Element = { tag: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  const token = /<\/(\w+)>|<(\w+)((?: [\w-]+="[^"<>]*")*)>|([^<>]+)/y;
  while (token.lastIndex < html.length) {
    const from = token.lastIndex;
    const m = token.exec(html);
    assert.ok(m, `not well-formed at ${from}: ${html.slice(from, from + 80)}`);
    const [, close, tag, attributes = '', words] = m;
    if (close) assert.equal(open.pop()?.tag, close, `closes what is open at ${from}`);
    if (words) for (const e of open) e.text += decoded(words);
    if (!tag) continue;
    assert.match(tag, TAGS);
    const pairs = [...attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)].map((a) => [a[1]!, decoded(a[2]!)] as const);
    for (const [name] of pairs) assert.match(name, ATTRIBUTES);
    const element: Element = { tag, attributes: new Map(pairs), children: [], text: '' };
    open.at(-1)!.children.push(element);
    if (!VOID.has(tag)) open.push(element);
  }
  assert.deepEqual(open, [root], 'all closed');
  return root;
}

function decoded(text: string): string {
  assert.doesNotMatch(text, /&(?!(?:amp|lt|gt|quot|#39);)/, 'a bare &');
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&([\w#]+);/g, (_, name: string) => entities[name]!);
}

function all({ children }: Element): readonly Element[] {
  return children.flatMap((c) => [c, ...all(c)]);
}

function partsOf(root: Element): readonly Part[] {
  return all(root).flatMap((e) => {
    const { tag, attributes, text } = e;
    const [path, from] = [attributes.get('data-path'), attributes.get('data-from')];
    return path === undefined ? [] : [{ path, from: from === undefined ? undefined : Number(from), tag, text }];
  });
}

/** Every single value that a dossier gives. */
function given({ answers, pack }: Page['analysis']): readonly Answer[] {
  const below = (answer: Answer): readonly Answer[] => {
    const deeper = [...(answer.children?.values() ?? []), ...(answer.items ?? [])];
    return deeper.length ? deeper.flatMap(below) : answer.state === 'ok' && answer.value !== undefined ? [answer] : [];
  };
  return pack.form.fields.flatMap((f) => answers.at([f.key]) ?? []).flatMap(below);
}

// ---------------------------------------------------------------- the samples

for (const folder of [...cleanSamples(), BROKEN]) {
  suite(`the preview of ${folder}`, () => {
    const { path: at, text } = sample(folder);
    const shown = page(text, at);
    const { analysis, parts } = shown;
    const { source, answers } = analysis;

    if (folder !== BROKEN)
      test('shows what every field says, at its place', () => {
        const answered = given(analysis);
        assert.ok(answered.length > 50);
        for (const answer of answered) {
          const path = formatFieldPath(answer.path);
          // An item of a list of words is part of what the list says.
          const own = parts.filter((p) => p.path === path || p.path === path.replace(/\[\d+\]$/, ''));
          if (!own.length) assert.match(path, UNPRINTED);
          else if (answer.slot.type !== 'narrative' && !answer.slot.multiline && answer.slot.type !== 'reference') {
            const words = formatAnswer(answer).replace(/ .*/, '');
            const isThere = own.some((p) => p.text.includes(words) || /年.*月.*日/.test(p.text));
            assert.ok(isThere, `${path}: “${words}” in ${own.map((p) => p.text).join(' / ')}`);
          }
        }
      });

    test('leads from every part to its source', () => {
      assert.ok(parts.length > 80);
      for (const { path } of parts) {
        const answer = answers.at(path);
        assert.ok(answer, `${path} is a place of the form`);
        const { span } = locate(source, answers, { path: answer.path });
        assert.ok(span.end > span.start, path);
        if (answer.state === 'absent') continue;
        assert.ok(source.find(answer.path), `${path} is found in the source`);
        const back = formatFieldPath(fieldPositionAt(source, span.start)?.path ?? []);
        assert.ok(back === path || back.startsWith(path), `${path} → ${back}`);
      }
    });

    test('leads from every paragraph to its own line, and back', () => {
      const paragraphs = parts.filter((p) => p.from !== undefined);
      assert.ok(paragraphs.length >= 5);
      for (const { path, from, tag, text: words } of paragraphs) {
        const answer = answers.at(path)!;
        const { span } = locate(source, answers, { path: answer.path, within: [from!, from!] });
        const written = source.text
          .slice(span.start)
          .replace(/^(?:[#>*|!\s[-]|\d+\. )+/, '')
          .replaceAll('*', '');
        const printed = (tag === 'figure' ? words.replace(/^图\d+　/, '') : words.replace(/^[（\d]*[.）]/, '')).trim();
        const beginning = printed.slice(0, tag === 'table' ? 2 : 4);
        assert.ok(written.startsWith(beginning), `${path}: “${beginning}” at “${written.slice(0, 8)}”`);
        assert.deepEqual(fieldPositionAt(source, span.start), { path: answer.path, at: from });
      }
    });
  });
}

test('gaps are shown as in a draft, and lead to the nearest place there is', () => {
  const { body, parts, analysis } = page(sample(BROKEN).text);
  assert.match(body, /<td[^>]* data-path="平台\.解决方案"[^>]*><mark>【待填：解决方案】<\/mark><\/td>/);
  const gap = parts.find((p) => analysis.answers.at(p.path)?.state === 'absent' && p.text.includes('待填'));
  assert.ok(gap, 'a gap of what is absent');
  const { span } = locate(analysis.source, analysis.answers, { path: analysis.answers.at(gap.path)!.path });
  assert.ok(gap.path.includes(analysis.source.text.slice(span.start, span.end)), gap.path);
});

test('each certain page is a sheet of its own', () => {
  const root = parse(page(smallest()).body);
  const first = root.children.map((sheet) => sheet.children[0]!);
  assert.ok(root.children.every((s) => s.tag === 'section' && s.attributes.get('class') === 'sheet'));
  assert.deepEqual(
    first.slice(0, 3).map((e) => e.tag),
    ['header', 'h2', 'nav'],
  );
  const headings = all(root).filter((e) => /\bnew-page\b/.test(e.attributes.get('class') ?? ''));
  assert.deepEqual(first.slice(3), headings);
});

test('the look is the layout’s, and nothing in it is fetched', () => {
  const { style, analysis } = page(smallest());
  const { width, margins } = analysis.pack.layout.paper;
  assert.match(style, new RegExp(`\\.sheet \\{ width: calc\\(var\\(--mm\\) \\* ${width}\\)`));
  assert.ok(style.includes(`* ${margins.inside})`));
  for (const { east } of Object.values(analysis.pack.layout.fonts)) assert.ok(style.includes(`"${east}"`), east);
  assert.doesNotMatch(style, /url\(|@import|[<>]\s*\/|NaN|undefined/);
});

// ---------------------------------------------------------------- Markdown and mark-up

test('a paragraph behind sizes such as 600*800 is found', () => {
  const chapter = '尺寸600*800*2000毫米。\n\n## 二\n\n末段在此。\n';
  const { parts } = page(patched({ set: { '正文.平台定位': chapter } }).text);
  const last = parts.find((p) => p.text === '末段在此。')!;
  assert.equal(last.from, chapter.indexOf('末段'));
});

const HOSTILE = [
  '<script>alert(1)</script> <img src=x onerror=alert(1)> </td></table></section>',
  '" onfocus="alert(1)" x=\' onclick=alert(1) &lt;b&gt; &amp;',
  '[甲](javascript:alert(1)) [乙](JaVaScRiPt:alert(1)) <javascript:alert(1)> ![丙](javascript:alert(1)) [丁](data:text/html,x)',
].join('\n\n');

test('nothing that a dossier says becomes mark-up', () => {
  const line = HOSTILE.replaceAll('\n\n', ' ');
  const { body, text } = page(
    patched({
      set: {
        '申报单位.单位名称': line,
        '平台.平台名称': line,
        '正文.平台定位': HOSTILE,
        '申报单位.单位简介': HOSTILE,
        '平台.解决方案': [{ 名称: line, 适用行业: line, 客户数: 1, 简介: line }],
      },
    }).text,
  );
  for (const e of all(parse(body)))
    for (const name of ['href', 'data-src']) assert.doesNotMatch(e.attributes.get(name) ?? '', /script:|data:/i);
  assert.ok(text.includes(`${line.slice(0, 25)}`), 'the words stay');
  assert.ok(text.includes('甲 乙'), 'and those of links');
});

// ---------------------------------------------------------------- over the protocol

const preview = ({ connection }: Client, uri: string) => connection.sendRequest<PreviewResult | null>(PREVIEW, { uri });
const locateOf = ({ connection }: Client, params: LocateParams) =>
  connection.sendRequest<LocateResult | null>(LOCATE, params);
const pathAt = ({ connection }: Client, params: PathAtParams) =>
  connection.sendRequest<PathAtResult | null>(PATH_AT, params);

suite('over the protocol', () => {
  test('the preview is of the text as it stands, and writes nothing', async (t) => {
    const w = await workspace(t, {});
    const document = await w.open('甲.dossier.yaml', smallest());
    const files = () => readdirSync(w.root, { recursive: true }).sort();
    const before = files();
    const first = await preview(w.client, document.uri);
    assert.equal(first?.version, document.version);
    assert.equal(first?.title, '德州砺穹通信技术有限公司');
    const next = await w.client.edit(document, '注册资本: ', '注册资本: 7');
    const second = await preview(w.client, document.uri);
    assert.equal(second?.version, next.version);
    assert.notEqual(second?.body, first?.body);
    assert.deepEqual(files(), before);
  });

  test('there is none of what is not open, or names no notice', async (t) => {
    const w = await workspace(t, { '甲.dossier.yaml': smallest() });
    assert.equal(await preview(w.client, w.uri('甲.dossier.yaml')), null);
    const blank = await w.open('乙.dossier.yaml', '申报:\n  方向:\n');
    assert.equal(await preview(w.client, blank.uri), null);
    const params = { uri: w.uri('甲.dossier.yaml'), path: '平台' };
    assert.equal(await locateOf(w.client, params), null);
  });

  test('an untitled dossier has one too', async (t) => {
    const client = joined(t);
    await client.initialize();
    const document = await client.open('untitled:Untitled-1', smallest());
    const shown = await preview(client, document.uri);
    assert.match(shown?.body ?? '', /德州砺穹通信技术有限公司/);
    const found = await locateOf(client, { uri: document.uri, path: '申报.方向' });
    assert.equal(found?.uri, document.uri);
  });

  for (const [marked, path] of [
    ['方$0向: 专业型/面向特定技术', '申报.方向'],
    ['方向: 专业型/面$0向特定技术', '申报.方向'],
    ['方向: 专业型/面向特定技术$0', '申报.方向'],
    ['\n正$0文:', '正文'],
  ] as const) {
    test(`a cursor at ${JSON.stringify(marked)} is at ${path}`, async (t) => {
      const client = joined(t);
      await client.initialize();
      const { text, offset } = atCursor(smallest([marked.replace('$0', ''), marked]));
      const document = await client.open('untitled:Untitled-1', text);
      const position = document.positionAt(offset);
      const found = await pathAt(client, { uri: document.uri, document: document.uri, position });
      assert.equal(found?.path, path);
    });
  }

  test('a cursor behind a value, on a blank line or in a comment is at what was written last', () => {
    const { source } = analyzed('申报:\n  方向: 甲  # 注\n\n  推荐渠道: 乙\n平台:\n  服务行业: [丙, 丁]\n');
    const at = (words: string, more = 0) =>
      formatFieldPath(fieldPositionAt(source, source.text.indexOf(words) + more)?.path ?? []);
    assert.equal(at('# 注', 2), '申报.方向');
    assert.equal(at('\n\n', 1), '申报.方向');
    assert.equal(at('丁', 1), '平台.服务行业[1]');
    assert.equal(fieldPositionAt(source, 0)?.path.join(), '申报');
    assert.equal(fieldPositionAt(analyzed('# 只有注\n').source, 3), undefined);
  });

  test('a chapter in its own file is followed there, and its pictures are found beside it', async (t) => {
    const text = withChapter(smallest(), 'chapters/01.md');
    const chapter = `${CHAPTER}\n![图甲](%E5%9B%BE/a.png)\n\n末段。\n`;
    const w = await workspace(t, { 'chapters/01.md': chapter, 'chapters/图/a.png': PNG });
    const document = await w.open('甲.dossier.yaml', text);
    const { uri } = document;
    const shown = await preview(w.client, uri);
    assert.match(shown?.body ?? '', /<figure[^>]*><img data-src="chapters\/图\/a\.png"/);
    const from = chapter.indexOf('末段');
    assert.match(shown?.body ?? '', new RegExp(`data-path="正文\\.平台定位" data-from="${from}">末段。`));
    const found = await locateOf(w.client, { uri, path: '正文.平台定位', from });
    assert.equal(found?.uri, w.uri('chapters/01.md'));
    const open = await w.open('chapters/01.md', chapter, 'markdown');
    assert.equal(open.offsetAt(found!.range.start), from);
    const position = open.positionAt(from + 1);
    assert.deepEqual(await pathAt(w.client, { uri, document: open.uri, position }), {
      path: '正文.平台定位',
      from: from + 1,
    });
    await w.client.edit(open, '末段', '改过的末段');
    assert.match((await preview(w.client, uri))?.body ?? '', /改过的末段。/);
  });

  test('what is no part of the dossier is nowhere in it', async (t) => {
    const w = await workspace(t, {});
    const { uri } = await w.open('甲.dossier.yaml', smallest());
    const other = await w.open('笔记.md', '随手记。\n', 'markdown');
    const position = { line: 0, character: 2 };
    assert.equal(await pathAt(w.client, { uri, document: other.uri, position }), null);
    assert.equal(await pathAt(w.client, { uri, document: w.uri('没有.md'), position }), null);
  });
});
