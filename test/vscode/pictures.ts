/** Draws the README's pictures of VS Code, in Chinese: `npm run pictures`. Look at them before committing. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureHost, launch, ui } from '../vscode-host/index.ts';

const root = resolve(import.meta.dirname, '../..');
const images = join(root, 'client/images');
mkdirSync(images, { recursive: true });

await ensureHost();
const folder = join(mkdtempSync(join(tmpdir(), 'dossier-pictures-')), '申报');
cpSync(join(root, 'samples'), folder, { recursive: true });
const host = await launch({
  folder,
  extensionDevelopmentPath: root,
  locale: 'zh-cn',
  viewport: { width: 1180, height: 760 },
  scale: 2,
  settings: {
    'editor.fontSize': 14,
    'editor.minimap.enabled': false,
    'workbench.colorTheme': 'Default Light Modern',
    'breadcrumbs.enabled': true,
  },
});
const { page } = host;
const window = ui(page);
try {
  await window.open('常见问题.dossier.yaml');
  await page.locator('.squiggly-error').first().waitFor();
  await window.goto(14, 3);
  await window.problems('deadline');
  await window.shot(join(images, 'findings.png'));
  await page.keyboard.press('Control+J');
  await page.keyboard.press('Control+1');

  await window.open('最小.dossier.yaml');
  await window.goto(4, 9); // the box counts a Han character as two columns
  await page.keyboard.press('Shift+End');
  await page.keyboard.press('Delete');
  await window.suggest();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+Space'); // the documentation beside the list
  await page.locator('.suggest-details-container').waitFor();
  await page.waitForTimeout(400);
  await window.shot(join(images, 'completion.png'));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Z');

  const line = 69;
  await window.goto(line, 5);
  await window.hover();
  await page.waitForTimeout(400);
  await window.shot(join(images, 'hover.png'));
} catch (error) {
  await page.screenshot({ path: join(tmpdir(), 'dossier-picture-failed.png') });
  throw error;
} finally {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
}
