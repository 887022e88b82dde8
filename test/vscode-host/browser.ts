import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchOptions } from './launch.ts';
import type { Browser, Page, Playwright } from './page.ts';
import { browserFolder, folder, hostRequire, modules } from './places.ts';

/** Opens an empty page in a headless Chromium: the one that the environment names in CHROMIUM, or the one from npm. */
export async function openBrowser(options: LaunchOptions): Promise<{ browser: Browser; page: Page }> {
  const { chromium } = hostRequire(folder)('playwright-core') as Playwright;
  const browser = await chromium.launch({
    ...program(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    // Playwright would end this process on a signal before the server is stopped.
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
  });
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    deviceScaleFactor: options.scale ?? 1,
    locale: options.locale ?? 'en',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.on('console', (message) => options.log?.(`console.${message.type()} ${message.text().slice(0, 500)}`));
  page.on('crash', () => options.onDead?.('The page with the VS Code window crashed.'));
  browser.on('disconnected', () => options.onDead?.('The browser ended.'));
  return { browser, page };
}

function program() {
  // With a Chinese locale, which need not be installed, Chinese text gets the Chinese among the CJK fonts.
  const env = { ...process.env, LC_ALL: 'zh_CN.UTF-8' };
  const own = process.env.CHROMIUM;
  if (own) return { executablePath: own, env };

  const unpacked = browserFolder(modules);
  if (!existsSync(unpacked)) throw new Error('The host is not installed: call ensureHost() first.');
  return {
    executablePath: join(unpacked, 'chromium'),
    env: {
      ...env,
      // NSS and expat, which a bare machine lacks. Only the browser gets them: Node and VS Code use the machine's.
      LD_LIBRARY_PATH: join(unpacked, 'lib'),
      FONTCONFIG_FILE: process.env.FONTCONFIG_FILE ?? join(unpacked, 'fonts.conf'),
    },
  };
}
