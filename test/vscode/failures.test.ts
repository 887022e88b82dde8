/** What one sees in a real window when a file cannot be written, that the buttons help, and the list of what is printed as 无. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { suite, test } from 'node:test';
import { ensureHost, launch, supported, ui } from '../vscode-host/index.ts';

const root = resolve(import.meta.dirname, '../..');
const BLANK = '单位类别';

suite('failures in a real window', { timeout: 300_000 }, () => {
  test('are told in words, with buttons to try again and to save elsewhere; blank fields are listed', async (t) => {
    const reason = supported();
    if (reason) return t.skip(reason);
    await ensureHost();
    const folder = mkdtempSync(join(tmpdir(), 'dossier-failures-'));
    t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    cpSync(join(root, 'samples/最小'), folder, { recursive: true });
    const file = join(folder, '最小.dossier.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('  单位简介:', `  ${BLANK}:\n  单位简介:`));
    const host = await launch({ folder, extensionDevelopmentPath: root, locale: 'zh-cn' });
    t.after(() => host.close());
    const { page } = host;
    const window = ui(page);
    // Toasts do not show while a window is driven; the list of notifications has the same texts and buttons.
    const told = (text: string | RegExp) =>
      page.locator('.notifications-center .notification-list-item', { hasText: text }).first();
    const button = (text: string, name: string) => told(text).locator('.monaco-button', { hasText: name }).first();
    /** Opens the list, which closes when the last of its notifications is answered, once there is a new one. */
    const list = async () => {
      await page.locator('.statusbar-item[id="status.notifications"] .codicon-bell-dot').waitFor();
      await page.locator('.statusbar-item[id="status.notifications"]').click();
      await page.mouse.move(10, 300); // away from the tooltip, which lies over the buttons
    };
    const out = join(folder, 'out');
    const word = () => (existsSync(out) ? readdirSync(out).filter((n) => n.endsWith('.docx')) : []);

    await window.open('最小.dossier.yaml');
    await page.locator('.codelens-decoration a').first().waitFor();
    writeFileSync(out, 'a file in the way of the folder');
    await window.command('生成申报书');
    await list();
    await told(/没有生成。.*已有同名的文件或文件夹。请移走它，或换一个名称/).waitFor();
    assert.doesNotMatch(await told('没有生成').innerText(), /EEXIST|ENOTDIR|mkdir/);

    rmSync(out);
    await button('没有生成', '重试').click();
    await list();
    await told(/已生成 .*有 \d+ 项没有填写，印为“无”。/).waitFor();
    assert.equal(word().length, 1);

    await button('已生成', '查看未填项').click();
    const quick = page.locator('.quick-input-widget');
    await quick.locator('.monaco-list-row', { hasText: BLANK }).first().waitFor();
    await quick.locator('input[type="text"]').first().fill(BLANK);
    await page.keyboard.press('Enter');
    await page.locator('.breadcrumbs-control', { hasText: BLANK }).waitFor();

    rmSync(out, { recursive: true });
    writeFileSync(out, 'a file in the way of the folder');
    const elsewhere = join(folder, '别处');
    mkdirSync(elsewhere);
    await window.command('生成申报书');
    await list();
    await button('没有生成', '另存到…').click();
    // The dialog of a window in a browser; it lists the folder that it is in.
    const evidence = quick.locator('.monaco-list-row', { hasText: 'evidence' }).first();
    await evidence.waitFor();
    await quick.locator('input[type="text"]').first().fill(`${elsewhere}/`);
    await evidence.waitFor({ state: 'detached' });
    await quick.locator('.monaco-button', { hasText: '保存到这里' }).first().click();
    await list();
    await told(/已生成 .*别处/).waitFor();
    assert.equal(readdirSync(elsewhere).filter((n) => n.endsWith('.docx')).length, 1);
    assert.equal(readFileSync(out, 'utf8'), 'a file in the way of the folder');
  });
});
