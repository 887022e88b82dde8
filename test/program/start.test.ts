/** The program's start: what was compiled is kept for the next one, and where that cannot be, it starts all the same. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import * as module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CLI } from '../support/program.ts';

const FOLDERS = ['HOME', 'XDG_CACHE_HOME', 'LOCALAPPDATA'];
const keeps = 'enableCompileCache' in module;

/** The names of all that the program wrote into the folders of its user. */
function written(home: string, more: Record<string, string> = {}): readonly string[] {
  const env = { PATH: process.env.PATH, ...Object.fromEntries(FOLDERS.map((f) => [f, home])), ...more };
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'notices'], { env, encoding: 'utf8' });
  assert.equal(status, 0);
  assert.match(stdout, /sd-2023/);
  assert.equal(stderr, '');
  return existsSync(home) ? readdirSync(home, { recursive: true, encoding: 'utf8' }) : [];
}

test('keeps what was compiled in the cache folder of its user, or nothing', { skip: !keeps }, (t) => {
  const home = mkdtempSync(join(tmpdir(), 'dossier-start-'));
  t.after(() => rmSync(home, { recursive: true }));
  assert.deepEqual(written(home, { NODE_DISABLE_COMPILE_CACHE: '1' }), []);
  const first = written(home);
  assert.ok(first.length > 1 && first.some((name) => name.includes('dossier')), first.join(' '));
  assert.deepEqual(written(home), first, 'what is there is used');
});

test('starts where nothing can be kept', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'dossier-start-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const home = join(folder, 'a file');
  writeFileSync(home, '');
  assert.throws(() => written(home), { code: 'ENOTDIR' });
  const none = Object.fromEntries(FOLDERS.map((f) => [f, '']));
  assert.deepEqual(written(join(folder, 'none'), none), []);
});
