/** Files that a dossier names are looked into: whole ones, cut ones, locked ones, and what is no file at all. */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import type { EvidenceFile } from '../../server/src/core/inputs/evidence.ts';
import { EvidenceProber } from '../../server/src/host/evidence/prober.ts';
import { ReaderPool } from '../../server/src/host/evidence/reader-pool.ts';
import { lockedPdf, OPENS_WITH_PASSWORD, PRINTS_WITH_PASSWORD, pdf } from '../support/pdf.ts';

const SAMPLE = join(import.meta.dirname, '../../samples/专业型-特定技术');

// ---------------------------------------------------------------- a PDF by hand

/** 220 bytes that pdf.js makes two billion entries of, until memory is used up. */
function devouringPdf(): Buffer {
  const text = '%PDF-1.6\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n';
  const entries = '/W [0 0 0] /Index [0 2000000000] /Size 2000000000';
  const table = `3 0 obj\n<< /Type /XRef ${entries} /Root 1 0 R /Length 1 >>\nstream\n0\nendstream\nendobj\n`;
  return Buffer.from(`${text}${table}startxref\n${text.length}\n%%EOF\n`);
}

// ---------------------------------------------------------------- pictures by hand

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const GIF = Buffer.from('R0lGODlhAwACAIAAAP///wAAACH5BAEAAAAALAAAAAADAAIAAAICjF8AOw==', 'base64');

/** A JPEG of 3 × 2 pixels, as far as its size and its end go; turned by an EXIF orientation. */
function jpeg(orientation = 1): Buffer {
  const tag = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
  const exif = [...Buffer.from('Exif\0\0MM\0*\0\0\0\x08', 'latin1'), 0, 1, ...tag, 0, 0, 0, 0];
  const segment = (mark: number, body: readonly number[]) => [0xff, mark, 0, body.length + 2, ...body];
  return Buffer.from([
    ...[0xff, 0xd8],
    ...segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xe1, exif),
    ...segment(0xc0, [8, 0, 2, 0, 3, 1, 1, 0x11, 0]),
    // A thumbnail has an end of its own.
    ...segment(0xe2, [0xff, 0xd9]),
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    ...[0x12, 0xff, 0, 0xff, 0xd0, 0x34, 0xff, 0xd9],
  ]);
}

/** A grey TIFF of 3 × 2 pixels, its table before its data. */
function tiff(little: boolean, orientation = 1): Buffer {
  const tags = [
    [256, 3],
    [257, 2],
    [258, 8],
    [259, 1],
    [262, 1],
    [273, 8 + 2 + 8 * 12 + 4],
    [274, orientation],
    [279, 6],
  ] as const;
  const bytes = Buffer.alloc(8 + 2 + tags.length * 12 + 4 + 6, 0x7f);
  const short = (value: number, at: number) =>
    little ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    little ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  bytes.write(little ? 'II' : 'MM');
  short(42, 2);
  long(8, 4);
  short(tags.length, 8);
  tags.forEach(([tag, value], i) => {
    const at = 10 + i * 12;
    short(tag, at);
    short(4, at + 2);
    long(1, at + 4);
    long(value, at + 8);
  });
  long(0, 10 + tags.length * 12);
  return bytes;
}

/** A BMP of 3 × 2 pixels, upside down as all of them. */
function bmp(): Buffer {
  const bytes = Buffer.alloc(54 + 2 * 12, 0x7f);
  bytes.write('BM');
  const longs = [bytes.length, 0, 54, 40, 3, 2, 1 + 24 * 65536, 0, 24, 0, 0, 0, 0];
  longs.forEach((value, i) => {
    bytes.writeUInt32LE(value, 2 + i * 4);
  });
  return bytes;
}

/** The beginning of a WebP of 3 × 2 pixels, with the length of a whole one. */
function webp(): Buffer {
  const bytes = Buffer.alloc(44);
  bytes.write('RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0', 'latin1');
  bytes[24] = 2;
  bytes[27] = 1;
  return bytes;
}

/** A zip archive of files that are not packed. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const heads: Buffer[] = [];
  let data = Buffer.alloc(0);
  for (const [name, text] of Object.entries(files)) {
    const head = Buffer.alloc(26);
    head[0] = 20;
    head.writeUInt32LE(text.length, 14);
    head.writeUInt32LE(text.length, 18);
    head.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(16);
    place.writeUInt32LE(data.length, 12);
    heads.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), head, place, Buffer.from(name)]));
    data = Buffer.concat([data, Buffer.from('PK\x03\x04'), head, Buffer.from(name + text)]);
  }
  const table = Buffer.concat(heads);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(heads.length, 8);
  end.writeUInt16LE(heads.length, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(data.length, 16);
  return Buffer.concat([data, table, end]);
}

function office(type: string): Buffer {
  const part = `<Override PartName="/main.xml" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/>`;
  return zip({ '[Content_Types].xml': `<?xml version="1.0"?><Types>${part}</Types>`, 'main.xml': '<x/>' });
}

// ---------------------------------------------------------------- the means

/** A folder with a dossier's place and files; gone after the test. */
function folderOf(t: TestContext, files: Readonly<Record<string, Uint8Array | string>> = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'evidence-')));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'here'));
  for (const [name, content] of Object.entries(files)) {
    const file = join(root, 'here', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return join(root, 'here');
}

function dossierIn(folder: string): string {
  return join(folder, 'a.dossier.yaml');
}

/** What is seen in a file of such content. */
async function seen(t: TestContext, content: Uint8Array | string, name = '1.pdf'): Promise<EvidenceFile> {
  return probe(dossierIn(folderOf(t, { [name]: content })), name);
}

/** What is said of the content besides its size and digest. */
async function facts(t: TestContext, content: Uint8Array | string): Promise<Readonly<Record<string, unknown>>> {
  const { size, digest, ...rest } = insides(await seen(t, content));
  assert.equal(size, Buffer.byteLength(content));
  assert.equal(digest, sha256(content));
  return rest;
}

function insides(evidence: EvidenceFile): Extract<EvidenceFile, { kind: string }> {
  assert.ok('kind' in evidence, `is looked into, but ${evidence.state}`);
  return evidence;
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Whether it is one of the facts, whole. */
function isFact(evidence: EvidenceFile): boolean {
  if (['missing', 'outside', 'folder', 'empty', 'unreadable'].includes(evidence.state))
    return Object.keys(evidence).length === 1;
  const { state, kind, size, digest } = insides(evidence);
  return ['ok', 'broken', 'locked'].includes(state) && kind.length < 8 && size > 0 && digest.length === 64;
}

/** Numbers that look random and are the same each time, below 1. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

// ---------------------------------------------------------------- the tests

const readers = new ReaderPool();

/** What is known of a file that nobody has looked into before. */
function probe(dossier: string, path: string) {
  return new EvidenceProber(readers).probe(dossier, path);
}

suite('where a file is', () => {
  test('below the folder, whichever way the strokes go', async (t) => {
    const dossier = dossierIn(folderOf(t, { 'sub/1.pdf': pdf(1) }));
    for (const path of ['sub/1.pdf', 'sub\\1.pdf', './sub//1.pdf', 'sub/../sub/1.pdf'])
      assert.equal((await probe(dossier, path)).state, 'ok', path);
  });

  test('missing', async (t) => {
    const folder = folderOf(t, { '1.pdf': pdf(1) });
    const nowhere = [
      '2.pdf',
      'sub/1.pdf',
      '1.pdf/2.pdf',
      '',
      'a\0b',
      'x'.repeat(5000),
      '\ud800',
      'https://a.cn/1.pdf',
      '?*',
    ];
    for (const path of nowhere) assert.deepEqual(await probe(dossierIn(folder), path), { state: 'missing' }, path);
    assert.deepEqual(await probe(join(folder, 'none/a.dossier.yaml'), '1.pdf'), { state: 'missing' });
    assert.deepEqual(await probe('', 'no such file'), { state: 'missing' });
  });

  test('outside, be it there or not', async (t) => {
    const folder = folderOf(t, { '../1.pdf': pdf(1), '../hereafter/1.pdf': pdf(1) });
    const away = [
      ...[
        '../1.pdf',
        '..',
        '../hereafter/1.pdf',
        '../none.pdf',
        '..\\1.pdf',
        'sub/../../1.pdf',
        '../../../../../../../../x',
      ],
      ...[join(folder, '../1.pdf'), '/', '/none/1.pdf', 'C:\\1.pdf', 'c:/1.pdf', '\\\\server\\share\\1.pdf', '../a\0b'],
    ];
    for (const path of away) assert.deepEqual(await probe(dossierIn(folder), path), { state: 'outside' }, path);
  });

  test('a whole path that leads inside is inside', async (t) => {
    const folder = folderOf(t, { '1.pdf': pdf(1) });
    assert.equal((await probe(dossierIn(folder), join(folder, '1.pdf'))).state, 'ok');
  });

  test('links are followed', async (t) => {
    const folder = folderOf(t, { 'sub/1.pdf': pdf(1), '../out/1.pdf': pdf(1) });
    const link = (target: string, name: string) => symlinkSync(target, join(folder, name));
    link('sub/1.pdf', 'in.pdf');
    link('../out/1.pdf', 'out.pdf');
    link('../out', 'out');
    link('none.pdf', 'broken.pdf');
    link('circle.pdf', 'circle.pdf');
    link('here', '../there');
    const state = async (path: string) => (await probe(dossierIn(folder), path)).state;
    assert.equal(await state('in.pdf'), 'ok');
    assert.equal(await state('out.pdf'), 'outside');
    assert.equal(await state('out/1.pdf'), 'outside');
    assert.equal(await state('broken.pdf'), 'missing');
    assert.equal(await state('circle.pdf'), 'missing');
    // The folder itself may be reached through one.
    assert.equal((await probe(join(folder, '../there/a.dossier.yaml'), 'sub/1.pdf')).state, 'ok');
  });

  test('a folder, an empty file', async (t) => {
    const dossier = dossierIn(folderOf(t, { 'sub/1.pdf': '' }));
    assert.deepEqual(await probe(dossier, 'sub'), { state: 'folder' });
    assert.deepEqual(await probe(dossier, '.'), { state: 'folder' });
    assert.deepEqual(await probe(dossier, 'sub/1.pdf'), { state: 'empty' });
  });

  const asRoot = process.platform === 'win32' || process.getuid?.() === 0;
  test('unreadable', { skip: asRoot && 'everything is readable for root, and on Windows' }, async (t) => {
    const folder = folderOf(t, { '1.pdf': pdf(1), 'sub/1.pdf': pdf(1) });
    const prober = new EvidenceProber();
    const allow = (path: string, mode: number) => chmodSync(join(folder, path), mode);
    allow('1.pdf', 0);
    allow('sub', 0);
    const found = [await prober.probe(dossierIn(folder), '1.pdf'), await prober.probe(dossierIn(folder), 'sub/1.pdf')];
    // Else nobody could clear up.
    allow('sub', 0o700);
    assert.deepEqual(found, [{ state: 'unreadable' }, { state: 'unreadable' }]);
    // Neither size nor time changes with it.
    allow('1.pdf', 0o600);
    assert.equal((await prober.probe(dossierIn(folder), '1.pdf')).state, 'ok');
  });

  test('a pipe and a device, which never end', { skip: process.platform === 'win32' }, async (t) => {
    const folder = folderOf(t);
    execFileSync('mkfifo', [join(folder, 'pipe.pdf')]);
    assert.deepEqual(await probe(dossierIn(folder), 'pipe.pdf'), { state: 'unreadable' });
    assert.deepEqual(await probe('/dev/a.dossier.yaml', 'zero'), { state: 'unreadable' });
  });
});

suite('what a file is', () => {
  test('by its content', async (t) => {
    const kinds: readonly (readonly [string, Uint8Array | string])[] = [
      ['docx', office('wordprocessingml.document')],
      ['xlsx', office('spreadsheetml.sheet')],
      ['zip', zip({ 'OFD.xml': '<x/>', 'Doc_0/Document.xml': '<x/>' })],
      // A .doc, .xls, .wps or .et, and a .docx with a password.
      ['cfb', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504)])],
      ['rar', Buffer.from('Rar!\x1a\x07\x01\0', 'latin1')],
      ['xml', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
      ['rtf', '{\\rtf1 甲}'],
    ];
    for (const [kind, content] of kinds) assert.deepEqual(await facts(t, content), { state: 'ok', kind });
  });

  test('no kind for text, however it begins', async (t) => {
    const texts = [
      ...[
        '甲',
        '# 证明\n',
        '\ufeff序号,名称\n1,甲\n',
        'BM 型号说明',
        'MZ-2023 说明',
        'ID3 说明',
        'II 期工程',
        '{"a": 1}',
      ],
      ...[
        Buffer.from('\ufeff序号,名称\n', 'utf16le'),
        Buffer.from('d0f2bac52cc3fbb3c60a', 'hex'),
        '<!DOCTYPE html><p>甲',
      ],
    ];
    for (const text of texts) assert.deepEqual(await facts(t, text), { state: 'ok', kind: '' }, String(text));
  });

  test('an archive that is cut off is broken', async (t) => {
    const docx = office('wordprocessingml.document');
    for (let length = 64; length < docx.length - 22; length += 16) {
      const { state, kind } = insides(await seen(t, docx.subarray(0, length)));
      assert.equal(state, 'broken');
      assert.match(kind, /^(docx|zip)$/);
    }
  });

  test('a large file is not read whole', async (t) => {
    const folder = folderOf(t, { '1.pdf': pdf(1) });
    const size = 200 * 1024 * 1024 + 1;
    truncateSync(join(folder, '1.pdf'), size);
    const digest = createHash('sha256')
      .update(pdf(1))
      .update(Buffer.alloc(size - pdf(1).length))
      .digest('hex');
    assert.deepEqual(await probe(dossierIn(folder), '1.pdf'), { state: 'ok', kind: 'pdf', size, digest });
  });
});

suite('a PDF', () => {
  test('has its pages counted', async (t) => {
    assert.deepEqual(await facts(t, pdf(1)), { state: 'ok', kind: 'pdf', pages: 1 });
    assert.deepEqual(await facts(t, pdf(3)), { state: 'ok', kind: 'pdf', pages: 3 });
  });

  test('may begin later, and have something after it', async (t) => {
    const before = Buffer.from(`\x1b%-12345X@PJL ${'x'.repeat(900)}\r\n`);
    const after = Buffer.from('\n<!-- a web server’s -->\n');
    assert.deepEqual(await facts(t, Buffer.concat([before, pdf(3), after])), { state: 'ok', kind: 'pdf', pages: 3 });
    const late = Buffer.concat([Buffer.alloc(1024, 'x'), pdf(3)]);
    assert.deepEqual(await facts(t, late), { state: 'ok', kind: '' });
  });

  test('without pages is broken', async (t) => {
    assert.deepEqual(await facts(t, pdf(0)), { state: 'broken', kind: 'pdf' });
  });

  test('that lacks a page is broken', async (t) => {
    const lacking = pdf(3).toString('latin1').replace('5 0 obj', '9 9 obj');
    assert.deepEqual(await facts(t, lacking), { state: 'broken', kind: 'pdf' });
  });

  test('cut off anywhere is broken', async (t) => {
    const whole = pdf(3);
    const end = whole.indexOf('startxref');
    for (let length = 16; length <= end + 8; length += 8)
      assert.deepEqual(await facts(t, whole.subarray(0, length)), { state: 'broken', kind: 'pdf' }, `${length} bytes`);
  });

  test('written without a table is fine', async (t) => {
    const text = pdf(1)
      .toString('latin1')
      .replace(/xref.*trailer/s, 'trailer');
    const bare = text.replace(/startxref\n\d+\n/, '');
    assert.deepEqual(await facts(t, bare), { state: 'ok', kind: 'pdf', pages: 1 });
  });

  test('cut off in what was added to it later is broken', async (t) => {
    const added = Buffer.concat([pdf(1), Buffer.from('3 0 obj\n<< /Type /Page')]);
    assert.deepEqual(await facts(t, added), { state: 'broken', kind: 'pdf' });
  });

  test('is locked if it opens with a password only', async (t) => {
    assert.deepEqual(await facts(t, lockedPdf(...OPENS_WITH_PASSWORD)), { state: 'locked', kind: 'pdf' });
  });

  test('is fine if a password only keeps from printing', async (t) => {
    assert.deepEqual(await facts(t, lockedPdf(...PRINTS_WITH_PASSWORD)), { state: 'ok', kind: 'pdf', pages: 1 });
  });

  test('is locked if it opens with a certificate', async (t) => {
    const locked = lockedPdf(...OPENS_WITH_PASSWORD, 'Adobe.PubSec');
    assert.deepEqual(await facts(t, locked), { state: 'locked', kind: 'pdf' });
  });

  test('that takes all memory is broken, and takes nobody along', async (t) => {
    const files = { '1.pdf': pdf(1), '2.pdf': devouringPdf(), '3.pdf': pdf(3), '4.png': PNG };
    const folder = folderOf(t, files);
    const all = await Promise.all(Object.keys(files).map((path) => probe(dossierIn(folder), path)));
    assert.deepEqual(
      all.map((evidence) => evidence.state),
      ['ok', 'broken', 'ok', 'ok'],
    );
  });

  test('says nothing on the standard outputs, and keeps nobody from ending', async (t) => {
    const folder = folderOf(t, {
      '1.pdf': pdf(3),
      '2.pdf': pdf(3).subarray(0, 300),
      '3.pdf': pdf(3).fill(0, 200, 260),
    });
    const module = JSON.stringify(join(import.meta.dirname, '../../server/src/host/evidence/prober.ts'));
    const dossier = JSON.stringify(dossierIn(folder));
    const run = `import { EvidenceProber } from ${module};
      const prober = new EvidenceProber();
      for (const path of ['1.pdf', '2.pdf', '3.pdf']) await prober.probe(${dossier}, path);`;
    const ran = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', run], { timeout: 8_000 });
    assert.deepEqual(ran, { stdout: '', stderr: '' });
  });
});

suite('a picture', () => {
  const pictures: Readonly<Record<string, readonly [kind: string, content: Buffer, width: number, height: number]>> = {
    PNG: ['png', PNG, 1, 1],
    JPEG: ['jpg', jpeg(), 3, 2],
    'a turned JPEG': ['jpg', jpeg(6), 2, 3],
    'a JPEG upside down': ['jpg', jpeg(3), 3, 2],
    GIF: ['gif', GIF, 3, 2],
    TIFF: ['tif', tiff(true), 3, 2],
    'a TIFF of the other order': ['tif', tiff(false), 3, 2],
    'a turned TIFF': ['tif', tiff(true, 8), 2, 3],
    BMP: ['bmp', bmp(), 3, 2],
    WebP: ['webp', webp(), 3, 2],
  };

  for (const [name, [kind, content, width, height]] of Object.entries(pictures))
    test(`has its size as it is seen: ${name}`, async (t) => {
      assert.deepEqual(await facts(t, content), { state: 'ok', kind, width, height });
    });

  for (const [name, [kind, content]] of Object.entries(pictures))
    test(`is broken if it is cut off: ${name}`, async (t) => {
      for (let length = 32; length < content.length - 1; length++)
        assert.deepEqual(await facts(t, content.subarray(0, length)), { state: 'broken', kind }, `${length} bytes`);
    });

  test('of no size is broken', async (t) => {
    assert.deepEqual(await facts(t, Buffer.from(PNG).fill(0, 16, 20)), { state: 'broken', kind: 'png' });
  });

  test('that moves is a PNG still', async (t) => {
    const frames = Buffer.from(`\0\0\0\x08acTL\0\0\0\x01${'\0'.repeat(8)}`);
    const moves = Buffer.concat([PNG.subarray(0, 33), frames, PNG.subarray(33)]);
    assert.deepEqual(await facts(t, moves), { state: 'ok', kind: 'png', width: 1, height: 1 });
  });
});

test('two hundred mutations of each give a fact', async (t) => {
  const random = randomOf(20230601);
  const below = (n: number) => Math.floor(random() * n);
  const mutated = (content: Buffer) => {
    const bytes = Buffer.from(content);
    for (let n = 1 + below(8); n > 0; n--) bytes[below(bytes.length)] = below(256);
    const [from, to] = [below(bytes.length), below(bytes.length)];
    const ways = [bytes, bytes.subarray(0, from), Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])];
    return ways[below(ways.length)]!;
  };
  const prober = new EvidenceProber();
  for (const content of [
    pdf(3),
    lockedPdf(...OPENS_WITH_PASSWORD),
    PNG,
    jpeg(6),
    GIF,
    tiff(true),
    bmp(),
    webp(),
    office('spreadsheetml.sheet'),
  ]) {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}.pdf`, mutated(content)]));
    const dossier = dossierIn(folderOf(t, files));
    const found = await Promise.all(Object.keys(files).map((path) => prober.probe(dossier, path)));
    for (const evidence of found) assert.ok(isFact(evidence), JSON.stringify(evidence));
  }
});

suite('a prober', () => {
  const EARLIER = new Date('2023-06-01T09:00:00Z');

  function changing(t: TestContext) {
    const folder = folderOf(t, { '1.pdf': pdf(3) });
    const file = join(folder, '1.pdf');
    utimesSync(file, EARLIER, EARLIER);
    const prober = new EvidenceProber();
    return { folder, file, see: (path = '1.pdf') => prober.probe(dossierIn(folder), path) };
  }

  test('does not read again what is unchanged', async (t) => {
    const { folder, file, see } = changing(t);
    const first = await see();
    assert.equal(first.state, 'ok');
    writeFileSync(file, Buffer.alloc(pdf(3).length, 'x'));
    utimesSync(file, EARLIER, EARLIER);
    assert.deepEqual(await see(), first);
    // Another way to the same file is no other file.
    symlinkSync('1.pdf', join(folder, 'link.pdf'));
    assert.deepEqual(await see('link.pdf'), first);
    assert.deepEqual(insides(await probe(dossierIn(folder), '1.pdf')).kind, '');
  });

  test('looks again at a file of another time, another size, or gone', async (t) => {
    const { file, see } = changing(t);
    assert.equal(insides(await see()).pages, 3);
    writeFileSync(file, Buffer.alloc(pdf(3).length, 'x'));
    assert.equal(insides(await see()).kind, '');
    writeFileSync(file, pdf(1));
    utimesSync(file, EARLIER, EARLIER);
    assert.equal(insides(await see()).pages, 1);
    rmSync(file);
    assert.deepEqual(await see(), { state: 'missing' });
  });

  test('is asked for many at once', async (t) => {
    const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}.pdf`, pdf(1 + (i % 3))]));
    const dossier = dossierIn(folderOf(t, files));
    const prober = new EvidenceProber();
    const paths = [...Object.keys(files), ...Object.keys(files)];
    const found = await Promise.all(paths.map((path) => prober.probe(dossier, path)));
    assert.deepEqual(
      found.map((evidence) => insides(evidence).pages),
      paths.map((path) => 1 + (Number.parseInt(path, 10) % 3)),
    );
  });
});

test('the evidence of a sample is in order', async () => {
  const path = dossierIn(SAMPLE);
  const names = readdirSync(join(SAMPLE, 'evidence'));
  assert.equal(names.length, 13);
  const prober = new EvidenceProber();
  for (const name of names) {
    const fact = insides(await prober.probe(path, `evidence/${name}`));
    assert.equal(fact.state, 'ok', name);
    assert.ok(name.endsWith(`.${fact.kind}`), name);
    assert.ok(fact.kind === 'pdf' ? fact.pages : fact.width, name);
  }
  assert.equal(insides(await prober.probe(path, 'evidence/02审计报告.pdf')).pages, 2);
});
