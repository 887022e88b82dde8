/** What is handed in, as a folder: named, in order, whole, and never over somebody's work. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import mammoth from 'mammoth';
import { extractText } from 'unpdf';
import { formatFieldPath } from '../../server/src/core/model/path.ts';
import { readBeside } from '../../server/src/host/dossier-files.ts';
import { findLibreOffice, reproduciblePdf, toPdf } from '../../server/src/host/libreoffice.ts';
import { type FileChecksum, saveFolder } from '../../server/src/host/save-folder.ts';
import { compose } from '../../server/src/render/manuscript/compose.ts';
import { safeName, UniqueNames } from '../../server/src/render/manuscript/file-names.ts';
import { type Outcome, run } from '../support/command-line.ts';
import { analyzed, cleanSamples, pack, patched, SAMPLES, SMALLEST, sample } from '../support/engine.ts';
import { readTexts, SD_2023 } from '../support/pack-texts.ts';

const DAY = '2023-06-12';
const POSIX = process.platform !== 'win32';
/** Each test has its own folder and its own process. */
const TOGETHER = { concurrency: 3 };

let temp = '';
/** A search path on which nothing is found. */
let nowhere = '';
before(() => {
  temp = mkdtempSync(join(tmpdir(), 'dossier-bundle-'));
  nowhere = join(temp, 'nowhere');
  mkdirSync(nowhere);
});
after(() => rmSync(temp, { recursive: true, force: true }));

// ---------------------------------------------------------------- the means

/** Runs the command without LibreOffice in reach, unless a search path says otherwise. */
function bundle(args: readonly string[], path = nowhere): Promise<Outcome> {
  const env = { ...(process.env as Record<string, string>), PATH: path };
  return run(['bundle', '--today', DAY, '--lang', 'zh', ...args], { env });
}

function folder(): string {
  return mkdtempSync(join(temp, 'f-'));
}

/** A dossier of this text with the evidence of the smallest sample beside it. */
function dossier(text: string): string {
  const place = folder();
  cpSync(join(SAMPLES, SMALLEST, 'evidence'), join(place, 'evidence'), { recursive: true });
  writeFileSync(join(place, '甲.dossier.yaml'), text);
  return join(place, '甲.dossier.yaml');
}

interface Manifest {
  readonly notice: { readonly id: string };
  readonly day: string;
  readonly draft: boolean;
  readonly errors: number;
  readonly sources: readonly { readonly path: string; readonly sha256: string }[];
  readonly files: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly annex?: number;
    readonly source?: string;
  }[];
  readonly missing: readonly { readonly annex: number; readonly source: string }[];
  readonly withoutFile: readonly { readonly annex: number; readonly kind: string }[];
}

interface Bundle extends Outcome {
  /** The folder that was made. */
  readonly path: string;
  readonly files: readonly string[];
  readonly manifest: Manifest;
}

/** Makes a bundle, and holds it against its own sums, read by this test and by coreutils. */
async function made(file: string, out: string, more: readonly string[] = [], search?: string): Promise<Bundle> {
  const outcome = await bundle([file, '-o', out, ...more], search);
  assert.equal(outcome.status, 0, outcome.err);
  const path = outcome.out.trimEnd();
  const files = filesOf(path);
  assertSums(path, files);
  assert.deepEqual(
    readdirSync(out).filter((name) => name.startsWith('.')),
    [],
    'nothing is left of the work',
  );
  const manifest = JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')) as Manifest;
  return { ...outcome, path, files, manifest };
}

function assertSums(path: string, files: readonly string[]): void {
  const lines = readFileSync(join(path, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
  const named = lines.map((line) => /^([0-9a-f]{64}) {2}(.+)$/.exec(line)!.slice(1) as [string, string]);
  assert.deepEqual(
    named.map(([, name]) => name).sort(),
    files.filter((f) => f !== 'SHA256SUMS'),
    'every file has its sum',
  );
  for (const [sum, name] of named) assert.equal(sum, sha256(readFileSync(join(path, name))), name);
  const { status, error, stderr } = spawnSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], {
    cwd: path,
  });
  if (!error) assert.equal(status, 0, String(stderr));
}

function filesOf(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((e) => !e.isDirectory())
    .map((e) =>
      join(e.parentPath, e.name)
        .slice(path.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function digests(path: string): Readonly<Record<string, string>> {
  return Object.fromEntries(filesOf(path).map((f) => [f, sha256(readFileSync(join(path, f)))]));
}

async function words(file: string): Promise<string> {
  return (await mammoth.extractRawText({ path: file })).value;
}

/** The annex list as the 申报书 prints it: number, kind, 编号. */
function annexList(file: string): readonly (readonly string[])[] {
  const analysis = analyzed(readFileSync(file, 'utf8'));
  const manuscript = compose({ ...analysis, pack }, { draft: true, file: (path) => readBeside(file, path) });
  const table = manuscript.body.find((b) => b.kind === 'table' && b.path === pack.form.roles.materials);
  assert.ok(table?.kind === 'table');
  return table.rows.map((row) => row.slice(0, 3).map((c) => c.runs.map((r) => r.text).join('')));
}

// ---------------------------------------------------------------- what is in it

suite('a bundle', TOGETHER, () => {
  for (const name of cleanSamples()) {
    test(`of ${name} is whole and in order`, async () => {
      const { path } = sample(name);
      const { files, manifest, path: place, err } = await made(path, folder());
      const applicant = analyzed(sample(name).text).answers.text('申报单位.单位名称');
      assert.equal(basename(place), `${applicant}-申报材料`);
      const top = files.filter((f) => !f.includes('/'));
      const expected = [
        'SHA256SUMS',
        'manifest.json',
        '打印装订清单.docx',
        `${applicant}-汇总表.xlsx`,
        `${applicant}-申报书.docx`,
      ];
      assert.deepEqual([...top].sort(), expected.sort());
      assert.match(err, /没有找到 LibreOffice/);

      const list = annexList(path);
      assert.ok(list.length > 4);
      const annexes = manifest.files.filter((f) => f.annex !== undefined);
      assert.equal(annexes.length + manifest.withoutFile.length, list.length);
      assert.deepEqual(manifest.missing, []);
      for (const { path: file, annex, source } of annexes) {
        const [label, kind, number] = list[annex! - 1]!;
        assert.equal(label, `附件${annex}`);
        assert.equal(file, `附件/${String(annex).padStart(2, '0')}-${kind}-${number}${/\.[^.]+$/.exec(source!)![0]}`);
        assert.deepEqual(readFileSync(join(place, file)), readFileSync(join(dirname(path), source!)));
        assert.equal(file, file.normalize('NFC'));
      }
      // Sorted by name they stand as they are printed.
      assert.deepEqual(
        annexes.map((f) => f.path),
        files.filter((f) => f.startsWith('附件/')),
      );

      assert.equal(manifest.notice.id, 'sd-2023');
      assert.equal(manifest.day, DAY);
      assert.deepEqual([manifest.draft, manifest.errors], [false, 0]);
      assert.equal(manifest.sources[0]!.sha256, sha256(readFileSync(path)));
      for (const f of manifest.files) {
        assert.equal(f.sha256, sha256(readFileSync(join(place, f.path))));
        assert.equal(f.bytes, lstatSync(join(place, f.path)).size);
      }
      assert.ok((await words(join(place, `${applicant}-申报书.docx`))).includes(applicant!));
    });
  }

  test('has a list to print and bind by: every demand of the pack with its clause, every file', async () => {
    const { path, manifest } = await made(sample(SMALLEST).path, folder());
    const text = await words(join(path, '打印装订清单.docx'));
    const items = pack.layout.package.checklist.groups.flatMap((g) => g.items);
    for (const { clause, text: demand } of items) {
      assert.ok(text.includes(clause), clause);
      assert.ok(text.includes(demand.replace(/\{.*\}/, '法定代表人')), demand);
    }
    for (const word of ['A4纸', '双面打印', '普通纸质', '左侧', '胶粘', '一式两份', '合并装订', '分别报送'])
      assert.match(text, new RegExp(word));
    for (const { path: file } of manifest.files.filter((f) => f.annex)) assert.ok(text.includes(file), file);
    assert.doesNotMatch(text, /草稿|undefined|null|NaN/);
  });

  test('keeps the number of a paper without a file of its own', async () => {
    const { files, manifest, path } = await made(sample(SMALLEST).path, folder());
    assert.deepEqual(
      manifest.withoutFile.map((m) => [m.annex, m.kind]),
      [[3, '责任声明']],
    );
    assert.deepEqual(
      files.flatMap((f) => /^附件\/(\d+)-/.exec(f)?.[1] ?? []),
      ['01', '02', '04', '05'],
    );
    assert.match(await words(join(path, '打印装订清单.docx')), /附件3\s+没有单独的文件\s+责任声明/);
  });

  test('is the same to the byte when made again on the same day, elsewhere', async () => {
    const [a, b] = [await made(sample(SMALLEST).path, folder()), await made(sample(SMALLEST).path, folder())];
    assert.deepEqual(digests(a.path), digests(b.path));
    const other = await made(sample(SMALLEST).path, folder(), ['--today', '2023-06-13']);
    assert.notDeepEqual(digests(other.path), digests(a.path), 'the day is told');
  });

  test('has the content of a link that stays within the folder', {
    skip: !POSIX && 'links want rights on Windows',
  }, async () => {
    const file = dossier(sample(SMALLEST).text);
    const [first] = readdirSync(join(dirname(file), 'evidence')).sort();
    const at = join(dirname(file), 'evidence', first!);
    renameSync(at, join(dirname(file), 'real'));
    symlinkSync('../real', at);
    const { path, manifest } = await made(file, folder());
    const copy = manifest.files.find((f) => f.source === `evidence/${first}`)!;
    assert.ok(lstatSync(join(path, copy.path)).isFile());
    assert.equal(copy.sha256, sha256(readFileSync(join(dirname(file), 'real'))));
  });
});

// ---------------------------------------------------------------- refusals and drafts

suite('with errors', TOGETHER, () => {
  const faulty = sample('常见问题');

  test('it is refused, each error told, and nothing written', async () => {
    const out = join(folder(), 'out');
    const { status, out: said, err } = await bundle([faulty.path, '-o', out]);
    assert.equal(status, 1);
    assert.equal(said, '');
    const errors = analyzed(faulty.text).findings.filter((f) => f.severity === 'error');
    assert.ok(errors.length > 10);
    for (const { rule } of errors) assert.match(err, new RegExp(`^ {2}\\S+:\\d+:\\d+ .* ${rule}$`, 'm'));
    assert.equal(existsSync(out), false);
  });

  test('a draft is made, and says so in its folder, its files, its list and its record', async () => {
    const { path, files, manifest, err } = await made(faulty.path, folder(), ['--draft']);
    assert.match(basename(path), /-申报材料-草稿$/);
    assert.equal(files.filter((f) => /-草稿\.(?:docx|xlsx)$/.test(f)).length, 3);
    assert.match(err, /草稿，不能报送：还有 \d+ 个错误/);
    assert.equal(manifest.draft, true);
    assert.ok(manifest.errors > 10);
    const list = await words(join(path, '打印装订清单-草稿.docx'));
    assert.match(list, /草稿，不能报送：先解决下列 \d+ 项/);
    for (const { path: at, rule } of analyzed(faulty.text).findings.filter((f) => f.severity === 'error'))
      if (at?.length) assert.ok(list.includes(formatFieldPath(at)), rule);
  });

  test('a warning or a hint is no hindrance', async () => {
    const { text } = patched({ set: { '申报.推荐地市': '济南市' } });
    assert.ok(analyzed(text).findings.some((f) => f.severity === 'warning'));
    await made(dossier(text), folder());
  });

  test('the exit status is that of the contract', async () => {
    const out = folder();
    assert.equal((await bundle([])).status, 2, 'no file named');
    assert.equal((await bundle([sample(SMALLEST).path, '--today', '12.6.2023', '-o', out])).status, 2);
    assert.equal((await bundle([join(out, 'none.dossier.yaml'), '-o', out])).status, 3, 'not there');
    assert.equal((await bundle([dossier('通知: no-such\n'), '-o', out])).status, 1, 'an unknown call');
    assert.deepEqual(readdirSync(out), []);
  });
});

suite('evidence that cannot be copied', TOGETHER, () => {
  test('is refused, and listed in a draft', { skip: !POSIX && 'no such files on Windows' }, async () => {
    const { text } = patched({
      set: {
        '附件材料[5]': { 编号: '链接', 材料: '其他', 文件: 'evidence/链接.pdf' },
        '附件材料[6]': { 编号: '管道', 材料: '其他', 文件: 'evidence/管道.pdf' },
        '附件材料[7]': { 编号: '在外', 材料: '其他', 文件: '../在外.pdf' },
      },
    });
    const file = dossier(text);
    const place = (path: string) => join(dirname(file), path);
    const [one, two, , four] = ['执照', '审计', '', '社保'].map((name) => `evidence/${name}.pdf`);
    rmSync(place(one!));
    writeFileSync(place(two!), '');
    rmSync(place(four!));
    mkdirSync(place(four!));
    symlinkSync(join(SAMPLES, '../package.json'), place('evidence/链接.pdf'));
    execFileSync('mkfifo', [place('evidence/管道.pdf')]);
    const lost: readonly (readonly [annex: number, source: string, why: string])[] = [
      [1, one!, '文件不存在'],
      [2, two!, '空文件'],
      [5, four!, '是文件夹'],
      [6, 'evidence/链接.pdf', '在申报书文件夹之外'],
      [7, 'evidence/管道.pdf', '打不开'],
      [8, '../在外.pdf', '在申报书文件夹之外'],
    ];
    const out = folder();
    const refused = await bundle([file, '-o', out]);
    assert.equal(refused.status, 1, refused.err);
    for (const [, source] of lost) assert.ok(refused.err.includes(source), refused.err);
    assert.deepEqual(readdirSync(out), []);

    const { manifest, files, path } = await made(file, out, ['--draft']);
    assert.deepEqual(
      manifest.missing.map((m) => [m.annex, m.source]),
      lost.map(([annex, source]) => [annex, source]),
    );
    assert.deepEqual(
      files.filter((f) => f.startsWith('附件/')).map((f) => f.slice(3, 5)),
      ['04'],
      'the numbers stay free',
    );
    const list = await words(join(path, '打印装订清单-草稿.docx'));
    for (const [annex, source, why] of lost) {
      assert.match(list, new RegExp(`附件${annex}\\s+缺：${why}`));
      assert.ok(list.includes(`${source} ${why}`), source);
    }
  });

  test('is refused also where the settings switch its rule off', async () => {
    const file = dossier(sample(SMALLEST).text);
    writeFileSync(
      join(dirname(file), 'dossier.config.yaml'),
      'rules: { material-file: { as: off, reason: 试, by: 王 } }\n',
    );
    const [first] = readdirSync(join(dirname(file), 'evidence')).sort();
    rmSync(join(dirname(file), 'evidence', first!));
    const out = folder();
    const { status, err } = await bundle([file, '-o', out]);
    assert.equal(status, 1);
    assert.match(err, /附件材料\[\d\]：“evidence\/.*”文件不存在/);
    assert.deepEqual(readdirSync(out), []);
  });
});

// ---------------------------------------------------------------- somebody's work

suite('a bundle that is there already', TOGETHER, () => {
  const { path: file } = sample(SMALLEST);

  test('is replaced while it is as it was made', async () => {
    const out = folder();
    const first = await made(file, out);
    const second = await made(file, out, ['--today', '2023-06-13']);
    assert.equal(second.path, first.path);
    assert.equal(second.manifest.day, '2023-06-13');
    assert.deepEqual(readdirSync(out), [basename(first.path)]);
  });

  test('is left alone where it was changed: the next has a new name, and it is said', async () => {
    const out = folder();
    const first = await made(file, out);
    appendFileSync(join(first.path, first.files.find((f) => f.startsWith('附件/'))!), ' ');
    const kept = digests(first.path);
    const second = await made(file, out);
    assert.equal(second.path, `${first.path} (2)`);
    assert.ok(second.err.includes(`${first.path} 在生成后被人改过或正打开着，没有覆盖`), second.err);
    assert.deepEqual(digests(first.path), kept);
  });
});

suite('a folder put down', () => {
  const OPTIONS = {
    sums: 'SUMS',
    seal: (w: readonly FileChecksum[]) => [{ path: 'record', content: Buffer.from(w.length.toString()) }],
  };
  const put = (out: string, text: string) => {
    const content = Buffer.from(text);
    const link = join(out, '..', 'source');
    writeFileSync(link, text);
    return saveFolder(
      out,
      '材料',
      [
        { path: 'a', content },
        { path: '附件/b', content: { copyOf: link } },
      ],
      OPTIONS,
    );
  };
  const changes: Readonly<Record<string, (path: string) => void>> = {
    'a file was changed': (path) => appendFileSync(join(path, '附件/b'), ' '),
    'a file was added': (path) => writeFileSync(join(path, '附件/批注.txt'), '改'),
    'a file is open in Word': (path) => writeFileSync(join(path, '~$报书.docx'), ''),
    'a file was taken away': (path) => rmSync(join(path, 'a')),
    'a file was put in place of another': (path) => renameSync(join(path, '附件/b'), join(path, 'b')),
    'a link was added': (path) => symlinkSync('a', join(path, 'c')),
    'its sums were taken away': (path) => rmSync(join(path, 'SUMS')),
    'its sums were changed': (path) => writeFileSync(join(path, 'SUMS'), ''),
    'its record was changed': (path) => appendFileSync(join(path, 'record'), ' '),
    'it was never ours': (path) => {
      rmSync(path, { recursive: true });
      mkdirSync(path);
    },
    'it is a file': (path) => {
      rmSync(path, { recursive: true });
      writeFileSync(path, 'mine');
    },
    'it is a link': (path) => {
      renameSync(path, `${path}-real`);
      symlinkSync(`${path}-real`, path);
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    test(`is left alone where ${what}`, { skip: !POSIX && 'links want rights on Windows' }, async () => {
      const out = join(folder(), 'out');
      const { path } = await put(out, '一');
      change(path);
      const before = lstatSync(path).isDirectory() ? digests(path) : String(lstatSync(path).ino);
      assert.deepEqual(await put(out, '二'), { path: `${path} (2)`, kept: path });
      assert.deepEqual(lstatSync(path).isDirectory() ? digests(path) : String(lstatSync(path).ino), before);
      assert.deepEqual(await put(out, '三'), { path: `${path} (2)`, kept: path }, 'the second is as it was made');
      assert.equal(readFileSync(join(`${path} (2)`, '附件/b'), 'utf8'), '三');
    });
  }

  test('is replaced where a system has put its own files in', async () => {
    const out = join(folder(), 'out');
    const { path } = await put(out, '一');
    writeFileSync(join(path, '.DS_Store'), 'x');
    assert.deepEqual(await put(out, '二'), { path });
    assert.deepEqual(readdirSync(out), ['材料']);
  });

  test('is whole or not there: a file that cannot be copied leaves what was', async () => {
    const out = join(folder(), 'out');
    const { path } = await put(out, '一');
    const before = digests(path);
    const gone = [
      { path: 'a', content: Buffer.from('') },
      { path: 'b', content: { copyOf: join(out, 'none') } },
    ];
    await assert.rejects(saveFolder(out, '材料', gone, OPTIONS), /ENOENT/);
    await assert.rejects(saveFolder(out, '别的', gone, OPTIONS), /ENOENT/);
    assert.deepEqual(readdirSync(out), ['材料']);
    assert.deepEqual(digests(path), before);
  });
});

// ---------------------------------------------------------------- names

suite('names', () => {
  const bytes = (text: string) => Buffer.byteLength(text);

  test('are such as every system takes', () => {
    assert.equal(safeName('甲/乙\\丙:*?"<>|\u0001丁', '.pdf'), '甲_乙_丙________丁.pdf');
    assert.equal(safeName(' ..隐藏', '.pdf'), '隐藏.pdf');
    assert.equal(safeName('末尾. . ', ''), '末尾');
    for (const device of ['CON', 'nul', 'Com1', 'LPT¹']) assert.equal(safeName(device, '.pdf'), `_${device}.pdf`);
    assert.equal(safeName('CONTRACT', '.pdf'), 'CONTRACT.pdf');
    assert.equal(safeName('', ''), '_');
    assert.equal(safeName('a\u202Efdp\u200B', '.exe'), 'afdp.exe', 'nothing turns the writing round');
    assert.equal(safeName('半\ud83d', '.pdf'), '半.pdf');
    assert.equal(safeName('Cafe\u0301', '.pdf'), 'Caf\u00e9.pdf');
  });

  test('are cut to bytes at whole characters, their end kept', () => {
    for (const stem of ['长'.repeat(200), '🏭'.repeat(100), 'x'.repeat(500), `${'长'.repeat(90)}-执照`]) {
      for (const limit of [20, 100, 150, 240]) {
        const name = safeName(stem, '.pdf', limit);
        assert.ok(bytes(name) <= limit, `${bytes(name)} bytes of ${limit}`);
        assert.ok(name.endsWith('.pdf') && Buffer.from(name).toString() === name);
      }
    }
    assert.match(safeName(`${'长'.repeat(90)}-执照`, '.pdf', 100), /^长+-执照\.pdf$/);
  });

  test('are each given once, upper and lower case and forms of Unicode being one', () => {
    const names = new UniqueNames();
    const given = ['附件/A.pdf', '附件/a.PDF', '附件/a.pdf', 'é', 'e\u0301', 'x.y/z', 'x.y/z', '.a', '.a'].map((n) =>
      names.take(n),
    );
    assert.deepEqual(given, [
      '附件/A.pdf',
      '附件/a (2).PDF',
      '附件/a (3).pdf',
      'é',
      'e\u0301 (2)',
      'x.y/z',
      'x.y/z (2)',
      '.a',
      '.a (2)',
    ]);
  });

  test('of a dossier come from whatever it says', async () => {
    const { text } = patched({
      set: {
        '申报单位.单位名称': `A/B:${'长'.repeat(120)}`,
        '附件材料[0].编号': 'x/../y?',
        '附件材料[1].编号': 'X/../Y?',
      },
    });
    const { path, files } = await made(dossier(text), folder(), ['--draft']);
    assert.match(basename(path), /^A_B_长+-申报材料-草稿$/);
    assert.match(files.join('\n'), /^附件\/01-.*-x_\.\._y_\.pdf$/m);
    assert.match(files.join('\n'), /^附件\/02-.*-X_\.\._Y_\.pdf$/m);
    for (const part of [basename(path), ...files.flatMap((f) => f.split('/'))]) assert.ok(bytes(part) <= 160, part);
  });
});

// ---------------------------------------------------------------- the pack, and LibreOffice

test('a clause that the notice does not have is told at its place in the pack', () => {
  const layout = SD_2023.layout.replace('clause: 三（二）, text: 用A4纸', 'clause: 三（九）, text: 用A4纸');
  const line = layout.slice(0, layout.indexOf('三（九）')).split('\n').length - 1;
  assert.deepEqual(
    readTexts({ ...SD_2023, layout }).problems.map((p) => [p.file, p.from.line, p.message.en]),
    [['layout.yaml', line, 'there is no clause “三（九）”']],
  );
});

const office = findLibreOffice();
const without = office === undefined && 'LibreOffice is not installed here';

suite('LibreOffice', () => {
  test('makes a PDF of everything where it is at hand, the same each time', { skip: without }, async () => {
    const search = process.env.PATH ?? '';
    const [a, b] = [
      await made(sample(SMALLEST).path, folder(), [], search),
      await made(sample(SMALLEST).path, folder(), [], search),
    ];
    const name = a.files.find((f) => f.endsWith('-申报书.pdf'));
    assert.ok(name, a.err);
    assert.match(a.err, /PDF 里是申报书和附件/);
    const { totalPages, text } = await extractText(new Uint8Array(readFileSync(join(a.path, name))));
    assert.ok(totalPages > 5);
    assert.match(text[0]!, /申\s*报\s*书/);
    // Each annex that is a PDF comes right behind the page that announces it.
    const first = text.findIndex((page) => /^附件\s*1\b/.test(page.trim()));
    assert.match(text[first]!, /营业执照/);
    const second = text.findIndex((page) => /^附件\s*2\b/.test(page.trim()));
    assert.ok(first > 0 && second > first + 1, `${first}, ${second}`);
    assert.deepEqual(digests(a.path), digests(b.path));
  });

  test('that fails, or never ends, leaves the rest whole', {
    skip: !POSIX && 'a script stands in for it',
  }, async () => {
    const search = folder();
    const program = join(search, 'soffice');
    const stand = (script: string) => {
      writeFileSync(program, `#!/bin/sh\n${script}\n`);
      chmodSync(program, 0o755);
    };
    stand('exit 1');
    const { err, files } = await made(sample(SMALLEST).path, folder(), [], search);
    assert.ok(err.includes(`${program} 没能转换，未生成 PDF`), err);
    assert.ok(!files.some((f) => f.endsWith('书.pdf')));
    const bytes = new Uint8Array([1]);
    stand('/bin/sleep 1000 & wait');
    assert.equal(await toPdf(program, bytes, DAY, 200), 'too-slow');
    stand('exit 0');
    assert.equal(await toPdf(program, bytes, DAY), 'failed', 'it says nothing and writes nothing');
    assert.equal(await toPdf(join(search, 'none'), bytes, DAY), 'failed');
  });

  test('makes no PDF where no font has Chinese characters, and says which are replaced', {
    skip: process.platform !== 'linux' && 'other systems come with such fonts',
  }, async () => {
    const search = folder();
    const stand = (name: string, script: string) => {
      writeFileSync(join(search, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(search, name), 0o755);
    };
    stand('soffice', 'exit 1');
    stand('fc-list', 'exit 0');
    const none = await made(sample(SMALLEST).path, folder(), [], search);
    assert.match(none.err, /本机没有中文字体，PDF 里只会是方框，未生成 PDF/);
    assert.ok(!none.files.some((f) => f.endsWith('书.pdf')));
    const allowed = await made(sample(SMALLEST).path, folder(), ['--allow-missing-fonts'], search);
    assert.match(allowed.err, /按 --allow-missing-fonts 照样生成 PDF：其中的汉字可能是方框/);
    assert.match(allowed.err, /没能转换/, 'it is tried');
    stand('fc-list', 'echo "Noto Sans CJK SC,思源黑体"; echo "FangSong,仿宋"');
    const some = await made(sample(SMALLEST).path, folder(), [], search);
    assert.match(some.err, /本机没有方正小标宋简体、楷体、黑体、宋体，PDF 里以其他字体代替/);
  });

  test('is looked for in whole folders of the search path only', {
    skip: !POSIX && 'a script stands in for it',
  }, () => {
    const search = folder();
    writeFileSync(join(search, 'soffice'), '');
    assert.notEqual(findLibreOffice(search), join(search, 'soffice'), 'no program');
    chmodSync(join(search, 'soffice'), 0o755);
    assert.equal(findLibreOffice(`${nowhere}:${search}`), join(search, 'soffice'));
    assert.ok(!findLibreOffice('.:bin')?.startsWith('.'));
  });

  test('puts its time and random names into a PDF, which the day and the content replace', () => {
    const pdf = (time: string, name: string, text: string) =>
      Buffer.from(
        `%PDF-1.6\n${text}\n/CreationDate(D:${time}Z')>>\ntrailer\n/ID [ <${name}>\n<${name}> ]\n/DocChecksum /${name}\n%%EOF`,
      );
    const of = (...parts: [string, string, string]) => Buffer.from(reproduciblePdf(pdf(...parts), DAY)).toString();
    const one = of('20261123124341', 'A'.repeat(32), '甲');
    assert.equal(one, of('20270101000000', '0123456789ABCDEF'.repeat(2), '甲'));
    assert.match(one, /D:20230612000000Z'/);
    assert.equal(Buffer.byteLength(one), pdf('20261123124341', 'A'.repeat(32), '甲').length);
    const name = (text: string) => /<([0-9A-F]{32})>/.exec(text)![1];
    assert.notEqual(name(one), name(of('20261123124341', 'A'.repeat(32), '乙')), 'another content has another name');
  });
});
