/** What `npm start` shows: the samples checked, and one of them rendered to out/. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const shown = '特色型-重点行业';

console.log('\n── dossier check samples ──\n');
dossier('check', 'samples');

const sample = readdirSync(join(root, 'samples', shown)).find((f) => f.endsWith('.dossier.yaml'));
const file = join('samples', shown, sample);
console.log(`\n── dossier review ${file} ──\n`);
dossier('review', file, '--today', '2023-06-12');

console.log(`\n── dossier render ${file} -o out --all ──\n`);
const status = dossier('render', file, '-o', 'out', '--all');
console.log(`\nThe 申报书 (Word) and the 汇总表 (Excel) are in ${join(root, 'out')}`);
process.exitCode = status;

/** Findings are no failure of the tour: the sample 常见问题 is there to have them. */
function dossier(...args) {
  const run = spawnSync(process.execPath, [join(root, 'dist/cli.cjs'), ...args], { cwd: root, stdio: 'inherit' });
  return run.status ?? 1;
}
