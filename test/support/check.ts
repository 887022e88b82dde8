/** What tests of `dossier check` share: dossiers in folders of their own, and the report as JSON. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { type CommandOptions, type Outcome, run as runIn } from './command-line.ts';
import { SAMPLES, SMALLEST } from './engine.ts';

/** All folders of a test file; gone when its tests end. */
let temp = '';
before(() => {
  temp = mkdtempSync(join(tmpdir(), 'dossier-cli-'));
});
after(() => rmSync(temp, { recursive: true, force: true }));

/** A new folder, with a name that is hard to quote. */
export function folder(name = '申报 材料(2023) [甲]'): string {
  const path = join(mkdtempSync(join(temp, 'f-')), name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Puts the evidence that the smallest sample names into a folder. */
export function evidence(place: string): string {
  cpSync(join(SAMPLES, SMALLEST, 'evidence'), join(place, 'evidence'), { recursive: true });
  return place;
}

/** A folder with one dossier of this text in it, and the evidence of the smallest sample; gives the dossier's path. */
export function dossier(text: string | Uint8Array, name = '甲.dossier.yaml'): string {
  const path = join(evidence(folder()), name);
  writeFileSync(path, text);
  return path;
}

/** Runs the command line, in a folder without dossiers unless told otherwise. */
export function run(args: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  return runIn(args, { cwd: temp, ...options });
}

/** What `--format json` writes. */
export interface Json {
  readonly version: number;
  readonly tool: Readonly<Record<string, unknown>>;
  readonly files: readonly { readonly path: string; readonly findings: readonly Readonly<Record<string, unknown>>[] }[];
  readonly summary: Readonly<Record<string, number>>;
}

/** Checks, and reads the report. */
export async function json(
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Outcome & { readonly report: Json }> {
  const outcome = await run(['check', '--format', 'json', ...args], options);
  return { ...outcome, report: JSON.parse(outcome.out) as Json };
}

/** The rules that found something, each once. */
export const rules = (report: Json) => [...new Set(report.files.flatMap((f) => f.findings.map((d) => String(d.rule))))];

/** What a report says of one rule: file, field, and what stands there. */
export function places(report: Json, rule: string, cwd: string): readonly string[] {
  return report.files.flatMap((f) => {
    const lines = f.findings.length
      ? readFileSync(join(cwd, f.path), 'utf8')
          .replace(/^\ufeff/, '')
          .split(/\r?\n/)
      : [];
    return f.findings
      .filter((d) => d.rule === rule)
      .map((d) => {
        const { start, end } = d.range as Record<'start' | 'end', { line: number; character: number }>;
        return `${f.path} ${d.field}: ${lines[start.line]!.slice(start.character, end.character)}`;
      });
  });
}

/** A change of the smallest dossier that is an error, and one that is a warning. */
export const WRONG: readonly [string, string] = ['依法纳税: 是', '依法纳税: 否'];
export const WARNED: readonly [string, string] = ['  推荐地市: 德州市', '  推荐地市: 济南市'];
