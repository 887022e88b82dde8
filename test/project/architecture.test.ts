/** Who may import whom, read from the real imports: which room of the house which other, packages at home, and no circle. `server/README.md` has the map. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { suite, test } from 'node:test';

const root = resolve(import.meta.dirname, '../..');

/** The files that `esbuild.mjs` makes bundles of. */
const ENTRY_POINTS = [...text('esbuild.mjs').matchAll(/entryPoints: \[([^\]]*)\]/g)].flatMap(([, list]) =>
  [...list!.matchAll(/'([^']+)'/g)].map((m) => m[1]!),
);

const TYPES = ['core/model', 'core/text'];
const ENGINE = [...TYPES, 'core/inputs', 'core/yaml', 'core/form', 'core/checks', 'core/analysis'];

/** The rooms from the lowest to the highest, each with the rooms that it may import. A name without a slash means all rooms below that folder. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'core/model': [],
  'core/text': ['core/model'],
  'core/inputs': TYPES,
  'core/yaml': TYPES,
  'core/settings': [...TYPES, 'core/inputs', 'core/yaml'],
  'core/form': [...TYPES, 'core/inputs', 'core/yaml'],
  'core/checks': [...TYPES, 'core/inputs', 'core/form'],
  'core/packs': [...TYPES, 'core/yaml', 'core/checks'],
  'core/analysis': [...TYPES, 'core/inputs', 'core/yaml', 'core/form', 'core/checks'],
  'core/edits': [...TYPES, 'core/yaml', 'core/form', 'core/analysis'],
  'core/workspace': ENGINE,
  'core/review': [...ENGINE, 'core/edits'],
  'core/features': [...ENGINE, 'core/edits', 'core/packs'],
  host: [...TYPES, 'core/inputs', 'core/settings', 'core/packs'],
  workbench: ['core', 'host'],
  render: ['core'],
  protocol: [],
  lsp: ['core', 'host', 'workbench', 'render', 'protocol'],
  cli: ['core', 'host', 'workbench', 'render', 'lsp'],
  entry: ['core', 'host', 'lsp', 'cli'],
  client: ['protocol'],
};

/** The room in which alone a package is known. */
const PACKAGES: Readonly<Record<string, string>> = {
  yaml: 'server/src/core/yaml',
  'csv-parse': 'server/src/core/inputs',
  'pinyin-pro': 'server/src/core/text',
  docx: 'server/src/render/writers/docx',
  'write-excel-file': 'server/src/render/writers',
  docxtemplater: 'server/src/render/office-form',
  fflate: 'server/src/render',
  saxen: 'server/src/render',
  unpdf: 'server/src/host/evidence',
  'file-type': 'server/src/host/evidence',
  'jpeg-js': 'server/src/host/evidence',
  '@cantoo/pdf-lib': 'server/src/host',
  ignore: 'server/src/host',
  chokidar: 'server/src/cli/checking',
  commander: 'server/src/cli',
  'vscode-languageserver': 'server/src/lsp',
  vscode: 'client/src',
  'vscode-languageclient': 'client/src',
  morphdom: 'client/media',
};
/** What reads the Markdown of chapters. */
const MARKDOWN = [
  'mdast',
  'mdast-util-from-markdown',
  'mdast-util-gfm',
  'micromark-extension-gfm',
  'micromark-extension-cjk-friendly',
  'micromark-extension-cjk-friendly-gfm-strikethrough',
];
const ENGINE_PACKAGES = ['node:crypto', 'yaml', 'zod', 'fastest-levenshtein', 'csv-parse', 'pinyin-pro', ...MARKDOWN];

interface Import {
  readonly from: string;
  /** As it is written. */
  readonly name: string;
  /** The file, where it is one of ours. */
  readonly file: string | undefined;
}

suite('architecture', () => {
  const files = [...sources('client/src'), ...sources('client/media'), ...sources('server/src')];
  const imports = files.flatMap((file) => importsOf(file));
  const local = imports.flatMap(({ from, file }) => (file === undefined ? [] : [{ from, to: file }]));

  test('every file is in a room, and every room has files', () => {
    assert.ok(local.length > 1000, 'the imports were read');
    assert.deepEqual(
      files.filter((file) => !(roomOf(file) in ROOMS)),
      [],
    );
    const rooms = new Set(files.map(roomOf));
    assert.deepEqual(
      Object.keys(ROOMS).filter((room) => !rooms.has(room)),
      [],
    );
  });

  test('a room may import only rooms below it', () => {
    const order = Object.keys(ROOMS);
    for (const [room, allowed] of Object.entries(ROOMS)) {
      for (const name of allowed) {
        const imported = order.filter((other) => isWithin(other, name));
        assert.ok(imported.length, `${name} is a room`);
        for (const other of imported)
          assert.ok(order.indexOf(other) < order.indexOf(room), `${other} is below ${room}`);
      }
    }
  });

  test('rooms import only what they may', () => {
    const wrong = local.filter(({ from, to }) => !mayImport(roomOf(from), roomOf(to)));
    assert.deepEqual(wrong, []);
  });

  test('no files import each other in a circle, types included', () => {
    assert.deepEqual(findCircle(local), []);
  });

  test('no folders import each other in a circle', () => {
    const outside = local.filter(({ from, to }) => folderOf(from) !== folderOf(to));
    assert.deepEqual(findCircle(outside.map(({ from, to }) => ({ from: folderOf(from), to: folderOf(to) }))), []);
  });

  test('a circle is found where there is one', () => {
    const circle = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'b' },
    ];
    assert.deepEqual(findCircle(circle), ['b', 'c', 'b']);
    assert.deepEqual(findCircle(circle.slice(0, 2)), []);
  });

  test('every file is imported, or the build begins with it', () => {
    const used = new Set([...ENTRY_POINTS, ...local.map(({ to }) => to)]);
    assert.deepEqual(
      files.filter((file) => !used.has(file) && !file.endsWith('.d.ts')),
      [],
    );
  });

  test('no check imports another check', () => {
    const isCheck = (file: string) =>
      dirname(file) === 'server/src/core/checks' && file !== 'server/src/core/checks/index.ts';
    const wrong = local.filter(
      ({ from, to }) => isCheck(to) && isWithin(from, 'server/src/core/checks') && !from.endsWith('/checks/index.ts'),
    );
    assert.ok(local.some(({ to }) => isCheck(to)));
    assert.deepEqual(wrong, []);
  });

  test('a package is known where it is at home', () => {
    const wrong = imports.filter(({ from, name }) => {
      const home = PACKAGES[packageName(name)];
      return home !== undefined && !isWithin(from, home);
    });
    assert.deepEqual(wrong, []);
  });

  test('every room that has a package to itself uses it', () => {
    const used = new Set(imports.map(({ name }) => packageName(name)));
    assert.deepEqual(
      Object.keys(PACKAGES).filter((name) => !used.has(name)),
      [],
    );
  });

  test('the engine reads no disk, has no clock and never heard of a face', () => {
    const engine = files.filter((f) => f.startsWith('server/src/core/'));
    const packages = imports.filter(
      ({ from, name, file }) =>
        engine.includes(from) && file === undefined && !ENGINE_PACKAGES.includes(packageName(name)),
    );
    assert.deepEqual(packages, []);
    const clocks = engine.filter((f) => /\bDate\.now\b|new Date\(\)|\bprocess\./.test(text(f)));
    assert.deepEqual(clocks, []);
  });

  test('every export has a doc comment', () => {
    const bare = files.flatMap((file) => undocumented(text(file)).map((name) => `${file}: ${name}`));
    assert.deepEqual(bare, []);
    assert.deepEqual(undocumented('/** A. */\nexport const a = 1;\n\nexport function b() {}\n'), ['b']);
  });

  test('no code knows a notice', () => {
    const knowing = files.filter((f) => /sd-2023|山东|济南|综合型|特色型|专业型/.test(text(f)));
    assert.deepEqual(knowing, []);
  });
});

function mayImport(from: string, to: string): boolean {
  return from === to || (ROOMS[from] ?? []).some((name) => isWithin(to, name));
}

/** The room of a file of ours: `core/yaml`, `host`, `entry` for what the build begins with. Its folder where it is in none. */
function roomOf(file: string): string {
  if (file.startsWith('client/')) return 'client';
  if (file === 'server/src/protocol.ts') return 'protocol';
  const folder = folderOf(file).replace(/^server\/src\/?/, '');
  if (folder === '' && ENTRY_POINTS.includes(file)) return 'entry';
  return Object.keys(ROOMS).find((room) => isWithin(folder, room)) ?? file;
}

/** The folder of a file; one that lies beside the rooms stands for itself. */
function folderOf(file: string): string {
  const folder = dirname(file);
  return folder === 'server/src' && !ENTRY_POINTS.includes(file) ? file : folder;
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** The first way found that leads back to where it began; empty where there is none. */
function findCircle(edges: readonly { readonly from: string; readonly to: string }[]): readonly string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (node: string, above: readonly string[]): readonly string[] => {
    if (above.includes(node)) return [...above.slice(above.indexOf(node)), node];
    if (done.has(node)) return [];
    for (const to of next.get(node) ?? []) {
      const found = visit(to, [...above, node]);
      if (found.length) return found;
    }
    done.add(node);
    return [];
  };
  for (const node of next.keys()) {
    const found = visit(node, []);
    if (found.length) return found;
  }
  return [];
}

function packageName(name: string): string {
  return name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.split('/')[0]!;
}

function importsOf(file: string): readonly Import[] {
  return [...text(file).matchAll(/(?:\bfrom|\bimport\(|^import)\s*'([^']+)'/gm)].map((m) => {
    const name = m[1]!;
    const path = relative(root, resolve(root, dirname(file), name)).replaceAll('\\', '/');
    return { from: file, name, file: name.startsWith('.') ? path : undefined };
  });
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.ts'))
    .map((f) => `${folder}/${f.replaceAll('\\', '/')}`);
}

function text(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** The names of the exported declarations of a file that have no doc comment directly before them. */
function undocumented(code: string): readonly string[] {
  const lines = code.split('\n');
  return lines.flatMap((line, i) => {
    const name = /^export (?:abstract )?(?:async )?(?:const|function\*?|class|interface|type)\s+(\w+)/.exec(line)?.[1];
    const before = lines.slice(0, i).findLast((above) => !/^\/\/ biome-ignore/.test(above));
    return name === undefined || before?.trimEnd().endsWith('*/') ? [] : [name];
  });
}
