/** What tests ask of the engine: the tests themselves never touch its interface. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, parseDocument } from 'yaml';
import { analyze } from '../../server/src/core/analysis/analyze.ts';
import { namedFiles } from '../../server/src/core/analysis/named-files.ts';
import type { Analysis, AnalysisInput } from '../../server/src/core/analysis/types.ts';
import type { EvidenceFile, EvidenceFiles } from '../../server/src/core/inputs/evidence.ts';
import { readRegistry } from '../../server/src/core/inputs/registry.ts';
import { type Settings, settingsShape } from '../../server/src/core/inputs/settings.ts';
import { formKeysOf } from '../../server/src/core/model/form-paths.ts';
import { parseFieldPath } from '../../server/src/core/model/path.ts';
import type { SamplePatch } from '../../server/src/core/model/rule-schema.ts';
import { Workspace } from '../../server/src/core/workspace/workspace.ts';
import { loadPacks } from '../../server/src/host/load-packs.ts';

export const SAMPLES = join(import.meta.dirname, '../../samples');
/** The sample that examples start from unless they say another. */
export const SMALLEST = '最小';

const { packs, shared, problems } = loadPacks();
assert.deepEqual(problems, [], 'the packs hold');
const formKeys = formKeysOf(packs.values());

export const pack = packs.get('sd-2023')!;

export function facts(settings: Settings = {}): AnalysisInput {
  return { packs, sharedRules: shared, formKeys, settings };
}

/** The dossier in a folder of `samples/`: its path and text. */
export function sample(folder: string): { path: string; text: string } {
  const name = readdirSync(join(SAMPLES, folder)).find((f) => f.endsWith('.dossier.yaml'));
  assert.ok(name, `samples/${folder} has a dossier`);
  const path = join(SAMPLES, folder, name);
  return { path, text: readFileSync(path, 'utf8') };
}

/** The folders of the samples that are clean. */
export function cleanSamples(): readonly string[] {
  return readdirSync(SAMPLES, { withFileTypes: true })
    .filter((e) => e.isDirectory() && e.name !== '常见问题')
    .map((e) => e.name);
}

/** A rule's example as text: the sample it starts from, changed as it says. */
export function patched(patch: SamplePatch): { text: string; settings: Settings } {
  let { text } = sample(patch.on ?? SMALLEST);
  for (const [from, to] of patch.replace ?? []) {
    assert.ok(text.includes(from), `the sample has “${from}”`);
    text = text.replace(from, () => to);
  }
  if (patch.set || patch.remove) {
    const document = parseDocument(text, { keepSourceTokens: true });
    for (const [path, value] of Object.entries(patch.set ?? {})) setIn(document, path, value);
    for (const path of patch.remove ?? []) document.deleteIn(parseFieldPath(path));
    text = document.toString({ lineWidth: 0 });
  }
  return { text, settings: settingsShape.parse(patch.settings ?? {}) };
}

/** A rule's example, analyzed with all that it says of files, lists and other dossiers. */
export function judged(patch: SamplePatch): Analysis {
  const { text, settings } = patched(patch);
  const list =
    patch.registry === undefined
      ? undefined
      : readRegistry(patch.registry, { file: 'lists/155.csv', source: '省工信厅', date: '2023-06-01' });
  assert.ok(!list || 'registry' in list, 'the list holds');
  const base: AnalysisInput = { ...facts(settings), ...(list ? { registry: list.registry } : {}) };
  const alone = analyze(text, base);
  const workspace = new Workspace();
  workspace.set('own', alone);
  for (const [i, other] of (patch.others ?? []).entries()) {
    workspace.set(`other ${i + 1}`, analyze(patched({ ...other, on: other.on ?? patch.on }).text, base));
  }
  const others = workspace.issuesOf('own');
  return analyze(
    text,
    { ...base, files: filesOf(alone, patch.files), ...(others ? { crossDossierIssues: others } : {}) },
    alone,
  );
}

/** All the evidence a dossier names, in order but for what is said otherwise. */
export function filesOf(analysis: Analysis, otherwise: SamplePatch['files'] = {}): EvidenceFiles {
  const inOrder = (path: string): EvidenceFile => ({
    state: 'ok',
    kind: /[^.]*$/.exec(path)![0].toLowerCase(),
    size: 1000,
    digest: path,
  });
  return new Map(
    namedFiles(analysis).files.map((path) => [path, (otherwise[path] as EvidenceFile | undefined) ?? inOrder(path)]),
  );
}

function setIn(document: Document, path: string, value: unknown): void {
  // A date or a month of an example is text, as it is in a dossier.
  document.setIn(parseFieldPath(path), document.createNode(value));
}

/** `before`: an analysis of a similar text under the same settings, of which what is the same is taken over. */
export function analyzed(text: string, settings: Settings = {}, before?: Analysis): Analysis {
  return analyze(text, before?.cache.input ?? facts(settings), before);
}

const MARK = /⟦([^⟦⟧]*)⟧([a-z-]+)⟧/g;

/**
 * Checks marked text: `⟦：⟧full-width-punctuation⟧` says that this rule's finding covers just what stands between
 * the brackets. The findings must be those marked and no others; infos are left out.
 */
export function check(marked: string, settings: Settings = {}, before?: Analysis): Analysis {
  const expected: string[] = [];
  let text = '';
  let from = 0;
  for (const m of marked.matchAll(MARK)) {
    text += marked.slice(from, m.index);
    expected.push(`${m[2]} ${text.length}–${text.length + m[1]!.length} ${m[1]}`);
    text += m[1];
    from = m.index + m[0].length;
  }
  text += marked.slice(from);
  const analysis = analyzed(text, settings, before);
  const found = analysis.findings
    .filter((f) => f.severity !== 'info')
    .map((f) => `${f.rule} ${f.span.start}–${f.span.end} ${text.slice(f.span.start, f.span.end)}`);
  assert.deepEqual([...found].sort(), [...expected].sort());
  return analysis;
}

/** The smallest clean dossier with lines changed; the change may carry marks for {@link check}. */
export function smallest(...changes: readonly (readonly [string, string])[]): string {
  let { text } = sample(SMALLEST);
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), `the sample has “${from}”`);
    text = text.replace(from, () => to);
  }
  return text;
}

/** Text with `$0` where the cursor is, and the offset of the cursor. */
export function atCursor(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf('$0');
  assert.ok(offset >= 0, 'the text has a cursor, $0');
  return { text: marked.slice(0, offset) + marked.slice(offset + 2), offset };
}

/** The ids of the rules that found something. */
export function rulesOf(analysis: Analysis): readonly string[] {
  return [...new Set(analysis.findings.map((f) => f.rule))];
}
