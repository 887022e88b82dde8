/** The command line of VS Code's `code`, as far as test runners and VSIX installation need it. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Host, type LaunchOptions, launch, noVerdict } from './launch.ts';
import { serverMain } from './places.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    ...{ extensionDevelopmentPath: text, extensionTestsPath: text },
    ...{ 'user-data-dir': text, 'extensions-dir': text, 'disable-extensions': flag },
    ...{ locale: text, log: text, 'folder-uri': text, 'file-uri': text, 'enable-proposed-api': text },
    ...{ 'install-extension': text, 'uninstall-extension': text, 'list-extensions': flag, version: flag },
  },
});

if (values.version || values['list-extensions'] || values['install-extension'] || values['uninstall-extension']) {
  process.exit(manageExtensions());
}

const exit = { stopped: 130, hung: 124, broken: 1 };
const starting = launch(launchOptions());
starting.then(announce, (error: Error) => finish(exit.broken, error.stack));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => finish(exit.stopped, `Stopped by ${signal}.`));
}
limitTime();

function launchOptions(): LaunchOptions {
  const started = Date.now();
  const verbose = (line: string) => console.error(`[vscode-host ${Date.now() - started}] ${line}`);
  return {
    ...opened(),
    extensionDevelopmentPath: path('extensionDevelopmentPath'),
    extensionTestsPath: path('extensionTestsPath'),
    userDataDir: path('user-data-dir'),
    extensionsDir: path('extensions-dir'),
    disableExtensions: values['disable-extensions'] === true,
    locale: option('locale'),
    serverArguments: [...passedOn('log'), ...passedOn('enable-proposed-api')],
    log: process.env.VSCODE_HOST_VERBOSE ? verbose : undefined,
    onTestsEnd: (code) =>
      finish(code, code === noVerdict ? 'The extension host ended before the tests did.' : undefined),
    onDead: (why) => finish(exit.broken, why),
  };
}

/** The first path that is a folder or a workspace is opened as such; any other is a file to show. */
function opened(): LaunchOptions {
  const paths = positionals.map(toPath);
  const isWorkspace = (candidate: string) => candidate.endsWith('.code-workspace');
  const isFolder = (candidate: string) => statSync(candidate, { throwIfNoEntry: false })?.isDirectory() === true;
  const root = path('folder-uri') ?? paths.find((candidate) => isWorkspace(candidate) || isFolder(candidate));
  const file = path('file-uri') ?? paths.find((candidate) => candidate !== root);
  return root && isWorkspace(root) ? { workspace: root, file } : { folder: root, file };
}

function announce({ url }: Host) {
  if (!values.extensionTestsPath) console.log(url);
}

function limitTime() {
  if (!values.extensionTestsPath) return;
  const seconds = Number(process.env.VSCODE_HOST_TIMEOUT ?? 600);
  setTimeout(() => finish(exit.hung, `The tests gave no result within ${seconds} s.`), seconds * 1000).unref();
}

let finishing = false;
async function finish(code: number, why?: string) {
  if (finishing) return;
  finishing = true;
  if (why) console.error(`[vscode-host] ${why}`);
  // A launch still under way is left alone: the server's guard and the browser's pipe end both with this process.
  const host = await Promise.race([starting.catch(() => undefined), wait(1000, undefined)]);
  const shot = process.env.VSCODE_HOST_SHOT;
  if (host && code !== 0 && shot) await host.page.screenshot({ path: shot, timeout: 5000 }).catch(() => {});
  await host?.close();
  process.exit(code);
}

/** These verbs the server's own command line knows; it only must not touch the user's folders. */
function manageExtensions(): number {
  const data = mkdtempSync(join(tmpdir(), 'vscode-host-'));
  for (const name of ['extensions-dir', 'user-data-dir']) {
    const given = path(name);
    if (given) mkdirSync(given, { recursive: true });
  }
  const isolation = values.version ? [] : ['--accept-server-license-terms', '--server-data-dir', data];
  const env = { ...process.env, EXTENSIONS_GALLERY: '{}' };
  const command = [serverMain, ...process.argv.slice(2), ...isolation];
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit', env });
  rmSync(data, { recursive: true, force: true });
  return status ?? exit.broken;
}

function passedOn(name: string): string[] {
  const value = option(name);
  return value === undefined ? [] : [`--${name}`, value];
}

function option(name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

function path(name: string): string | undefined {
  const value = option(name);
  return value === undefined ? undefined : toPath(value);
}

function toPath(value: string): string {
  return /^(file|vscode-remote):/.test(value) ? decodeURIComponent(new URL(value).pathname) : resolve(value);
}
