/** What 200 dossiers cost: all of them on the command line, and one edit among them in an editor. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseDocument } from 'yaml';
import { PackLibrary } from '../../server/src/host/pack-library.ts';
import { DossierStore } from '../../server/src/workbench/dossier-store.ts';
import { dossiers, platformOf, write } from './dossiers.ts';
import { CLI, isBuilt, mb, PARSE_ALL, row, run } from './measure.ts';

const COUNT = 200;

export async function many(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dossier-bench-'));
  try {
    const made = dossiers(COUNT);
    const paths = write(join(folder, 'all'), made);
    const lines = made.reduce((sum, d) => sum + d.text.split('\n').length, 0);
    const size = made.reduce((sum, d) => sum + d.text.length, 0);
    const files = paths.reduce((sum, path) => sum + readdirSync(join(path, '../evidence')).length, 0);
    console.log(
      `\n${COUNT} dossiers of ${Math.round(lines / COUNT)} lines, ${size} characters, ${files} files of evidence.`,
    );
    await commandLine(folder, paths);
    editor(
      paths,
      made.map((d) => d.text),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each run in a process of its own, so that its peak is its own. */
async function commandLine(folder: string, paths: readonly string[]): Promise<void> {
  const base = await run(folder, PARSE_ALL, [], { input: paths.join('\n') });
  row('all files read and parsed by yaml (baseline)', base, base);
  if (!isBuilt()) return;
  const checked = await run(folder, CLI, ['check', join(folder, 'all'), '--format', 'json']);
  row('dossier check, cross rules and evidence', checked, base);
  if (checked.child) console.log(`${'  each of its processes, at most'.padEnd(76)} ${mb(checked.child)}`);
  const { summary, files } = JSON.parse(checked.out) as Report;
  const rules = files.flatMap((f) => f.findings).map((f) => f.rule);
  const told = ['duplicate-platform', 'copied-text', 'city-quota', 'material-file'].map(
    (rule) => `${rule} ${rules.filter((r) => r === rule).length}`,
  );
  console.log(`  ${summary.files} files, ${summary.errors} errors, ${summary.warnings} warnings; ${told.join(', ')}`);
}

interface Report {
  readonly files: readonly { readonly findings: readonly { readonly rule: string }[] }[];
  readonly summary: { readonly files: number; readonly errors: number; readonly warnings: number };
}

/** All of them on one store, as in an editor; one is edited, and those that this concerns are checked again. */
function editor(paths: readonly string[], texts: readonly string[]): void {
  const store = new DossierStore(new PackLibrary());
  for (const [i, path] of paths.entries()) store.set(path, texts[i]!);
  const loaded = timed(() => settle(store, paths));
  const [path, own, other] = [paths[EDITED]!, texts[EDITED]!, platformOf(OTHER)];
  const parse = median(Array.from({ length: 20 }, () => timed(() => parseDocument(own))));
  const line = (what: string, ms: number, more: string) =>
    console.log(
      `${what.padEnd(44)} ${ms.toFixed(1).padStart(7)} ms ${(ms / parse).toFixed(1).padStart(6)} × that   ${more}`,
    );
  console.log(`\nOne store with all ${paths.length}; yaml parses the one that is edited in ${parse.toFixed(2)} ms.`);
  line('all laid down and judged', loaded, `${(loaded / parse / paths.length).toFixed(1)} × that each`);
  const edit = (what: string, changed: string) => {
    // There and back again, ten times.
    const edits = Array.from({ length: 20 }, (_, i) => edited(store, paths, path, i % 2 ? own : changed));
    const counts = [...new Set(edits.map((e) => e.anew))];
    line(what, median(edits.map((e) => e.own)), 'the dossier itself');
    line(
      '  and all that it concerns',
      median(edits.map((e) => e.all)),
      `${counts.join(' or ')} of ${paths.length} analysed anew`,
    );
  };
  const at = own.indexOf('。', own.indexOf('  服务能力: |'));
  edit('a keystroke in a chapter', `${own.slice(0, at)}字${own.slice(at)}`);
  edit('the platform’s name made that of another', own.replace(/平台名称: .*/, `平台名称: ${other}`));
  console.log(
    '\nThe ratios hold on any machine. An edit among many should cost a few parses of the one file and analyse',
  );
  console.log('anew only what it concerns; the command line a few parses of all files, evidence included.');
}

/** The dossier that is edited, and the one whose platform it takes. */
const [EDITED, OTHER] = [7, 40];

/** Judges all until nobody has anything new to tell the others. */
function settle(store: DossierStore, paths: readonly string[]): void {
  for (const path of paths) store.analysis(path);
  for (const path of store.affected()) store.analysis(path);
}

/** An edit: what it takes to judge the dossier, and all that it concerns. */
function edited(store: DossierStore, paths: readonly string[], path: string, changed: string) {
  const before = paths.map((p) => store.analysis(p));
  store.set(path, changed);
  const own = timed(() => store.analysis(path));
  const rest = timed(() => {
    for (const other of store.affected()) store.analysis(other);
  });
  const anew = paths.filter((p, i) => store.analysis(p) !== before[i]).length;
  return { own, all: own + rest, anew };
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}
