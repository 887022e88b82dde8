/** Part of the build: checks the packs and writes them down as data for the bundles. Fails where one does not hold. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILED, readPacks } from './world.ts';

const { packs, problems } = readPacks();
for (const p of problems) process.stderr.write(`schemas/${p.file}:${p.line + 1}:${p.character + 1} ${p.message.zh}\n`);
const data = [...packs.values()].map(({ notice, form, rules, layout }) => ({ notice, form, rules, layout }));
writeFileSync(join(import.meta.dirname, COMPILED), JSON.stringify(data));
process.exitCode = problems.length ? 1 : 0;
