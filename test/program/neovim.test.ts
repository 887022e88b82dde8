/** The server as Neovim's own client meets it, set up as the page for Neovim says. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { CompletionItem } from 'vscode-languageserver-protocol';
import { pack, SAMPLES } from '../support/engine.ts';
import { fences } from '../support/fences.ts';
import { CLI, ensureBuilt, ROOT } from '../support/program.ts';

const SAMPLE = '常见问题';
/** Longer than any step takes, in ms. */
const PATIENCE = 8_000;

/** Why Neovim cannot be had, or false. */
const lacking = lack();

interface Shown {
  readonly rule: string;
  readonly severity: number;
  readonly message: string;
  /** Line and column, the column in bytes. */
  readonly start: readonly [number, number];
  readonly end: readonly [number, number];
}

interface Seen {
  readonly version: string;
  readonly fault?: string;
  readonly errors: readonly string[];
  readonly filetype: string;
  readonly syntax: string;
  readonly root: string;
  readonly snippets: boolean;
  readonly lines: readonly string[];
  readonly findings: readonly Shown[];
  readonly hover: readonly string[];
  readonly keys: readonly CompletionItem[];
  readonly inserted: readonly string[];
  readonly values: readonly CompletionItem[];
  readonly offered: readonly string[];
  readonly completed: string;
  readonly fixed: string;
  readonly typed: string;
  readonly exit?: { readonly code: number; readonly signal: number };
}

interface Reported {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly range: Readonly<Record<'start' | 'end', { readonly line: number; readonly character: number }>>;
}

suite('Neovim', { skip: lacking }, () => {
  let temp = '';
  let folder = '';
  let reported: readonly Reported[] = [];
  let seen: Seen;

  before(() => {
    ensureBuilt();
    temp = realpathSync(mkdtempSync(join(tmpdir(), 'dossier-nvim-')));
    folder = join(temp, '申报 材料(2023)');
    cpSync(join(SAMPLES, SAMPLE), folder, { recursive: true });
    const file = join(folder, `${SAMPLE}.dossier.yaml`);
    reported = check(folder);
    seen = drive(file, readFileSync(file, 'utf8').split('\n'));
  });
  after(() => rmSync(temp, { recursive: true, force: true }));

  test('goes through all steps, and nothing complains', () => {
    assert.equal(seen.fault, undefined);
    assert.deepEqual(seen.errors, []);
  });

  test('knows a dossier by its name, and where it belongs', () => {
    assert.equal(seen.filetype, 'dossier');
    assert.equal(seen.syntax, 'yaml');
    assert.equal(seen.root, folder);
  });

  test('shows what the command line tells, each at its place', () => {
    const shown = seen.findings.map(({ rule, severity, message, start, end }) => ({
      rule,
      severity: SEVERITIES[severity]!,
      message,
      range: { start: place(seen.lines, start), end: place(seen.lines, end) },
    }));
    const told = reported.map(({ rule, severity, message, range }) => ({ rule, severity, message, range }));
    assert.ok(told.length > 20);
    assert.ok(
      told.some(({ range: { start } }) => /[\u{10000}-\u{10ffff}]/u.test(seen.lines[start.line]!)),
      'one behind a character of two units',
    );
    assert.deepEqual(sorted(shown), sorted(told));
  });

  test('explains a field', () => {
    const text = seen.hover.join('\n');
    assert.match(text, /推荐地市/);
    assert.doesNotMatch(text, /undefined|\[object/);
  });

  test('completes values, and the finding goes', () => {
    const labels = seen.values.map((i) => i.label);
    assert.deepEqual(
      pack.notice.cities.filter((c) => !labels.includes(c)),
      [],
    );
    assert.match(seen.completed, /^ {2}推荐地市: 青岛市$/);
  });

  test('completes keys, as snippets only where it expands them', () => {
    assert.ok(seen.keys.length > 0);
    for (const { label, insertTextFormat, textEdit } of seen.keys) {
      assert.equal(insertTextFormat, seen.snippets ? 2 : 1, label);
      if (!seen.snippets) assert.doesNotMatch(textEdit!.newText, /\$/, label);
    }
  });

  test('several lines at once stand below each other', (t) => {
    if (seen.snippets) return t.skip('this Neovim expands snippets');
    const [first, ...others] = seen.inserted;
    assert.match(first!, /^ {2}- \S+: $/);
    assert.ok(others.length > 0);
    for (const line of others) assert.match(line, /^ {4}\S+: $/);
  });

  test('offers a fix, which mends its finding and nothing else', () => {
    assert.ok(seen.offered.length > 0);
    const { line } = found('full-width-punctuation', 13).range.start;
    assert.equal(seen.fixed, seen.lines[line]!.replace('市: 淄博市，', '市: 淄博市, '));
  });

  test('follows what is typed behind an emoji', () => {
    assert.equal(seen.typed, '  单位简介: 😀 磬石公司主要做无机非金属新材料，服务陶瓷企业。');
  });

  test('ends the server as it should', () => {
    assert.deepEqual(seen.exit, { code: 0, signal: 0 });
  });

  function found(rule: string, line: number): Reported {
    const one = reported.find((f) => f.rule === rule && f.range.start.line === line);
    assert.ok(one, `${rule} in line ${line}`);
    return one;
  }

  function drive(file: string, lines: readonly string[]): Seen {
    const [paths, seenFile] = [join(temp, 'given.json'), join(temp, 'seen.json')];
    const at = (text: string) => {
      const line = lines.findIndex((l) => l.includes(text));
      assert.ok(line >= 0, text);
      return line;
    };
    const city = { line: at('推荐地市: 青岛'), rule: 'not-in-list' };
    const comma = { line: at('市: 淄博市，'), rule: 'full-width-punctuation' };
    const given = {
      config: fences(join(ROOT, 'server/editors/neovim.md'), 'lua')[0]!
        .replace("'node', '/path/to/dist/cli.cjs'", `${JSON.stringify(process.execPath)}, ${JSON.stringify(CLI)}`)
        .replace("language = 'en'", "language = 'zh'"),
      file,
      count: reported.length,
      patience: PATIENCE,
      hover: { line: city.line, text: '推荐地市' },
      key: { line: at('附件材料:'), text: '附件材料', indent: '  - ', label: '补全必填项' },
      value: { ...city, text: '青岛', label: '青岛市' },
      fix: { ...comma, text: '，', title: '“,”' },
      type: { line: at('待补充'), rule: 'placeholder', text: '待补充', with: '服务陶瓷企业' },
    };
    for (const { rule, line } of [given.value, given.fix, given.type]) found(rule, line);
    writeFileSync(paths, JSON.stringify(given));
    const home = join(temp, 'home');
    mkdirSync(home);
    // Nothing of the person's own is read, and nothing is left behind.
    const dirs = ['CONFIG', 'DATA', 'STATE', 'CACHE'].map((d) => [`XDG_${d}_HOME`, home]);
    execFileSync(
      'nvim',
      ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-S', join(import.meta.dirname, '../support/neovim.lua')],
      {
        cwd: home,
        env: { ...process.env, ...Object.fromEntries(dirs), DOSSIER_GIVEN: paths, DOSSIER_SEEN: seenFile },
        stdio: ['ignore', 'ignore', 'pipe'],
        timeout: 6 * PATIENCE,
      },
    );
    return JSON.parse(readFileSync(seenFile, 'utf8')) as Seen;
  }
});

const SEVERITIES: Readonly<Record<number, string>> = { 1: 'error', 2: 'warning', 3: 'info' };

/** Neovim counts a column in bytes of UTF-8, the protocol and the command line in UTF-16 units. */
function place(lines: readonly string[], [line, column]: readonly [number, number]) {
  const character = Buffer.from(lines[line] ?? '')
    .subarray(0, column)
    .toString().length;
  return { line, character };
}

function sorted(list: readonly Reported[]): readonly string[] {
  return list.map((f) => JSON.stringify([f.range.start, f.rule, f.range.end, f.severity, f.message])).sort();
}

function check(folder: string): readonly Reported[] {
  try {
    execFileSync(process.execPath, [CLI, 'check', '--format', 'json', '--lang', 'zh', folder], { encoding: 'utf8' });
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    assert.equal(status, 1, 'there are findings');
    const { files } = JSON.parse(stdout) as { files: readonly { readonly findings: readonly Reported[] }[] };
    assert.equal(files.length, 1);
    return files[0]!.findings;
  }
  return assert.fail('the sample has findings');
}

function lack(): string | false {
  try {
    const [, major, minor] = /NVIM v(\d+)\.(\d+)/.exec(execFileSync('nvim', ['--version'], { encoding: 'utf8' }))!;
    return Number(major) > 0 || Number(minor) >= 7 ? false : 'the nvim on the PATH is older than 0.7';
  } catch {
    return 'there is no nvim on the PATH (on Debian: apt-get install neovim)';
  }
}
