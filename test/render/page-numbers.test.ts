/** The pages that the contents list names, against those that LibreOffice makes of the same file. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { extractText, getDocumentProxy } from 'unpdf';
import { readBeside } from '../../server/src/host/dossier-files.ts';
import { readPdfText } from '../../server/src/host/evidence/pdf-text.ts';
import { findLibreOffice, toPdf } from '../../server/src/host/libreoffice.ts';
import { compose } from '../../server/src/render/manuscript/compose.ts';
import type { Manuscript } from '../../server/src/render/manuscript/manuscript.ts';
import { render } from '../../server/src/render/submission/render.ts';
import { writeDocx } from '../../server/src/render/writers/docx/docx.ts';
import { DocxStyles } from '../../server/src/render/writers/docx/docx-styles.ts';
import { countLines, type WordProcessor } from '../../server/src/render/writers/docx/measure.ts';
import { pagingOf } from '../../server/src/render/writers/docx/paging.ts';
import { analyzed, cleanSamples, pack, sample, smallest } from '../support/engine.ts';
import { dossierOf, paperOf } from '../support/word.ts';

const office = findLibreOffice();
const squeezed = (text: string) => text.replace(/\s/g, '');

function manuscriptOf(folder: string, draft: boolean): Manuscript {
  const { path, text } = sample(folder);
  return compose({ ...analyzed(text), pack }, { draft, file: (name) => readBeside(path, name) });
}

/** What the contents list and the annex list say: headings with their pages. */
function contentsOf(docx: Uint8Array): readonly (readonly [string, number])[] {
  const xml = strFromU8(unzipSync(docx)['word/document.xml']!);
  const marked = (name: string) =>
    squeezed(new RegExp(`w:name="${name}"[^>]*/>.*?<w:t[^>]*>([^<]*)<`, 's').exec(xml)?.[1] ?? '');
  return [...xml.matchAll(/<w:p>(?:(?!<\/w:p>).)*PAGEREF(?:(?!<\/w:p>).)*<\/w:p>/gs)].map(([p]) => {
    const texts = [...p.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map((m) => m[1]!);
    return [squeezed(texts.slice(0, -1).join('')) || marked(/PAGEREF (\w+)/.exec(p)![1]!), Number(texts.at(-1))];
  });
}

/** PDFs of Word files, by one start of LibreOffice. */
function converted(t: TestContext, files: readonly Uint8Array[]): readonly Uint8Array[] {
  const folder = mkdtempSync(join(tmpdir(), 'paper-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const names = files.map((bytes, i) => {
    writeFileSync(join(folder, `${i}.docx`), bytes);
    return join(folder, `${i}.docx`);
  });
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`;
  execFileSync(office!, [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...names], {
    stdio: 'pipe',
  });
  return names.map((name) => readFileSync(name.replace(/docx$/, 'pdf')));
}

/** Pages full of text and nothing else. */
const leaves: Manuscript = {
  title: '',
  author: '',
  draft: false,
  front: [],
  body: [{ kind: 'paragraph', style: 'body', runs: [{ text: '安'.repeat(1500) }] }],
};

/** The margin where the sheets are bound is on the left of odd pages and on the right of even ones; numbers stand outside. */
async function assertMirrored(pdf: Uint8Array): Promise<void> {
  const { inside, outside } = pack.layout.paper.margins;
  const document = await getDocumentProxy(new Uint8Array(pdf));
  assert.ok(document.numPages > 2);
  for (let n = 1; n <= 3; n++) {
    const { items } = await (await document.getPage(n)).getTextContent();
    const words = items as readonly { readonly str: string; readonly transform: readonly number[] }[];
    const found = words.map((w) => ({ text: w.str, x: w.transform[4]! }));
    const left = Math.min(...found.filter((i) => i.text.includes('安')).map((i) => i.x));
    assert.equal(Math.round((left / 72) * 25.4), n % 2 ? inside : outside, `page ${n}`);
    const number = found.find((i) => i.text.includes('—'))!;
    assert.equal(number.x > 300, n % 2 === 1, `the number of page ${n}`);
  }
}

suite('the contents list', () => {
  const SKIP = office ? false : 'LibreOffice is not on this machine: its pages cannot be compared';

  test('names the pages that LibreOffice makes', { skip: SKIP }, async (t) => {
    const manuscripts = [
      ...cleanSamples().map((name) => manuscriptOf(name, false)),
      manuscriptOf('常见问题', true),
      manuscriptOf('综合型-跨行业跨领域', true),
    ];
    const files = await Promise.all([...manuscripts, leaves].map((m) => writeDocx(m, pack.layout)));
    const pdfs = [...converted(t, files)];
    await assertMirrored(pdfs.pop()!);
    for (const [i, pdf] of pdfs.entries()) {
      const { text } = await extractText(new Uint8Array(pdf));
      const pages = text.map(squeezed);
      const first = pages.findIndex((p) => p.includes('—1—'));
      assert.ok(first > 0, 'the numbered pages begin');
      const contents = contentsOf(files[i]!);
      assert.ok(contents.length > 10);
      // Blank backs of sheets are not in a PDF.
      const numbered = (n: number) => pages.find((p, at) => at >= first && p.endsWith(`—${n}—`));
      for (const [heading, page] of contents)
        assert.ok(numbered(page)?.includes(heading), `${manuscripts[i]!.author}: ${heading} on page ${page}`);
    }
  });

  test('is right without a question: no field is to be updated', async () => {
    const parts = unzipSync(await writeDocx(manuscriptOf('最小', false), pack.layout));
    assert.doesNotMatch(strFromU8(parts['word/document.xml']!), /w:dirty/);
    assert.doesNotMatch(strFromU8(parts['word/settings.xml']!), /updateFields/);
  });
});

suite('the same dossier', () => {
  test('gives the same bytes, whenever it is rendered', async (t) => {
    const { text } = sample('特色型-重点行业');
    const once = async () => {
      const result = await render({ ...analyzed(text), pack }, { draft: true, all: true, file: () => undefined });
      assert.ok('files' in result);
      return result.files.map((f) => createHash('sha256').update(f.bytes).digest('hex'));
    };
    const first = await once();
    t.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2031, 1, 3) });
    assert.deepEqual(await once(), first);
  });
});

suite('every style that is named', () => {
  for (const name of cleanSamples()) {
    test(`is defined, in ${name}`, async () => {
      const parts = unzipSync(await writeDocx(manuscriptOf(name, false), pack.layout));
      const used = strFromU8(parts['word/document.xml']!).matchAll(/<w:pStyle w:val="([^"]+)"/g);
      const styles = strFromU8(parts['word/styles.xml']!);
      for (const style of new Set([...used].map((m) => m[1]!)))
        assert.ok(styles.includes(`w:styleId="${style}"`), style);
      const names = [...styles.matchAll(/<w:name w:val="([^"]+)"/g)].map((m) => m[1]!.toLowerCase());
      assert.equal(new Set(names).size, names.length, 'no name twice');
    });
  }
});

suite('the pages of headings', () => {
  const styles = new DocxStyles(pack.layout, false);
  const heading = (id: string, newPage = false) => ({ kind: 'heading', level: 2, text: id, id, newPage }) as const;
  const words = (text: string) => ({ kind: 'paragraph', style: 'body', runs: [{ text }] }) as const;

  test('a page holds as many lines as the layout says', () => {
    const lines = (n: number) => Array.from({ length: n }, () => words('安'));
    const page = (n: number) => pagingOf(styles, [...lines(n), heading('甲'), words('安')]).pages.get('甲');
    assert.equal(page(10), 1);
    assert.equal(page(pack.layout.paper.lines), 2);
  });

  test('where readers differ, a heading begins a page', () => {
    // Ends with a full stop that some readers let stand beyond the line.
    const doubtful = () => words(`${'安'.repeat(pack.layout.paper.characters - 2)}。`);
    const body = [...Array.from({ length: 14 }, doubtful), heading('甲'), words('安')];
    const { pages, breaks } = pagingOf(styles, body);
    assert.equal(breaks.size, 1);
    assert.equal(pages.get('甲'), 2);
  });
});

suite('the lines of a paragraph', () => {
  const strict: WordProcessor = { gap: 0.25, hangs: false, least: 1 };
  const lax: WordProcessor = { gap: 0.25, hangs: true, least: 1 };
  const room = { width: 280, size: 10 };
  for (const [text, inStrict, inLax] of [
    ['', 1, 1],
    ['安'.repeat(28), 1, 1],
    ['安'.repeat(29), 2, 2],
    [`${'安'.repeat(28)}。`, 2, 1],
    [`${'安'.repeat(28)}”`, 2, 2],
    ['2023年'.repeat(9), 2, 2],
    ['https://example.com/'.repeat(20), 7, 7],
  ] as const) {
    test(`${text.slice(0, 12)}… (${text.length})`, () => {
      assert.deepEqual([countLines(text, room, strict), countLines(text, room, lax)], [inStrict, inLax]);
    });
  }
});

suite('the cover', () => {
  for (const [name, platform] of [
    ['德州砺穹通信技术有限公司', '砺穹5G工业互联网平台'],
    ['德州砺穹通信技术装备制造集团股份有限公司德州经济技术开发区第一分公司研究', '砺穹五G工业互联网平台面'],
    [`德州${'砺穹通信技术装备'.repeat(12)}有限公司`, `砺穹${'面向机械加工行业的'.repeat(5)}平台`],
  ] as const)
    test(`is one page, also for long names: ${name.length} and ${platform.length} characters`, {
      skip: office === undefined && 'LibreOffice is not installed',
    }, async () => {
      const text = smallest().replaceAll('德州砺穹通信技术有限公司', name).replaceAll('砺穹5G工业互联网平台', platform);
      const pdf = await toPdf(office!, await paperOf(dossierOf(text), () => undefined), '2023-06-12');
      assert.ok(typeof pdf !== 'string');
      const [cover, notes] = (await readPdfText(pdf))!.map((page) => page.replace(/\s+/g, ''));
      assert.match(cover!, /2023年6月15日$/);
      assert.match(notes!, /^填报说明/);
    });
});
