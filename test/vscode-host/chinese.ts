import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { translations } from './places.ts';

/**
 * VS Code's own texts in Chinese, for pictures. Microsoft's language pack is not on npm; this copy of it, for VS Code
 * 1.83, is the last there that names its texts, and still knows those that one sees all the time.
 */
export async function addChinese(modules: string) {
  const out = join(modules, 'code-server/lib/vscode/out');
  const keys: [file: string, names: string[]][] = JSON.parse(await readFile(join(out, 'nls.keys.json'), 'utf8'));
  const english: string[] = JSON.parse(await readFile(join(out, 'nls.messages.json'), 'utf8'));
  const pack = join(modules, '@codingame/monaco-vscode-language-pack-zh-hans/translations/main.i18n.json.js');
  const { default: chinese } = (await import(pathToFileURL(pack).href)) as { default: Texts };

  const contents: Texts = {};
  let index = 0;
  for (const [file, names] of keys) {
    const texts: Record<string, string> = {};
    for (const name of names) {
      const text = chinese[file]?.[name];
      if (text !== undefined && placeholders(text) === placeholders(english[index])) texts[name] = text;
      index++;
    }
    contents[file] = texts;
  }
  await writeFile(translations(modules, 'zh-cn'), JSON.stringify({ contents }));
}

type Texts = Record<string, Record<string, string>>;

/** A text whose placeholders have changed since is about something else. */
function placeholders(text = ''): string {
  return [...new Set(text.match(/\{\d+\}/g))].sort().join();
}
