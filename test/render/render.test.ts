/** What is handed in, read back: by other libraries, part by part, and as text beside a golden. */

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, posix } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import mammoth from 'mammoth';
import readXlsx from 'read-excel-file/node';
import type { NoticeAnalysis } from '../../server/src/core/analysis/types.ts';
import { newDossier } from '../../server/src/core/edits/skeleton.ts';
import { formatFieldPath } from '../../server/src/core/model/path.ts';
import { readBeside } from '../../server/src/host/dossier-files.ts';
import { saveFiles } from '../../server/src/host/save-files.ts';
import { compose } from '../../server/src/render/manuscript/compose.ts';
import type { Manuscript, ManuscriptBlock, Run } from '../../server/src/render/manuscript/manuscript.ts';
import { readChapter } from '../../server/src/render/manuscript/read-chapter.ts';
import type { RenderedFile } from '../../server/src/render/office/rendered-file.ts';
import { gapText, render } from '../../server/src/render/submission/render.ts';
import { DocxStyles } from '../../server/src/render/writers/docx/docx-styles.ts';
import { pagingOf } from '../../server/src/render/writers/docx/paging.ts';
import { writeText } from '../../server/src/render/writers/text.ts';
import { analyzed, cleanSamples, pack, patched, sample } from '../support/engine.ts';

const GOLDENS = join(import.meta.dirname, 'goldens');
const BROKEN = /undefined|NaN|\bnull\b|\[object|Infinity/;
const TWIPS_PER_MM = 1440 / 25.4;
/** A 1 × 1 picture of each kind. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const JPG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
  'base64',
);
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>');

// ---------------------------------------------------------------- the means

type Files = Readonly<Record<string, Uint8Array | string>>;
type Full = NoticeAnalysis;

function full(text: string): Full {
  const analysis = analyzed(text);
  assert.ok(analysis.pack, 'the dossier names a pack');
  return { ...analysis, pack: analysis.pack };
}

/** Files beside the dossier, as the renderer asks for them. */
function beside(files: Files) {
  return (path: string) => {
    const file = files[path];
    return typeof file === 'string' ? Buffer.from(file) : file;
  };
}

interface Output {
  readonly docx: Docx;
  readonly xlsx: RenderedFile;
  readonly name: string;
  readonly manuscript: Manuscript;
  readonly gaps: readonly string[];
}

async function rendered(text: string, options: { draft?: boolean; files?: Files; at?: string } = {}): Promise<Output> {
  const analysis = full(text);
  const { at, files = {}, draft = false } = options;
  const file = at === undefined ? beside(files) : (path: string) => readBeside(at, path);
  const result = await render(analysis, { draft, all: true, file });
  assert.ok('files' in result, `refused: ${'missing' in result ? result.missing.map((g) => gapText(g).zh) : ''}`);
  const [docx, xlsx] = result.files;
  assert.ok(docx && xlsx);
  return {
    docx: new Docx(docx.bytes),
    xlsx,
    name: docx.name,
    manuscript: compose(analysis, { draft, file }),
    gaps: result.gaps.map((g) => formatFieldPath(g.path)),
  };
}

/** Why it was not rendered: each place with its reason. */
async function refused(text: string, files: Files = {}): Promise<readonly string[]> {
  const result = await render(full(text), { draft: false, all: true, file: beside(files) });
  assert.ok('missing' in result, 'rendered, though something is missing');
  return result.missing.map((g) => `${formatFieldPath(g.path)} ${g.why}`);
}

/** The smallest sample with a chapter of this Markdown, rendered. */
function chapter(markdown: string, files: Files = {}, draft = false): Promise<Output> {
  return rendered(patched({ set: { '正文.平台定位': markdown } }).text, { draft, files });
}

/** The parts of a ZIP file, by the directory at its end. */
function unzip(bytes: Uint8Array): ReadonlyMap<string, Buffer> {
  const zip = Buffer.from(bytes);
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  assert.ok(end >= 0, 'a ZIP file');
  const parts = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const [method, size, name, extra, remark] = [10, 20, 28, 30, 32].map((o) =>
      o === 20 ? zip.readUInt32LE(at + o) : zip.readUInt16LE(at + o),
    ) as [number, number, number, number, number];
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(from, from + size);
    const path = zip.toString('utf8', at + 46, at + 46 + name);
    assert.ok(!parts.has(path), `${path} once in the file`);
    parts.set(path, method === 0 ? data : inflateRawSync(data));
    at += 46 + name + extra + remark;
  }
  return parts;
}

class Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (Element | string)[] = [];

  constructor(name: string, attributes: ReadonlyMap<string, string>) {
    this.name = name;
    this.attributes = attributes;
  }

  /** Every element of a name below, in order. */
  all(name: string): readonly Element[] {
    return this.children.flatMap((c) =>
      typeof c === 'string' ? [] : [...(c.name === name ? [c] : []), ...c.all(name)],
    );
  }

  /** The children of a name. */
  own(name: string): readonly Element[] {
    return this.children.filter((c): c is Element => typeof c !== 'string' && c.name === name);
  }

  /** The first element along a path of names. */
  at(...names: readonly string[]): Element | undefined {
    return names.reduce<Element | undefined>((e, name) => e?.own(name)[0], this);
  }

  value(name: string): string | undefined {
    return this.attributes.get(name);
  }

  number(name: string): number {
    return Number(this.attributes.get(name));
  }

  get text(): string {
    return this.children.map((c) => (typeof c === 'string' ? c : c.text)).join('');
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads XML and refuses what is not well-formed. */
function xml(bytes: Uint8Array | string, where: string): Element {
  const text = typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff]/u.exec(text);
  assert.equal(illegal, null, `${where}: a character XML cannot hold at ${illegal?.index}`);
  const decode = (s: string) => {
    assert.doesNotMatch(s, /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/, `${where}: a bare &`);
    return s.replace(/&(#x?)?(\w+);/g, (_, hash, body) => {
      if (!hash) return ENTITIES[body]!;
      const code = Number.parseInt(body, hash === '#x' ? 16 : 10);
      assert.ok(
        [9, 10, 13].includes(code) || (code >= 32 && code < 0xd800) || code > 0xdfff,
        `${where}: &${hash}${body};`,
      );
      return String.fromCodePoint(code);
    });
  };
  const root = new Element('', new Map());
  const open = [root];
  const token =
    /<\?[^>]*\?>|<!--[\s\S]*?-->|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
  while (token.lastIndex < text.replace(/^\ufeff/, '').length) {
    const from = token.lastIndex;
    const m = token.exec(text);
    assert.ok(m, `${where}: not well-formed at ${from}: ${text.slice(from, from + 60)}`);
    const [, close, name, attributes = '', empty, words] = m;
    if (close) assert.equal(open.pop()?.name, close, `${where}: closes what is open`);
    else if (words !== undefined) open.at(-1)!.children.push(decode(words));
    else if (name) {
      const pairs = [...attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
      const map = new Map(pairs.map(([, key, a, b]) => [key!, decode(a ?? b ?? '')]));
      assert.equal(map.size, pairs.length, `${where}: <${name}> has an attribute twice`);
      const element = new Element(name, map);
      open.at(-1)!.children.push(element);
      if (!empty) open.push(element);
    }
  }
  assert.equal(open.length, 1, `${where}: all closed`);
  return root;
}

/** A file of parts in XML (Word's and Excel's alike), every part read. */
class Package {
  readonly bytes: Uint8Array;
  readonly parts: ReadonlyMap<string, Buffer>;
  readonly xml: ReadonlyMap<string, Element>;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.parts = unzip(bytes);
    this.xml = new Map([...this.parts].filter(([n]) => /\.(xml|rels)$/.test(n)).map(([n, b]) => [n, xml(b, n)]));
  }

  part(name: string): Element {
    const part = this.xml.get(name);
    assert.ok(part, `${name} is there`);
    return part;
  }

  /** Relationships lead to parts, ids used are declared, and every part has a content type. */
  assertWhole(): void {
    for (const [name, rels] of this.xml) {
      if (!name.endsWith('.rels')) continue;
      const source = posix.join(posix.dirname(name), '..', basename(name, '.rels'));
      const declared = new Set<string>();
      for (const r of rels.all('Relationship')) {
        const id = r.value('Id')!;
        assert.ok(!declared.has(id), `${name}: ${id} once`);
        declared.add(id);
        if (r.value('TargetMode') === 'External') continue;
        const target = r.value('Target')!;
        const path = target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(source), target);
        assert.ok(this.parts.has(path), `${name}: ${target} is there`);
      }
      const used = [
        ...(this.parts.get(source)?.toString('utf8') ?? '').matchAll(/\br:(?:id|embed|link|pict)="([^"]+)"/g),
      ];
      for (const [, id] of used) assert.ok(declared.has(id!), `${source}: ${id} is declared`);
    }
    const types = this.part('[Content_Types].xml');
    const endings = new Set(types.all('Default').map((t) => t.value('Extension')));
    const overrides = new Set(types.all('Override').map((t) => t.value('PartName')));
    for (const name of this.parts.keys()) {
      if (name === '[Content_Types].xml') continue;
      const typed = overrides.has(`/${name}`) || endings.has(name.slice(name.lastIndexOf('.') + 1));
      assert.ok(typed, `${name} has a content type`);
    }
    for (const path of overrides) assert.ok(this.parts.has(path!.slice(1)), `${path} is there`);
  }

  /** The words of every part, attributes meant for readers included. */
  get words(): readonly string[] {
    return [...this.xml.values()].flatMap((root) => wordsOf(root));
  }
}

function wordsOf(element: Element): string[] {
  const own = ['title', 'descr', 'alt', 'string'].flatMap((a) => element.value(a) ?? []);
  return [...own, ...element.children.flatMap((c) => (typeof c === 'string' ? [c] : wordsOf(c)))];
}

class Docx extends Package {
  get document(): Element {
    return this.part('word/document.xml').at('w:document', 'w:body')!;
  }

  /** The text of each paragraph, in order, as the XML has it. */
  get paragraphs(): readonly string[] {
    return this.document.all('w:p').map((p) =>
      p
        .all('w:t')
        .map((t) => t.text)
        .join(''),
    );
  }

  get text(): string {
    return this.paragraphs.join('\n');
  }

  get headers(): readonly Element[] {
    return [...this.xml].filter(([n]) => /^word\/header\d+\.xml$/.test(n)).map(([, e]) => e);
  }

  /** As another library reads it: headings, paragraphs and tables. */
  async html(): Promise<Element> {
    const { value, messages } = await mammoth.convertToHtml(
      { buffer: Buffer.from(this.bytes) },
      { styleMap: [1, 2, 3, 4].map((n) => `p[style-name='heading ${n}'] => h${n}:fresh`) },
    );
    assert.deepEqual(
      messages.filter((m) => m.type === 'error'),
      [],
    );
    return xml(`<html>${value}</html>`, 'mammoth');
  }

  async rawText(): Promise<string> {
    return (await mammoth.extractRawText({ buffer: Buffer.from(this.bytes) })).value;
  }
}

/** The numbering that a paragraph stands in. */
function numberOf(docx: Docx, words: string) {
  const p = docx.document.all('w:p').find((e) => e.text.includes(words));
  assert.ok(p, `a paragraph with “${words}”`);
  const numPr = p.at('w:pPr', 'w:numPr');
  if (!numPr) return undefined;
  const [id, level] = [numPr.at('w:numId')!.value('w:val'), numPr.at('w:ilvl')!.number('w:val')];
  const numbering = docx.part('word/numbering.xml');
  const num = numbering.all('w:num').find((n) => n.value('w:numId') === id);
  assert.ok(num, `numbering ${id} is defined`);
  const abstract = numbering
    .all('w:abstractNum')
    .find((a) => a.value('w:abstractNumId') === num.at('w:abstractNumId')!.value('w:val'));
  const defined = abstract?.own('w:lvl').find((l) => l.number('w:ilvl') === level);
  assert.ok(defined, `level ${level} is defined`);
  const override = num.own('w:lvlOverride').find((o) => o.number('w:ilvl') === level);
  const start = override?.at('w:startOverride')?.number('w:val') ?? defined.at('w:start')?.number('w:val');
  return { id, level, start, format: defined.at('w:numFmt')?.value('w:val') };
}

async function sheet(file: RenderedFile): Promise<{ rows: readonly (readonly unknown[])[]; file: Package }> {
  const whole = new Package(file.bytes);
  whole.assertWhole();
  const sheets = await readXlsx(Buffer.from(file.bytes));
  assert.equal(sheets.length, 1);
  return { rows: sheets[0]!.data, file: whole };
}

/** The page of each heading, by its id. */
type Pages = ReadonlyMap<string, number>;

/** The words of runs, and the number of a page where a run tells one. */
function joined(runs: readonly Run[], pages: Pages): string {
  return runs.map((r) => pages.get(r.page ?? '') ?? r.text).join('');
}

/** The paragraphs of blocks, in order; tables cell by cell. */
function textsOf(blocks: readonly ManuscriptBlock[], pages: Pages): readonly string[] {
  const join = (runs: readonly Run[]) => joined(runs, pages);
  return blocks.flatMap((b): readonly string[] => {
    switch (b.kind) {
      case 'paragraph':
        return [join(b.runs)];
      case 'heading':
        return [b.text];
      case 'table':
        return [...(b.head ? [b.head] : []), ...b.rows].flat().map((c) => join(c.runs));
      case 'list':
        return b.items.flatMap((i) => textsOf(i, pages));
      case 'signatures':
        return b.lines.map(join);
      case 'cover':
        return b.lines.flatMap(([label, runs]) => [label, join(runs)]);
      default:
        return [];
    }
  });
}

function tablesIn(blocks: readonly ManuscriptBlock[]): readonly Extract<ManuscriptBlock, { kind: 'table' }>[] {
  return blocks.flatMap((b) =>
    b.kind === 'table' ? [b] : b.kind === 'list' ? b.items.flatMap((i) => tablesIn(i)) : [],
  );
}

function assertInOrder(haystack: string, needles: readonly string[], what: string): void {
  let from = 0;
  for (const needle of needles) {
    const at = haystack.indexOf(needle, from);
    assert.ok(at >= 0, `${what}: “${needle}” is missing, or out of order, after “${haystack.slice(from - 40, from)}”`);
    from = at + needle.length;
  }
}

/** Han characters, letters and digits alone: what no mark-up may lose. */
function core(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

function golden(context: TestContext, name: string, text: string): void {
  const path = join(GOLDENS, `${name}.txt`);
  if (process.env.UPDATE_GOLDENS === '1') {
    mkdirSync(GOLDENS, { recursive: true });
    writeFileSync(path, text);
    context.diagnostic(`${path} written`);
  }
  assert.ok(existsSync(path), `${path} is there; UPDATE_GOLDENS=1 writes it`);
  const [lines, expected] = [text, readFileSync(path, 'utf8')].map((t) => t.split('\n')) as [string[], string[]];
  const at = lines.findIndex((line, i) => line !== expected[i]);
  assert.deepEqual(lines.slice(at, at + 3), expected.slice(at, at + 3), `${path}:${at + 1}`);
  assert.equal(lines.length, expected.length);
}

/** What holds for every Word file, whatever it says. */
function assertSound({ docx, manuscript }: Output): void {
  docx.assertWhole();
  for (const words of docx.words) assert.doesNotMatch(words, BROKEN);
  assertFonts(docx);
  assertTables(docx, manuscript);
  assertBookmarks(docx);
}

function assertFonts(docx: Docx): void {
  const faces = (rPr: Element | undefined) => {
    const fonts = rPr?.at('w:rFonts');
    return { east: fonts?.value('w:eastAsia'), ascii: fonts?.value('w:ascii'), hAnsi: fonts?.value('w:hAnsi') };
  };
  const defaults = docx.part('word/styles.xml').at('w:styles', 'w:docDefaults', 'w:rPrDefault', 'w:rPr');
  for (const [name, part] of docx.xml) {
    if (!/^word\/(document|header\d+|footer\d+)\.xml$/.test(name)) continue;
    for (const run of part.all('w:r')) {
      const text = run
        .all('w:t')
        .map((t) => t.text)
        .join('');
      if (!text) continue;
      // The number that a field shows has no Han character in it and may take the document's faces.
      const isField = run.all('w:fldChar').length > 0 && /^\d*$/.test(text);
      const { east, ascii, hAnsi } = faces(isField ? (run.at('w:rPr') ?? defaults) : run.at('w:rPr'));
      assert.ok(east && ascii && hAnsi, `${name}: “${text}” names its faces`);
      assert.notEqual(east, ascii, `${name}: “${text}” has its East Asian face apart`);
    }
  }
}

function assertTables(docx: Docx, manuscript: Manuscript): void {
  const { paper } = pack.layout;
  const room = Math.round((paper.width - paper.margins.inside - paper.margins.outside) * TWIPS_PER_MM);
  const tables = docx.document.all('w:tbl');
  for (const table of tables) {
    const look = table.at('w:tblPr')!;
    assert.equal(look.at('w:tblLayout')?.value('w:type'), 'fixed');
    assert.equal(look.at('w:tblW')?.value('w:type'), 'dxa');
    const width = look.at('w:tblW')!.number('w:w');
    const grid = table
      .at('w:tblGrid')!
      .own('w:gridCol')
      .map((c) => c.number('w:w'));
    assert.equal(sum(grid), width, 'the grid is as wide as the table');
    assert.ok(width <= room, `a table of ${width} on a page of ${room}`);
    assert.ok(Math.min(...grid) >= 300, `no column of nothing: ${grid}`);
    for (const row of table.own('w:tr')) {
      let column = 0;
      for (const cell of row.own('w:tc')) {
        const span = cell.at('w:tcPr', 'w:gridSpan')?.number('w:val') ?? 1;
        assert.equal(cell.at('w:tcPr', 'w:tcW')?.number('w:w'), sum(grid.slice(column, column + span)));
        column += span;
        assert.equal((cell.children.at(-1) as Element).name, 'w:p', 'a cell ends in a paragraph');
      }
      assert.equal(column, grid.length, 'a row fills its grid');
    }
  }
  const repeated = tables.map((t) => t.own('w:tr').map((r) => isOn(r.at('w:trPr', 'w:tblHeader'))));
  const covers = manuscript.front.some((b) => b.kind === 'cover') ? 1 : 0;
  const expected = tablesIn([...manuscript.front, ...manuscript.body]).map((t) => t.head !== undefined);
  assert.deepEqual(
    repeated.slice(covers).map((rows) => rows[0]),
    expected,
    'heads are repeated',
  );
  assert.ok(
    repeated.every((rows) => !rows.slice(1).includes(true)),
    'only first rows are',
  );
}

function assertBookmarks(docx: Docx): void {
  const starts = docx.document.all('w:bookmarkStart');
  const names = starts.map((b) => b.value('w:name')!);
  const ids = starts.map((b) => b.value('w:id')!);
  assert.equal(new Set(names).size, names.length, `names of bookmarks are unique: ${names}`);
  assert.equal(new Set(ids).size, ids.length, `ids of bookmarks are unique: ${ids}`);
  // One within another ends before it.
  const ends = docx.document.all('w:bookmarkEnd').map((b) => b.value('w:id')!);
  assert.deepEqual(ends.toSorted(), ids.toSorted());
  for (const name of names) assert.match(name, /^[\p{L}_][\p{L}\p{N}_]{0,39}$/u);
  const anchors = docx.document.all('w:hyperlink').flatMap((h) => h.value('w:anchor') ?? []);
  const pages = docx.document.all('w:instrText').flatMap((i) => /PAGEREF (\S+)/.exec(i.text)?.[1] ?? []);
  for (const anchor of [...anchors, ...pages]) assert.ok(names.includes(anchor), `${anchor} is a bookmark`);
}

/** A pattern in the whole text, or none; where it fails, only the chapter that tests write is shown. */
function assertSays(text: string, does: boolean, pattern: RegExp): void {
  const from = text.lastIndexOf('\n（一）平台定位');
  const shown = text.slice(from, from + 300);
  assert.ok(pattern.test(text) === does, `${does ? 'lacks' : 'has'} ${pattern}: ${shown}`);
}

function assertWellFormed(text: string): void {
  assert.doesNotMatch(text, /\p{Surrogate}/u);
}

/** An on-off property: there, and not said to be off. */
function isOn(element: Element | undefined): boolean {
  return element !== undefined && !['off', 'false', '0'].includes(element.value('w:val') ?? 'on');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

// ---------------------------------------------------------------- samples

for (const folder of cleanSamples()) {
  suite(`sample ${folder}`, async () => {
    const { path, text } = sample(folder);
    const output = await rendered(text, { at: path });
    const { docx, manuscript } = output;
    const headings = manuscript.body.filter((b) => b.kind === 'heading');
    const { pages } = pagingOf(new DocxStyles(pack.layout, false), manuscript.body);

    test('is sound', () => assertSound(output));

    test('is the text of the golden', (t) => golden(t, folder, writeText(manuscript)));

    test('has every heading, read by another library', async () => {
      const html = (await docx.html()).at('html')!;
      const found = html.children.filter((c): c is Element => typeof c !== 'string' && /^h[1-4]$/.test(c.name));
      assert.deepEqual(
        found.map((h) => `${h.name} ${h.text}`),
        headings.map((h) => `h${h.level} ${h.text}`),
      );
    });

    test('has every text in order, read by another library', async () => {
      const raw = await docx.rawText();
      const body = textsOf(manuscript.body, pages);
      // The contents list names the headings before they come.
      const from = raw.lastIndexOf('\n', raw.indexOf(body[1]!) - 1);
      assertInOrder(raw.slice(0, from), textsOf(manuscript.front, pages), 'front');
      assertInOrder(raw.slice(raw.indexOf(body[0]!, raw.indexOf('附件目录'))), body, 'body');
    });

    test('has every line of the chapters', () => {
      const { answers } = analyzed(text);
      const whole = core(docx.text);
      let from = 0;
      for (const answer of answers.at('正文')!.children!.values()) {
        const markdown = readChapter(answer, (p) => readBeside(path, p)).text ?? '';
        const pieces = markdown
          .split(/[\n|]/)
          .map((line) => core(line.replace(/^\s*(?:#+|[-*+]|\d+[.)])\s+/, '').replace(/\]\([^)]*\)/g, '')));
        for (const piece of pieces.filter(Boolean)) {
          const at = whole.indexOf(piece, from);
          assert.ok(at >= 0, `${formatFieldPath(answer.path)}: ${piece}`);
          from = at;
        }
      }
    });

    test('has every table row by row, read by another library', async () => {
      const html = await docx.html();
      const found = html
        .all('table')
        .map((t) => t.all('tr').map((r) => [...r.children].map((c) => (c as Element).text)));
      const blocks = [...manuscript.front, ...manuscript.body];
      const cover = blocks.flatMap((b) =>
        b.kind === 'cover' ? [b.lines.map(([label, runs]) => [label, runs.map((r) => r.text).join('')])] : [],
      );
      const tables = tablesIn(blocks).map((t) =>
        [...(t.head ? [t.head] : []), ...t.rows].map((row) => row.map((c) => joined(c.runs, pages))),
      );
      assert.deepEqual(found, [...cover, ...tables]);
    });

    test('keeps short rows whole', () => {
      for (const row of docx.document.all('w:tr')) {
        const long = row.own('w:tc').some((c) => c.text.length > 160);
        assert.equal(isOn(row.at('w:trPr', 'w:cantSplit')), !long, row.text.slice(0, 40));
      }
    });

    test('does not keep a table together that is longer than a page', () => {
      const { paper } = pack.layout;
      const page = (paper.height - paper.margins.top - paper.margins.bottom) * TWIPS_PER_MM;
      for (const table of docx.document.all('w:tbl')) {
        const rows = table.own('w:tr');
        const kept = rows.filter((r) => r.all('w:keepNext').length > 0).length === rows.length - 1 && rows.length > 1;
        if (kept) assert.ok(heightOf(table) < page, `kept on one page: ${table.text.slice(0, 60)}…`);
      }
    });

    test('is on A4 with official margins, on both sections', () => {
      const sections = docx.document.all('w:sectPr');
      const papers = headings.filter((h) => h.annex);
      assert.equal(sections.length, 2 + papers.length, 'each paper behind the text has its own');
      for (const [i, section] of sections.entries()) {
        const size = section.at('w:pgSz')!;
        assert.deepEqual([size.number('w:w'), size.number('w:h')], [11906, 16838]);
        const margin = section.at('w:pgMar')!;
        const mm = ['top', 'right', 'bottom', 'left'].map((s) => Math.round(margin.number(`w:${s}`) / TWIPS_PER_MM));
        assert.deepEqual(mm, [37, 26, 35, 28]);
        const kinds = (name: string) => section.own(name).map((r) => r.value('w:type'));
        assert.deepEqual(kinds('w:headerReference'), [], 'nothing stands above the text');
        assert.deepEqual(kinds('w:footerReference'), i < 2 ? ['default', 'even'] : [], 'else those of the text go on');
        assert.equal(section.at('w:docGrid')?.number('w:linePitch'), 579, '22 lines');
      }
      const starts = sections.map((s) => s.at('w:pgNumType')?.value('w:start'));
      assert.deepEqual(starts, [undefined, '1', ...papers.map(() => undefined)], 'numbered on through all papers');
      const types = sections.slice(1).map((s) => s.at('w:type')?.value('w:val'));
      assert.deepEqual([...new Set(types)], ['oddPage'], 'text and papers begin a sheet');
      const settings = docx.part('word/settings.xml').at('w:settings')!;
      assert.ok(settings.at('w:evenAndOddHeaders'), 'page numbers stand outside');
      assert.ok(settings.at('w:mirrorMargins'), 'the wide margin is where the sheets are bound');
      assert.equal(settings.at('w:updateFields'), undefined, 'no question at opening');
    });

    test('does not stretch the lines of tables to the page’s grid', () => {
      // LibreOffice and WPS lay text of an exact line height on a grid of lines, and the page numbers we wrote are then wrong.
      for (const grid of docx.document.all('w:docGrid')) assert.equal(grid.value('w:type') ?? 'default', 'default');
    });

    test('has outline levels', () => {
      const styles = docx.part('word/styles.xml').all('w:style');
      for (const level of [1, 2, 3, 4]) {
        const style = styles.find((s) => s.value('w:styleId') === `DossierHeading${level}`);
        assert.equal(style?.at('w:pPr', 'w:outlineLvl')?.number('w:val'), level - 1);
      }
      const used = docx.document.all('w:pStyle').map((s) => s.value('w:val'));
      assert.deepEqual(
        used.filter((s) => s?.startsWith('DossierHeading')),
        headings.map((h) => `DossierHeading${h.level}`),
      );
    });

    test('has a contents list with a page for each of its headings', () => {
      const lines = docx.document
        .own('w:p')
        .filter((p) => p.all('w:instrText').some((i) => i.text.includes('PAGEREF')));
      const shown = headings.filter((h) => h.level <= 2 && !h.annex);
      const texts = lines.map((p) =>
        p
          .all('w:t')
          .map((t) => t.text)
          .join('')
          .replace(/\t.*/, '')
          .replace(/\d+$/, ''),
      );
      assert.deepEqual(
        texts,
        shown.map((h) => h.text),
      );
      const pages = lines.map((p) => Number(/\d+$/.exec(p.text)?.[0]));
      assert.equal(pages[0], 1);
      assert.deepEqual(
        pages,
        [...pages].sort((a, b) => a - b),
        'pages go up',
      );
      const byAnchor = new Map(
        docx.document.all('w:p').flatMap((p) => p.all('w:bookmarkStart').map((b) => [b.value('w:name'), p.text])),
      );
      const anchors = lines.map((p) => byAnchor.get(p.all('w:hyperlink')[0]?.value('w:anchor')));
      assert.deepEqual(
        anchors,
        shown.map((h) => h.text),
        'each leads to its heading',
      );
    });

    test('has a page for each paper of the annex list, numbered as the list says', () => {
      const papers = headings.filter((h) => h.annex);
      const list = docx.document.all('w:tbl').at(-1)!;
      const rows = list.own('w:tr').slice(1);
      assert.deepEqual(
        papers.map((h) => h.text),
        rows.map((r) => r.own('w:tc')[0]!.text),
      );
      const told = rows.map((r) => Number(r.own('w:tc').at(-1)!.all('w:t').at(-1)!.text));
      assert.deepEqual(
        told,
        papers.map((h) => pages.get(h.id)),
      );
      for (const page of told) assert.equal(page % 2, 1, 'the front of a sheet');
      const marks = new Map(
        docx.document.all('w:p').flatMap((p) => p.all('w:bookmarkStart').map((b) => [b.value('w:name'), p.text])),
      );
      const leads = rows.map((r) => marks.get(/PAGEREF (\S+)/.exec(r.text)?.[1]));
      assert.deepEqual(
        leads,
        papers.map((h) => h.text),
      );
    });

    test('puts no bare tab into text', () => {
      const bare = docx.document.all('w:t').filter((t) => /[\t\n]/.test(t.text));
      assert.equal(bare.length, 0, 'a tab is <w:tab/>');
    });

    test('has no mark of a draft', () => {
      assert.doesNotMatch(docx.words.join('\n'), /草稿|待填|图片读不到|图片格式/);
    });

    test('has a place for the signature of the dossier itself', () => {
      const signs = docx.paragraphs.filter((p) => /（签名|签字|签章/.test(p) && p.length < 40);
      assert.ok(signs.length > 1, `only the statement has one: ${signs}`);
    });

    test('has a summary sheet of a title, a head and one row, of typed cells', async () => {
      const { rows, file } = await sheet(output.xlsx);
      const { columns, title } = pack.layout.summary;
      assert.equal(rows.length, 3);
      assert.equal(rows[0]![0], title);
      assert.deepEqual(rows[1], ['序号', ...columns.map((c) => c.head)]);
      const { answers } = analyzed(text);
      const cell = (head: string) => rows[2]![1 + columns.findIndex((c) => c.head === head)];
      assert.equal(rows[2]![0], 1);
      assert.equal(cell('申报单位'), answers.text('申报单位.单位名称'));
      assert.equal(cell('统一社会信用代码'), answers.text('申报单位.统一社会信用代码'));
      assert.equal(cell('手机'), answers.text('申报单位.联系人.手机'));
      assert.equal(cell('连接设备数（台套）'), answers.number('平台.指标.连接设备数'));
      assert.equal(cell('2022年营业收入（万元）'), answers.number('申报单位.经营情况[2].营业收入'));
      const day = cell('上线日期');
      assert.ok(day instanceof Date);
      assert.equal(day.toISOString().slice(0, 10), answers.text('平台.上线日期'));
      assert.ok(
        rows[2]!.every((c) => c !== null && c !== ''),
        'no cell is empty',
      );
      for (const words of file.words) assert.doesNotMatch(words, BROKEN);
    });
  });
}

/** A low estimate of a table's height in twips: the lines of each row's fullest cell. */
function heightOf(table: Element): number {
  return sum(
    table.own('w:tr').map((row) =>
      Math.max(
        ...row.own('w:tc').map((cell) => {
          const room = (cell.at('w:tcPr', 'w:tcW')!.number('w:w') - 170) / 240;
          const width = [...cell.text].reduce((n, c) => n + (/[\u2e80-\uffef]/.test(c) ? 1 : 0.45), 0);
          return Math.max(1, Math.ceil(width / room)) * 360 + 80;
        }),
      ),
    ),
  );
}

suite('summary sheet', () => {
  test('is printed on one page across', async () => {
    const { xlsx } = await rendered(sample('最小').text);
    const page = new Package(xlsx.bytes).part('xl/worksheets/sheet1.xml');
    assert.equal(page.all('pageSetup')[0]?.value('orientation'), 'landscape');
    assert.equal(page.all('pageSetup')[0]?.value('paperSize'), '9', 'A4');
    assert.equal(page.all('pageSetUpPr')[0]?.value('fitToPage'), '1');
  });

  test('keeps texts that look like formulas as text', async () => {
    const { text } = patched({
      set: {
        '申报单位.单位名称': '=1+1',
        '平台.平台名称': "+cmd|' /C calc'!A0",
        '申报单位.联系人.姓名': '@SUM(A1)',
        '申报单位.联系人.职务': '-2+3',
      },
    });
    const output = await rendered(text);
    const { rows, file } = await sheet(output.xlsx);
    for (const value of ['=1+1', "+cmd|' /C calc'!A0", '@SUM(A1)', '-2+3']) assert.ok(rows[2]!.includes(value), value);
    const page = file.part('xl/worksheets/sheet1.xml');
    assert.equal(page.all('f').length, 0);
    assert.equal(file.parts.has('xl/externalLinks/externalLink1.xml'), false);
    assertSound(output);
    assert.ok(output.docx.text.includes('=1+1'));
  });

  test('holds huge numbers and decimals', async () => {
    const { text } = patched({
      set: {
        '平台.指标.连接设备数': 9007199254740991,
        '申报单位.经营情况[2].营业收入': 123456789012.34,
        '申报单位.经营情况[2].利润总额': -120.5,
        '申报单位.经营情况[2].纳税总额': 0.1,
        '申报单位.经营情况[2].研发投入': 0.000001,
      },
    });
    const output = await rendered(text);
    const { rows } = await sheet(output.xlsx);
    assert.ok(rows[2]!.includes(9007199254740991));
    assert.ok(rows[2]!.includes(123456789012.34));
    const cells = output.docx.paragraphs;
    for (const n of ['9007199254740991', '123456789012.34', '-120.5', '0.1', '0.000001'])
      assert.ok(cells.includes(n), n);
  });
});

// ---------------------------------------------------------------- drafts

suite('a draft', () => {
  const places = (gaps: readonly string[]) => gaps.map((g) => g.replace(/\[\d+\]/g, '').split('.'));

  for (const { id: direction } of pack.notice.directions) {
    test(`of a new dossier shows every gap: ${direction}`, async () => {
      const text = newDossier(pack, direction);
      const output = await rendered(text, { draft: true });
      assertSound(output);
      assert.match(output.name, /-草稿\.docx$/);
      const shown = new Set([...output.docx.text.matchAll(/【待填：([^】]*)】/g)].map((m) => m[1]));
      const hidden = places(output.gaps).filter((p) => !shown.has(p.at(-1)) && !shown.has(p.at(-2)));
      assert.deepEqual(
        hidden.map((p) => p.join('.')),
        [],
      );
    });

    test(`is all that can be had of a new dossier: ${direction}`, async () => {
      const text = newDossier(pack, direction);
      const missing = await refused(text);
      const { gaps } = await rendered(text, { draft: true });
      assert.deepEqual(
        missing.map((m) => m.split(' ')[0]),
        gaps,
      );
      assert.ok(missing.length > 40);
    });
  }

  test('bears its watermark on every header', async () => {
    const { docx } = await rendered(sample('最小').text, { draft: true });
    assert.equal(docx.headers.length, 4);
    for (const header of docx.headers) {
      assert.deepEqual(
        header.all('v:textpath').flatMap((t) => t.value('string') ?? []),
        ['草稿'],
      );
    }
  });

  for (const gone of [
    '正文',
    '平台',
    '平台.指标',
    '平台.解决方案',
    '申报单位.经营情况',
    '申报单位.单位简介',
    '附件材料',
    '签署',
  ]) {
    test(`without ${gone} shows it, and without --draft it is refused`, async () => {
      const { text } = patched({ remove: [gone] });
      const missing = await refused(text);
      assert.ok(
        missing.some((m) => m.startsWith(gone)),
        `${missing}`,
      );
      const output = await rendered(text, { draft: true });
      assertSound(output);
      assertSays(output.docx.text, true, new RegExp(`【待填：[^】]*${gone.split('.').at(-1)}|【待填：`));
      const last = gone.split('.').at(-1)!;
      const below = places(output.gaps).flat();
      const shown = [...output.docx.text.matchAll(/【待填：([^】]*)】/g)].map((m) => m[1]!);
      assert.ok(
        shown.some((s) => s === last || below.includes(s)),
        `shown: ${shown}`,
      );
    });
  }

  test('of a value that cannot be read is possible, and said', async () => {
    const { text } = patched({ set: { '平台.累计投入': '很多', '申报.申报日期': '2023-02-30' } });
    assert.deepEqual(await refused(text), ['申报.申报日期 bad', '平台.累计投入 bad']);
    const { docx } = await rendered(text, { draft: true });
    assertSays(docx.text, true, /【待填：累计投入】/);
    assertSays(docx.text, true, /【待填：申报日期】/);
  });

  test('of broken YAML and of next to nothing is sound', async () => {
    for (const text of [
      '通知: sd-2023\n',
      '通知: sd-2023\n申报: [\n',
      '通知: sd-2023\n平台: 一\n正文: 二\n附件材料: 三\n',
    ]) {
      assertSound(await rendered(text, { draft: true }));
    }
  });
});

// ---------------------------------------------------------------- texts

suite('texts', () => {
  const DIRTY = '甲\u0000\u0001\u0008\u000b\u001f\ufffe\uffff\ud800乙\udc00丙𠮷\u0085<&>"\'';

  test('lose what XML cannot hold, everywhere', async () => {
    const dirty = JSON.stringify(DIRTY);
    let { text } = sample('最小');
    for (const from of [
      '德州砺穹通信技术有限公司\n',
      '砺穹5G工业互联网平台\n',
      '中小工厂5G专网接入',
      '{姓名: 邢沐川}',
    ]) {
      assert.ok(text.includes(from));
      const to = from.startsWith('{')
        ? `{姓名: ${dirty}, 职务: ${dirty}}`
        : `${dirty}${from.endsWith('\n') ? '\n' : ''}`;
      text = text.replace(from, () => to);
    }
    const markdown = `# ${DIRTY}\n\n${DIRTY}\n\n- ${DIRTY}\n\n| ${DIRTY} |\n| --- |\n| \`${DIRTY}\` |\n\n![${DIRTY}](a.png)\n`;
    text = text.replace(/ {2}平台定位: \|\n.*\n/, () => '  平台定位: {文件: a.md}\n');
    const output = await rendered(text, { files: { 'a.md': Buffer.from(markdown), 'a.png': PNG } });
    assertSound(output);
    const raw = await output.docx.rawText();
    assert.ok(raw.includes('甲乙丙𠮷'), raw.slice(0, 200));
    const { rows } = await sheet(output.xlsx);
    assert.match(String(rows[2]![1]), /^甲乙丙𠮷/);
    assertWellFormed(`${output.name}${output.xlsx.name}`);
  });

  test('of any length are held', async () => {
    const long = `https://example.com/${'a'.repeat(1000)}`;
    const output = await chapter(`${long}\n\n| 列 |\n| --- |\n| ${long} |\n\n${'长'.repeat(5000)}\n`);
    assertSound(output);
    assert.ok(output.docx.text.includes(long));
  });

  for (const [name, safe] of [
    ['甲/乙\\丙:丁*戊?己"庚<辛>壬|癸', '甲_乙_丙_丁_戊_己_庚_辛_壬_癸-申报书.docx'],
    ['../../etc/passwd', '_.._etc_passwd-申报书.docx'],
  ] as const) {
    test(`a file name every system takes: ${name}`, async () => {
      const { text } = patched({ set: { '申报单位.单位名称': name } });
      assert.equal((await rendered(text)).name, safe);
    });
  }

  test('a file name that fits a folder', async () => {
    const { text } = patched({ set: { '申报单位.单位名称': `${'长'.repeat(99)}𠮷${'长'.repeat(99)}有限公司` } });
    const { name } = await rendered(text);
    assert.ok(Buffer.byteLength(name) <= 240, `${Buffer.byteLength(name)} bytes; most systems take 255`);
    assertWellFormed(name);
    assert.match(name, /-申报书\.docx$/);
  });
});

suite('lists', () => {
  test('that are empty say 无', async () => {
    const { text } = patched({
      set: { '平台.应用案例': [], '平台.知识产权': [], '申报单位.资质荣誉': [] },
    });
    const output = await rendered(text);
    assertSound(output);
    assert.equal(output.docx.paragraphs.filter((p) => p === '无').length >= 3, true);
  });

  test('of solutions and cases are shown row by row', async () => {
    const solutions = [1, 2, 3].map((n) => ({ 名称: `方案${n}`, 适用行业: '装备', 客户数: n, 简介: `简介${n}` }));
    const cases = [1, 2].map((n) => ({ 客户: `客户${n}`, 行业: '装备', 时间: `2022-0${n}`, 成效: `成效${n}` }));
    const { text } = patched({ set: { '平台.解决方案': solutions, '平台.应用案例': cases } });
    const { docx } = await rendered(text);
    const rows = docx.document.all('w:tr').map((r) => r.own('w:tc').map((c) => c.text));
    assert.ok(rows.some((r) => r.join() === '2,方案2,装备,2,简介2'));
    assert.ok(rows.some((r) => r.join() === '2,客户2,装备,2022-02,成效2,—'));
  });

  test('of incidents have a table of their own', async () => {
    const incidents = [
      { 日期: '2021-03-04', 类别: '安全生产', 等级: '一般', 死亡: 0, 重伤: 1, 直接经济损失: 38.6, 说明: '叉车擦碰' },
      { 日期: '2022-05-06', 类别: '环境', 等级: '一般', 死亡: 0, 重伤: 0, 直接经济损失: 0.5, 说明: '油料泄漏' },
    ];
    const { docx } = await rendered(patched({ set: { '限制性情形.安全环境事故': incidents } }).text);
    const rows = docx.document.all('w:tr').map((r) =>
      r
        .own('w:tc')
        .map((c) => c.text)
        .join(),
    );
    assert.ok(rows.includes('2021-03-04,安全生产,一般,0,1,38.6,叉车擦碰'));
    assert.ok(rows.includes('2022-05-06,环境,一般,0,0,0.5,油料泄漏'));
    assertSays(docx.text, true, /有 2 起，见下表/);
  });
});

// ---------------------------------------------------------------- Markdown

suite('Markdown', () => {
  test('headings of any depth, in quotes and lists too', async () => {
    const output = await chapter('###### 甲\n\n文\n\n###### 乙\n\n> # 引题\n\n- ## 项题\n\n  项文\n');
    assertSound(output);
    assertInOrder(output.docx.text, ['1.甲', '2.乙', '引题', '项题', '项文'], 'headings');
  });

  test('headings that skip a depth are numbered below the one above', async () => {
    const { docx } = await chapter('## 甲\n\n#### 乙\n\n### 丙\n\n## 丁\n\n### 戊\n');
    const at = docx.paragraphs.indexOf('1.甲');
    assert.deepEqual(docx.paragraphs.slice(at, at + 5), ['1.甲', '（1）乙', '（2）丙', '2.丁', '（1）戊']);
  });

  for (const written of ['## 1. 总体定位', '## 1、总体定位', '## （一）总体定位', '## 一、总体定位', '## 1 总体定位']) {
    test(`a number that its author wrote is not doubled: ${written}`, async () => {
      const { docx } = await chapter(`${written}\n\n正文若干。\n`);
      assert.ok(
        docx.paragraphs.includes('1.总体定位'),
        docx.paragraphs.find((p) => p.includes('总体定位')),
      );
    });
  }

  test('nested lists, however deep', async () => {
    const deep = Array.from({ length: 12 }, (_, i) => `${'   '.repeat(i)}1. 层${i + 1}末`).join('\n');
    const output = await chapter(`${deep}\n`);
    assertSound(output);
    for (let i = 1; i <= 12; i++) assert.ok(numberOf(output.docx, `层${i}末`), `层${i} is numbered`);
  });

  test('lists of both kinds, each with its own count', async () => {
    const { docx } = await chapter('1. 甲一\n   - 甲点\n2. 甲二\n\n隔开。\n\n1. 乙一\n');
    const [first, bullet, second, other] = ['甲一', '甲点', '甲二', '乙一'].map((w) => numberOf(docx, w));
    assert.equal(first!.id, second!.id);
    assert.notEqual(first!.id, other!.id);
    assert.deepEqual([bullet!.format, bullet!.level], ['bullet', 1]);
  });

  test('a list that starts with another number keeps it', async () => {
    const { docx } = await chapter('1. 甲\n\n隔开的一段。\n\n2. 乙项接着数\n');
    assert.equal(numberOf(docx, '乙项接着数')!.start, 2);
  });

  test('a line that begins with a year keeps its year', async () => {
    const { docx } = await chapter('2022. 全年营业收入稳步增长。\n');
    const number = numberOf(docx, '全年营业收入稳步增长');
    assert.ok(number?.start === 2022 || docx.text.includes('2022.'), `it is printed as ${number?.start}.`);
  });

  test('tables with marks inside', async () => {
    const output = await chapter(
      '| 指标 | **数值** |\n| :-- | --: |\n| **甲** *乙* `丙` | [丁](https://a.example) |\n| 少一格 |\n',
    );
    assertSound(output);
    const table = output.docx.document.all('w:tbl').find((t) => t.text.includes('少一格'))!;
    const rows = table.own('w:tr').map((r) => r.own('w:tc').map((c) => c.text));
    assert.deepEqual(rows, [
      ['指标', '数值'],
      ['甲 乙 丙', '丁'],
      ['少一格', ''],
    ]);
    assert.deepEqual(
      table
        .all('w:r')
        .filter((r) => r.at('w:rPr', 'w:b')?.value('w:val') === undefined && r.at('w:rPr', 'w:b'))
        .map((r) => r.text),
      ['数值', '甲'],
    );
  });

  test('a break inside a cell is not printed as a tag', async () => {
    const { docx } = await chapter('| 甲 |\n| --- |\n| 上<br>下<br/>末 |\n');
    assertSays(docx.text, false, /<br/);
  });

  test('a wide table stays on the page', async () => {
    const row = (text: string) => `| ${Array.from({ length: 14 }, () => text).join(' | ')} |`;
    assertSound(await chapter(`${row('列')}\n${row('---')}\n${row('值')}\n`));
  });

  test('pictures', async () => {
    const output = await chapter('前![图甲](a.png)后\n\n![图乙](<b 二.jpg> "题")\n', { 'a.png': PNG, 'b 二.jpg': JPG });
    assertSound(output);
    assert.deepEqual([...output.docx.parts.keys()].filter((n) => n.startsWith('word/media/')).length, 2);
    assert.equal(output.docx.document.all('w:drawing').length, 2);
    assertInOrder(output.docx.text, ['前', '图甲', '后', '图乙'], 'pictures');
    const html = await output.docx.html();
    assert.deepEqual(
      html.all('img').map((i) => i.value('alt')),
      ['图甲', '图乙'],
    );
  });

  for (const [what, markdown] of [
    ['in a link', '[![图甲](a.png)](https://a.example)'],
    ['in bold', '**![图甲](a.png)**'],
    ['by reference', '![图甲][a]\n\n[a]: a.png'],
    ['in a cell', '| 列 |\n| --- |\n| ![图甲](a.png) |'],
    ['in a list', '- ![图甲](a.png)'],
    ['in a quote', '> ![图甲](a.png)'],
  ] as const) {
    test(`a picture ${what} is not lost`, async () => {
      const { docx } = await chapter(`${markdown}\n`, { 'a.png': PNG });
      assert.ok(docx.document.all('w:drawing').length === 1, 'no picture');
    });

    test(`a picture ${what} that is missing is refused`, async () => {
      const { text } = patched({ set: { '正文.平台定位': `${markdown}\n` } });
      assert.deepEqual(await refused(text), ['正文.平台定位 file']);
    });
  }

  test('a picture named in code is none', async () => {
    const output = await chapter('写作 `![甲](无.png)` 即可。\n');
    assertSays(output.docx.text, true, /!\[甲\]\(无\.png\)/);
  });

  for (const [what, bytes] of [
    ['is no picture', Buffer.from('这不是图片')],
    ['is empty', Buffer.alloc(0)],
    ['ends too early', PNG.subarray(0, 12)],
    ['is of a kind Word does not take', SVG],
  ] as const) {
    test(`a picture that ${what} is refused, and shown in a draft`, async () => {
      const markdown = '![图甲](a.png)\n';
      const output = await chapter(markdown, { 'a.png': bytes }, true);
      assertSound(output);
      assertSays(output.docx.text, true, /【图片/);
      const { text } = patched({ set: { '正文.平台定位': markdown } });
      assert.deepEqual(await refused(text, { 'a.png': bytes }), ['正文.平台定位 file']);
    });
  }

  test('a missing picture is shown in a draft', async () => {
    const { docx } = await chapter('![图甲](无.png)\n', {}, true);
    assertSays(docx.text, true, /【图片读不到：无\.png】/);
  });

  test('links, code and marks keep their words', async () => {
    const output = await chapter(
      '见[官网](https://a.example "题")与<https://b.example>，`GET /v1`，~~旧~~**新***斜*。\n\n```json\n{"a": [1,\n  2]}\n```\n\n    缩进\n\n---\n\n末\n',
    );
    assertSound(output);
    for (const words of ['见官网与https://b.example，GET /v1，', '新斜。', '{"a": [1,', '2]}', '缩进', '末'])
      assert.ok(output.docx.text.includes(words), words);
  });

  test('HTML keeps its words, and its remarks are not printed', async () => {
    const output = await chapter(
      '<div>块</div>\n\n行<b>粗</b>末\n\n<!-- 待核：数字以谁为准 -->\n\n文<!-- 行内备注 -->尾\n',
    );
    assertSound(output);
    assertSays(output.docx.text, true, /块/);
    assertSays(output.docx.text, true, /粗/);
    assertSays(output.docx.text, false, /待核|行内备注|<!--/);
  });

  test('footnotes are not lost', async () => {
    const { docx } = await chapter('平台服务企业42家[^1]，持续增长。\n\n[^1]: 截至2023年5月31日的后台统计。\n');
    assertSays(docx.text, true, /截至2023年5月31日的后台统计/);
  });

  test('what only looks like a footnote stays', async () => {
    const { docx } = await chapter('见文献[1]和[^甲]以及[待定]。\n');
    assertSays(docx.text, true, /见文献\[1\]和\[\^甲\]以及\[待定\]。/);
  });

  test('ranges written with ~ keep it', async () => {
    const { docx } = await chapter('温度保持在20~30度，压力控制在3~5兆帕，响应时间1~2秒。\n');
    assertSays(docx.text, true, /20~30度，压力控制在3~5兆帕，响应时间1~2秒/);
  });

  test('sizes written with * keep it', async () => {
    const { docx } = await chapter('机柜尺寸为600*800*2000毫米。\n');
    assertSays(docx.text, true, /600\*800\*2000毫米/);
  });

  test('a broken line is no blank between Han characters', async () => {
    const { docx } = await chapter('依据《办法》\n开展工作，\n“先行”\n先试……\n平台稳定。\n');
    assertSays(docx.text, true, /依据《办法》开展工作，“先行”先试……平台稳定。/);
  });

  test('a hard break keeps both lines apart', async () => {
    const { docx } = await chapter('第一行  \n第二行\\\n第三行\n');
    assertSays(docx.text, true, /第一行\s+第二行\s+第三行/);
  });

  test('blanks that an author typed for the indent are not added to it', async () => {
    const { docx } = await chapter('　　平台面向中小企业。\n\n　　第二段。\n');
    assert.ok(
      docx.paragraphs.includes('平台面向中小企业。'),
      docx.paragraphs.find((p) => p.includes('面向中小企业。')),
    );
    assert.ok(docx.paragraphs.includes('第二段。'));
  });
});

suite('a chapter in its own file', () => {
  const { text } = patched({ set: { '正文.平台定位': { 文件: 'chapters/01.md' } } });

  test('is rendered, with or without a byte order mark', async () => {
    for (const bom of ['', '\ufeff']) {
      const output = await rendered(text, {
        files: { 'chapters/01.md': `${bom}## 服务谁\r\n\r\n面向**中小**企业。\r\n` },
      });
      assertSound(output);
      assertInOrder(output.docx.text, ['1.服务谁', '面向中小企业。'], 'chapter');
    }
  });

  test('that is missing is refused, and shown in a draft', async () => {
    assert.deepEqual(await refused(text), ['正文.平台定位 file']);
    assertSays((await rendered(text, { draft: true })).docx.text, true, /【待填：平台定位】/);
  });

  for (const [what, bytes] of [
    ['empty', Buffer.alloc(0)],
    ['of blanks', Buffer.from('\ufeff \n\n')],
    ['not UTF-8', Buffer.from([0xc6, 0xbd, 0xcc, 0xa8, 0xb6, 0xa8, 0xce, 0xbb])],
    ['not text', PNG],
  ] as const) {
    test(`that is ${what} is refused`, async () => {
      assert.deepEqual(await refused(text, { 'chapters/01.md': bytes }), ['正文.平台定位 file']);
    });
  }
});

// ---------------------------------------------------------------- saving

suite('saving', () => {
  function folder(t: TestContext): string {
    const path = mkdtempSync(join(tmpdir(), '申报 保存-'));
    t.after(() => rmSync(path, { recursive: true, force: true }));
    return join(path, '输出');
  }
  const file = (words: string, name = '甲-申报书.docx') => ({ name, bytes: Buffer.from(words) });
  const read = (path: string) => readFileSync(path, 'utf8');

  test('writes over what it wrote', (t) => {
    const out = folder(t);
    const path = join(out, '甲-申报书.docx');
    assert.deepEqual(saveFiles(out, [file('一')]), [{ path }]);
    assert.deepEqual(saveFiles(out, [file('二')]), [{ path }]);
    assert.deepEqual(saveFiles(out, [file('二')]), [{ path }]);
    assert.equal(read(path), '二');
    assert.deepEqual(
      readdirSync(out).filter((n) => !n.startsWith('.')),
      ['甲-申报书.docx'],
    );
  });

  test('never writes over what somebody changed, and says so', (t) => {
    const out = folder(t);
    const path = join(out, '甲-申报书.docx');
    const second = join(out, '甲-申报书 (2).docx');
    const third = join(out, '甲-申报书 (3).docx');
    saveFiles(out, [file('一')]);
    writeFileSync(path, '改');
    assert.deepEqual(saveFiles(out, [file('二')]), [{ path: second, kept: path }]);
    assert.deepEqual([read(path), read(second)], ['改', '二']);
    assert.deepEqual(saveFiles(out, [file('三')]), [{ path: second, kept: path }], 'the second is still ours');
    writeFileSync(second, '又改');
    assert.deepEqual(saveFiles(out, [file('四')]), [{ path: third, kept: path }]);
    assert.deepEqual([path, second, third].map(read), ['改', '又改', '四']);
    rmSync(path);
    assert.deepEqual(saveFiles(out, [file('五')]), [{ path }], 'a free name is taken again');
  });

  test('never writes over what it did not write', (t) => {
    const out = folder(t);
    mkdirSync(out);
    const path = join(out, '甲-申报书.docx');
    writeFileSync(path, '别人的');
    const [saved] = saveFiles(out, [file('一'), file('表', '甲-汇总表.xlsx')]);
    assert.equal(saved?.kept, path);
    assert.equal(read(path), '别人的');
  });

  for (const record of ['', '{', 'null', '[]', '"x"', '{"甲-申报书.docx": 5}']) {
    test(`leaves everything alone where its record is ${record || 'empty'}`, (t) => {
      const out = folder(t);
      saveFiles(out, [file('一')]);
      writeFileSync(join(out, '.dossier-out.json'), record);
      const [saved] = saveFiles(out, [file('二')]);
      assert.equal(saved?.kept, join(out, '甲-申报书.docx'));
      assert.equal(read(join(out, '甲-申报书.docx')), '一');
      assert.deepEqual(
        saveFiles(out, [file('三')]).map((s) => s.path),
        [saved?.path],
        'and knows its own again',
      );
    });
  }

  test('passes by a folder of that name', (t) => {
    const out = folder(t);
    mkdirSync(join(out, '甲-申报书.docx'), { recursive: true });
    assert.equal(saveFiles(out, [file('一')])[0]?.path, join(out, '甲-申报书 (2).docx'));
  });

  test('a dossier rendered twice is the same file', async (t) => {
    const out = folder(t);
    const { text } = sample('最小');
    const once = async () => {
      const result = await render(full(text), { draft: false, all: true, file: () => undefined });
      assert.ok('files' in result);
      return saveFiles(out, result.files);
    };
    const first = await once();
    assert.deepEqual(await once(), first);
    assert.equal(readdirSync(out).filter((n) => !n.startsWith('.')).length, 2);
  });
});
