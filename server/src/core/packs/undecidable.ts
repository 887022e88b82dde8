/** What is wrong in a pack because a clause would be passed, or a rule be silent, without anything having been checked. */

import { CHECKS } from '../checks/index.ts';
import type { ComparedValue } from '../checks/shared/check.ts';
import { ANALYSIS_RULES } from '../model/analysis-rules.ts';
import { slotAt } from '../model/form-paths.ts';
import type { FieldType, Slot } from '../model/form-schema.ts';
import type { Clause } from '../model/notice-schema.ts';
import { clausesOf, type LoadedPack } from '../model/pack.ts';
import type { RuleData } from '../model/rule-schema.ts';

/** What is wrong with a clause, by its position in the notice: one that nothing can decide. */
export function undecidableClauses({ notice, rules }: LoadedPack): readonly { index: number; message: string }[] {
  return notice.clauses.flatMap((clause, index) => {
    const own = rules.filter((rule) => clausesOf(rule).includes(clause.id));
    const message = clauseProblem(clause, own);
    return message ? [{ index, message: `${clause.id}: ${message}` }] : [];
  });
}

function clauseProblem(clause: Clause, rules: readonly RuleData[]): string | undefined {
  if (clause.item && clause.decidable === 'rules' && !clause.form && !rules.length)
    return 'decidable: rules, but no rule has this clause';
  const missing = (clause.needs ?? []).find((need) => {
    const check = NEEDED_CHECK[need];
    return check !== undefined && !rules.some((rule) => rule.check === check);
  });
  return missing && `needs ${missing}, but no rule of this clause has the check ${NEEDED_CHECK[missing]}`;
}

/** The kind of check that reads what a clause needs; the city's deadline may be read by a rule of another clause. */
const NEEDED_CHECK: Readonly<Record<NonNullable<Clause['needs']>[number], string | undefined>> = {
  thresholds: 'thresholds',
  registry: 'prior',
  deadlines: undefined,
};

/** What is wrong with a rule: it names no check, is for a direction that the call does not have, or looks for a value that no answer can have. */
export function ruleProblems(rule: RuleData, pack: LoadedPack): readonly string[] {
  if (rule.check === undefined && !ANALYSIS_RULES.has(rule.id))
    return [`${rule.id}: names no check, and the program has no rule of this id itself`];
  const directions = pack.notice.directions.map((d) => d.id);
  const unknown = (rule.directions ?? []).filter((d) => !directions.includes(d));
  const check = CHECKS.get(rule.check ?? '');
  const params = pack.params.get(rule.id);
  const compared = check && params && 'compares' in check ? (check.compares?.(params) ?? []) : [];
  return [
    ...unknown.map((d) => `${rule.id}: no direction “${d}”`),
    ...compared
      .filter((c) => !isPossible(c, pack))
      .map((c) => `${rule.id}: no answer to ${c.path} can be “${c.value}”`),
  ];
}

/** True where an answer at the path may have the value; an unknown path is told elsewhere. */
function isPossible({ path, value }: ComparedValue, { form }: LoadedPack): boolean {
  const slot = slotAt(form.fields, path);
  if (!slot) return true;
  if (slot.type === 'list' && slot.or === value) return true;
  // A condition on a list of words is one on each of them.
  if (slot.type === 'list' && slot.item && !slot.item.fields) return isPossibleIn(slot.item, value);
  return isPossibleIn(slot, value);
}

function isPossibleIn(slot: Slot, value: string): boolean {
  if (slot.type === 'choice') return slot.open === true || slot.values?.some((v) => v.value === value) === true;
  return WRITTEN_AS[slot.type]?.test(value) ?? true;
}

/** How values of some types are written; those of the others may be any text. */
const WRITTEN_AS: Readonly<Partial<Record<FieldType, RegExp>>> = {
  map: /(?!)/,
  list: /(?!)/,
  'yes-no': /^[是否]$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  month: /^\d{4}-\d{2}$/,
  year: /^\d{4}$/,
  integer: /^-?\d+$/,
  number: /^-?\d+(?:\.\d+)?$/,
};
