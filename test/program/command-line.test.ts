/** The built command line as a program: what only a process of its own can show. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text as all } from 'node:stream/consumers';
import { before, suite, test } from 'node:test';
import { dossier, folder, type Json, rules, WRONG } from '../support/check.ts';
import { SAMPLES, SMALLEST, sample, smallest } from '../support/engine.ts';
import { CLI, ensureBuilt, LIMIT, ROOT, run } from '../support/program.ts';

/** The oldest Node we promise, where this machine has it. */
const NODE = existsSync('/usr/bin/node') ? '/usr/bin/node' : process.execPath;

const NODES = new Map([
  [process.execPath, 'the Node that runs the tests'],
  [NODE, 'the oldest Node at hand'],
]);

before(ensureBuilt);

suite('the program', { concurrency: 2 }, () => {
  test('a reader that stops early is no fault', async () => {
    const cwd = folder();
    for (let i = 0; i < 40; i++) writeFileSync(join(cwd, `${i}.dossier.yaml`), '通知: sd-2023\n');
    const child = spawn(NODE, [CLI, 'check', '.'], { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT });
    child.stdout.once('data', () => child.stdout.destroy());
    const [err] = await Promise.all([all(child.stderr), once(child, 'close')]);
    assert.doesNotMatch(err, /^ {4}at |EPIPE/m);
  });

  test('a large report reaches a pipe whole', async () => {
    const cwd = folder();
    for (let i = 0; i < 60; i++) writeFileSync(join(cwd, `${i}.dossier.yaml`), '通知: sd-2023\n');
    const { out } = await run(['check', '--format', 'json', '.'], { cwd, node: NODE });
    assert.equal((JSON.parse(out) as Json).files.length, 60);
  });

  for (const [node, name] of NODES) {
    test(`on ${name}: what was found, where it is told, and how it ends`, async () => {
      const start = (args: readonly string[], input = '') => run(args, { cwd: dirname(wrong), input, node });
      const wrong = dossier(smallest(WRONG));
      const clean = await start(['check', sample(SMALLEST).path]);
      assert.deepEqual([clean.status, clean.err], [0, '']);
      const found = await start(['check', wrong]);
      assert.deepEqual([found.status, found.err], [1, '']);
      assert.match(found.out, /甲\.dossier\.yaml[\s\S]*tax-paid/);
      const piped = await start(['check', '--format', 'json', '-'], smallest(WRONG));
      assert.equal(piped.status, 1);
      assert.ok(rules(JSON.parse(piped.out) as Json).includes('tax-paid'));
      const usage = await start(['check', '--formt', 'json']);
      assert.deepEqual([usage.status, usage.out], [2, '']);
      assert.match(usage.err, /--formt/);
      const rendered = await start(['render', wrong]);
      assert.equal(rendered.status, 0, rendered.err);
      assert.match(rendered.out, /\.docx\n$/);
    });

    test(`on ${name}: text that is nested deep`, async () => {
      for (const text of [`平台: ${'['.repeat(100_000)}`, `平台:\n  ${'- '.repeat(50_000)}甲`]) {
        const { status, out } = await run(['check', '--format', 'json', dossier(text)], { node });
        assert.equal(status, 1);
        assert.ok(!rules(JSON.parse(out) as Json).includes('internal-fault'));
      }
    });
  }

  test('a special file is not waited for', { skip: process.platform === 'win32' && 'no such files' }, async () => {
    const fifo = join(folder(), '甲.dossier.yaml');
    execFileSync('mkfifo', [fifo]);
    assert.equal((await run(['check', fifo], { limit: 10_000 })).status, 3);
  });

  test('from a copy of what is shipped, anywhere', async () => {
    const place = folder();
    for (const part of ['dist', 'schemas', 'package.json'])
      cpSync(join(ROOT, part), join(place, part), { recursive: true });
    const out = execFileSync(NODE, [join(place, 'dist/cli.cjs'), 'notices'], { cwd: folder(), encoding: 'utf8' });
    assert.match(out, /sd-2023/);
    const checked = execFileSync(NODE, [join(place, 'dist/cli.cjs'), 'check', join(SAMPLES, SMALLEST)], {
      encoding: 'utf8',
    });
    assert.match(checked, /0 个错误/);
  });
});
