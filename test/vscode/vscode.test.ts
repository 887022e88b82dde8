/**
 * The extension in a real VS Code: the desktop one that `@vscode/test-electron` downloads where there is a display
 * (or where VSCODE_DESKTOP is set), else the headless host beside this folder. All of it once, in Chinese, installed
 * from its package; what shows words once more, in English, as the extension is developed.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, suite, type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { runTests, runVSCodeCommand } from '@vscode/test-electron';
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';
import { ensureHost, executable, supported } from '../vscode-host/index.ts';

const root = resolve(import.meta.dirname, '../..');
const suiteFile = join(root, '.vscode-test/suite.cjs');
const desktop = process.env.VSCODE_DESKTOP ?? (process.platform === 'linux' ? process.env.DISPLAY : 'yes');
/** Bytes of the extension's package: more is a library that came along unseen. */
const LARGEST = 2_500_000;
const folders: string[] = [];

suite('in a real VS Code', { timeout: 600_000 }, () => {
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  test('all of the suite passes in zh-cn, installed from the .vsix into an empty profile', async (t) => {
    if (!(await ready(t))) return;
    const extensions = folder('extensions');
    await install(await packaged(t), extensions);
    // VS Code wants some extension under development to run tests: one with nothing in it.
    const runner = folder('runner');
    const manifest = { name: 'runner', publisher: 'test', version: '0.0.1', engines: { vscode: '*' } };
    writeFileSync(join(runner, 'package.json'), JSON.stringify(manifest));
    assert.equal(await tested(runner, extensions, { DOSSIER_TEST_LOCALE: 'zh-cn' }), 0);
  });

  test('what shows words does so in en too, as the extension is developed', async (t) => {
    if (!(await ready(t))) return;
    const env = { DOSSIER_TEST_LOCALE: 'en', DOSSIER_TEST_ONLY: 'words' };
    assert.equal(await tested(root, folder('extensions'), env), 0);
  });
});

async function ready(t: TestContext): Promise<boolean> {
  const reason = desktop ? undefined : supported();
  if (reason) t.skip(reason);
  else if (!desktop) await ensureHost();
  return reason === undefined;
}

async function tested(
  extension: string,
  extensions: string,
  env: Readonly<Record<string, string>> & { readonly DOSSIER_TEST_LOCALE: string },
): Promise<number> {
  await bundleSuite();
  return runTests({
    ...(desktop ? {} : { vscodeExecutablePath: executable }),
    extensionDevelopmentPath: extension,
    extensionTestsPath: suiteFile,
    extensionTestsEnv: env,
    launchArgs: [
      workspaceCopy(),
      `--user-data-dir=${folder('user')}`,
      `--extensions-dir=${extensions}`,
      '--locale',
      env.DOSSIER_TEST_LOCALE,
    ],
  });
}

async function packaged(t: TestContext): Promise<string> {
  const packagePath = join(folder('package'), 'dossier.vsix');
  await createVSIX({
    cwd: root,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const { size } = statSync(packagePath);
  t.diagnostic(`the .vsix has ${size} bytes`);
  assert.ok(size < LARGEST, `${size} bytes`);
  return packagePath;
}

async function install(vsix: string, extensions: string): Promise<void> {
  const args = ['--install-extension', vsix, `--extensions-dir=${extensions}`, `--user-data-dir=${folder('user')}`];
  if (desktop) await runVSCodeCommand(args);
  else await promisify(execFile)(executable, args);
}

async function bundleSuite(): Promise<void> {
  await build({
    entryPoints: [join(import.meta.dirname, 'suite.ts')],
    outfile: suiteFile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    logLevel: 'error',
  });
}

/** A folder as users have them: Chinese, blanks, brackets. */
function workspaceCopy(): string {
  const workspace = join(folder('ws'), '申报 材料(2023)');
  cpSync(join(root, 'samples'), workspace, { recursive: true });
  return workspace;
}

function folder(name: string): string {
  const path = mkdtempSync(join(tmpdir(), `dossier-${name}-`));
  folders.push(path);
  return path;
}
