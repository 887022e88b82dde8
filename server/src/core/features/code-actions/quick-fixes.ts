/** Code actions of kind `quickfix` and `source.fixAll`: edits that fix findings, computed when somebody asks for them. */

import { analyze } from '../../analysis/analyze.ts';
import { locate } from '../../analysis/locate.ts';
import type { Analysis } from '../../analysis/types.ts';
import { isWaivable, WAIVER_KEYS, waivedValue } from '../../analysis/waivers.ts';
import { addField, addItem, isUnquoted } from '../../edits/insert.ts';
import { removalSpan } from '../../edits/remove.ts';
import type { Answer } from '../../form/answer.ts';
import type { Edit, Span } from '../../model/edit.ts';
import type { Finding, Fix, FixSpec } from '../../model/finding.ts';
import { slotAt } from '../../model/form-paths.ts';
import type { LocalizedText } from '../../model/localized-text.ts';
import type { FieldPath } from '../../model/path.ts';
import { formatFieldPath, parseFieldPath } from '../../model/path.ts';
import { applyEdits } from '../../text/apply-edits.ts';
import { escapeSnippet } from '../../text/snippet.ts';
import { quoteScalar } from '../../yaml/quote-scalar.ts';

/** What fixes need to know besides the analysis. */
export interface FixOptions {
  /** Today as `YYYY-MM-DD`: the date of a waiver. */
  readonly today: string;
}

/**
 * What can fix a finding, the best first; a waiver, where one is possible, comes last. Empty where nothing can be offered,
 * and for text in a chapter's own file: the edits are of the dossier only.
 */
export function quickFixes(analysis: Analysis, finding: Finding, options: FixOptions): readonly Fix[] {
  const own = finding.fixSpecs.flatMap((fixSpec) => toFix(analysis, finding, fixSpec) ?? []);
  // The way out of an error is to correct it: a waiver is no error's first fix.
  const waiver = own.length || finding.severity !== 'error' ? waiverFix(analysis, finding, options) : undefined;
  return waiver ? [...own, waiver] : own;
}

/**
 * True of a fix that an editor may make at a key press, without its author reading it: a safe one, or one that says the same
 * in the form's words and leaves fewer findings and none that was not there. The second takes an analysis.
 */
export function isPreferred(analysis: Analysis, fix: Fix): boolean {
  if (fix.safe) return true;
  if (!fix.likely) return false;
  const { source, cache, findings } = analysis;
  const after = analyze(applyEdits(source.text, sortedEdits(fix.edits)), cache.input, analysis).findings;
  const known = new Set(findings.map(identityOf));
  return after.length < findings.length && after.every((f) => known.has(identityOf(f)));
}

/** One fix that adds all fields that are missing, for those to fill in; undefined where that is fewer than two. */
export function addMissingFields(analysis: Analysis): Fix | undefined {
  const missing = analysis.findings.filter((f) => f.rule === 'missing-field' && f.path);
  // Of insertions at one offset, those of an inner group must stand before those of the group around it.
  const inward = missing.toSorted((a, b) => b.path!.length - a.path!.length);
  const edits = inward.flatMap((f) => addField(analysis, f.path!) ?? []);
  if (edits.length < 2) return undefined;
  const title = { zh: `补上全部缺少的必填项（${edits.length} 项）`, en: `Add all missing fields (${edits.length})` };
  return { title, edits: mergeInsertions(edits), safe: false };
}

/**
 * The edits of all safe fixes together: punctuation, blanks, quotes, the form of dates and numbers. They are sorted, and no
 * two overlap. A fix is made as a whole or not at all: of two that touch the same text, the second waits for the next run.
 */
export function fixAll(analysis: Analysis): readonly Edit[] {
  const safe = analysis.findings.flatMap((f) => {
    const specs = f.fixSpecs.filter((spec) => spec.safe);
    return specs.flatMap((spec) => toFix(analysis, f, spec) ?? []);
  });
  const placed = safe.flatMap(({ edits }, fix) => edits.map((edit) => ({ edit, fix })));
  placed.sort((a, b) => a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.fix - b.fix);
  const waiting = new Set<number>();
  let kept: (typeof placed)[number] | undefined;
  for (const next of placed) {
    if (waiting.has(next.fix)) continue;
    const isOther = kept && kept.fix !== next.fix && !waiting.has(kept.fix);
    if (isOther && isConflict(kept!.edit, next.edit)) waiting.add(next.fix);
    else kept = next;
  }
  return placed.filter((p) => !waiting.has(p.fix)).map((p) => p.edit);
}

/** True where two edits, the first not behind the second, cannot both be made in either order. */
function isConflict(first: Edit, second: Edit): boolean {
  return second.span.start < first.span.end || second.span.start === first.span.start;
}

function toFix(analysis: Analysis, finding: Finding, fixSpec: FixSpec): Fix | undefined {
  const fix = editsOf(analysis, finding, fixSpec);
  return fix && { ...fix, safe: fixSpec.safe === true, likely: fixSpec.likely === true };
}

function editsOf(analysis: Analysis, finding: Finding, fixSpec: FixSpec): Pick<Fix, 'title' | 'edits'> | undefined {
  const path = fixSpec.path ?? finding.path ?? undefined;
  switch (fixSpec.kind) {
    case 'edits':
      return { title: fixSpec.title ?? changeTitle(fixSpec.edits[0]!.text), edits: fixSpec.edits };
    case 'key':
    case 'value':
    case 'quote': {
      const edit = path && replacementEdit(analysis, path, fixSpec);
      return edit && { title: fixSpec.title ?? changeTitle(edit.text), edits: [edit] };
    }
    case 'words': {
      if (!path) return undefined;
      const { span, file } = locate(analysis.source, analysis.answers, { path, within: fixSpec.within });
      return file === undefined
        ? { title: fixSpec.title ?? changeTitle(fixSpec.text), edits: [{ span, text: fixSpec.text }] }
        : undefined;
    }
    case 'field': {
      const edit = path && addField(analysis, path);
      return edit && { title: fixSpec.title ?? addTitle(path), edits: [edit] };
    }
    case 'item': {
      const edit = path && addItem(analysis, path, fixSpec.known);
      return edit && { title: fixSpec.title ?? addItemTitle(path, fixSpec.known), edits: [edit] };
    }
    case 'remove': {
      const span = path && removalSpan(analysis.source, path);
      return span && { title: fixSpec.title ?? removeTitle(path), edits: [{ span, text: '' }] };
    }
  }
}

function replacementEdit(
  analysis: Analysis,
  path: FieldPath,
  fixSpec: Extract<FixSpec, { kind: 'key' | 'value' | 'quote' }>,
) {
  const found = analysis.source.find(path);
  const { entry, tree } = found ?? {};
  const place: Span | undefined = fixSpec.kind === 'key' ? entry && { start: entry.keyStart, end: entry.keyEnd } : tree;
  if (!found || !place) return undefined;
  const { start } = found.block;
  const span = { start: start + place.start, end: start + place.end };
  if (fixSpec.kind === 'quote') return { span, text: `"${analysis.source.text.slice(span.start, span.end)}"` };
  const slot = analysis.pack && slotAt(analysis.pack.form.fields, formatFieldPath(path));
  return { span, text: fixSpec.kind === 'key' || !slot || isUnquoted(slot) ? fixSpec.text : quoteScalar(fixSpec.text) };
}

/** A waiver to be completed with a reason and a reviewer, for a finding that may be waived and is not yet. */
function waiverFix(analysis: Analysis, finding: Finding, { today }: FixOptions): Fix | undefined {
  const { pack } = analysis;
  const place = finding.path ? formatFieldPath(finding.path) : '';
  if (
    !pack?.form.roles.waivers ||
    finding.waived ||
    finding.relaxed ||
    finding.severity === 'info' ||
    !isWaivable(finding, pack)
  )
    return undefined;
  const rule = pack.rules.find((r) => r.id === finding.rule && r.check);
  if (!slotAt(pack.form.fields, place) || !rule) return undefined;
  const begun = analysis.answers.items(pack.form.roles.waivers) ?? [];
  const said = (waiver: Answer, key: string) => String(waiver.children?.get(key)?.value ?? '');
  if (begun.some((w) => said(w, WAIVER_KEYS.rule) === finding.rule && said(w, WAIVER_KEYS.place) === place))
    return undefined;
  const value = waivedValue(finding, { answers: analysis.answers, source: analysis.source.text });
  const known = {
    [WAIVER_KEYS.rule]: finding.rule,
    [WAIVER_KEYS.place]: place,
    ...(value ? { [WAIVER_KEYS.value]: value } : {}),
    [WAIVER_KEYS.date]: today,
  };
  const list = parseFieldPath(pack.form.roles.waivers);
  const edit = addItem(analysis, list, known);
  let stops = 0;
  const snippet = addItem(analysis, list, mapValues(known, escapeSnippet), () => `\${${++stops}}`);
  const title = {
    zh: `豁免“${rule.title.zh}”（${rule.id}），写明理由和复核人`,
    en: `Waive “${rule.title.en}” (${rule.id}), with a reason and a reviewer`,
  };
  return edit && { title, edits: [edit], safe: false, ...(snippet ? { snippet } : {}) };
}

function mapValues(
  values: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

function sortedEdits(edits: readonly Edit[]): readonly Edit[] {
  return edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** What makes a finding the same after an edit: its rule, place and message. */
function identityOf({ rule, path, message }: Finding): string {
  return JSON.stringify([rule, path, message.zh]);
}

/** Insertions at one offset become one, in their order: editors disagree about which comes first. */
function mergeInsertions(edits: readonly Edit[]): readonly Edit[] {
  const at = new Map<number, string>();
  for (const { span, text } of edits) at.set(span.start, (at.get(span.start) ?? '') + text);
  return [...at].map(([start, text]) => ({ span: { start, end: start }, text }));
}

function changeTitle(text: string): LocalizedText {
  const words = text.trim();
  return { zh: `改为“${words || '空格'}”`, en: `Change to “${words || 'a space'}”` };
}

function addTitle(path: FieldPath): LocalizedText {
  return { zh: `补上“${formatFieldPath(path)}”`, en: `Add “${formatFieldPath(path)}”` };
}

function addItemTitle(path: FieldPath, known: Readonly<Record<string, string>>): LocalizedText {
  const what = Object.values(known).join(' · ');
  return { zh: `在“${formatFieldPath(path)}”里加一条：${what}`, en: `Add to “${formatFieldPath(path)}”: ${what}` };
}

function removeTitle(path: FieldPath): LocalizedText {
  return { zh: `删去“${formatFieldPath(path)}”`, en: `Remove “${formatFieldPath(path)}”` };
}
