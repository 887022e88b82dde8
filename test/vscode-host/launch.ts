import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrowser } from './browser.ts';
import { follow } from './output.ts';
import type { Page } from './page.ts';
import { prepareProfile } from './profile.ts';
import { startServer } from './server.ts';
import { windowUrl } from './url.ts';

export interface LaunchOptions {
  /** What the window opens: a folder, a `.code-workspace` file or nothing, and a file in it. */
  folder?: string | undefined;
  workspace?: string | undefined;
  file?: string | undefined;
  /** The extension under development, and the module whose `run` runs its tests in the extension host. */
  extensionDevelopmentPath?: string | undefined;
  extensionTestsPath?: string | undefined;
  /** Kept after the run when given; otherwise new ones are made and thrown away. */
  userDataDir?: string | undefined;
  extensionsDir?: string | undefined;
  disableExtensions?: boolean | undefined;
  /** `zh-cn` makes the extension speak Chinese, and VS Code itself in its most common texts. */
  locale?: string | undefined;
  settings?: Record<string, unknown> | undefined;
  env?: Record<string, string> | undefined;
  serverArguments?: string[] | undefined;
  viewport?: { width: number; height: number } | undefined;
  /** Device pixels for each CSS pixel: 2 draws sharp pictures. */
  scale?: number | undefined;
  /** `false` lets toasts show, but then development and test paths are not honoured: install a VSIX instead. */
  driver?: boolean | undefined;
  log?: ((line: string) => void) | undefined;
  onTestsEnd?: ((exitCode: number) => void) | undefined;
  /** Called when the server, the browser or the page ends before `close`. */
  onDead?: ((why: string) => void) | undefined;
}

export interface Host {
  page: Page;
  url: string;
  close(): Promise<void>;
}

/** Exit code of a run whose extension host ended without saying how the tests went. */
export const noVerdict = 70;

/** Starts VS Code's server and a browser with its window; resolves when the window is ready to be used. */
export async function launch(options: LaunchOptions): Promise<Host> {
  const run = await mkdtemp(join(tmpdir(), 'vscode-host-'));
  const closers = [() => rm(run, { recursive: true, force: true, maxRetries: 5 })];
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeAll(closers);
    return closing;
  };
  const onDead = (why: string) => {
    // A result may still be on its way through the page.
    setTimeout(() => closing ?? options.onDead?.(why), 1000);
  };
  try {
    const { page, url } = await start({ ...options, onDead }, run, closers);
    return { page, url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(options: LaunchOptions & { onDead(why: string): void }, run: string, closers: Closer[]) {
  const log = options.log ?? (() => {});
  const output = follow(join(run, 'output'));
  closers.push(output.stop);

  const profile = await prepareProfile(options, run);
  const server = await startServer(profile, options, run);
  closers.push(server.stop);

  const { browser, page } = await openBrowser({ ...options, log });
  closers.push(browser.close.bind(browser));

  await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => log([type, ...values].join(' ')));
  await page.exposeFunction('codeAutomationExit', (code: number) => options.onTestsEnd?.(verdict(code, run)));
  const url = windowUrl(server.port, options);
  await page.goto(url);
  await untilReady(page, options.driver !== false);
  // The wrapper in the extension host waits for this file before it lets the tests begin.
  await writeFile(join(run, 'ready'), '');
  return { page, url };
}

/** A killed extension host reports 0, as passed tests do; only the latter leave the file behind. */
function verdict(code: number, run: string): number {
  if (code !== 0) return code;
  return existsSync(join(run, 'passed')) ? 0 : noVerdict;
}

async function untilReady(page: Page, driver: boolean) {
  if (!driver) return page.locator('.monaco-workbench .statusbar-item').first().waitFor({ timeout: 60_000 });
  await page.waitForFunction('window.driver', null, { timeout: 60_000 });
  await page.evaluate('window.driver.whenWorkbenchRestored()');
}

type Closer = () => Promise<void>;

/** In the opposite order of opening, and none may keep the next one from its turn. */
async function closeAll(closers: Closer[]) {
  for (const closer of closers.toReversed()) {
    await Promise.race([closer().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 5000))]);
  }
}
