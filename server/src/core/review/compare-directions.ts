/**
 * The same dossier checked under each direction of its notice, by the fields and rules that differ between directions. It
 * gives no score and no recommendation: people decide which direction to apply for.
 */

import { analyze } from '../analysis/analyze.ts';
import { ruleApplies } from '../analysis/run-rules.ts';
import type { Analysis, NoticeAnalysis } from '../analysis/types.ts';
import { addField } from '../edits/insert.ts';
import { type Answer, isAllowed, isRequired } from '../form/answer.ts';
import { isOff } from '../inputs/rule-settings.ts';
import type { Edit } from '../model/edit.ts';
import type { Finding } from '../model/finding.ts';
import type { Field } from '../model/form-schema.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { Direction } from '../model/notice-schema.ts';
import { type FieldPath, formatFieldPath, parseFieldPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { quoteScalar } from '../yaml/quote-scalar.ts';
import type { Source } from '../yaml/source.ts';

/**
 * `met`: given, or the rule finds nothing; `missing`: required and not given; `against`: not allowed, or an error;
 * `noted`: a warning or hint; `open`: undecided, for something it needs is missing or cannot be read; `optional`: allowed
 * and not given; `none`: does not apply.
 */
export const DIRECTION_STATUSES = ['met', 'missing', 'against', 'noted', 'open', 'optional', 'none'] as const;
/** How a field or a rule stands under a direction, see {@link DIRECTION_STATUSES}. */
export type DirectionStatus = (typeof DIRECTION_STATUSES)[number];

/** A field or a rule under one direction. */
export interface DirectionCell {
  readonly status: DirectionStatus;
  /** What was found under this direction. */
  readonly findings: readonly Finding[];
}

/** A field or a rule that is not the same under every direction, one cell a direction. */
export interface DirectionRow {
  readonly about: LocalizedText;
  /** The field; undefined for a rule. */
  readonly path: FieldPath | undefined;
  readonly clause: string | null;
  readonly cells: readonly DirectionCell[];
}

/** A demand of a direction on the text, with the fields for it that are given and absent. Whether the text meets it, a person judges. */
export interface DirectionRequirement {
  readonly about: LocalizedText;
  readonly given: readonly string[];
  readonly absent: readonly string[];
}

/** A direction with what it demands of the text. */
export interface DirectionColumn {
  readonly direction: Direction;
  /** The dossier's own. */
  readonly isOwn: boolean;
  readonly requirements: readonly DirectionRequirement[];
}

/** A dossier under all directions of its notice. */
export interface DirectionTable {
  /** Whose dossier it is, and of which platform, as far as it says so. */
  readonly names: readonly string[];
  readonly columns: readonly DirectionColumn[];
  readonly rows: readonly DirectionRow[];
}

/** Checks the dossier once under each direction; other dossiers are left out of the trials. */
export function compareDirections(analysis: NoticeAnalysis): DirectionTable {
  const { pack, answers, direction } = analysis;
  const { directions } = pack.notice;
  const trials = directions.map((d) => (d.id === direction ? analysis : analyzeUnder(analysis, d.id)));
  const fields = differing(pack.form.fields, []).map(({ field, path }): DirectionRow => {
    const [answer] = answers.all(path);
    const clause = field.clauses?.[0] ?? null;
    const about = { zh: formatFieldPath(path), en: formatFieldPath(path) };
    return { about, path, clause, cells: directions.map((d) => fieldCell(field, answer, d.id)) };
  });
  const rules = pack.rules
    .filter((rule) => rule.check && rule.directions && !isOff(analysis.cache.input.settings, rule.id))
    .map((rule): DirectionRow => {
      const cells = trials.map((trial) => ruleCell(rule, trial));
      return { about: rule.title, path: undefined, clause: rule.clause, cells };
    });
  const columns = directions.map((d) => ({
    direction: d,
    isOwn: d.id === direction,
    requirements: d.asks.map(({ about, fields: asked }) => {
      const given = asked.filter((f) => answers.all(f).some(isGiven));
      return { about, given, absent: asked.filter((f) => !given.includes(f)) };
    }),
  }));
  const { roles } = pack.form;
  const names = [roles.applicant, roles.platform].flatMap((role) => answers.text(role) ?? []);
  return { names, columns, rows: [...fields, ...rules] };
}

/** The dossier as it would be analyzed under another direction; what other dossiers say of it is left out. */
function analyzeUnder({ source, pack, cache }: NoticeAnalysis, id: string): Analysis {
  const { crossDossierIssues: _, ...input } = cache.input;
  const path = parseFieldPath(pack.form.roles.direction ?? '');
  const edit =
    replaceValue(source, path, id) ??
    addField({ source, pack, direction: undefined }, path, { [formatFieldPath(path)]: id });
  const text = edit
    ? source.text.slice(0, edit.span.start) + edit.text + source.text.slice(edit.span.end)
    : source.text;
  return analyze(text, input);
}

/** The value at a path, or the blank behind its colon, said otherwise. */
function replaceValue(source: Source, path: FieldPath, value: string): Edit | undefined {
  const { block, entry, tree } = source.find(path) ?? {};
  if (!block || !entry) return undefined;
  const text = quoteScalar(value);
  if (tree) return { span: { start: block.start + tree.start, end: block.start + tree.end }, text };
  const colon = entry.keyEnd + /^[ \t]*:?/.exec(block.block.text.slice(entry.keyEnd))![0].length;
  return { span: { start: block.start + colon, end: block.start + colon }, text: ` ${text}` };
}

function fieldCell(field: Field, answer: Answer | undefined, direction: string): DirectionCell {
  const given = answer !== undefined && isGiven(answer);
  if (!isAllowed(field, direction)) return { status: given ? 'against' : 'none', findings: [] };
  if (given) return { status: 'met', findings: [] };
  return { status: isRequired(field, direction) ? 'missing' : 'optional', findings: [] };
}

function ruleCell(rule: RuleData, { findings, undecided, direction, cache, answers }: Analysis): DirectionCell {
  if (!ruleApplies(rule, { direction, settings: cache.input.settings, answers }))
    return { status: 'none', findings: [] };
  const own = findings.filter((f) => f.rule === rule.id && !f.waived);
  if (own.some((f) => f.severity === 'error')) return { status: 'against', findings: own };
  if (own.length) return { status: 'noted', findings: own };
  return { status: undecided.has(rule.id) ? 'open' : 'met', findings: [] };
}

/** The fields that some direction requires or allows and another does not. */
function differing(
  fields: readonly Field[],
  above: FieldPath,
): readonly { readonly field: Field; readonly path: FieldPath }[] {
  return fields.flatMap((field) => {
    const path = [...above, field.key];
    const own = field.onlyFor || (field.requiredFor && !field.required) ? [{ field, path }] : [];
    return own.length || field.type !== 'map' ? own : differing(field.fields ?? [], path);
  });
}

function isGiven({ state, items, children, value }: Answer): boolean {
  if (state !== 'ok') return false;
  return value !== undefined || (items?.length ?? 0) > 0 || [...(children?.values() ?? [])].some(isGiven);
}
