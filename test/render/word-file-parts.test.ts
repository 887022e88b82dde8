/** What stands in a Word file besides its words: pictures, the pages of the annexes, properties, fonts, grids and numbers. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { suite, test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { analyze } from '../../server/src/core/analysis/analyze.ts';
import type { EvidenceFile } from '../../server/src/core/inputs/evidence.ts';
import type { LoadedPack } from '../../server/src/core/model/pack.ts';
import { readBeside } from '../../server/src/host/dossier-files.ts';
import { compose } from '../../server/src/render/manuscript/compose.ts';
import type { Manuscript, ManuscriptBlock } from '../../server/src/render/manuscript/manuscript.ts';
import { pictureRoom, readPicture } from '../../server/src/render/manuscript/pictures.ts';
import { planBundle } from '../../server/src/render/submission/plan.ts';
import { render } from '../../server/src/render/submission/render.ts';
import { writeDocx } from '../../server/src/render/writers/docx/docx.ts';
import { writeHtml } from '../../server/src/render/writers/html/html.ts';
import { writeMarkdown } from '../../server/src/render/writers/markdown.ts';
import { writeText } from '../../server/src/render/writers/text.ts';
import { analyzed, cleanSamples, facts, pack, patched, sample } from '../support/engine.ts';
import { jpeg } from '../support/pictures.ts';

const EMU_PER_MM = 36000;

async function documentOf(manuscript: Manuscript): Promise<string> {
  return partOf(await writeDocx(manuscript, pack.layout), 'word/document.xml');
}

function partOf(file: Uint8Array, name: string): string {
  const part = unzipSync(file)[name];
  assert.ok(part, `${name} is there`);
  return strFromU8(part);
}

function of(body: readonly ManuscriptBlock[]): Manuscript {
  return { title: '题', author: '人', draft: false, front: [], body };
}

function chapter(markdown: string, files: Readonly<Record<string, Uint8Array>>): Manuscript {
  const { text } = patched({ set: { '正文.平台定位': markdown } });
  return compose({ ...analyzed(text), pack }, { draft: true, file: (name) => files[name] });
}

/** Widths and heights of the pictures in a document, in mm, as their frames have them. */
function frames(xml: string): readonly (readonly [number, number])[] {
  return [...xml.matchAll(/<wp:extent cx="(\d+)" cy="(\d+)"/g)].map(
    ([, x, y]) => [Number(x) / EMU_PER_MM, Number(y) / EMU_PER_MM] as const,
  );
}

suite('a picture that a camera took on its side', () => {
  for (const [orientation, turn] of [
    [1, undefined],
    [2, { degrees: 0, mirrored: true }],
    [3, { degrees: 180, mirrored: false }],
    [4, { degrees: 180, mirrored: true }],
    [5, { degrees: 270, mirrored: true }],
    [6, { degrees: 90, mirrored: false }],
    [7, { degrees: 90, mirrored: true }],
    [8, { degrees: 270, mirrored: false }],
  ] as const) {
    test(`has the size and the turn that EXIF tells (${orientation})`, () => {
      const [width, height] = orientation >= 5 ? [300, 400] : [400, 300];
      const expected = { type: 'jpg', width, height, ...(turn ? { turn } : {}) };
      assert.deepEqual(readPicture(jpeg(400, 300, orientation)), expected);
    });
  }

  test('is turned in Word, in a row as high as it is seen', async () => {
    const bytes = jpeg(400, 300, 6);
    const image: ManuscriptBlock = { kind: 'image', bytes, picture: readPicture(bytes)!, alt: '图' };
    const xml = await documentOf(of([image]));
    assert.match(xml, /<a:xfrm[^>]*rot="5400000"/);
    const [[width, height]] = frames(xml) as [[number, number]];
    assert.ok(width > height, 'the frame is that of the pixels');
    const row = Number(/<w:trHeight w:val="(\d+)" w:hRule="exact"/.exec(xml)?.[1]) / (1440 / 25.4);
    assert.ok(row >= width && row < width + 3, `${row} mm for a picture of ${width} mm`);
  });

  test('is left to the browser in HTML, with the size that is seen', () => {
    const bytes = jpeg(400, 300, 8);
    const html = writeHtml(of([{ kind: 'image', bytes, picture: readPicture(bytes)!, alt: '图' }]), 'zh');
    assert.match(html, /width="300" height="400"/);
  });
});

suite('pictures', () => {
  const files = { 'a.jpg': jpeg(4000, 3000), 'b.jpg': jpeg(3000, 4000, 6), 'c.jpg': jpeg(20, 9000) };

  test('are never larger than the page', async () => {
    const room = pictureRoom(pack.layout);
    const xml = await documentOf(chapter('![甲](a.jpg)\n\n文\n\n![乙](b.jpg)\n\n文\n\n![丙](c.jpg)', files));
    assert.equal(frames(xml).length, 3);
    for (const [width, height] of frames(xml))
      assert.ok(width <= room.width + 0.3 && height <= room.height + 0.3, `${width} × ${height}`);
  });

  test('of one paragraph stand side by side, numbered on, below nothing but their own row', async () => {
    const manuscript = chapter('前\n\n![甲](a.jpg)\n![乙](b.jpg)\n![丙](c.jpg)\n![丁](a.jpg)\n\n![戊](a.jpg)', files);
    const xml = await documentOf(manuscript);
    const table = [...xml.matchAll(/<w:tbl>.*?<\/w:tbl>/gs)].map((m) => m[0]).find((t) => t.includes('图1'))!;
    assert.equal(table.match(/<w:gridCol/g)?.length, 2, 'four make two rows of two');
    assert.equal(table.match(/<w:tr>/g)?.length, 4, 'a row of captions for each of pictures');
    assert.equal(table.match(/<w:drawing>/g)?.length, 4);
    assert.doesNotMatch(table, /w:val="single"/, 'no lines around them');
    const half = pictureRoom(pack.layout).width / 2;
    for (const [width, height] of frames(table)) assert.ok(Math.min(width, height) <= half);
    const captions = writeText(manuscript).match(/图\d　./g);
    assert.deepEqual(captions, ['图1　甲', '图2　乙', '图3　丙', '图4　丁', '图5　戊']);
  });

  test('of one row are all there in each of the other formats', () => {
    const manuscript = chapter('![甲](a.jpg)\n![乙](b.jpg)\n![无](none.jpg)', files);
    assert.equal(writeHtml(manuscript, 'zh').match(/<img /g)?.length, 2);
    for (const text of [writeText(manuscript), writeMarkdown(manuscript), writeHtml(manuscript, 'zh')])
      for (const words of ['图1　甲', '图2　乙', 'none.jpg']) assert.ok(text.includes(words), words);
  });

  test('with words between them each have a line', () => {
    const kinds = chapter('![甲](a.jpg)文字![乙](b.jpg)', files).body.filter((b) => b.kind === 'image');
    assert.equal(kinds.length, 2);
  });
});

suite('the pages of the annexes', () => {
  const PAPERS = [
    { 编号: '照', 材料: '营业执照', 文件: 'e/1.pdf' },
    { 编号: '奖', 材料: '荣誉资质证明', 文件: 'e/2.jpg' },
    { 编号: '税', 材料: '纳税申报表', 文件: 'e/3.pdf' },
    { 编号: '无', 材料: '征信证明' },
  ];
  const text = patched({ set: { 附件材料: PAPERS } }).text;
  const ok = (kind: string): EvidenceFile => ({ state: 'ok', kind, size: 1, digest: '' });
  const looked = new Map<string, EvidenceFile>([
    ['e/1.pdf', { ...ok('pdf'), pages: 12 } as EvidenceFile],
    ['e/2.jpg', ok('jpg')],
    ['e/3.pdf', { state: 'missing' }],
  ]);
  const dossier = { ...analyze(text, { ...facts(), files: looked }), pack };
  const picture = jpeg(3000, 2000);
  const file = (name: string) => (name === 'e/2.jpg' ? picture : undefined);

  /** The blocks of each paper. */
  const pagesOf = (draft: boolean, own: LoadedPack = pack): readonly (readonly ManuscriptBlock[])[] => {
    const { body } = compose({ ...dossier, pack: own }, { draft, file });
    const starts = body.flatMap((b, i) => (b.kind === 'heading' && b.annex ? [i] : []));
    return starts.map((from, i) => body.slice(from, starts[i + 1]));
  };
  const words = (page: readonly ManuscriptBlock[] | undefined) =>
    page!.flatMap((b) => (b.kind === 'paragraph' ? [b.runs.map((r) => r.text).join('')] : []));

  test('say what a paper is, under the name that it has in the bundle', () => {
    const pages = pagesOf(true);
    assert.deepEqual(
      pages.map(([h]) => h?.kind === 'heading' && h.text),
      PAPERS.map((_, i) => `附件${i + 1}`),
    );
    for (const [i, { position, path, kind }] of planBundle(dossier, true).annexes.entries()) {
      const page = words(pages[i]);
      assert.equal(position, i + 1);
      assert.ok(page.includes(kind), kind);
      if (path) assert.ok(page.includes(`文件：${path.split('/').at(-1)}`), path);
    }
  });

  test('show a picture in full, and say of other files what follows', () => {
    const pages = pagesOf(true);
    const image = pages[1]!.find((b) => b.kind === 'image');
    assert.equal(image?.bytes, picture);
    const { height, margins } = pack.layout.paper;
    assert.ok(image.tallest! < height - margins.top - margins.bottom);
    assert.ok(words(pages[0]).includes('原件共12页，附后。'));
    assert.ok(words(pages[3]).includes('原件附后。'));
    assert.ok(!words(pages[1]).some((w) => w.includes('附后')));
  });

  test('show in a draft that a file is missing; the paper itself may still be bound in', () => {
    assert.ok(words(pagesOf(true)[2]).includes('【文件不存在：e/3.pdf】'));
    assert.ok(words(pagesOf(false)[2]).includes('原件附后。'));
  });

  test('are left out where the layout has none, and the list then tells no pages', () => {
    const parts = pack.layout.parts.map((p) => (p.kind === 'annexes' ? { ...p, pages: undefined } : p));
    const own = { ...pack, layout: { ...pack.layout, parts } };
    assert.equal(pagesOf(true, own).length, 0);
    const list = compose({ ...dossier, pack: own }, { draft: true, file }).body.at(-1);
    assert.ok(list?.kind === 'table' && list.head?.length === list.widths.length);
    assert.ok(!list.head.some((c) => c.runs[0]?.text === '页码'));
  });
});

suite('the properties of a file', () => {
  test('name the dossier by its SHA-256, the notice and the program', async () => {
    const { text } = sample('最小');
    const result = await render(
      { ...analyzed(text), pack },
      { draft: true, all: true, file: () => undefined, version: '9.8.7' },
    );
    assert.ok('files' in result && result.files.length === 2);
    for (const { name, bytes } of result.files) {
      const xml = partOf(bytes, 'docProps/custom.xml');
      const said = [...xml.matchAll(/name="([^"]+)"><vt:lpwstr>([^<]*)</g)].map(([, key, value]) => [key, value]);
      const digest = createHash('sha256').update(text).digest('hex');
      const expected = [
        ['DossierSHA256', digest],
        ['DossierNotice', pack.notice.id],
        ['DossierTool', 'dossier 9.8.7'],
      ];
      assert.deepEqual(said, expected, name);
      assert.match(partOf(bytes, '_rels/.rels'), /Target="docProps\/custom.xml"/);
      assert.equal(partOf(bytes, '[Content_Types].xml').match(/\/docProps\/custom.xml/g)?.length, 1);
    }
  });
});

for (const name of cleanSamples()) {
  suite(`the Word file of ${name}`, async () => {
    const { path, text } = sample(name);
    const file = (p: string) => readBeside(path, p);
    const result = await render({ ...analyzed(text), pack }, { draft: false, all: false, file });
    assert.ok('files' in result);
    const bytes = result.files[0]!.bytes;
    const xml = partOf(bytes, 'word/document.xml');

    test('has an East Asian and a Latin face for every run of words', () => {
      const east = new Set(Object.values(pack.layout.fonts).map((f) => f.east));
      const latin = new Set(Object.values(pack.layout.fonts).map((f) => f.latin));
      const runs = [...xml.matchAll(/<w:r>(?:(?!<\/w:r>).)*<w:t[ >](?:(?!<\/w:r>).)*<\/w:r>/gs)].map((m) => m[0]);
      assert.ok(runs.length > 100);
      for (const run of runs) {
        const face = (kind: string) => new RegExp(`<w:rFonts[^>]*w:${kind}="([^"]+)"`).exec(run)?.[1] ?? '';
        assert.ok(east.has(face('eastAsia')) && latin.has(face('ascii')) && face('ascii') === face('hAnsi'), run);
      }
    });

    test('has tables whose columns are as wide as the table', () => {
      const tables = [...xml.matchAll(/<w:tblW\b[^>]*w:w="(\d+)".*?<w:tblGrid>(.*?)<\/w:tblGrid>/gs)];
      assert.ok(tables.length > 5);
      for (const [, width, grid] of tables) {
        const columns = [...grid!.matchAll(/w:w="(\d+)"/g)].map((m) => Number(m[1]));
        assert.equal(
          columns.reduce((a, b) => a + b, 0),
          Number(width),
        );
      }
    });

    test('gives no number and no name twice, and asks for nothing at opening', () => {
      const all = (pattern: RegExp) => [...xml.matchAll(pattern)].map((m) => m[1]);
      for (const ids of [
        all(/<w:bookmarkStart\b[^>]*w:id="([^"]+)"/g),
        all(/<w:bookmarkStart\b[^>]*w:name="([^"]+)"/g),
        all(/<wp:docPr\b[^>]*\bid="([^"]+)"/g),
      ])
        assert.equal(new Set(ids).size, ids.length);
      assert.ok(all(/(PAGEREF)/g).length > 10);
      assert.doesNotMatch(xml, /w:dirty/);
      const settings = partOf(bytes, 'word/settings.xml');
      assert.doesNotMatch(settings, /updateFields/);
      assert.match(settings, /<w:mirrorMargins\/>/);
    });
  });
}
