/** Files that somebody named are read only if they are regular and of a bounded size. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { readBeside, readChapter } from '../../server/src/host/dossier-files.ts';
import { findDossiers } from '../../server/src/host/find-dossiers.ts';
import { isCostlyPattern } from '../../server/src/host/glob-limits.ts';
import { loadSettings } from '../../server/src/host/load-settings.ts';
import { PackLibrary } from '../../server/src/host/pack-library.ts';
import { readRegularFile, readRegularFileAsync } from '../../server/src/host/read-file.ts';
import { readText } from '../../server/src/host/read-text.ts';
import { saveFiles } from '../../server/src/host/save-files.ts';
import { writeFileWhole } from '../../server/src/host/write-file.ts';
import { DossierStore } from '../../server/src/workbench/dossier-store.ts';

const POSIX = process.platform !== 'win32' || undefined;

function folder(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'read-file-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

/** Files that never end or never begin, by what they are. */
const ENDLESS: Readonly<Record<string, (path: string) => void>> = {
  'a link to a device': (path) => symlinkSync('/dev/zero', path),
  'a pipe nobody writes to': (path) => void execFileSync('mkfifo', [path]),
  'a link to a link to a device': (path) => {
    symlinkSync('/dev/zero', `${path}.1`);
    symlinkSync(`${path}.1`, path);
  },
};

suite('a file', { skip: !POSIX && 'Windows has no such files' }, () => {
  for (const [name, make] of Object.entries(ENDLESS)) {
    test(`that is ${name} is not read, whatever reads it`, async (t) => {
      const root = folder(t);
      const path = join(root, 'a.dossier.yaml');
      make(path);
      assert.deepEqual(readRegularFile(path), { fault: 'special' });
      assert.deepEqual(await readRegularFileAsync(path), { fault: 'special' });
      assert.deepEqual(readText(path), { fault: 'special' });
      assert.equal(readBeside(join(root, 'b.dossier.yaml'), 'a.dossier.yaml'), undefined);
      assert.ok('fault' in readChapter(join(root, 'b.dossier.yaml'), 'a.dossier.yaml'));
    });

    test(`that is ${name} is told if it is a .gitignore, and files are found`, (t) => {
      const root = folder(t);
      make(join(root, '.gitignore'));
      writeFileSync(join(root, 'a.dossier.yaml'), '');
      const told: string[] = [];
      const found = findDossiers(root, { gitIgnore: (file, { zh }) => told.push(`${file} ${zh}`) });
      assert.deepEqual(found, [join(root, 'a.dossier.yaml')]);
      assert.equal(told.length, 1);
      assert.match(told[0]!, /\.gitignore .*管道或设备/);
    });

    test(`that is ${name} is told if it holds settings or a list`, (t) => {
      const root = folder(t);
      const config = join(root, 'dossier.config.yaml');
      make(config);
      assert.match(loadSettings(join(root, 'a.dossier.yaml'), new PackLibrary()).problems[0]!.message.zh, /管道或设备/);
      rmSync(config);
      make(join(root, 'list.csv'));
      writeFileSync(config, 'registry: {prior-platforms: list.csv}\n');
      const { problems } = loadSettings(join(root, 'a.dossier.yaml'), new PackLibrary());
      assert.match(problems[0]!.message.zh, /管道或设备|之内/);
    });
  }

  // With a pipe: a fault here must not cost the machine its devices.
  test('that is a pipe, or a link to one, is never replaced', (t) => {
    const root = folder(t);
    const pipe = join(root, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const name of ['申报书.docx', '.dossier-out.json']) symlinkSync(pipe, join(root, name));
    assert.throws(() => writeFileWhole(join(root, '申报书.docx'), 'x'), { code: 'EEXIST' });
    assert.throws(() => saveFiles(root, [{ name: '申报书.docx', bytes: Buffer.from('x') }]), { code: 'EEXIST' });
    assert.ok(statSync(pipe).isFIFO());
    rmSync(join(root, '.dossier-out.json'));
    const [saved] = saveFiles(root, [{ name: '申报书.docx', bytes: Buffer.from('x') }]);
    assert.match(saved!.path, /申报书 \(\d\)\.docx$/);
    assert.ok(statSync(pipe).isFIFO());
  });

  test('is read up to the limit, and not above', async (t) => {
    const path = join(folder(t), 'a');
    writeFileSync(path, 'x'.repeat(100_000));
    for (const read of [readRegularFile(path, 100_000), await readRegularFileAsync(path, 100_000)])
      assert.equal('bytes' in read && read.bytes.length, 100_000);
    assert.deepEqual(readRegularFile(path, 99_999), { fault: 'too-large' });
    truncateSync(path, 4 * 1024 * 1024 + 1);
    assert.deepEqual(readText(path), { fault: 'too-large' });
  });

  test('without a size of its own is read, as those of the system are', { skip: process.platform !== 'linux' }, () => {
    const read = readRegularFile('/proc/self/status');
    assert.match('bytes' in read ? read.bytes.toString() : '', /^Name:/);
  });

  test('that is a folder, or is not there, is told apart', (t) => {
    const root = folder(t);
    assert.deepEqual(readRegularFile(root), { fault: 'folder' });
    for (const name of ['none', 'a/b', 'x'.repeat(5000), 'a\0b'])
      assert.deepEqual(readRegularFile(join(root, name)), { fault: 'missing' }, name);
  });
});

suite('patterns of files to pass over', () => {
  const costly = [
    '*a*a*a*b',
    '*a'.repeat(20),
    '**/a'.repeat(9),
    '{a,b}'.repeat(9),
    '+(a|aa)',
    '*(*(a))',
    'a'.repeat(600),
  ];
  const name = 'a'.repeat(200);

  test('are matched where that is quick', () => {
    for (const pattern of ['drafts/**', '*公司*申报*', '**/*.{yaml,yml}', '__*__', '!keep.yaml', '*.s[a-w][a-z]'])
      assert.ok(!isCostlyPattern(pattern), pattern);
    for (const pattern of costly) assert.ok(isCostlyPattern(pattern), pattern);
  });

  test('are left out of a .gitignore where they could hang, and told with their line', (t) => {
    const root = folder(t);
    writeFileSync(join(root, `${name}.dossier.yaml`), '');
    writeFileSync(join(root, 'b.dossier.yaml'), '');
    writeFileSync(join(root, '.gitignore'), ['# a', 'b.dossier.yaml', ...costly].join('\n'));
    const told: string[] = [];
    const began = performance.now();
    const found = findDossiers(root, { gitIgnore: (_, { zh }) => told.push(zh) });
    assert.ok(performance.now() - began < 2000);
    assert.deepEqual(found, [join(root, `${name}.dossier.yaml`)]);
    assert.deepEqual(
      told.map((t) => /第 (\d+) 行/.exec(t)?.[1]),
      costly.map((_, i) => String(i + 3)),
    );
  });

  test('are wrong settings where they could hang, and pass nothing over', (t) => {
    const root = folder(t);
    const path = join(root, `${name}.dossier.yaml`);
    writeFileSync(join(root, 'dossier.config.yaml'), `ignore:\n${costly.map((p) => `  - '${p}'\n`).join('')}`);
    const began = performance.now();
    const { problems } = loadSettings(path, new PackLibrary());
    assert.deepEqual(
      problems.map((p) => p.from.line),
      costly.map((_, i) => i + 1),
    );
    assert.equal(new DossierStore(new PackLibrary()).isIgnored(path), false);
    assert.ok(performance.now() - began < 2000);
  });
});

suite('the list of platforms', { skip: !POSIX && 'paths of other systems' }, () => {
  test('is read within the folder of the settings or its repository only', (t) => {
    const root = folder(t);
    const inner = join(root, 'office/city');
    mkdirSync(inner, { recursive: true });
    const config = (list: string) =>
      writeFileSync(join(inner, 'dossier.config.yaml'), `registry: {prior-platforms: ${list}}\n`);
    const problems = () => loadSettings(join(inner, 'a.dossier.yaml'), new PackLibrary()).problems;
    writeFileSync(join(root, 'office/list.csv'), '平台名称,单位名称,统一社会信用代码\n甲,乙,丙\n');
    symlinkSync('/etc/passwd', join(inner, 'link.csv'));
    for (const foreign of ['/etc/passwd', '../list.csv', 'link.csv', '../../../../../../../etc/passwd']) {
      config(foreign);
      const [problem, ...others] = problems();
      assert.match(problem!.message.zh, /没有读取/, foreign);
      assert.doesNotMatch(problem!.message.zh, /root/);
      assert.deepEqual(others, []);
    }
    mkdirSync(join(root, 'office/.git'));
    config('../list.csv');
    assert.deepEqual(problems(), []);
  });
});
