/** Every question that the engine answers, asked of a text in any state; what must hold of each answer. */

import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { analyze } from '../../server/src/core/analysis/analyze.ts';
import { fieldPositionAt, findChapter } from '../../server/src/core/analysis/field-position.ts';
import { locate } from '../../server/src/core/analysis/locate.ts';
import { namedFiles } from '../../server/src/core/analysis/named-files.ts';
import type { Analysis, AnalysisInput, NoticeAnalysis } from '../../server/src/core/analysis/types.ts';
import { addMissingFields, fixAll, quickFixes } from '../../server/src/core/features/code-actions/quick-fixes.ts';
import { completion } from '../../server/src/core/features/completion/completion.ts';
import type { CompletionOptions, CompletionSuggestion } from '../../server/src/core/features/completion/suggestion.ts';
import { formatting } from '../../server/src/core/features/formatting/formatting.ts';
import { hover } from '../../server/src/core/features/hover/hover.ts';
import { clauseFieldSpans, definition } from '../../server/src/core/features/navigation/definition.ts';
import { documentLinks } from '../../server/src/core/features/navigation/document-links.ts';
import { references } from '../../server/src/core/features/navigation/references.ts';
import { prepareRename, rename } from '../../server/src/core/features/navigation/rename.ts';
import { workspaceSymbols } from '../../server/src/core/features/navigation/workspace-symbols.ts';
import { documentSymbols, type SymbolNode } from '../../server/src/core/features/structure/document-symbols.ts';
import { foldingRanges } from '../../server/src/core/features/structure/folding-ranges.ts';
import { selectionRanges } from '../../server/src/core/features/structure/selection-ranges.ts';
import type { Edit, Span } from '../../server/src/core/model/edit.ts';
import type { Finding, Fix } from '../../server/src/core/model/finding.ts';
import { type FieldPath, formatFieldPath } from '../../server/src/core/model/path.ts';
import { clauseTarget } from '../../server/src/core/review/clause-target.ts';
import { percent } from '../../server/src/core/review/completeness.ts';
import { review } from '../../server/src/core/review/review.ts';
import { crossDossierFindings, dossierState } from '../../server/src/core/review/status.ts';
import { VERDICTS } from '../../server/src/core/review/types.ts';
import { createSpeller } from '../../server/src/core/text/pinyin.ts';
import { byCity } from '../../server/src/core/workspace/city-groups.ts';
import type { YamlTree } from '../../server/src/core/yaml/tree.ts';
import { plainSnippet } from '../../server/src/lsp/shared/plain-text.ts';
import { findGaps } from '../../server/src/render/manuscript/gaps.ts';
import { reviewMarkdown } from '../../server/src/render/review/review-table.ts';
import { renderPreview } from '../../server/src/render/writers/html/preview-sheets.ts';
import type { Dice } from './scramble.ts';

/** A text as it stands, and where one looks. */
export interface CursorState {
  readonly analysis: Analysis;
  /** UTF-16. */
  readonly offset: number;
  readonly roll: Dice;
}

type Judged = NoticeAnalysis;

const TODAY = '2023-06-12';
const SPELLER = createSpeller();
const LOCALES = ['zh', 'en'] as const;

/** Questions that are asked at a place; all of them take next to no time. */
export const HERE: Readonly<Record<string, (standing: CursorState) => void>> = {
  completion: checkCompletion,
  hover: checkHover,
  definition: checkDefinitions,
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
export const WHOLE: Readonly<Record<string, (standing: CursorState) => void>> = {
  findings,
  fixes: (s) => void fixes(s),
  'all safe fixes': ({ analysis }) => void sound(analysis.source.text, fixAll(analysis)),
  'all missing fields': ({ analysis }) => void sound(analysis.source.text, addMissingFields(analysis)?.edits ?? []),
  outline: (s) =>
    tree(s, documentSymbols(s.analysis, s.roll(2) ? 'zh' : 'en'), { start: 0, end: s.analysis.source.text.length }),
  folds: (s) => inside(s, foldingRanges(s.analysis)),
  links: (s) =>
    inside(
      s,
      documentLinks(s.analysis).map((l) => l.span),
    ),
  symbols: (s) =>
    inside(
      s,
      workspaceSymbols(s.analysis, '').map((x) => x.span),
    ),
  state,
  review: verdicts,
};

/** The same, where asking, or looking at what comes of the answer, costs as much as an analysis. */
export const SLOW: Readonly<Record<string, (standing: CursorState) => void>> = {
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
    problems: (x) => [x.source.problems, x.source.isTruncated],
    answers: (x) => fields.map((f) => x.answers.at([f.key])),
    findings: (x) => x.findings,
    undecided: (x) => [...x.undecided].sort(),
    outcomes: (x) => [...x.cache.outcomes].map(([id, { issues, fault }]) => [id, issues, fault]),
  };
  return Object.entries(parts).flatMap(([name, part]) => (isDeepStrictEqual(part(a), part(b)) ? [] : [name]));
}

function inside({ analysis }: CursorState, spans: readonly Span[]): void {
  const { length } = analysis.source.text;
  for (const { start, end } of spans)
    assert.ok(0 <= start && start <= end && end <= length, `${start}–${end} of ${length}`);
}

function told(...texts: readonly string[]): void {
  for (const text of texts) assert.doesNotMatch(text, /undefined|\[object |NaN/, text.slice(0, 200));
}

function findings(standing: CursorState): void {
  const { analysis } = standing;
  for (const f of analysis.findings) {
    // With a place, it is a chapter that could not be read.
    assert.ok(f.rule !== 'internal-fault' || f.path, f.message.zh);
    const { chapters } = analysis.cache.input;
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

function suggestions({ analysis, offset, roll }: CursorState): readonly CompletionSuggestion[] {
  const { input } = analysis.cache;
  const options: CompletionOptions = {
    offset,
    locale: LOCALES[roll(2)]!,
    formKeys: input.formKeys,
    packs: input.packs,
    today: TODAY,
    files: () => ['evidence/执照.pdf', '章节/一 (2).md', "it's #1.png"],
    spell: SPELLER,
  };
  return completion(analysis, options);
}

function checkCompletion(standing: CursorState): void {
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
function takeCompletion(standing: CursorState): void {
  const { analysis, roll } = standing;
  // A key may close up with oddly indented lines below it.
  const items = suggestions(standing).filter((i) => ['value', 'reference', 'file'].includes(i.kind));
  if (!items.length) return;
  const { insert, span, label } = items[roll(items.length)]!;
  const { text } = analysis.source;
  // Editors begin the lines of a snippet as the line begins that it is put in.
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', Math.max(0, span.start - 1)) + 1, span.start))![0];
  const after = applied(analysis, [{ span, text: plainSnippet(insert).replaceAll('\n', `\n${indent}`) }]);
  assert.ok(hasSyntaxErrors(analysis) || !hasSyntaxErrors(after), `“${label}” brings no slip`);
}

function checkHover(standing: CursorState): void {
  const found = hover(standing.analysis, standing.offset, LOCALES[standing.roll(2)]!);
  if (!found) return;
  inside(standing, [found.span]);
  assert.ok(found.span.start <= standing.offset && standing.offset <= found.span.end);
  told(found.markdown);
}

function checkDefinitions(standing: CursorState): void {
  const { analysis, offset, roll } = standing;
  const found = definition(analysis, offset);
  if (found) inside(standing, [found.origin, ...found.targets.flatMap((t) => ('span' in t ? [t.span] : []))]);
  const clauses = analysis.pack?.notice.clauses ?? [];
  if (clauses.length) inside(standing, clauseFieldSpans(analysis, clauses[roll(clauses.length)]!));
}

function renames(standing: CursorState): void {
  const { analysis, offset, roll } = standing;
  const to = ['新编号', '甲: 乙 #1', "it's", '"', '2022', '- 一', '\\', '*a', 'null', '一]'][roll(10)]!;
  const can = prepareRename(analysis, offset);
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

function selection({ analysis, offset }: CursorState): void {
  const found = selectionRanges(analysis, offset);
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

function placed(standing: CursorState): void {
  const { analysis, offset } = standing;
  const found = fieldPositionAt(analysis.source, offset);
  if (!found) return;
  const { path, at } = found;
  const where = locate(analysis.source, analysis.answers, {
    path,
    ...(at === undefined ? {} : { within: [at, at] as const }),
  });
  if (where.file === undefined) inside(standing, [where.span]);
  findChapter(analysis, () => false);
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
  const after = analyze(edited(analysis.source.text, edits), analysis.cache.input, analysis);
  assert.ok(!after.findings.some((f) => f.rule === 'internal-fault' && !f.path));
  return after;
}

function hasSyntaxErrors({ findings }: Analysis): boolean {
  return findings.some((f) => f.rule === 'yaml-syntax');
}

const keyOf = (f: Finding) => `${f.rule} ${f.path ? formatFieldPath(f.path) : ''} ${f.message.zh}`;
/** What is added is there to be filled in, and until it is, some of these stand. */
const STAYS = ['evidence-missing'];

function fixes({ analysis }: CursorState): readonly { readonly finding: Finding; readonly fix: Fix }[] {
  const all = analysis.findings.flatMap((finding) =>
    quickFixes(analysis, finding, { today: TODAY }).map((fix) => ({ finding, fix })),
  );
  for (const { fix } of all) {
    sound(analysis.source.text, fix.edits);
    assert.ok(fix.edits.length > 0, 'it changes something');
    told(fix.title.zh, fix.title.en);
  }
  return all;
}

/** One or two of them: to take each would be as many analyses. */
function takeFix(standing: CursorState): void {
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
  const stays = /^豁免/.test(fix.title.zh) || STAYS.includes(finding.rule);
  assert.ok(stays || still < was, `“${fix.title.zh}” takes ${keyOf(finding)} away`);
  // Of several errors on a line one is told, so that mending it may show the next.
  assert.ok(hasSyntaxErrors(before) || !hasSyntaxErrors(after), `“${fix.title.zh}” brings no slip`);
}

function safeFixes({ analysis }: CursorState): void {
  const edits = fixAll(analysis);
  if (!edits.length) return;
  const after = applied(analysis, edits);
  const more = fixAll(after);
  // What stands behind an error is read once that is fixed.
  const rest = more.length && hasSyntaxErrors(analysis) ? fixAll(applied(after, more)) : more;
  assert.deepEqual(rest, [], 'once is enough');
}

function missingFields({ analysis }: CursorState): void {
  const fix = addMissingFields(analysis);
  if (!fix) return;
  const after = applied(analysis, fix.edits);
  // Where a group is added, or what stands behind an error can be read, others below it may be missing now.
  const still = new Set(missing(after).map((f) => formatFieldPath(f.path!)));
  const offered = missing(analysis).filter((f) => quickFixes(analysis, f, { today: TODAY }).length > 0);
  for (const { path } of offered)
    assert.ok(!still.has(formatFieldPath(path!)), `${formatFieldPath(path!)} is missing still`);
}

function missing({ findings }: Analysis): readonly Finding[] {
  return findings.filter((f) => f.rule === 'missing-field' && f.path);
}

function tree(standing: CursorState, list: readonly SymbolNode[], within: Span): void {
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

function state({ analysis }: CursorState): void {
  const { counts, completeness } = dossierState(analysis, TODAY);
  assert.equal(counts.error + counts.warning + counts.info, analysis.findings.length);
  if (completeness) {
    assert.ok(completeness.answered >= 0 && completeness.answered <= completeness.required);
    const share = percent(completeness);
    assert.ok(share >= 0 && share <= 100);
  }
  assert.equal(byCity([{ dossier: '甲', analysis }]).flatMap((g) => g.dossiers).length, 1);
  crossDossierFindings(analysis);
  namedFiles(analysis);
}

function verdicts(standing: CursorState): void {
  const { analysis, roll } = standing;
  if (!isJudged(analysis)) return;
  const result = review(analysis, { today: TODAY, others: roll(3) });
  assert.equal(
    VERDICTS.reduce((sum, v) => sum + result.counts[v], 0),
    result.items.length,
  );
  for (const item of result.items) {
    told(item.reason.zh, item.reason.en);
    const target = clauseTarget(analysis, item);
    if (target && target.file === undefined) inside(standing, [target.span]);
    const failed = item.findings.some((f) => f.severity === 'error' && !f.waived);
    assert.ok(!failed || item.verdict === '不通过', `${item.clause} is ${item.verdict}`);
  }
}

function verdictsToRead({ analysis, roll }: CursorState): void {
  if (isJudged(analysis)) told(reviewMarkdown(review(analysis, { today: TODAY, others: 0 }), LOCALES[roll(2)]!));
}

function isJudged(analysis: Analysis): analysis is Judged {
  return analysis.pack !== undefined;
}

function formatted({ analysis }: CursorState): void {
  const edits = formatting(analysis);
  if (!edits.length) return;
  const after = applied(analysis, edits);
  assert.deepEqual(statements(after), statements(analysis), 'says what it said');
  assert.deepEqual(formatting(after), [], 'once is enough');
}

function formattedPart({ analysis, offset, roll }: CursorState): void {
  const end = offset + roll(analysis.source.text.length - offset + 1);
  const edits = formatting(analysis, { start: offset, end });
  if (edits.length) assert.deepEqual(statements(applied(analysis, edits)), statements(analysis), 'says what it said');
}

/** Every scalar of a dossier with its path, dates as they are to be written. */
export function statements({ source }: Analysis): readonly string[] {
  const all: string[] = [];
  const walk = (tree: YamlTree | undefined, path: FieldPath) => {
    if (tree?.kind === 'map') for (const e of tree.entries) walk(e.value, [...path, e.key]);
    else if (tree?.kind === 'list') for (const [i, item] of tree.items.entries()) walk(item, [...path, i]);
    else all.push(`${formatFieldPath(path)}: ${tree ? normal(tree.text) : '–'}`);
  };
  for (const { block } of source.blocks) for (const e of block.entries) walk(e.value, [e.key]);
  return all.sort();
}

function normal(text: string): string {
  const parts = /^(\d{4})[-./年]?(\d{1,2})(?:[-./月]?(\d{1,2}))?[日月]?$/.exec(text.trim())?.slice(1);
  return parts ? parts.flatMap((p) => (p ? [p.padStart(2, '0')] : [])).join('-') : text;
}

function preview({ analysis }: CursorState): void {
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
export function looked(analysis: Analysis, roll: Dice): Pick<AnalysisInput, 'files' | 'chapters'> {
  const { files, chapters } = namedFiles(analysis);
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
