/** The build puts the licence of every package that it bundles beside the program. Needs a build. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { suite, test } from 'node:test';

const root = resolve(import.meta.dirname, '../..');
const notices = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');

/** The packages that the sources import, but for those of Node and of VS Code, and types. */
function imported(): ReadonlySet<string> {
  const sources = ['server/src', 'client/src', 'client/media'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .map((file) => readFileSync(join(root, folder, file), 'utf8')),
  );
  const names = sources.flatMap((text) =>
    [...text.matchAll(/^(?:import (?!type)[^;]*?from|.*\bimport\() ?'([^.'][^']*)'/gm)].map((m) => m[1]!),
  );
  const packages = names.map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)![0]);
  return new Set(packages.filter((name) => !name.startsWith('node:') && name !== 'vscode'));
}

suite('the notices of bundled packages', () => {
  test('name every package that a source imports, with its version', () => {
    const all = [...imported()];
    assert.ok(all.length > 25, `${all.length} packages`);
    const missing = all.filter((name) => {
      const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
      return !notices.includes(`\n${name} ${version}`);
    });
    assert.deepEqual(missing, []);
  });

  test('name packages that those import in their turn', () => {
    for (const name of ['micromark', 'semver', 'vscode-jsonrpc', 'mdast-util-to-string'])
      assert.ok(notices.includes(`\n${name} `), name);
  });

  test('say the terms of each', () => {
    const sections = notices.split(`\n${'-'.repeat(80)}\n`).slice(1);
    assert.ok(sections.length > 60, `${sections.length} packages`);
    assert.deepEqual(
      sections.filter((s) => !/permission|licen[cs]e|copyright/i.test(s)).map((s) => s.trim().split('\n')[0]),
      [],
    );
  });
});
