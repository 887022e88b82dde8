/**
 * The extension in a real VS Code: the desktop one that `@vscode/test-electron` downloads where there is a display
 * (or where VSCODE_DESKTOP is set), else the headless host beside this folder.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, suite, test } from 'node:test';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { ensureHost, executable, supported } from '../vscode-host/index.ts';

const root = resolve(import.meta.dirname, '../..');
const suiteFile = join(root, 'dist/test/suite.cjs');
// A folder as users have them: Chinese, blanks, brackets.
const folders: string[] = [];

suite('in a real VS Code', { timeout: 600_000 }, () => {
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  for (const locale of ['zh-cn', 'en']) {
    test(`the extension's own tests pass, in ${locale}`, async (t) => {
      const desktop = process.env.VSCODE_DESKTOP ?? (process.platform === 'linux' ? process.env.DISPLAY : 'yes');
      const reason = desktop ? undefined : supported();
      if (reason) return t.skip(reason);
      if (!desktop) await ensureHost();
      await bundleSuite();
      const workspace = workspaceCopy();
      const code = await runTests({
        ...(desktop ? {} : { vscodeExecutablePath: executable }),
        extensionDevelopmentPath: root,
        extensionTestsPath: suiteFile,
        extensionTestsEnv: { DOSSIER_TEST_LOCALE: locale },
        launchArgs: [
          workspace,
          `--user-data-dir=${folder('user')}`,
          `--extensions-dir=${folder('extensions')}`,
          '--locale',
          locale,
        ],
      });
      assert.equal(code, 0);
    });
  }
});

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
