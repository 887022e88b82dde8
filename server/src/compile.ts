/** Part of the build: checks the packs, writes them down as data for the bundles, and a page a rule. Fails where one does not hold. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulePage } from './core/explain.ts';
import { COMPILED, RULE_PAGES, readPacks } from './world.ts';

const { packs, problems } = readPacks();
for (const p of problems) process.stderr.write(`schemas/${p.file}:${p.line + 1}:${p.character + 1} ${p.message.zh}\n`);
const data = [...packs.values()].map(({ notice, form, rules, layout }) => ({ notice, form, rules, layout }));
writeFileSync(join(import.meta.dirname, COMPILED), JSON.stringify(data));
mkdirSync(join(import.meta.dirname, RULE_PAGES), { recursive: true });
for (const pack of packs.values()) {
  for (const rule of pack.rules) {
    for (const locale of ['zh', 'en'] as const) {
      writeFileSync(join(import.meta.dirname, RULE_PAGES, `${rule.id}.${locale}.md`), rulePage(pack, rule, locale));
    }
  }
}
process.exitCode = problems.length ? 1 : 0;
