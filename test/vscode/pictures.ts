/**
 * Draws the pictures of VS Code for the README and the docs: `npm run pictures`. Look at them before committing.
 * To look at some of them otherwise: `npm run pictures -- views preview --theme dark --locale en --to FOLDER`.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureHost, launch, ui } from '../vscode-host/index.ts';
import { scenes } from './scenes.ts';

const root = resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    theme: { type: 'string', default: 'light' },
    locale: { type: 'string', default: 'zh-cn' },
    to: { type: 'string', default: join(root, 'client/images') },
  },
});

/** Items that a VS Code in a browser has and one on a desktop has not, and VS Code's own accounts. */
const BARE = `
  .statusbar-item[id="status.host"], .statusbar-item[id="status.forwardedPorts"],
  .statusbar-item[id="status.workbench.keyboardLayout"], .notifications-toasts { display: none !important; }
`;

mkdirSync(values.to, { recursive: true });

await ensureHost();
for (const name of positionals.length ? positionals : Object.keys(scenes)) await draw(name);

async function draw(name: string): Promise<void> {
  const scene = scenes[name];
  if (!scene) throw new Error(`There is no picture ${name}, only ${Object.keys(scenes).join(', ')}`);
  const place = mkdtempSync(join(tmpdir(), 'dossier-pictures-'));
  const folder = join(place, '申报');
  cpSync(join(root, 'samples'), folder, { recursive: true });
  rmSync(join(folder, 'tour.mjs'));
  scene.arrange?.(folder);
  const host = await launch({
    folder,
    extensionDevelopmentPath: root,
    extensionTestsPath: join(import.meta.dirname, 'clock.cjs'),
    locale: values.locale,
    viewport: scene.size,
    scale: 2,
    settings: { ...settings(), ...scene.settings },
  });
  const { page } = host;
  const window = ui(page);
  const open = async (file: string) => {
    await window.open(file);
    await page.keyboard.press('Control+B');
    await page.locator('.codelens-decoration a').first().waitFor();
    await page.locator('.statusbar-item', { hasText: /距截止|left/ }).waitFor(); // the day is that of clock.cjs
  };
  const file = join(values.to, `${name}.png`);
  try {
    await page.evaluate(`document.head.appendChild(document.createElement('style')).textContent = \`${BARE}\``);
    await scene.draw({ page, window, open, command: (id) => window.command(title(id)) });
    await window.shot(file);
    shrink(file);
    console.log(`${file} ${Math.round(statSync(file).size / 1024)} KB`);
  } catch (error) {
    await page.screenshot({ path: join(tmpdir(), 'dossier-picture-failed.png') });
    throw error;
  } finally {
    await host.close();
    rmSync(place, { recursive: true, force: true });
  }
}

/** Nothing but what the picture is about. */
function settings(): Record<string, unknown> {
  return {
    'workbench.colorTheme': values.theme === 'dark' ? 'Default Dark Modern' : 'Default Light Modern',
    'window.commandCenter': false,
    'workbench.layoutControl.enabled': false,
    'workbench.activityBar.location': 'default',
    'editor.fontSize': 14,
    'editor.minimap.enabled': false,
    'editor.lineNumbersMinChars': 3,
    'editor.scrollbar.vertical': 'hidden',
    'editor.overviewRulerBorder': false,
    'editor.inlayHints.fontFamily': 'sans-serif',
  };
}

/** A command's title as the palette has it. */
function title(id: string): string {
  const chinese = values.locale.startsWith('zh') ? '.zh-cn' : '';
  const texts: Record<string, string> = JSON.parse(readFileSync(join(root, `package.nls${chinese}.json`), 'utf8'));
  return texts[`command.${id}`] ?? id;
}

/** A palette is enough for a window; without ImageMagick the picture stays as it is. */
function shrink(file: string): void {
  try {
    execFileSync('convert', [
      file,
      '-strip',
      '+dither',
      '-colors',
      '256',
      '-define',
      'png:compression-level=9',
      `PNG8:${file}`,
    ]);
  } catch {
    console.warn(`${file} is left large: ImageMagick's convert is not here`);
  }
}
