/** Who may import whom, read from the real imports. `server/README.md` says why. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { suite, test } from 'node:test';

const root = resolve(import.meta.dirname, '..');

/** The parts of the house, each with the parts it may import. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  client: ['client', 'protocol'],
  protocol: [],
  core: ['core'],
  checks: ['checks', 'figures', 'core'],
  render: ['render', 'core'],
  writers: ['writers', 'render', 'core'],
  figures: ['figures', 'core'],
  world: ['core', 'faults', 'gitignore'],
  gitignore: [],
  evidence: ['core'],
  desk: ['core', 'world', 'evidence'],
  recommend: ['core', 'world', 'desk'],
  faults: ['core'],
  host: [],
  save: ['host'],
  'save-folder': [],
  office: [],
  binder: [],
  lsp: ['lsp', 'protocol', 'core', 'render', 'world', 'desk', 'recommend', 'save', 'faults'],
  cli: [
    'cli',
    'core',
    'host',
    'render',
    'world',
    'evidence',
    'desk',
    'recommend',
    'save',
    'save-folder',
    'office',
    'binder',
    'lsp',
    'faults',
  ],
  entry: ['cli', 'lsp', 'world', 'core'],
};

/** Packages that one file alone knows, and packages that the engine may use at all. */
const OWNERS: Readonly<Record<string, string>> = {
  yaml: 'server/src/core/source.ts',
  docx: 'server/src/render/writers/docx',
  'write-excel-file': 'server/src/render/writers/xlsx.ts',
  vscode: 'client/src/',
  'vscode-languageclient': 'client/src/',
  morphdom: 'client/media/',
  'vscode-languageserver': 'server/src/lsp/',
  commander: 'server/src/cli/',
  fflate: 'server/src/render/',
  docxtemplater: 'server/src/render/writers/template.ts',
  saxen: 'server/src/render/',
  unpdf: 'server/src/evidence.ts',
  '@cantoo/pdf-lib': 'server/src/binder.ts',
  'file-type': 'server/src/evidence.ts',
  'csv-parse': 'server/src/core/registry.ts',
  ignore: 'server/src/gitignore.ts',
  diff: 'server/src/cli/mend.ts',
  chokidar: 'server/src/cli/watch.ts',
  'pinyin-pro': 'server/src/core/pinyin.ts',
};
const ENGINE_PACKAGES = ['yaml', 'zod', 'fastest-levenshtein', 'csv-parse', 'pinyin-pro'];

interface Import {
  readonly from: string;
  readonly to: string;
}

suite('architecture', () => {
  const files = [...sources('client/src'), ...sources('client/media'), ...sources('server/src')];
  const imports = files.flatMap((file) => importsOf(file));

  test('parts import only what they may', () => {
    const local = imports.filter((i) => i.to.startsWith('.'));
    assert.ok(local.length > 100, 'the imports were read');
    const broken = local.filter(({ from, to }) => !ALLOWED[part(from)]!.includes(part(target(from, to))));
    // The engine's way in runs the checks; the packs are read against them.
    const known = broken.filter(({ from, to }) => !(part(from) === 'core' && /checks\/(index|check)\.ts$/.test(to)));
    // A renderer's way in knows its writers.
    const rest = known.filter(
      ({ from }) =>
        !/^server\/src\/render\/(render|review|review-copy|preview|directions|bundle|recommendation|template)\.ts$/.test(
          from,
        ),
    );
    assert.deepEqual(rest, []);
  });

  test('no check imports another check', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        part(from) === 'checks' &&
        !from.endsWith('index.ts') &&
        part(target(from, to)) === 'checks' &&
        !to.endsWith('/check.ts') &&
        to.startsWith('.'),
    );
    assert.deepEqual(wrong, []);
  });

  test('a package is known where it is at home', () => {
    const wrong = imports.filter(({ from, to }) => {
      const owner = OWNERS[packageName(to)];
      return owner !== undefined && !from.startsWith(owner);
    });
    assert.deepEqual(wrong, []);
  });

  test('the engine reads no disk, has no clock and never heard of a face', () => {
    const engine = files.filter((f) => f.startsWith('server/src/core/'));
    const packages = imports.filter(
      ({ from, to }) => engine.includes(from) && !to.startsWith('.') && !ENGINE_PACKAGES.includes(packageName(to)),
    );
    assert.deepEqual(packages, []);
    const clocks = engine.filter((f) => /\bDate\.now\b|new Date\(\)|\bprocess\./.test(text(f)));
    assert.deepEqual(clocks, []);
  });

  test('no code knows a notice', () => {
    const knowing = files.filter((f) => /sd-2023|山东|济南|综合型|特色型|专业型/.test(text(f)));
    assert.deepEqual(knowing, []);
  });
});

function part(file: string): string {
  const path = file.replace(/^server\/src\//, '');
  if (file.startsWith('client/')) return 'client';
  if (['cli.ts', 'server.ts', 'compile.ts'].includes(path)) return 'entry';
  if (path.startsWith('core/checks/')) return 'checks';
  if (path.startsWith('core/figures/')) return 'figures';
  if (path.startsWith('render/writers/')) return 'writers';
  return path.split('/')[0]!.replace('.ts', '');
}

function target(from: string, to: string): string {
  return relative(root, resolve(root, dirname(from), to)).replaceAll('\\', '/');
}

function packageName(to: string): string {
  return to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : to.split('/')[0]!;
}

function importsOf(file: string): readonly Import[] {
  return [...text(file).matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((m) => ({ from: file, to: m[1]! }));
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.ts'))
    .map((f) => `${folder}/${f.replaceAll('\\', '/')}`);
}

function text(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
