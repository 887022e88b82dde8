/**
 * Part of the build: checks the packs, writes them as JSON for the bundles, and a page for each rule and each notice; updates the reference of the
 * settings: the table in the guides and the JSON schema. Exits with 1 where something is wrong in a pack.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noticePage } from './core/features/hover/notice-page.ts';
import { rulePage } from './core/features/hover/rule-page.ts';
import { packReference } from './core/packs/reference.ts';
import { replaceBetweenMarks, settingsSchema, settingsSection } from './core/settings/reference.ts';
import { COMPILED, NOTICE_PAGES, RULE_PAGES, readPacks, SETTINGS_SCHEMA, schemasFolder } from './host/load-packs.ts';

const { packs, problems } = readPacks();
for (const p of problems)
  process.stderr.write(`${p.file}:${p.from.line + 1}:${p.from.character + 1} ${p.message.zh}\n`);
const data = [...packs.values()].map(({ notice, form, rules, layout }) => ({ notice, form, rules, layout }));
writeFileSync(join(import.meta.dirname, COMPILED), JSON.stringify(data));
for (const folder of [RULE_PAGES, NOTICE_PAGES]) mkdirSync(join(import.meta.dirname, folder), { recursive: true });
for (const pack of packs.values()) {
  for (const locale of ['zh', 'en'] as const) {
    const page = (folder: string, name: string, text: string) =>
      writeFileSync(join(import.meta.dirname, folder, `${name}.${locale}.md`), text);
    page(NOTICE_PAGES, pack.notice.id, noticePage(pack, locale).text);
    for (const rule of pack.rules) page(RULE_PAGES, `${pack.notice.id}.${rule.id}`, rulePage(pack, rule, locale));
  }
}
if (!problems.length) {
  renew(join(schemasFolder(), SETTINGS_SCHEMA), () => `${JSON.stringify(settingsSchema(packs), null, 2)}\n`);
  const guides = { zh: 'settings.zh-CN.md', en: 'settings.md' } as const;
  for (const locale of ['zh', 'en'] as const)
    renew(join(schemasFolder(), '../server/guides', guides[locale]), (text) =>
      replaceBetweenMarks(text, 'settings', settingsSection(packs, locale)),
    );
}
renew(join(schemasFolder(), '../server/guides/pack-reference.md'), (text) =>
  replaceBetweenMarks(text, 'reference', packReference()),
);
process.exitCode = problems.length ? 1 : 0;

/** Replaces a file of the sources, where it is there and its text is another. */
function renew(file: string, make: (text: string) => string | undefined): void {
  if (!existsSync(file)) return;
  const text = readFileSync(file, 'utf8');
  const made = make(text);
  if (made !== undefined && made !== text) writeFileSync(file, made);
}
