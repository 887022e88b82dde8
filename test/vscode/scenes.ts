/** What each picture shows. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Ui } from '../vscode-host/index.ts';

export interface Scene {
  /** CSS pixels; the picture has twice as many. */
  readonly size: { readonly width: number; readonly height: number };
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Changes the samples before they are opened. */
  arrange?(folder: string): void;
  draw(stage: Stage): Promise<void>;
}

export interface Stage {
  readonly page: Page;
  readonly window: Ui;
  /** Opens a dossier without the side bar, and waits until the server has spoken. */
  open(file: string): Promise<void>;
  /** Runs a command of the extension, named as in package.nls.json. */
  command(id: string): Promise<void>;
}

export const scenes: Readonly<Record<string, Scene>> = {
  findings: {
    size: { width: 1180, height: 690 },
    async draw({ window, open }) {
      await open('常见问题.dossier.yaml');
      await window.goto(14, 3);
      await window.problems('迟了');
    },
  },
  completion: {
    size: { width: 1000, height: 560 },
    settings: { 'editor.suggestFontSize': 12, 'editor.suggestLineHeight': 20 }, // the box is fifteen lines high
    arrange: withoutTroubles,
    async draw({ page, window, open }) {
      await open('最小.dossier.yaml');
      await window.goto(4, 9); // the box counts a Han character as two columns
      await page.keyboard.press('Shift+End');
      await page.keyboard.press('Delete');
      await window.type('zhx');
      await page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
      await page.keyboard.press('Control+Space'); // the documentation beside the list
      await page.locator('.suggest-details-container').waitFor();
      await page.waitForTimeout(400);
    },
  },
  hover: {
    size: { width: 1000, height: 640 },
    settings: { 'editor.stickyScroll.enabled': false },
    arrange: withoutTroubles,
    async draw({ page, window, open }) {
      await open('最小.dossier.yaml');
      await window.goto(69, 5);
      await window.hover();
      await page.waitForTimeout(400);
    },
  },
  views: {
    size: { width: 1300, height: 790 },
    arrange: withSlips,
    async draw({ page, open }) {
      await open('犁云农机.dossier.yaml');
      await page.locator('.statusbar-item[id*="dossier.state"]').click();
      await page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row').first().waitFor();
      await widenSideBar(page, 175);
      // From a finding of a clause to its field.
      await page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row', { hasText: '缴纳社保' }).first().click();
      await page.locator('.breadcrumbs-control', { hasText: '缴纳社保' }).waitFor();
      await page.keyboard.press('Control+1');
      for (let line = 0; line < 4; line++) await page.keyboard.press('Control+ArrowUp'); // the code lenses into sight
      await page.mouse.move(1000, 8);
      await page.waitForTimeout(1000);
    },
  },
  preview: {
    size: { width: 1240, height: 740 },
    arrange: withoutTroubles,
    async draw({ page, window, open }) {
      await open('犁云农机.dossier.yaml');
      await page.keyboard.press('Control+K');
      await page.keyboard.press('V');
      const sheets = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
      await sheets.locator('.sheet .cover').waitFor();
      await window.goto(133, 20);
      await sheets.locator('p.here').waitFor();
      await page.waitForTimeout(500);
    },
  },
  directions: {
    size: { width: 1240, height: 700 },
    arrange: withSlips,
    async draw({ page, window, open, command }) {
      await open('犁云农机.dossier.yaml');
      await window.command('Hide Editor Tabs');
      await command('compareDirections');
      await page.frameLocator('iframe.webview.ready').frameLocator('#active-frame').locator('table').first().waitFor();
      await page.waitForTimeout(2500);
    },
  },
  'quick-fix': {
    size: { width: 1000, height: 420 },
    arrange: withSlips,
    async draw({ page, window, open }) {
      await open('犁云农机.dossier.yaml');
      await window.goto(133, 36);
      await page.locator('.squiggly-warning').first().waitFor();
      await page.keyboard.press('Control+.');
      await page.locator('.action-widget .monaco-list-row', { hasText: '416' }).waitFor();
      await page.waitForTimeout(500);
    },
  },
  walkthrough: {
    size: { width: 1180, height: 720 },
    arrange: withoutTroubles,
    async draw({ page, window, open, command }) {
      await open('最小.dossier.yaml');
      await page.keyboard.press('Control+K');
      await page.keyboard.press('W');
      await window.command('Hide Editor Tabs');
      await command('openWalkthrough');
      await page.locator('.gettingStartedContainer .step-title').first().waitFor();
      await page.waitForTimeout(2500);
    },
  },
};

/** The views beside each other with the text, wide enough to be read. */
async function widenSideBar(page: Page, by: number): Promise<void> {
  const edge = Number(await page.evaluate(`document.querySelector('.part.sidebar').getBoundingClientRect().right`));
  await page.mouse.move(edge, 300);
  await page.mouse.down();
  await page.mouse.move(edge + by, 300);
  await page.mouse.up();
}

/** The findings of the sample that is there to have them would be counted in the status bar. */
function withoutTroubles(folder: string): void {
  rmSync(join(folder, '常见问题'), { recursive: true });
}

/** A good dossier with a few errors. */
function withSlips(folder: string): void {
  withoutTroubles(folder);
  change(join(folder, '特色型-重点行业/犁云农机.dossier.yaml'), [
    ['服务企业数: {数值: 416', '服务企业数: {数值: 461'],
    ['  符合绿色门槛: 是\n', ''],
    ['缴纳社保: 是', '缴纳社保: 否'],
  ]);
}

function change(file: string, changes: readonly (readonly [from: string, to: string])[]): void {
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
    text = text.replace(from, to);
  }
  writeFileSync(file, text);
}
