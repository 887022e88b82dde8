/** A check that is spread over processes says what one process says, to the byte. */
import assert from 'node:assert/strict';

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, suite, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import { dossiers, platformOf, write } from '../bench/dossiers.ts';
import type { Outcome } from '../support/command-line.ts';
import { CLI, ensureBuilt, run } from '../support/program.ts';

const COUNT = 26;
const FORMATS = ['json', 'sarif', 'junit', 'github', 'gitlab', 'checkstyle', 'rdjson', 'markdown', 'text'];
/** Rules that hold dossiers against each other. */
const ACROSS = ['single-direction', 'duplicate-platform', 'foreign-name', 'copied-text', 'city-quota'];

/** The processes that a process has started. */
const children = existsSync('/proc/self/task')
  ? (pid: number) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  : undefined;

let folder = '';
before(async () => {
  ensureBuilt();
  folder = mkdtempSync(join(tmpdir(), 'dossier-workers-'));
  const made = dossiers(COUNT);
  const texts = made.map(({ text }, n) =>
    spoiled(text, n, /统一社会信用代码: (\S+)/.exec(made[n - 1]?.text ?? '')?.[1]),
  );
  const paths = write(
    join(folder, '全部'),
    made.map((d, n) => ({ ...d, text: texts[n]! })),
  );
  writeFileSync(paths[7]!, Buffer.from([0xb0, 0xa1, 0x0a]));
  // What another process has to be asked for is here in a chapter of its own, and one is passed over.
  writeFileSync(join(paths[14]!, '../规划.md'), `${platformOf(5)}的经验值得推广。\n`);
  writeFileSync(join(folder, 'dossier.config.yaml'), 'ignore: ["全部/0011-*/**"]\n');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', '.');
  for (const n of [9, 21]) writeFileSync(paths[n]!, texts[n]!.replace('依法纳税: 是', '依法纳税: 否'));
  writeFileSync(join(paths[15]!, '../evidence/执照.pdf'), '');
  const { status } = await run(['check', paths[9]!, paths[10]!, '--baseline', '基线.json', '--update-baseline'], {
    cwd: folder,
  });
  assert.equal(status, 0);
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** All from one city; the same applicant twice; the name of another in the text; errors that can be fixed. */
function spoiled(text: string, n: number, before: string | undefined): string {
  const now = text.replace(/^( {2}推荐地市: ).*/m, '$1济南市');
  if (n === 13) return now.replace(/^( {2}统一社会信用代码: ).*/m, `$1${before}`);
  if (n === 20) return now.replace(/\n {2}发展规划: \|\n/, (head) => `${head}    ${platformOf(3)}的经验值得推广。\n\n`);
  if (n === 14) return now.replace(/\n {2}发展规划: \|\n(?: {4}.*\n|\n)*/, '\n  发展规划: {文件: 规划.md}\n');
  if (n % 9 === 0) return now.replace('平台名称: ', '平台名称：');
  return n % 10 === 0 ? `${now}其他说明: 无\n` : now;
}

suite('a check over several processes', { concurrency: true }, () => {
  test('says the same in every format, to the byte', async () => {
    const [alone, spread] = await both(['全部', '--profile', 'submit', ...targets()]);
    assert.equal(spread.status, alone.status);
    assert.equal(spread.out, alone.out);
    assert.equal(spread.err, alone.err);
    assert.match(alone.err, /待人工核验/);
    for (const format of FORMATS) assert.equal(spread.files.get(format), alone.files.get(format), format);
    for (const rule of [...ACROSS, 'internal-fault', 'unknown-field', 'evidence-missing'])
      assert.match(alone.files.get('json')!, new RegExp(`"${rule}"`));
    assert.match(alone.files.get('json')!, /"path":\s*"全部\/[^"]*规划\.md"/);
  });

  test('of a shard, of what changed, with a baseline and a cache too', async () => {
    const [alone, spread] = await both(['全部', '--shard', '2/3', '--format', 'json=OUT/json']);
    assert.equal(spread.files.get('json'), alone.files.get('json'));
    for (const args of [
      ['--changed', '--format', 'json'],
      ['--baseline', '基线.json', '--format', 'json'],
      ['--cache', 'OUT/缓存', '--format', 'json'],
    ]) {
      const [alone, spread] = await both(['全部', ...args]);
      assert.equal(spread.out, alone.out, args[0]);
      assert.equal(spread.err, alone.err, args[0]);
      assert.ok(JSON.parse(alone.out).files.length > 1, args[0]);
      assert.equal(held(spread.files.get('缓存')), held(alone.files.get('缓存')), args[0]);
    }
  });

  test('that loses one of them says so, and ends', {
    skip: children === undefined && 'no /proc to find them in',
  }, async () => {
    const checking = spawn(process.execPath, [CLI, 'check', '全部', '--jobs', '3'], { cwd: folder });
    const said = text(checking.stderr);
    const workers = await eventually(() => {
      const ids = children!(checking.pid!);
      return ids.length === 3 ? ids : undefined;
    });
    process.kill(workers[1]!, 'SIGKILL');
    const [status] = await once(checking, 'exit');
    assert.equal(status, 3);
    assert.match(await said, /a process of the check ended before its time \(SIGKILL\)/);
    await eventually(() => workers.every((id) => !isAlive(id)) || undefined);
  });

  test('that is stopped leaves none of them behind', {
    skip: children === undefined && 'no /proc to find them in',
  }, async () => {
    const checking = spawn(process.execPath, [CLI, 'check', '全部', '--jobs', '3'], { cwd: folder });
    const workers = await eventually(() => {
      const ids = children!(checking.pid!);
      return ids.length === 3 ? ids : undefined;
    });
    checking.kill('SIGINT');
    const [status] = await once(checking, 'exit');
    assert.equal(status, 130);
    await eventually(() => workers.every((id) => !isAlive(id)) || undefined);
  });
});

function targets(): readonly string[] {
  return FORMATS.flatMap((f) => ['--format', `${f}=OUT/${f}`]);
}

/** The same by one process and by three; `OUT` stands for a folder of each. */
async function both(args: readonly string[]): Promise<readonly [Ended, Ended]> {
  return [await ended(args, 1), await ended(args, 3)];
}

async function ended(args: readonly string[], jobs: number): Promise<Ended> {
  const out = mkdtempSync(join(folder, 'out-'));
  const named = args.map((arg) => arg.replaceAll('OUT', out));
  const outcome = await run(['check', ...named, '--jobs', String(jobs), '--today', '2023-06-20'], { cwd: folder });
  const files = new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'utf8')]));
  return { ...outcome, files };
}

/** What a cache holds, in whatever order it was learned. */
function held(cache: string | undefined): string | undefined {
  return cache && JSON.stringify(Object.entries(JSON.parse(cache).opened).sort());
}

interface Ended extends Outcome {
  readonly files: ReadonlyMap<string, string>;
}

function isAlive(pid: number): boolean {
  // One that nobody has asked about is still listed, as a zombie.
  return existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

async function eventually<T>(look: () => T | undefined): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end; await setTimeout(20)) {
    const seen = look();
    if (seen !== undefined) return seen;
  }
  throw new Error(`it never came to be: ${look}`);
}
