/** What `npm start` and `npm test` install before they build: only what is missing, and never through a link. */
import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';

interface Installer {
  installMissing(root: string, actions: { install(root: string): void; log(line: string): void }): boolean;
}

// Plain JavaScript without types of its own.
const script = pathToFileURL(join(import.meta.dirname, '../support/install.mjs')).href;
const { installMissing } = (await import(script)) as Installer;

interface Package {
  readonly version: string;
  readonly integrity?: string;
  readonly optional?: boolean;
}

const PACKAGES: Readonly<Record<string, Package>> = {
  'node_modules/yaml': { version: '2.9.1', integrity: 'sha512-yaml' },
  'node_modules/yaml/node_modules/zod': { version: '4.6.7', integrity: 'sha512-zod' },
  'node_modules/@esbuild/aix': { version: '1.0.0', integrity: 'sha512-aix', optional: true },
};

/** A checkout with this lock file; `npm ci` is a stand-in that writes what npm writes. */
function checkout(t: TestContext, locked: Readonly<Record<string, Package>>) {
  const root = mkdtempSync(join(tmpdir(), 'dossier-install-'));
  t.after(() => rmSync(root, { recursive: true }));
  const lock = (packages: Readonly<Record<string, Package>>) =>
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': { version: '0' }, ...packages } }));
  lock(locked);
  const said: string[] = [];
  const npm = (packages: Readonly<Record<string, Package>>) => {
    const kept = Object.entries(packages).filter(([, { optional }]) => !optional);
    for (const [path] of kept) mkdirSync(join(root, path), { recursive: true });
    const hidden = join(root, 'node_modules/.package-lock.json');
    writeFileSync(hidden, JSON.stringify({ packages: Object.fromEntries(kept) }));
  };
  const run = (packages = locked) =>
    installMissing(root, { install: () => npm(packages), log: (line) => said.push(line) });
  return { root, lock, run, said };
}

suite('installing what is missing', () => {
  test('installs once in a fresh checkout, and says so', (t) => {
    const { run, said } = checkout(t, PACKAGES);
    assert.equal(run(), true);
    assert.deepEqual(said, ['Installing packages, because no packages are installed …']);
    assert.equal(run(), false, 'packages for other systems may be absent');
    assert.equal(said.length, 1);
  });

  test('goes by the content of the lock file, not by its time', (t) => {
    const { root, run } = checkout(t, PACKAGES);
    run();
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(root, 'package-lock.json'), later, later);
    assert.equal(run(), false);
  });

  const changes: readonly [what: string, Readonly<Record<string, Package>>, why: string][] = [
    ['another version', { 'node_modules/yaml': { version: '2.9.2' } }, 'yaml 2.9.2 is not installed'],
    ['another content', { 'node_modules/yaml': { version: '2.9.1', integrity: 'x' } }, 'yaml 2.9.1 is not installed'],
    ['one more package', { 'node_modules/@a/b': { version: '1.0.0' } }, '@a/b 1.0.0 is not installed'],
  ];
  for (const [what, change, why] of changes) {
    test(`installs again where the lock file names ${what}, however old it is`, (t) => {
      const { root, lock, run, said } = checkout(t, PACKAGES);
      run();
      const changed = { ...PACKAGES, ...change };
      lock(changed);
      utimesSync(join(root, 'package-lock.json'), 0, 0);
      assert.equal(run(changed), true);
      assert.equal(said.at(-1), `Installing packages, because ${why} …`);
      assert.equal(run(changed), false);
    });
  }

  test('installs again where the lock file no longer names a package', (t) => {
    const { lock, run, said } = checkout(t, { ...PACKAGES, 'node_modules/@a/b': { version: '1.0.0' } });
    run();
    lock(PACKAGES);
    assert.equal(run(PACKAGES), true);
    assert.match(said.at(-1)!, /because @a\/b is installed and not in package-lock\.json/);
  });

  test('installs again where a package is gone, or what npm noted cannot be read', (t) => {
    const { root, run } = checkout(t, PACKAGES);
    run();
    rmSync(join(root, 'node_modules/yaml/node_modules/zod'), { recursive: true });
    assert.equal(run(), true);
    writeFileSync(join(root, 'node_modules/.package-lock.json'), '{');
    assert.equal(run(), true);
    assert.equal(run(), false);
  });

  test('refuses to install through a link, and leaves what is behind it', (t) => {
    const { root, run, said } = checkout(t, PACKAGES);
    const other = join(root, 'other');
    mkdirSync(join(other, 'precious'), { recursive: true });
    symlinkSync(other, join(root, 'node_modules'), 'junction');
    assert.throws(() => run(), /^Error: node_modules is a link to .*other.*no packages are installed.*Remove the link/);
    assert.deepEqual(said, []);
    assert.ok(existsSync(join(other, 'precious')));
    assert.ok(lstatSync(join(root, 'node_modules')).isSymbolicLink());
  });

  test('takes a link to packages that are the same as they are', (t) => {
    const first = checkout(t, PACKAGES);
    first.run();
    const second = checkout(t, PACKAGES);
    symlinkSync(join(first.root, 'node_modules'), join(second.root, 'node_modules'), 'junction');
    assert.equal(second.run(), false);
  });
});
