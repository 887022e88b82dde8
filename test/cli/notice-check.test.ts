/** `dossier notice check`, and packs of folders in the other commands. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { run } from '../support/command-line.ts';
import { fences } from '../support/fences.ts';

const GUIDES = join(import.meta.dirname, '../../server/guides');
const PACK = 'demo-2024.notice.yaml';

/** A folder with the pack of the guide in `notices`, and its dossier. */
function workspace(t: TestContext): string {
  const cwd = mkdtempSync(join(tmpdir(), 'notice-check-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  mkdirSync(join(cwd, 'notices'));
  cpSync(join(GUIDES, PACK), join(cwd, 'notices', PACK));
  writeFileSync(join(cwd, '甲.dossier.yaml'), fences(join(GUIDES, 'pack-author.md'), 'yaml')[0]!);
  return cwd;
}

function spoil(cwd: string): void {
  const file = join(cwd, 'notices', PACK);
  writeFileSync(file, readFileSync(file, 'utf8').replace('check: equals, clause: 二', 'check: equal, clause: 三'));
}

suite('dossier notice check', () => {
  test('passes a pack that holds', async (t) => {
    const { status, out } = await run(['notice', 'check'], { cwd: workspace(t) });
    assert.equal(status, 0);
    assert.match(out, /检查了 1 个通知包文件：0 个错误/);
  });

  test('tells what is wrong at its word, in both languages and in every format', async (t) => {
    const cwd = workspace(t);
    spoil(cwd);
    const zh = await run(['notice', 'check', 'notices'], { cwd });
    assert.equal(zh.status, 1);
    assert.match(zh.out, /没有检查“equal”，是否指“equals”/);
    const en = await run(['notice', 'check', `notices/${PACK}`, '--lang', 'en', '--format', 'json'], { cwd });
    assert.equal(en.status, 1);
    const { files } = JSON.parse(en.out) as {
      files: readonly { path: string; findings: readonly { rule: string; message: string }[] }[];
    };
    assert.deepEqual(
      files.map((f) => [f.path, f.findings.map((x) => x.rule)]),
      [[`notices/${PACK}`, ['notice-reference', 'notice-reference']]],
    );
    assert.match(files[0]!.findings[1]!.message, /there is no clause “三”/);
  });

  test('where there is no pack is 3', async (t) => {
    const cwd = workspace(t);
    rmSync(join(cwd, 'notices'), { recursive: true });
    const { status, out } = await run(['notice', 'check'], { cwd });
    assert.equal(status, 3);
    assert.match(out, /没有找到通知包/);
  });
});

suite('packs of folders', () => {
  test('hold in every command: check, notices, review, render, new', async (t) => {
    const cwd = workspace(t);
    assert.match((await run(['notices'], { cwd })).out, /^demo-2024 {2}示范车间申报$/m);
    assert.match((await run(['check', '甲.dossier.yaml'], { cwd })).out, /in-production/);
    assert.match((await run(['review', '甲.dossier.yaml'], { cwd })).out, /不通过 {6}二/);
    assert.equal((await run(['new', '乙.dossier.yaml', '--notice', 'demo-2024'], { cwd })).status, 0);
    const rendered = await run(['render', '甲.dossier.yaml', '--all', '--out', 'out'], { cwd });
    assert.equal(rendered.status, 0, rendered.err);
  });

  test('of several, a new dossier takes the one that is named or the only open one, never one by the alphabet', async (t) => {
    const cwd = workspace(t);
    const made = (name: string, today: string) => run(['new', `${name}.dossier.yaml`, '--today', today], { cwd });
    const asked = await made('乙', '2026-01-01');
    assert.equal(asked.status, 2);
    assert.match(asked.err, /--notice.*sd-2023、demo-2024/);
    assert.equal((await made('丙', '2024-03-15')).status, 0);
    assert.match(readFileSync(join(cwd, '丙.dossier.yaml'), 'utf8'), /^通知: demo-2024$/m);
    assert.equal((await made('丁', '2023-06-10')).status, 0);
    assert.match(readFileSync(join(cwd, '丁.dossier.yaml'), 'utf8'), /^通知: sd-2023$/m);
  });

  test('are named by a flag or the environment, too', async (t) => {
    const cwd = workspace(t);
    const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    t.after(() => rmSync(elsewhere, { recursive: true, force: true }));
    const notices = join(cwd, 'notices');
    assert.doesNotMatch((await run(['notices'], { cwd: elsewhere })).out, /demo-2024/);
    assert.match((await run(['notices', '--notices', notices], { cwd: elsewhere })).out, /demo-2024/);
    assert.match((await run(['notices'], { cwd: elsewhere, env: { DOSSIER_NOTICES: notices } })).out, /demo-2024/);
  });

  test('that are wrong are wrong configuration, told with their place', async (t) => {
    const cwd = workspace(t);
    spoil(cwd);
    const { status, err } = await run(['check', '甲.dossier.yaml'], { cwd });
    assert.equal(status, 2);
    assert.match(err, /notices\/demo-2024\.notice\.yaml:35:\d+ 没有检查“equal”/);
  });
});
