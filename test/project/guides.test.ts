/** What the READMEs and the guides tell people to write and to expect: commands that parse, outputs as they come, links that lead somewhere. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { analyze } from '../../server/src/core/analysis/analyze.ts';
import { formKeysOf } from '../../server/src/core/model/form-paths.ts';
import { run } from '../support/command-line.ts';
import { SAMPLES } from '../support/engine.ts';
import { fences } from '../support/fences.ts';
import { problemLines, readText } from '../support/pack-texts.ts';

const ROOT = join(import.meta.dirname, '../..');
const GUIDES = join(ROOT, 'server/guides');
const NAMES = ['consultant', 'reviewer', 'ci-owner', 'pack-author'] as const;
/** Reference pages: looked things up in, not read through. */
const REFERENCES = ['vscode', 'cli', 'settings', 'faq'] as const;
const LOCALES = ['en', 'zh'] as const;
const ENDINGS = { en: '.md', zh: '.zh-CN.md' } as const;
/** Each page in English and Chinese. */
const PAIRS = [
  ['README.md', 'README.zh-CN.md'],
  ['server/templates.md', 'server/templates.zh-CN.md'],
  ...[...NAMES, ...REFERENCES].map((name) => [`server/guides/${name}.md`, `server/guides/${name}.zh-CN.md`] as const),
] as const;
const PAGES = [...PAIRS.flat(), 'CONTRIBUTING.md'];
/** Flags of other programs that the pages name. */
const FOREIGN = ['--extensionDevelopmentPath', '--watch'];

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

interface Option {
  readonly takes: boolean;
  readonly choices: readonly string[];
}

/** The flags of each command, as its help has them. */
const COMMANDS = new Map(
  await Promise.all(
    ['', ...(await commandNames())].map(async (name) => {
      const help = await program([...name.split(' ').filter(Boolean), '--help']);
      const options = new Map<string, Option>();
      // Each begins a line; what follows it is indented further.
      for (const entry of help.slice(help.indexOf('Options:')).split(/\n {2}(?=-)/)) {
        const flags = /^(?:-\w, )?-{1,2}[\w-]+/.exec(entry)?.[0].split(', ') ?? [];
        const choices = /\(choices: ([^)]+)\)/.exec(entry.replace(/\s+/g, ' '))?.[1] ?? '';
        const values = [...choices.split(/, default/)[0]!.matchAll(/"([^"]+)"/g)].map((m) => m[1]!);
        for (const flag of flags) options.set(flag, { takes: /^\S+(?:, \S+)? [<[]/.test(entry), choices: values });
      }
      return [name, options] as const;
    }),
  ),
);

/** The commands, and `notice check` for one below another. */
async function commandNames(above: readonly string[] = []): Promise<readonly string[]> {
  const help = await program([...above, '--help']);
  const names = [...help.matchAll(/^ {2}([a-z]+) (?:\[|<)/gm)].map((m) => m[1]!).filter((name) => name !== 'help');
  if (above.length) return names.map((name) => [...above, name].join(' '));
  return [...names, ...(await commandNames(['notice']))];
}

/** All that the program says, whatever its exit status. */
async function program(args: readonly string[], cwd = ROOT, locale = 'en'): Promise<string> {
  // LibreOffice, which may be on the search path, is another test's.
  const env: Record<string, string> = args[0] === 'bundle' ? { PATH: dirname(process.execPath) } : {};
  const { out, err } = await run([...args, '--lang', locale], { cwd, env });
  return out + err;
}

/** Every piece of code of a page, a line each. */
function code(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```\S*\n([\s\S]*?)^```$/gm)].flatMap((m) => m[1]!.split('\n'));
  const spans = [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)].map((m) => m[1]!);
  return [...blocks, ...spans.map((s) => s.replaceAll('\\|', '|'))];
}

/** What stands behind `dossier` in each line that calls it, by whatever way. */
function calls(text: string): readonly string[] {
  return code(text).flatMap((line) => {
    const call = /(?:^|\s)(?:dossier|dossier-ls@[\d.]+|node dist\/cli\.cjs)\s+([a-z-].*)$/.exec(line);
    return call && !/^\s*(?:name|description):/.test(line) ? [call[1]!.replace(/\s+#\s.*$/, '')] : [];
  });
}

/** What is wrong with a call, if anything. */
function fault(call: string): string | undefined {
  const [first = '', ...rest] = call.replace(/[[\]]/g, ' ').trim().split(/\s+/);
  const [name, words] = COMMANDS.has(`${first} ${rest[0]}`) ? [`${first} ${rest[0]}`, rest.slice(1)] : [first, rest];
  const options = COMMANDS.get(name.startsWith('-') ? '' : name);
  if (!options) return `there is no command ${name}`;
  for (const [i, word] of words.entries()) {
    if (!/^--?[a-z]/.test(word)) continue;
    const [flag, own] = word.split('=');
    const option = options.get(flag!);
    if (!option) return `${name} has no ${flag}`;
    if (own !== undefined && !option.takes) return `${flag} takes nothing`;
    const values = (own ?? words[i + 1] ?? '').split('|');
    const strange = option.choices.length
      ? values.find((v) => /^[a-z]/.test(v) && !option.choices.includes(v))
      : undefined;
    if (strange) return `${flag} is never ${strange}`;
  }
  return undefined;
}

suite('what the pages tell to write', () => {
  test('the help was read', () => {
    assert.ok(COMMANDS.size >= 12, [...COMMANDS.keys()].join(' '));
    assert.deepEqual(COMMANDS.get('check')!.get('--profile'), { takes: true, choices: ['draft', 'review', 'submit'] });
    assert.equal(COMMANDS.get('check')!.get('--fix')!.takes, false);
  });

  test('a wrong call is found', () => {
    for (const call of ['chek .', 'check --fixx', 'check --profile final', 'check --fix=all', 'init --ci circle'])
      assert.ok(fault(call), call);
  });

  for (const page of PAGES)
    test(`${page}: every call of the program parses`, () => {
      const found = calls(read(page)).map((call) => [call, fault(call)] as const);
      assert.deepEqual(
        found.filter(([, wrong]) => wrong),
        [],
      );
    });

  test('the pages of the command line name every command and every flag of check, and no unknown flag', () => {
    const known = new Set([...COMMANDS.values()].flatMap((options) => [...options.keys()]));
    for (const page of ['server/guides/cli.md', 'server/guides/cli.zh-CN.md']) {
      const lines = code(read(page));
      assert.ok(calls(read(page)).length > 10, page);
      for (const name of COMMANDS.keys())
        if (name)
          assert.ok(
            lines.some((l) => new RegExp(`(?:dossier|cli\\.cjs) ${name}\\b`).test(l)),
            `${page}: ${name}`,
          );
      for (const flag of COMMANDS.get('check')!.keys())
        if (flag.startsWith('--') && flag !== '--help')
          assert.ok(
            lines.some((l) => l.includes(flag)),
            `${page}: ${flag}`,
          );
      const flags = lines.flatMap((l) => [...l.matchAll(/^(--[a-z][\w-]*)/gi)].map((m) => m[1]!));
      assert.deepEqual(
        flags.filter((f) => !known.has(f) && !FOREIGN.includes(f)),
        [],
      );
    }
  });

  test('the version they tell to fetch is the one that is here', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const told = PAGES.flatMap((page) => [
      ...read(page).matchAll(/(?:dossier-ls@|dossier-ls-|REPOSITORY@v|rev: v)(\d[\d.]*\d)/g),
    ]);
    assert.ok(told.length > 5);
    for (const [where, number] of told) assert.equal(number, version, where);
  });

  for (const [english, chinese] of PAIRS)
    test(`${english}: both languages tell to write the same`, () => {
      assert.ok(code(read(english)).length > 10);
      assert.deepEqual(calls(read(chinese)).toSorted(), calls(read(english)).toSorted());
    });
});

suite('links', () => {
  for (const page of [...PAGES, 'server/README.md'])
    test(page, () => {
      const links = [...read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map((m) => m[1]!);
      for (const link of links) {
        const [path, anchor] = link.split('#');
        const file = path ? resolve(dirname(join(ROOT, page)), path) : join(ROOT, page);
        assert.ok(existsSync(file), link);
        if (anchor) assert.ok(anchors(file).includes(anchor), link);
      }
    });
});

/** The names that GitHub gives to the headings of a page. */
function anchors(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
  return [...text.matchAll(/^#+ (.+)$/gm)].map((m) =>
    m[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

suite('the guides', () => {
  for (const name of NAMES) {
    const [english, chinese] = LOCALES.map((locale) => join(GUIDES, `${name}${ENDINGS[locale]}`));
    test(`${name} is short`, () => {
      for (const page of [english!, chinese!]) assert.ok(readFileSync(page, 'utf8').split('\n').length <= 121, page);
    });

    const blocks = fences(english!, 'console').map(steps);
    const same = fences(chinese!, 'console').map(steps);
    if (blocks.length)
      test(`${name}: what it shows is what comes`, async (t) => {
        const folder = workplace(t);
        assert.deepEqual(
          same.flat().map((s) => s.command),
          blocks.flat().map((s) => s.command),
        );
        for (const [i, block] of blocks.entries()) {
          for (const [j, { command, shown }] of block.entries()) {
            const { shown: zh } = same[i]![j]!;
            assert.match(await ran(command, folder, 'zh'), pattern(zh), command);
            // What both pages show is the same in any language.
            if (shown !== zh) assert.match(await ran(command, folder, 'en'), pattern(shown), command);
          }
          commit(folder);
        }
      });
  }
});

/** A repository with two of the samples. */
function workplace(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'dossier-guide-'));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  for (const name of ['最小', '常见问题']) cpSync(join(SAMPLES, name), join(folder, name), { recursive: true });
  execFileSync('git', ['init', '-q'], { cwd: folder });
  commit(folder);
  return folder;
}

function commit(folder: string): void {
  const git = (...args: string[]) => execFileSync('git', ['-c', 'core.safecrlf=false', ...args], { cwd: folder });
  git('add', '.');
  git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--allow-empty', '-qm', 'x');
}

/** What a command says, on the day of the pages. */
function ran(command: string, folder: string, locale: string): Promise<string> {
  const [, ...args] = command.split(' ');
  // A merge has the day of its parts.
  const day = args[0] === 'merge' ? [] : ['--today', '2023-06-12'];
  return program([...args, ...day], folder, locale);
}

interface Step {
  readonly command: string;
  readonly shown: string;
}

function steps(block: string): readonly Step[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const end = step.indexOf('\n');
      return { command: step.slice(0, end), shown: step.slice(end + 1) };
    });
}

/** An output of which `…` on a line of its own leaves lines out. */
function pattern(shown: string): RegExp {
  const escaped = shown.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/^…\n/gm, '[\\s\\S]*?')}$`);
}

suite('the pack of the guide', () => {
  const text = readFileSync(join(GUIDES, 'demo-2024.notice.yaml'), 'utf8');

  test('is one short file, and holds', () => {
    assert.ok(text.split('\n').length < 40);
    assert.deepEqual(problemLines(readText(text).problems), []);
  });

  for (const locale of LOCALES) {
    const page = join(GUIDES, `pack-author${ENDINGS[locale]}`);
    const [output, errors] = fences(page, 'text');

    test(`${locale}: its dossier has the finding that is shown`, () => {
      const pack = readText(text).pack!;
      const packs = new Map([[pack.notice.id, pack]]);
      const [dossier] = fences(page, 'yaml');
      const analysis = analyze(dossier!, { packs, sharedRules: [], formKeys: formKeysOf([pack]), settings: {} });
      assert.deepEqual(
        analysis.findings.map((f) => f.rule),
        ['in-production'],
      );
      const [finding] = analysis.findings;
      assert.ok(output!.includes(`${finding!.message[locale]}  ${finding!.title[locale]} in-production`), output);
    });

    test(`${locale}: the errors are those of the command`, () => {
      const changed = text.replace('check: equals, clause: 二', 'check: equal, clause: 三');
      const lines = readText(changed).problems.map(
        ({ from, message }) =>
          `notices/demo-2024.notice.yaml:${from.line + 1}:${from.character + 1} ${message[locale]}\n`,
      );
      assert.ok(errors!.endsWith(lines.join('')), lines.join(''));
    });
  }
});
