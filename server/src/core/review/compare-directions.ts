/**
 * What if: the same dossier held against each direction of its notice, by the fields and the rules that differ between them.
 * It counts nothing up and recommends nothing: which direction to take is for people to decide.
 */

import { analyze } from '../analysis/analyze.ts';
import { appliesTo } from '../analysis/run-rules.ts';
import type { Analysis } from '../analysis/types.ts';
import { addField } from '../edits/insert.ts';
import { type Answer, isAllowed, isRequired } from '../form/answer.ts';
import type { Edit } from '../model/edit.ts';
import type { Finding } from '../model/finding.ts';
import type { Field } from '../model/form-schema.ts';
import type { Text } from '../model/localized-text.ts';
import type { Direction } from '../model/notice-schema.ts';
import type { LoadedPack } from '../model/pack.ts';
import { type Path, readPath, showPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { asScalar } from '../yaml/quote-scalar.ts';
import type { Source } from '../yaml/source.ts';

/** `open`: something it rests on is missing or cannot be read; `optional`: it may stand there and does not. */
export const STANDINGS = ['met', 'missing', 'against', 'noted', 'open', 'optional', 'none'] as const;
export type Standing = (typeof STANDINGS)[number];

export interface DirectionCell {
  readonly standing: Standing;
  /** What was found under this direction. */
  readonly findings: readonly Finding[];
}

/** A field or a rule that is not the same under every direction, one cell a direction. */
export interface DirectionRow {
  readonly about: Text;
  /** The field; undefined for a rule. */
  readonly path: Path | undefined;
  readonly clause: string | null;
  readonly cells: readonly DirectionCell[];
}

/** What a direction asks to be told, and which of the fields for it say something. Whether it is told well is for a person to judge. */
export interface DirectionAsk {
  readonly about: Text;
  readonly given: readonly string[];
  readonly absent: readonly string[];
}

export interface DirectionColumn {
  readonly direction: Direction;
  /** The dossier's own. */
  readonly isOwn: boolean;
  readonly asks: readonly DirectionAsk[];
}

export interface DirectionTable {
  /** Whose dossier it is, and of which platform, as far as it says so. */
  readonly names: readonly string[];
  readonly columns: readonly DirectionColumn[];
  readonly rows: readonly DirectionRow[];
}

export function compareDirections(analysis: Analysis & { readonly pack: LoadedPack }): DirectionTable {
  const { pack, answers, direction } = analysis;
  const { directions } = pack.notice;
  const trials = directions.map((d) => (d.id === direction ? analysis : under(analysis, d.id)));
  const fields = differing(pack.form.fields, []).map(({ field, path }): DirectionRow => {
    const [answer] = answers.all(path);
    const clause = field.clauses?.[0] ?? null;
    const about = { zh: showPath(path), en: showPath(path) };
    return { about, path, clause, cells: directions.map((d) => fieldCell(field, answer, d.id)) };
  });
  const rules = pack.rules
    .filter((rule) => rule.check && rule.directions && analysis.memo.facts.settings.rules?.[rule.id] !== 'off')
    .map((rule): DirectionRow => {
      const cells = trials.map((trial) => ruleCell(rule, trial));
      return { about: rule.title, path: undefined, clause: rule.clause, cells };
    });
  const columns = directions.map((d) => ({
    direction: d,
    isOwn: d.id === direction,
    asks: d.asks.map(({ about, fields: asked }) => {
      const given = asked.filter((f) => answers.all(f).some(isGiven));
      return { about, given, absent: asked.filter((f) => !given.includes(f)) };
    }),
  }));
  const { roles } = pack.form;
  const names = [roles.applicant, roles.platform].flatMap((role) => answers.text(role) ?? []);
  return { names, columns, rows: [...fields, ...rules] };
}

/** The dossier as it would be judged under another direction; what other dossiers say of it is left out. */
function under({ source, pack, memo }: Analysis & { readonly pack: LoadedPack }, id: string): Analysis {
  const { others: _, ...facts } = memo.facts;
  const path = readPath(pack.form.roles.direction);
  const edit =
    replaced(source, path, id) ?? addField({ source, pack, direction: undefined }, path, { [showPath(path)]: id });
  const text = edit
    ? source.text.slice(0, edit.span.start) + edit.text + source.text.slice(edit.span.end)
    : source.text;
  return analyze(text, facts);
}

/** The value at a path, or the blank behind its colon, said otherwise. */
function replaced(source: Source, path: Path, value: string): Edit | undefined {
  const { block, entry, tree } = source.find(path) ?? {};
  if (!block || !entry) return undefined;
  const text = asScalar(value);
  if (tree) return { span: { start: block.start + tree.start, end: block.start + tree.end }, text };
  const colon = entry.keyEnd + /^[ \t]*:?/.exec(block.block.text.slice(entry.keyEnd))![0].length;
  return { span: { start: block.start + colon, end: block.start + colon }, text: ` ${text}` };
}

function fieldCell(field: Field, answer: Answer | undefined, direction: string): DirectionCell {
  const given = answer !== undefined && isGiven(answer);
  if (!isAllowed(field, direction)) return { standing: given ? 'against' : 'none', findings: [] };
  if (given) return { standing: 'met', findings: [] };
  return { standing: isRequired(field, direction) ? 'missing' : 'optional', findings: [] };
}

function ruleCell(rule: RuleData, { findings, undecided, direction, memo }: Analysis): DirectionCell {
  if (!appliesTo(rule, { direction, settings: memo.facts.settings })) return { standing: 'none', findings: [] };
  const own = findings.filter((f) => f.rule === rule.id && !f.waived);
  if (own.some((f) => f.severity === 'error')) return { standing: 'against', findings: own };
  if (own.length) return { standing: 'noted', findings: own };
  return { standing: undecided.has(rule.id) ? 'open' : 'met', findings: [] };
}

/** The fields that some direction requires or allows and another does not. */
function differing(fields: readonly Field[], above: Path): readonly { readonly field: Field; readonly path: Path }[] {
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
