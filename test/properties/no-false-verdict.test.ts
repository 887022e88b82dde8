/**
 * No false 通过: each clause of each pack loses each of its inputs in turn, and is then never passed. What could not be checked
 * shows in the exit status too.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type Document, parseDocument } from 'yaml';
import { severityUnder } from '../../server/src/cli/checking/profile.ts';
import { exitStatus } from '../../server/src/cli/checking/run.ts';
import { analyze } from '../../server/src/core/analysis/analyze.ts';
import type { Analysis, AnalysisInput } from '../../server/src/core/analysis/types.ts';
import { CHECKS } from '../../server/src/core/checks/index.ts';
import type { Answer } from '../../server/src/core/form/answer.ts';
import type { EvidenceFile } from '../../server/src/core/inputs/evidence.ts';
import type { Registry } from '../../server/src/core/inputs/registry.ts';
import type { Settings } from '../../server/src/core/inputs/settings.ts';
import { clausesOf } from '../../server/src/core/model/pack.ts';
import { type FieldPath, formatFieldPath } from '../../server/src/core/model/path.ts';
import { review } from '../../server/src/core/review/review.ts';
import { indicators } from '../../server/src/core/settings/settings-names.ts';
import { Workspace } from '../../server/src/core/workspace/workspace.ts';
import { cleanSamples, facts, filesOf, pack, SMALLEST, sample } from '../support/engine.ts';

const OPTIONS = { today: '2023-06-13', others: 0 };

/** All settings and lists that the notice leaves to its user. */
const SETTINGS: Settings = {
  thresholds: Object.fromEntries(indicators(pack).map((name) => [name, 1])),
  deadlines: Object.fromEntries(pack.notice.cities.map((city) => [city, pack.notice.closes!])),
};

const REGISTRY: Registry = {
  name: 'lists/155.csv',
  source: '省工信厅',
  date: '2023-06-01',
  rows: Array.from({ length: 155 }, (_, i) => ({ line: i + 2, platform: `前期平台${i}`, applicant: '', code: '' })),
};

interface Inputs {
  readonly text: string;
  readonly settings?: Settings;
  readonly registry?: Registry | undefined;
  /** By path; `undefined` for a file that nobody has looked into. */
  readonly files?: Readonly<Record<string, EvidenceFile | undefined>>;
  /** An analysis under the same settings, of which what is the same is taken over. */
  readonly before?: Analysis;
}

function analyzedWith({ text, settings = SETTINGS, files = {}, before, ...rest }: Inputs): Analysis {
  const registry = 'registry' in rest ? rest.registry : REGISTRY;
  const base: AnalysisInput = { ...facts(settings), ...(registry ? { registry } : {}) };
  const alone = analyze(text, base, before);
  const workspace = new Workspace();
  workspace.set('own', alone);
  const others = workspace.issuesOf('own');
  const looked = new Map(filesOf(alone));
  for (const [path, file] of Object.entries(files)) {
    if (file) looked.set(path, file);
    else looked.delete(path);
  }
  return analyze(text, { ...base, files: looked, ...(others ? { crossDossierIssues: others } : {}) }, alone);
}

function verdictsOf(analysis: Analysis): ReadonlyMap<string, string> {
  return new Map(review({ ...analysis, pack }, OPTIONS).items.map((i) => [i.clause, i.verdict]));
}

/** The exit status of a check of this dossier alone, as it is handed in. */
function statusOf({ findings, source, pack: own }: Analysis): number {
  const rule = (id: string) => own?.rules.find((r) => r.id === id);
  const graded = findings.map((f) => ({ ...f, severity: severityUnder('submit', f, rule(f.rule)) }));
  const complete = !findings.some((f) => f.rule === 'internal-fault');
  return exitStatus([{ path: 'a', text: source.text, findings: graded, complete, isChapter: false }], 0);
}

/** A sample with every indicator given, so that a threshold can be met. */
function completeText(folder: string): string {
  const { text } = sample(folder);
  return edited(text, (document) => {
    for (const name of indicators(pack))
      if (document.getIn(['平台', '指标', name]) === undefined)
        document.setIn(['平台', '指标', name], document.createNode({ 数值: 1, 截止: '2023-05-31' }));
  });
}

function edited(text: string, change: (document: Document) => void): string {
  const document = parseDocument(text, { keepSourceTokens: true });
  change(document);
  return document.toString({ lineWidth: 0 });
}

/** The places in a dossier that are given and that some of these clauses rest on, each with these clauses. */
function placesOf(clauses: readonly string[], { answers }: Analysis): readonly (readonly [FieldPath, Set<string>])[] {
  const found = new Map<string, readonly [FieldPath, Set<string>]>();
  for (const clause of clauses) {
    for (const { path, state } of inputsOf(clause).flatMap((p) => answers.all(p))) {
      if (state !== 'ok' || typeof path.at(-1) === 'number') continue;
      const known = found.get(formatFieldPath(path)) ?? [path, new Set<string>()];
      known[1].add(clause);
      found.set(formatFieldPath(path), known);
    }
  }
  return [...found.values()];
}

/** What may become of an answer so that it says nothing. */
function changesOf({ slot }: Answer): readonly (readonly [how: string, value: unknown])[] {
  return [
    ['blank', null],
    ['an empty list', []],
    ['an empty text', ''],
    ...('key' in slot && slot.required ? [['removed', undefined] as const] : []),
    ['unreadable', '看不懂'],
  ];
}

/** The field paths that a clause rests on: its own, and what its rules read. */
function inputsOf(clause: string): readonly string[] {
  const found = pack.notice.clauses.find((c) => c.id === clause)!;
  const rules = pack.rules.filter((r) => clausesOf(r).includes(clause));
  const reads = rules.flatMap((r) => CHECKS.get(r.check ?? '')?.reads(pack.params.get(r.id)) ?? []);
  const lists = [...found.fields, ...reads].flatMap((p) => [...p.matchAll(/\[\]/g)].map((m) => p.slice(0, m.index)));
  return [...new Set([...found.fields, ...reads, ...lists])];
}

const LOST_FILES: readonly (readonly [string, EvidenceFile | undefined])[] = [
  ['missing', { state: 'missing' }],
  ['outside', { state: 'outside' }],
  ['a folder', { state: 'folder' }],
  ['empty', { state: 'empty' }],
  ['unreadable', { state: 'unreadable' }],
  ['damaged', { state: 'broken', kind: 'pdf', size: 9, digest: 'a' }],
  ['locked', { state: 'locked', kind: 'pdf', size: 9, digest: 'a' }],
  ['of another kind', { state: 'ok', kind: 'exe', size: 9, digest: 'a' }],
  ['too large', { state: 'unchecked', why: 'size', kind: 'pdf', size: 9, digest: 'a' }],
  ['not opened, for its process was killed', { state: 'unchecked', why: 'process', kind: 'pdf', size: 9, digest: 'a' }],
  ['not looked into', undefined],
];

/** What was tried with the samples before: a place that differs by its position in a list only is the same. */
const tried = new Set<string>();

for (const folder of [SMALLEST, ...cleanSamples().filter((f) => f !== SMALLEST)]) {
  const text = completeText(folder);
  const whole = analyzedWith({ text });
  const passed = [...verdictsOf(whole)].filter(([, verdict]) => verdict === '通过').map(([clause]) => clause);

  suite(`${folder}: a clause that loses an input is not passed`, () => {
    test('with all inputs there are clauses that pass', () => {
      assert.ok(passed.length >= 10, passed.join(' '));
    });

    test('each field blank, empty, removed where it is required, or unreadable', () => {
      const document = parseDocument(text, { keepSourceTokens: true });
      for (const [place, clauses] of placesOf(passed, whole)) {
        const key = `${[...clauses].join(' ')} ${formatFieldPath(place).replace(/\d+/g, '')}`;
        if (tried.has(key)) continue;
        tried.add(key);
        for (const [how, value] of changesOf(whole.answers.at(place)!)) {
          const copy = document.clone();
          if (value === undefined) copy.deleteIn(place);
          else copy.setIn(place, copy.createNode(value));
          const analysis = analyzedWith({ text: copy.toString({ lineWidth: 0 }), before: whole });
          // A text may be anything: that it is wrong is another rule's to say.
          if (how === 'unreadable' && analysis.answers.at(place)?.state !== 'bad') continue;
          const name = `${formatFieldPath(place)} ${how}`;
          const verdicts = verdictsOf(analysis);
          for (const clause of clauses) assert.notEqual(verdicts.get(clause), '通过', `${clause}: ${name}`);
          assert.notEqual(statusOf(analysis), 0, `${name}: the status of a submission`);
        }
      }
    });

    test('each rule off', () => {
      for (const rule of pack.rules.filter((r) => r.check && r.clause !== null)) {
        const clauses = clausesOf(rule).filter((id) => passed.includes(id));
        if (!clauses.length || (rule.directions && !rule.directions.includes(whole.direction ?? ''))) continue;
        const level = { as: 'off', reason: '另行核对', by: '尚知夏' } as const;
        const analysis = analyzedWith({ text, settings: { ...SETTINGS, rules: { [rule.id]: level } } });
        const verdicts = verdictsOf(analysis);
        for (const clause of clauses) {
          const isStrict = ['须', '不得'].includes(pack.notice.clauses.find((c) => c.id === clause)!.force);
          if (isStrict) assert.equal(verdicts.get(clause), '缺数据', `${clause}: ${rule.id} off`);
          else assert.notEqual(verdicts.get(clause), '通过', `${clause}: ${rule.id} off`);
          if (!isStrict) continue;
          assert.equal(statusOf(analysis), 1, `${rule.id} off: nothing can be submitted`);
          assert.ok(
            analysis.findings.some((f) => f.relaxed && /另行核对（尚知夏）/.test(f.message.zh)),
            `${rule.id}: the reason and the name are told`,
          );
        }
      }
    });

    test('each file of evidence missing, unreadable, damaged, too large or not opened', () => {
      const papers = review({ ...whole, pack }, OPTIONS).items.flatMap((item) =>
        item.verdict === '通过'
          ? item.evidence.flatMap(({ file }) => (file ? [{ clause: item.clause, file }] : []))
          : [],
      );
      assert.ok(papers.length >= 3, 'some clauses rest on evidence');
      for (const file of new Set(papers.map((p) => p.file))) {
        for (const [how, state] of LOST_FILES) {
          const analysis = analyzedWith({ text, files: { [file]: state }, before: whole });
          const verdicts = verdictsOf(analysis);
          for (const { clause } of papers.filter((p) => p.file === file))
            assert.notEqual(verdicts.get(clause), '通过', `${clause}: ${file} ${how}`);
          const status = statusOf(analysis);
          if (state?.state === 'unchecked') assert.equal(status, 3, `${file} ${how}`);
          // What has not been looked into yet is looked into before there is a status.
          else if (state) assert.equal(status, 1, `${file} ${how}`);
        }
      }
    });

    test('each setting, list and threshold absent', () => {
      const expect = (clause: string, how: string, inputs: Omit<Inputs, 'text'>) => {
        const verdict = verdictsOf(analyzedWith({ text, ...inputs })).get(clause);
        assert.notEqual(verdict, '通过', `${clause}: ${how}`);
      };
      const { thresholds, deadlines } = SETTINGS;
      for (const { id, needs = [] } of pack.notice.clauses.filter((c) => passed.includes(c.id))) {
        if (needs.includes('thresholds')) {
          expect(id, 'no thresholds', { settings: { deadlines } });
          for (const name of Object.keys(thresholds!)) {
            const { [name]: _, ...rest } = thresholds!;
            expect(id, `no threshold of ${name}`, { settings: { deadlines, thresholds: rest } });
          }
        }
        if (needs.includes('deadlines')) expect(id, 'no deadline', { settings: { thresholds } });
        if (needs.includes('registry')) {
          const { source: _, ...unsourced } = REGISTRY;
          const { date: __, ...undated } = REGISTRY;
          expect(id, 'no list', { registry: undefined });
          expect(id, 'no source', { registry: unsourced });
          expect(id, 'no date', { registry: undated });
          expect(id, 'a list without rows', { registry: { ...REGISTRY, rows: [] } });
          expect(id, 'a list that is too short', { registry: { ...REGISTRY, rows: REGISTRY.rows.slice(1) } });
        }
      }
    });

    test('no comparison with the other dossiers', () => {
      const { crossDossierIssues: _, ...input } = whole.cache.given;
      const alone = verdictsOf(analyze(text, input));
      for (const clause of ['四（二）', '二（一）4']) assert.notEqual(alone.get(clause), '通过', clause);
    });
  });
}
