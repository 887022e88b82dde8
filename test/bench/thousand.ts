/** What a thousand dossiers cost on the command line, and one when the program has to start for it, beside tools that do a part of that. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { sample } from '../support/engine.ts';
import { dossiers, write } from './dossiers.ts';
import { CLI, isBuilt, mb, PARSE_ALL, type Run, run } from './measure.ts';
import { spectral, VERSION, writeRuleset } from './spectral.ts';

const COUNT = 1000;

/** Runs of a single file; the median counts. */
const STARTS = 5;

/** A broken line or two in one of so many, so that there is something to find. */
const BROKEN = 10;

export async function thousand(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dossier-bench-'));
  try {
    const made = dossiers(COUNT).map((d, n) => (n % BROKEN ? d : { ...d, text: broken(d.text) }));
    const paths = write(join(folder, 'all'), made);
    for (const path of paths) copyAlone(path, join(folder, 'alone'));
    const lines = made.reduce((sum, d) => sum + d.text.split('\n').length, 0);
    const files = paths.reduce((sum, path) => sum + readdirSync(join(dirname(path), 'evidence')).length, 0);
    console.log(`\n${COUNT} dossiers of ${Math.round(lines / COUNT)} lines, ${files} files of evidence.`);
    if (!isBuilt()) return;
    const other = spectral();
    if (other) writeRuleset(join(folder, 'ruleset.json'));
    await large(folder, paths, other);
    await cold(folder, sample('特色型-重点行业').path, other);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A number that is words, and a key that the form does not have. Spectral tells of the second only: it loses what it finds at a key that is not ASCII,
 * though it has looked for it.
 */
function broken(text: string): string {
  return `${text.replace(/^( {2}职工人数: ).*/m, '$1约百人')}其他说明: 无\n`;
}

/** The dossier without what lies beside it: what the others read, and no more. */
function copyAlone(path: string, folder: string): void {
  const own = join(folder, basename(dirname(path)));
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, basename(path)), readFileSync(path));
}

/** Wall time and peak of memory over all, as ratios to `yaml` reading and parsing the same files. */
async function large(folder: string, paths: readonly string[], other: string | undefined): Promise<void> {
  const base = await run(folder, PARSE_ALL, [], { input: paths.join('\n') });
  row('yaml alone: reads and parses the dossiers', base, base);
  const check = (what: string, ...args: string[]) =>
    run(folder, CLI, ['check', join(folder, what), '--format', 'json', ...args]);
  const one = await check('alone', '--jobs', '1');
  row('dossier check: form, rules, dossiers compared', one, base, findingsOf(one));
  const alone = await check('alone');
  row(`  by a process a core (${availableParallelism()})`, alone, base, findingsOf(alone));
  const all = await check('all');
  row('  and every file of evidence opened', all, base, findingsOf(all));
  if (all.child) console.log(`${'  each of its processes, at most'.padEnd(WIDE + 34)} ${mb(all.child)}`);
  if (!other) return;
  const linted = await run(folder, other, spectralArgs(folder, 'alone/*/*.dossier.yaml'), { cwd: folder });
  row(`Spectral ${VERSION}: the form, as a JSON schema`, linted, base, (JSON.parse(linted.out) as unknown[]).length);
  const times = (linted.seconds / alone.seconds).toFixed(2);
  console.log(`  that is ${times} × the time of dossier check on the same bytes`);
}

/** One file, from the start of the program to its end. */
async function cold(folder: string, path: string, other: string | undefined): Promise<void> {
  copyAlone(path, join(folder, 'one'));
  const file = join(folder, 'one', basename(dirname(path)), basename(path));
  console.log(`\nOne file, the program's start included; medians of ${STARTS} runs.`);
  const base = await starts(() => run(folder, PARSE_ALL, [], { input: file }));
  row('yaml alone', base, base);
  row('dossier check', await starts(() => run(folder, CLI, ['check', file, '--format', 'json'])), base);
  row('  and its evidence opened', await starts(() => run(folder, CLI, ['check', path, '--format', 'json'])), base);
  if (!other) return;
  const lint = () => run(folder, other, spectralArgs(folder, 'one/*/*.dossier.yaml'), { cwd: folder });
  row(`Spectral ${VERSION}`, await starts(lint), base);
}

function spectralArgs(folder: string, glob: string): readonly string[] {
  return ['lint', glob, '--ruleset', join(folder, 'ruleset.json'), '--format', 'json', '--quiet'];
}

async function starts(start: () => Promise<Run>): Promise<Run> {
  const runs: Run[] = [];
  for (let i = 0; i < STARTS; i++) runs.push(await start());
  return runs.sort((a, b) => a.seconds - b.seconds)[Math.floor(STARTS / 2)]!;
}

function findingsOf({ out }: Run): number {
  const { files } = JSON.parse(out) as { readonly files: readonly { readonly findings: readonly unknown[] }[] };
  return files.reduce((sum, f) => sum + f.findings.length, 0);
}

const WIDE = 46;

function row(what: string, { seconds, peak }: Run, base: Run, findings?: number): void {
  const time = `${seconds.toFixed(2).padStart(7)} s ${(seconds / base.seconds).toFixed(2).padStart(6)} × yaml`;
  const memory = `${mb(peak)} ${(peak / base.peak).toFixed(2).padStart(5)} × yaml`;
  console.log(`${what.padEnd(WIDE)} ${time}   ${memory}${findings === undefined ? '' : `   ${findings} findings`}`);
}
