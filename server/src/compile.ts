/** Part of the build: checks the packs, writes them down as data for the bundles, and a page a rule and a notice. Fails where one does not hold. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulePage } from './core/explain.ts';
import { noticePage } from './core/notice-page.ts';
import { COMPILED, NOTICE_PAGES, RULE_PAGES, readPacks } from './world.ts';

const { packs, problems } = readPacks();
for (const p of problems) process.stderr.write(`schemas/${p.file}:${p.line + 1}:${p.character + 1} ${p.message.zh}\n`);
const data = [...packs.values()].map(({ notice, form, rules, layout }) => ({ notice, form, rules, layout }));
writeFileSync(join(import.meta.dirname, COMPILED), JSON.stringify(data));
for (const folder of [RULE_PAGES, NOTICE_PAGES]) mkdirSync(join(import.meta.dirname, folder), { recursive: true });
for (const pack of packs.values()) {
  for (const locale of ['zh', 'en'] as const) {
    const page = (folder: string, name: string, text: string) =>
      writeFileSync(join(import.meta.dirname, folder, `${name}.${locale}.md`), text);
    page(NOTICE_PAGES, pack.notice.id, noticePage(pack, locale).text);
    for (const rule of pack.rules) page(RULE_PAGES, rule.id, rulePage(pack, rule, locale));
  }
}
process.exitCode = problems.length ? 1 : 0;
