/** What package.json promises is there: texts in both languages, commands with handlers, files in the package. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');

interface Command {
  readonly command: string;
  readonly title: string;
}

interface Step {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly languages: readonly {
      readonly icon: Readonly<Record<string, string>>;
      readonly extensions: readonly string[];
    }[];
    readonly commands: readonly Command[];
    readonly viewsWelcome: readonly { readonly contents: string }[];
    readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly Step[] }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  };
}

const manifest = json<Manifest>('package.json');
const nls = {
  en: json<Record<string, string>>('package.nls.json'),
  zh: json<Record<string, string>>('package.nls.zh-cn.json'),
};
const bundle = json<Record<string, string>>('client/l10n/bundle.l10n.zh-cn.json');
const client = readdirSync(join(ROOT, 'client/src'), { recursive: true, encoding: 'utf8' })
  .filter((f) => f.endsWith('.ts'))
  .map((f) => read(`client/src/${f}`))
  .join('\n');
const commands = manifest.contributes.commands.map((c) => c.command);

suite('package.json', () => {
  test('every text is there in both languages, and none is left over', () => {
    const used = new Set(strings(manifest).flatMap((s) => /^%([^%]+)%$/.exec(s)?.[1] ?? []));
    assert.ok(used.size > 40, 'the keys were read');
    for (const texts of Object.values(nls)) assert.deepEqual(Object.keys(texts).sort(), [...used].sort());
  });

  test('no text is empty, and each is of its language', () => {
    for (const texts of Object.values(nls))
      assert.deepEqual(
        Object.entries(texts).filter(([, text]) => !text.trim()),
        [],
      );
    const files = (key: string) => key.endsWith('.picture');
    const plain = Object.entries(nls.zh).filter(([key, text]) => !files(key) && !/\p{Script=Han}/u.test(text));
    assert.deepEqual(plain, []);
    assert.deepEqual(
      Object.keys(nls.en).filter((key) => !files(key) && nls.en[key] === nls.zh[key]),
      [],
    );
  });

  test('every command has a handler, and every handler a command', () => {
    const handlers = [...client.matchAll(/(?:registerCommand|register)\(\s*'(dossier\.[^']+)'/g)].map((m) => m[1]!);
    assert.ok(handlers.length > 5, 'the handlers were read');
    assert.deepEqual(handlers.sort(), [...commands].sort());
  });

  test('every command is in the table of both VS Code pages, by both its names', () => {
    for (const file of ['server/guides/vscode.md', 'server/guides/vscode.zh-CN.md']) {
      const rows = read(file)
        .split('\n')
        .filter((line) => line.startsWith('| '));
      for (const { title } of manifest.contributes.commands) {
        const [zh, en] = [nls.zh, nls.en].map((texts) => texts[title.slice(1, -1)]!);
        assert.ok(
          rows.some((row) => row.includes(zh!) && row.includes(en!)),
          `${file}: ${en}`,
        );
      }
    }
  });

  test('every picture of the READMEs is there, the same in both', () => {
    const images = (file: string) => [...read(file).matchAll(/\((client\/images\/[^)]+)\)/g)].map((m) => m[1]!);
    assert.ok(images('README.md').length >= 6);
    assert.deepEqual(images('README.zh-CN.md'), images('README.md'));
    for (const image of images('README.md')) assert.ok(readFileSync(join(ROOT, image)).length < 300_000, image);
  });

  test('every command it links to is one of its own or of VS Code', () => {
    const texts = [...Object.values(nls.en), ...Object.values(nls.zh)];
    const linked = texts.flatMap((t) => [...t.matchAll(/\(command:(?:toSide:)?([\w.]+)\)/g)].map((m) => m[1]!));
    const awaited = manifest.contributes.walkthroughs
      .flatMap((w) => w.steps)
      .flatMap((s) => s.completionEvents)
      .flatMap((event) => /^onCommand:(.+)/.exec(event)?.[1] ?? []);
    const own = [...linked, ...awaited].filter((c) => c.startsWith('dossier.'));
    assert.ok(own.length > 10, 'the links were read');
    // VS Code itself makes a command that shows a view.
    assert.deepEqual(
      own.filter((c) => !commands.includes(c) && !c.endsWith('.focus')),
      [],
    );
  });

  test('a text links to the same commands in both languages', () => {
    const links = (text: string) => [...text.matchAll(/\]\((.+?)\)/g)].map((m) => m[1]);
    for (const [key, text] of Object.entries(nls.en)) assert.deepEqual(links(nls.zh[key]!), links(text), key);
  });

  test('every file it names is in the package', () => {
    const packed = new Set(
      (
        JSON.parse(
          execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
            cwd: ROOT,
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
            shell: process.platform === 'win32',
          }),
        ) as readonly { readonly files: readonly { readonly path: string }[] }[]
      )[0]!.files.map((f) => f.path),
    );
    const localised = Object.values(nls).flatMap((texts) =>
      strings(manifest).map((s) => s.replace(/^%([^%]+)%$/, (whole, key: string) => texts[key] ?? whole)),
    );
    const named = localised
      .filter((s) => /^(?:\.\/)?(?:client|snippets)\/[^*]+\.\w+$/.test(s))
      .map((s) => s.replace('./', ''));
    const sample = ['samples/常见问题/常见问题.dossier.yaml', 'samples/常见问题/evidence/审计.pdf'];
    assert.ok(named.length > 15, 'the names were read');
    assert.deepEqual(
      [...named, ...sample].filter((path) => !packed.has(path)),
      [],
    );
    for (const code of ['client/src/extension.ts', 'server/src/cli.ts']) assert.ok(!packed.has(code), code);
  });

  test('a folder with dossiers wakes it, before any of them is opened', () => {
    const [language] = manifest.contributes.languages;
    const woken = language!.extensions.filter((e) => manifest.activationEvents.includes(`workspaceContains:**/*${e}`));
    assert.ok(woken.length >= 2);
    assert.deepEqual(woken, language!.extensions);
  });

  test('every setting says what it is for, where it holds and which comes first', () => {
    const settings = Object.entries(manifest.contributes.configuration.properties);
    for (const [name, s] of settings) {
      for (const key of ['type', 'default', 'markdownDescription', 'scope', 'order'])
        assert.ok(key in s, `${name}: ${key}`);
      assert.equal(
        (s.enumDescriptions as unknown[] | undefined)?.length,
        (s.enum as unknown[] | undefined)?.length,
        name,
      );
    }
    assert.equal(new Set(settings.map(([, s]) => s.order)).size, settings.length);
    const read = [...client.matchAll(/\.get(?:<[^>]+>)?\('([^']+)'/g)].map((m) => `dossier.${m[1]}`);
    for (const name of read) assert.ok(name in manifest.contributes.configuration.properties, name);
  });
});

suite('texts of the client', () => {
  const used = [...client.matchAll(/l10n\.t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g)].map((m) =>
    (m[1] ?? m[2]!).replace(/\\(.)/g, '$1'),
  );

  test('each call was read', () => {
    assert.equal(used.length, [...client.matchAll(/l10n\.t\(/g)].length);
  });

  test('each has its Chinese, and none is left over', () => {
    assert.deepEqual(Object.keys(bundle).sort(), [...new Set(used)].sort());
  });

  test('the same places are kept in both languages', () => {
    const places = (text: string) => [...new Set(text.match(/\{\d\}/g))].sort();
    for (const [en, zh] of Object.entries(bundle)) assert.deepEqual(places(zh), places(en), en);
  });
});

suite('pictures', () => {
  const pictures = ['client/walkthrough', 'client/images'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((f) => f.endsWith('.svg'))
      .map((f) => `${folder}/${f}`),
  );

  test('those of the walkthrough are drawn in the colours of the theme', () => {
    const fixed = pictures
      .filter((f) => f.startsWith('client/walkthrough/'))
      .filter((f) => /#[0-9a-f]{3,6}\b|style=|<style|<script/i.test(read(f).replace(/>[^<]*</g, '><')));
    assert.deepEqual(fixed, []);
    assert.equal(pictures.filter((f) => f.startsWith('client/walkthrough/')).length, 10);
  });

  test('the icon is 256 by 256', () => {
    const png = readFileSync(join(ROOT, manifest.icon));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [256, 256]);
  });

  test('the icons of the language are for light and dark', () => {
    assert.deepEqual(Object.keys(manifest.contributes.languages[0]!.icon), ['light', 'dark']);
  });
});

/** Every string in a value. */
function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function json<T>(path: string): T {
  return JSON.parse(read(path)) as T;
}
