/** The preview in a real window: what one sees of it, and that it follows the cursor both ways. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { suite, test } from 'node:test';
import { ensureHost, launch, supported, ui } from '../vscode-host/index.ts';

const root = resolve(import.meta.dirname, '../..');

suite('the preview in a real window', { timeout: 300_000 }, () => {
  test('shows the sheets, follows typing and the cursor, and leads back', async (t) => {
    const reason = supported();
    if (reason) return t.skip(reason);
    await ensureHost();
    const folder = join(mkdtempSync(join(tmpdir(), 'dossier-preview-')), '申报 材料(2023)');
    t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    cpSync(join(root, 'samples'), folder, { recursive: true });
    const complaints: string[] = [];
    const log = (line: string) => {
      if (/Content Security Policy|Uncaught/.test(line)) complaints.push(line);
    };
    const settings = { 'workbench.colorTheme': 'Default Dark Modern' };
    const host = await launch({ folder, extensionDevelopmentPath: root, locale: 'en', settings, log });
    t.after(() => host.close());
    const { page } = host;
    const window = ui(page);
    const sheets = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    const field = (path: string) => sheets.locator(`td[data-path="${path}"]`).first();

    await window.open('犁云农机.dossier.yaml');
    await page.keyboard.press('Control+K');
    await page.keyboard.press('V');
    await sheets.locator('.sheet .cover').waitFor();
    assert.equal(await sheets.locator('.cover-title').innerText(), '申报书');
    await page.locator('.tab', { hasText: 'Preview 犁云农机.dossier.yaml' }).waitFor();

    // The cursor stays in the text, and the preview follows it: to the picture, which is loaded.
    const picture = sheets.locator('figure.here img');
    await window.goto(103, 10);
    await picture.waitFor();
    assert.match((await picture.getAttribute('src')) ?? '', /%E6%9E%B6%E6%9E%84%E5%9B%BE\.png\?v=0$/);

    // What is typed is shown, in the elements that are there: nothing is made anew.
    const capital = field('申报单位.注册资本');
    await window.goto(16, 13); // the box counts a Han character as two columns
    await capital.filter({ hasText: '8600 万元' }).waitFor();
    await capital.evaluate((cell) => {
      cell.isTheSame = true;
    });
    await page.keyboard.type('7');
    await sheets.locator('td.here', { hasText: '78600 万元' }).waitFor();
    assert.ok(await capital.evaluate((cell) => cell.isTheSame));

    // What was left blank and is printed as 无 is listed above the sheets, and leads to where it is to be filled in.
    const none = sheets.locator('details.none');
    await none.locator('summary', { hasText: /^\d+ blank field\(s\) are printed as 无/ }).click();
    await none.locator('button', { hasText: '申报.兼报理由' }).click();
    await page.locator('.statusbar-item', { hasText: /Ln 4, Col 1/ }).waitFor();

    // A double click leads to the source, and so does Enter.
    await field('申报单位.成立日期').click({ clickCount: 2 });
    await page.locator('.statusbar-item', { hasText: /Ln 15, Col 9/ }).waitFor();
    await field('申报单位.单位性质').click();
    await page.keyboard.press('Enter');
    await page.locator('.statusbar-item', { hasText: /Ln 13, Col 9/ }).waitFor();
    assert.deepEqual(complaints, []);
  });
});
