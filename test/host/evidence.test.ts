/** Files that a dossier names are looked into: whole ones, cut ones, locked ones, and what is no file at all. */
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
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
import { crc32 } from 'node:zlib';
import { encode } from 'jpeg-js';
import type { EvidenceFile } from '../../server/src/core/inputs/evidence.ts';
import { EvidenceProber } from '../../server/src/host/evidence/prober.ts';
import { ReaderPool } from '../../server/src/host/evidence/reader-pool.ts';
import { compoundFile } from '../support/compound-file.ts';
import { lockedPdf, OPENS_WITH_PASSWORD, PRINTS_WITH_PASSWORD, pdf, textPdf } from '../support/pdf.ts';

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
    head.writeUInt32LE(crc32(text), 10);
    head.writeUInt32LE(text.length, 14);
    head.writeUInt32LE(text.length, 18);
    head.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(data.length, 10);
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
  return ['ok', 'broken', 'locked', 'unchecked'].includes(state) && kind.length < 8 && size > 0 && digest.length === 64;
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

/** The processes that this one has started. */
function childProcesses(): readonly number[] {
  const found = spawnSync('pgrep', ['-P', String(process.pid)], { encoding: 'utf8' });
  return found.stdout.split('\n').filter(Boolean).map(Number);
}

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
      ['ofd', zip({ 'OFD.xml': '<x/>', 'Doc_0/Document.xml': '<x/>' })],
      ['zip', zip({ 'a.txt': 'a' })],
      // A .doc, .xls, .wps or .et, and a .docx with a password.
      ['cfb', compoundFile()],
      ['cfb', compoundFile('Workbook')],
      ['rar', Buffer.concat([Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'), Buffer.alloc(99, 1)])],
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

  test('a large file is not read whole, and is not checked if it would be opened', async (t) => {
    const folder = folderOf(t, { '1.pdf': pdf(1) });
    const size = 200 * 1024 * 1024 + 1;
    truncateSync(join(folder, '1.pdf'), size);
    const digest = createHash('sha256')
      .update(pdf(1))
      .update(Buffer.alloc(size - pdf(1).length))
      .digest('hex');
    assert.deepEqual(await probe(dossierIn(folder), '1.pdf'), {
      state: 'unchecked',
      why: 'size',
      kind: 'pdf',
      size,
      digest,
    });
  });
});

suite('a file that is little more than its mark', () => {
  const marks: Readonly<Record<string, Buffer>> = {
    'a .doc of 8 bytes': Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    'a .doc of one sector of zeros': Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504)]),
    'a .doc without a document': compoundFile('Other'),
    'a .rar of 8 bytes': Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'),
    'a .7z of 32 bytes': Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), Buffer.alloc(24)]),
    'an empty archive': zip({}),
    'an archive of empty files': zip({ a: '', b: '' }),
  };
  for (const [name, content] of Object.entries(marks))
    test(`is broken: ${name}`, async (t) => {
      assert.equal((await facts(t, content)).state, 'broken');
    });

  test('a compound file that is cut off is broken', async (t) => {
    const whole = compoundFile();
    for (let length = 8; length < whole.length; length += 256)
      assert.deepEqual(await facts(t, whole.subarray(0, length)), { state: 'broken', kind: 'cfb' }, `${length} bytes`);
  });

  test('a compound file that is encrypted is locked', async (t) => {
    assert.deepEqual(await facts(t, compoundFile('EncryptedPackage')), { state: 'locked', kind: 'cfb' });
  });

  test('a compound file whose table of sectors is lost is broken', async (t) => {
    assert.equal((await facts(t, compoundFile().fill(0, 512, 1024))).state, 'broken');
  });

  test('an archive whose content changed is broken', async (t) => {
    const docx = office('wordprocessingml.document');
    const at = docx.indexOf('<Types>');
    assert.equal((await facts(t, Buffer.from(docx).fill(0, at, at + 8))).state, 'broken');
  });
});

suite('data that were lost within a file', () => {
  const { bytes, streams } = textPdf(3);
  const withZeros = (from: number, to: number, byte = 0) => Buffer.from(bytes).fill(byte, from, to);

  test('of a PDF are found, be they one page’s or all', async (t) => {
    assert.deepEqual(await facts(t, bytes), { state: 'ok', kind: 'pdf', pages: 3 });
    for (const [from, to] of streams) {
      assert.equal((await facts(t, withZeros(from, to))).state, 'broken');
      assert.equal((await facts(t, withZeros(from, to, 0xff))).state, 'broken');
      assert.equal((await facts(t, withZeros(from + 40, to))).state, 'broken');
      assert.equal((await facts(t, withZeros(from, from + 40))).state, 'broken');
    }
    const all = Buffer.from(bytes);
    for (const [from, to] of streams) all.fill(0, from, to);
    assert.equal((await facts(t, all)).state, 'broken');
  });

  test('of a PDF are found wherever a stretch of it is zeroed', async (t) => {
    const end = bytes.indexOf('xref');
    for (let from = 1024; from + 64 < end; from += 64)
      assert.equal((await facts(t, withZeros(from, from + 64))).state, 'broken', `from ${from}`);
  });

  test('are found or left undecided in a JPEG, and a plain area is fine', async (t) => {
    const side = 160;
    const noise = randomOf(7);
    const pixels = Buffer.alloc(side * side * 4, 0xff);
    const plain = encode({ data: pixels, width: side, height: side }, 60).data;
    for (let i = 0; i < pixels.length; i++) if (i % 4 < 3) pixels[i] = 128 + Math.floor(noise() * 60);
    const whole = Buffer.from(encode({ data: pixels, width: side, height: side }, 60).data);
    assert.equal((await facts(t, Buffer.from(plain))).state, 'ok');
    assert.equal((await facts(t, whole)).state, 'ok');
    for (const [from, to, byte] of [
      [0.2, 0.9, 0],
      [0.4, 0.6, 0],
      [0.2, 0.9, 0xff],
      [0.3, 0.8, 0x55],
    ] as const) {
      const damaged = Buffer.from(whole).fill(byte, Math.round(whole.length * from), Math.round(whole.length * to));
      assert.match(String((await facts(t, damaged)).state), /^(broken|unchecked)$/, `${from}–${to} of ${byte}`);
    }
  });

  test('are found in a PNG by its checksums', async (t) => {
    const idat = PNG.indexOf('IDAT');
    assert.deepEqual(await facts(t, Buffer.from(PNG).fill(0, idat + 6, idat + 10)), { state: 'broken', kind: 'png' });
  });
});

suite('the processes that open files', () => {
  test('are started again when they are killed, and the file is tried again', async (t) => {
    const folder = folderOf(t, { '1.pdf': textPdf(2).bytes });
    const prober = new EvidenceProber(new ReaderPool(1));
    const first = await prober.probe(dossierIn(folder), '1.pdf');
    for (const child of childProcesses()) process.kill(child, 'SIGKILL');
    writeFileSync(join(folder, '2.pdf'), textPdf(3).bytes);
    const second = prober.probe(dossierIn(folder), '2.pdf');
    assert.deepEqual([first.state, (await second).state], ['ok', 'ok']);
  });

  test('that are killed each time leave a file unchecked, not damaged', async (t) => {
    const folder = folderOf(t, { '1.pdf': textPdf(2).bytes });
    const killer = setInterval(() => {
      for (const child of childProcesses()) process.kill(child, 'SIGKILL');
    }, 1);
    t.after(() => clearInterval(killer));
    const found = insides(await new EvidenceProber(new ReaderPool(1)).probe(dossierIn(folder), '1.pdf'));
    assert.deepEqual([found.state, found.why], ['unchecked', 'process']);
    clearInterval(killer);
    assert.equal((await probe(dossierIn(folder), '1.pdf')).state, 'ok');
  });

  test('name the damaged file only, however many lie beside it', async (t) => {
    const broken = textPdf(3).bytes.fill(0, 1200, 1500);
    const files = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`${i}.pdf`, textPdf(i + 1).bytes]));
    const folder = folderOf(t, { ...files, '5.pdf': broken });
    const prober = new EvidenceProber(new ReaderPool(1));
    const states = await Promise.all(Object.keys(files).map((f) => prober.probe(dossierIn(folder), f)));
    assert.deepEqual(
      states.map((s) => s.state),
      Object.keys(files).map((f) => (f === '5.pdf' ? 'broken' : 'ok')),
    );
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

  test('that takes all memory is not checked, and takes nobody along', async (t) => {
    const files = { '1.pdf': pdf(1), '2.pdf': devouringPdf(), '3.pdf': pdf(3), '4.png': PNG };
    const folder = folderOf(t, files);
    const all = await Promise.all(Object.keys(files).map((path) => probe(dossierIn(folder), path)));
    assert.deepEqual(
      all.map((evidence) => evidence.state),
      ['ok', 'unchecked', 'ok', 'ok'],
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
