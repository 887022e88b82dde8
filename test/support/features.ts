/** Every question that the engine answers, asked of a text in any state; what must hold of each answer. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { analyze } from '../../server/src/core/analysis/analyze.ts';
import { locate } from '../../server/src/core/analysis/locate.ts';
import { wanted } from '../../server/src/core/analysis/named-files.ts';
import { chapterIn, placeAt } from '../../server/src/core/analysis/place-at.ts';
import type { Analysis, Facts } from '../../server/src/core/analysis/types.ts';
import { addAllMissing, fixAll, fixesOf } from '../../server/src/core/features/code-actions/quick-fixes.ts';
import {
  type CompleteOptions,
  complete,
  type Suggestion,
} from '../../server/src/core/features/completion/completion.ts';
import { format } from '../../server/src/core/features/formatting/formatting.ts';
import { describe } from '../../server/src/core/features/hover/hover.ts';
import { definition, governed, references } from '../../server/src/core/features/navigation/definition.ts';
import { links } from '../../server/src/core/features/navigation/document-links.ts';
import { renamable, rename } from '../../server/src/core/features/navigation/rename.ts';
import { symbols } from '../../server/src/core/features/navigation/workspace-symbols.ts';
import { type OutlineSymbol, outline } from '../../server/src/core/features/structure/document-symbols.ts';
import { folds } from '../../server/src/core/features/structure/folding-ranges.ts';
import { selections } from '../../server/src/core/features/structure/selection-ranges.ts';
import type { Edit, Span } from '../../server/src/core/model/edit.ts';
import type { Finding, Fix } from '../../server/src/core/model/finding.ts';
import type { LoadedPack } from '../../server/src/core/model/pack.ts';
import { type Path, showPath } from '../../server/src/core/model/path.ts';
import { targetOf } from '../../server/src/core/review/clause-target.ts';
import { percent } from '../../server/src/core/review/completeness.ts';
import { review } from '../../server/src/core/review/review.ts';
import { sharedFindings, stateOf } from '../../server/src/core/review/status.ts';
import { VERDICTS } from '../../server/src/core/review/types.ts';
import { spell } from '../../server/src/core/text/pinyin.ts';
import { byCity } from '../../server/src/core/workspace/city-groups.ts';
import type { Tree } from '../../server/src/core/yaml/tree.ts';
import { plainSnippet } from '../../server/src/lsp/shared/plain-text.ts';
import { findGaps } from '../../server/src/render/manuscript/compose.ts';
import { reviewMarkdown } from '../../server/src/render/review/review-table.ts';
import { renderPreview } from '../../server/src/render/writers/html/preview-sheets.ts';
import type { Dice } from './scramble.ts';

/** A text as it stands, and where one looks. */
export interface Standing {
  readonly analysis: Analysis;
  /** UTF-16. */
  readonly offset: number;
  readonly roll: Dice;
}

type Judged = Analysis & { readonly pack: LoadedPack };

const TODAY = '2023-06-12';
const LOCALES = ['zh', 'en'] as const;

/** Questions that are asked at a place; all of them take next to no time. */
export const HERE: Readonly<Record<string, (standing: Standing) => void>> = {
  completion,
  hover,
  definition: definitions,
  references: (s) =>
    inside(
      s,
      (references(s.analysis, s.offset) ?? []).map((m) => m.span),
    ),
  rename: renames,
  selection,
  place: placed,
};

/** Questions that are asked of the whole. */
export const WHOLE: Readonly<Record<string, (standing: Standing) => void>> = {
  findings,
  fixes: (s) => void fixes(s),
  'all safe fixes': ({ analysis }) => void sound(analysis.source.text, fixAll(analysis)),
  'all missing fields': ({ analysis }) => void sound(analysis.source.text, addAllMissing(analysis)?.edits ?? []),
  outline: (s) =>
    tree(s, outline(s.analysis, s.roll(2) ? 'zh' : 'en'), { start: 0, end: s.analysis.source.text.length }),
  folds: (s) => inside(s, folds(s.analysis)),
  links: (s) =>
    inside(
      s,
      links(s.analysis).map((l) => l.span),
    ),
  symbols: (s) =>
    inside(
      s,
      symbols(s.analysis, '').map((x) => x.span),
    ),
  state,
  review: verdicts,
};

/** The same, where asking, or looking at what comes of the answer, costs as much as an analysis. */
export const SLOW: Readonly<Record<string, (standing: Standing) => void>> = {
  'a fix taken': takeFix,
  'all safe fixes taken': safeFixes,
  'all missing fields added': missingFields,
  'a completion taken': takeCompletion,
  'review to read': verdictsToRead,
  format: formatted,
  'format of a part': formattedPart,
  preview,
};

/** What two analyses differ in; an analysis after an edit must be as one without anything before it. */
export function differences(a: Analysis, b: Analysis): readonly string[] {
  const fields = b.pack?.form.fields ?? [];
  const parts: Readonly<Record<string, (x: Analysis) => unknown>> = {
    pack: (x) => x.pack?.notice.id,
    direction: (x) => x.direction,
    blocks: (x) => x.source.blocks,
    problems: (x) => [x.source.problems, x.source.isCut],
    answers: (x) => fields.map((f) => x.answers.at([f.key])),
    findings: (x) => x.findings,
    undecided: (x) => [...x.undecided].sort(),
    outcomes: (x) => [...x.memo.outcomes].map(([id, { issues, fault }]) => [id, issues, fault]),
  };
  return Object.entries(parts).flatMap(([name, part]) => (isDeepStrictEqual(part(a), part(b)) ? [] : [name]));
}

function inside({ analysis }: Standing, spans: readonly Span[]): void {
  const { length } = analysis.source.text;
  for (const { start, end } of spans)
    assert.ok(0 <= start && start <= end && end <= length, `${start}–${end} of ${length}`);
}

function told(...texts: readonly string[]): void {
  for (const text of texts) assert.doesNotMatch(text, /undefined|\[object |NaN/, text.slice(0, 200));
}

function findings(standing: Standing): void {
  const { analysis } = standing;
  for (const f of analysis.findings) {
    // With a place, it is a chapter that could not be read.
    assert.ok(f.rule !== 'internal-fault' || f.path, f.message.zh);
    const { chapters } = analysis.memo.facts;
    for (const at of [f, ...f.related.flatMap((r) => ('span' in r ? [r] : []))]) {
      if (at.file === undefined) inside(standing, [at.span]);
      else {
        const chapter = chapters?.get(at.file);
        assert.ok(chapter && 'text' in chapter, at.file);
        assert.ok(0 <= at.span.start && at.span.start <= at.span.end && at.span.end <= chapter.text.length, f.rule);
      }
    }
    assert.ok(f.message.zh && f.message.en, f.rule);
  }
}

function suggestions({ analysis, offset, roll }: Standing): readonly Suggestion[] {
  const { facts } = analysis.memo;
  const options: CompleteOptions = {
    offset,
    locale: LOCALES[roll(2)]!,
    words: facts.words,
    packs: facts.packs,
    today: TODAY,
    files: () => ['evidence/执照.pdf', '章节/一 (2).md', "it's #1.png"],
    spell,
  };
  return complete(analysis, options);
}

function completion(standing: Standing): void {
  const { analysis, offset } = standing;
  const items = suggestions(standing);
  const { text } = analysis.source;
  for (const { span, label, insert, detail, filter } of items) {
    inside(standing, [span]);
    assert.ok(span.start <= offset && offset <= span.end, `${label} at the cursor`);
    assert.doesNotMatch(text.slice(span.start, span.end), /[\r\n]/, `${label} on one line`);
    told(label, insert, detail, filter);
  }
  const labels = items.map((i) => i.label);
  assert.equal(new Set(labels).size, labels.length, `no label twice: ${labels.join()}`);
}

/** Whatever value is taken, the text can be read as well as before. */
function takeCompletion(standing: Standing): void {
  const { analysis, roll } = standing;
  // A key may close up with oddly indented lines below it.
  const items = suggestions(standing).filter((i) => ['value', 'reference', 'file'].includes(i.kind));
  if (!items.length) return;
  const { insert, span, label } = items[roll(items.length)]!;
  const { text } = analysis.source;
  // Editors begin the lines of a snippet as the line begins that it is put in.
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', Math.max(0, span.start - 1)) + 1, span.start))![0];
  const after = applied(analysis, [{ span, text: plainSnippet(insert).replaceAll('\n', `\n${indent}`) }]);
  assert.ok(hasSlips(analysis) || !hasSlips(after), `“${label}” brings no slip`);
}

function hover(standing: Standing): void {
  const found = describe(standing.analysis, standing.offset, LOCALES[standing.roll(2)]!);
  if (!found) return;
  inside(standing, [found.span]);
  assert.ok(found.span.start <= standing.offset && standing.offset <= found.span.end);
  told(found.markdown);
}

function definitions(standing: Standing): void {
  const { analysis, offset, roll } = standing;
  const found = definition(analysis, offset);
  if (found) inside(standing, [found.origin, ...found.targets.flatMap((t) => ('span' in t ? [t.span] : []))]);
  const clauses = analysis.pack?.notice.clauses ?? [];
  if (clauses.length) inside(standing, governed(analysis, clauses[roll(clauses.length)]!));
}

function renames(standing: Standing): void {
  const { analysis, offset, roll } = standing;
  const to = ['新编号', '甲: 乙 #1', "it's", '"', '2022', '- 一', '\\', '*a', 'null', '一]'][roll(10)]!;
  const can = renamable(analysis, offset);
  const edits = rename(analysis, offset, to);
  if (!can || 'refused' in can || !edits || 'refused' in edits) return;
  inside(standing, [can.span]);
  const after = applied(analysis, edits);
  const ids = (a: Analysis) => statements(a).map((s) => s.split(': ').slice(1).join(': '));
  if (analysis.findings.some((f) => f.rule === 'yaml-syntax')) return;
  const is = ids(after).filter((x) => x.includes(to)).length;
  assert.ok(is > ids(analysis).filter((x) => x.includes(to)).length || !edits.length, `${can.id} is ${to} now`);
  assert.equal(ids(after).length, ids(analysis).length, 'as many answers as before');
}

function selection({ analysis, offset }: Standing): void {
  const found = selections(analysis, offset);
  assert.ok(found.length > 0);
  for (const [i, { start, end }] of found.entries()) {
    assert.ok(start <= offset && offset <= end, `${start}–${end} about ${offset}`);
    const next = found[i + 1];
    assert.ok(
      !next || (next.start <= start && end <= next.end && next.end - next.start > end - start),
      'each in the next',
    );
  }
}

function placed(standing: Standing): void {
  const { analysis, offset } = standing;
  const found = placeAt(analysis.source, offset);
  if (!found) return;
  const { path, at } = found;
  const where = locate(analysis.source, analysis.answers, {
    path,
    ...(at === undefined ? {} : { within: [at, at] as const }),
  });
  if (where.file === undefined) inside(standing, [where.span]);
  chapterIn(analysis, () => false);
}

/** What every list of edits must be: inside the text, and none over another. */
function sound(text: string, edits: readonly Edit[]): readonly Edit[] {
  const sorted = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  for (const [i, { span }] of sorted.entries()) {
    assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, 'an edit in the text');
    const before = sorted[i - 1]?.span;
    if (!before) continue;
    assert.ok(before.end <= span.start, 'no edit over another');
    assert.ok(before.start < before.end || before.start < span.start, 'none at the place of another');
  }
  return sorted;
}

export function edited(text: string, edits: readonly Edit[]): string {
  return sound(text, edits).reduceRight(
    (t, { span, text: to }) => t.slice(0, span.start) + to + t.slice(span.end),
    text,
  );
}

function applied(analysis: Analysis, edits: readonly Edit[]): Analysis {
  const after = analyze(edited(analysis.source.text, edits), analysis.memo.facts, analysis);
  assert.ok(!after.findings.some((f) => f.rule === 'internal-fault' && !f.path));
  return after;
}

function hasSlips({ findings }: Analysis): boolean {
  return findings.some((f) => f.rule === 'yaml-syntax');
}

const keyOf = (f: Finding) => `${f.rule} ${f.path ? showPath(f.path) : ''} ${f.message.zh}`;
/** What is added is there to be filled in, and until it is, some of these stand. */
const STAYS = ['evidence-missing'];

function fixes({ analysis }: Standing): readonly { readonly finding: Finding; readonly fix: Fix }[] {
  const all = analysis.findings.flatMap((finding) =>
    fixesOf(analysis, finding, { today: TODAY }).map((fix) => ({ finding, fix })),
  );
  for (const { fix } of all) {
    sound(analysis.source.text, fix.edits);
    assert.ok(fix.edits.length > 0, 'it changes something');
    told(fix.title.zh, fix.title.en);
  }
  return all;
}

/** One or two of them: to take each would be as many analyses. */
function takeFix(standing: Standing): void {
  const { analysis, roll } = standing;
  const all = fixes(standing);
  for (let n = 0; n < 2 && all.length; n++) {
    const { finding, fix } = all[roll(all.length)]!;
    checkFix(analysis, applied(analysis, fix.edits), finding, fix);
  }
}

function checkFix(before: Analysis, after: Analysis, finding: Finding, fix: Fix): void {
  const still = after.findings.filter((f) => keyOf(f) === keyOf(finding)).length;
  const was = before.findings.filter((f) => keyOf(f) === keyOf(finding)).length;
  const stays = /^豁免 /.test(fix.title.zh) || STAYS.includes(finding.rule);
  assert.ok(stays || still < was, `“${fix.title.zh}” takes ${keyOf(finding)} away`);
  // Of several slips on a line one is told, so that mending it may show the next.
  assert.ok(hasSlips(before) || !hasSlips(after), `“${fix.title.zh}” brings no slip`);
}

function safeFixes({ analysis }: Standing): void {
  const edits = fixAll(analysis);
  if (!edits.length) return;
  const after = applied(analysis, edits);
  const more = fixAll(after);
  // What stands behind a slip is read once that is mended.
  const rest = more.length && hasSlips(analysis) ? fixAll(applied(after, more)) : more;
  assert.deepEqual(rest, [], 'once is enough');
}

function missingFields({ analysis }: Standing): void {
  const fix = addAllMissing(analysis);
  if (!fix) return;
  const after = applied(analysis, fix.edits);
  // Where a group is added, or what stands behind a slip can be read, others below it may be missing now.
  const still = new Set(missing(after).map((f) => showPath(f.path!)));
  const offered = missing(analysis).filter((f) => fixesOf(analysis, f, { today: TODAY }).length > 0);
  for (const { path } of offered) assert.ok(!still.has(showPath(path!)), `${showPath(path!)} is missing still`);
}

function missing({ findings }: Analysis): readonly Finding[] {
  return findings.filter((f) => f.rule === 'missing-field' && f.path);
}

function tree(standing: Standing, list: readonly OutlineSymbol[], within: Span): void {
  inside(
    standing,
    list.map((s) => s.span),
  );
  for (const { name, detail, span, selection, children } of list) {
    assert.ok(name.trim(), 'a symbol has a name');
    told(name, detail);
    assert.ok(within.start <= span.start && span.end <= within.end, `${name} in what is above it`);
    assert.ok(span.start <= selection.start && selection.end <= span.end, `${name} encloses its selection`);
    tree(standing, children, span);
  }
}

function state({ analysis }: Standing): void {
  const { found, completeness } = stateOf(analysis, TODAY);
  assert.equal(found.error + found.warning + found.info, analysis.findings.length);
  if (completeness) {
    assert.ok(completeness.answered >= 0 && completeness.answered <= completeness.required);
    const share = percent(completeness);
    assert.ok(share >= 0 && share <= 100);
  }
  assert.equal(byCity([{ dossier: '甲', analysis }]).flatMap((g) => g.dossiers).length, 1);
  sharedFindings(analysis);
  wanted(analysis);
}

function verdicts(standing: Standing): void {
  const { analysis, roll } = standing;
  if (!isJudged(analysis)) return;
  const result = review(analysis, { today: TODAY, others: roll(3) });
  assert.equal(
    VERDICTS.reduce((sum, v) => sum + result.counts[v], 0),
    result.items.length,
  );
  for (const item of result.items) {
    told(item.reason.zh, item.reason.en);
    const target = targetOf(analysis, item);
    if (target && target.file === undefined) inside(standing, [target.span]);
    const failed = item.findings.some((f) => f.severity === 'error' && !f.waived);
    assert.ok(!failed || item.verdict === '不通过', `${item.clause} is ${item.verdict}`);
  }
}

function verdictsToRead({ analysis, roll }: Standing): void {
  if (isJudged(analysis)) told(reviewMarkdown(review(analysis, { today: TODAY, others: 0 }), LOCALES[roll(2)]!));
}

function isJudged(analysis: Analysis): analysis is Judged {
  return analysis.pack !== undefined;
}

function formatted({ analysis }: Standing): void {
  const edits = format(analysis);
  if (!edits.length) return;
  const after = applied(analysis, edits);
  assert.deepEqual(statements(after), statements(analysis), 'says what it said');
  assert.deepEqual(format(after), [], 'once is enough');
}

function formattedPart({ analysis, offset, roll }: Standing): void {
  const end = offset + roll(analysis.source.text.length - offset + 1);
  const edits = format(analysis, { start: offset, end });
  if (edits.length) assert.deepEqual(statements(applied(analysis, edits)), statements(analysis), 'says what it said');
}

/** Every scalar of a dossier with its path, dates as they are to be written. */
export function statements({ source }: Analysis): readonly string[] {
  const all: string[] = [];
  const walk = (tree: Tree | undefined, path: Path) => {
    if (tree?.kind === 'map') for (const e of tree.entries) walk(e.value, [...path, e.key]);
    else if (tree?.kind === 'list') for (const [i, item] of tree.items.entries()) walk(item, [...path, i]);
    else all.push(`${showPath(path)}: ${tree ? normal(tree.text) : '–'}`);
  };
  for (const { block } of source.blocks) for (const e of block.entries) walk(e.value, [e.key]);
  return all.sort();
}

function normal(text: string): string {
  const parts = /^(\d{4})[-./年]?(\d{1,2})(?:[-./月]?(\d{1,2}))?[日月]?$/.exec(text.trim())?.slice(1);
  return parts ? parts.flatMap((p) => (p ? [p.padStart(2, '0')] : [])).join('-') : text;
}

function preview({ analysis }: Standing): void {
  if (!isJudged(analysis)) return;
  const { body, style, title } = renderPreview(analysis, { file: () => undefined, source: () => undefined });
  assert.ok(style && title);
  told(body.replace(/data-[a-z]+="[^"]*"/g, ''));
  assert.doesNotMatch(
    body,
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u,
    'nothing that no page can hold',
  );
  findGaps(analysis, () => undefined);
}

/** Facts with the evidence and the chapters that an analysis names, each there or not. */
export function looked(analysis: Analysis, roll: Dice): Pick<Facts, 'files' | 'chapters'> {
  const { files, chapters } = wanted(analysis);
  const kind = (path: string) => /[^.]*$/.exec(path)![0].toLowerCase();
  return {
    files: new Map(
      files
        .filter(() => roll(8))
        .map((path) => [
          path,
          roll(6) ? { state: 'ok', kind: kind(path), size: 9, digest: path } : { state: 'missing' },
        ]),
    ),
    chapters: new Map(
      chapters.map((path) => [
        path,
        roll(2) ? { text: `# ${path}\n\n服务企业${roll(90)}家。\n` } : { fault: { zh: '无', en: 'no' } },
      ]),
    ),
  };
}
