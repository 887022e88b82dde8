/**
 * How far the form is filled: of the fields that it requires under the chosen direction, how many are answered. It says
 * nothing of how good the answers are, and is no score of the application.
 */
import type { Analysis } from '../analysis/types.ts';
import type { Answer } from '../form/answer.ts';
import { isAllowed, isRequired } from '../form/answer.ts';
import type { Field, Slot } from '../model/form-schema.ts';

/** How many places of the form are required, and how many of them are answered. */
export interface Completeness {
  readonly required: number;
  readonly answered: number;
}

/**
 * Counts single places: a group counts by its required fields, a list as one field and by those of the items that are
 * there, a figure such as `5` or `{数值: 5, 截止: …}` as one. What is given but cannot be read is answered: that is a
 * finding of its own. Undefined where the call is not known, and with it the form.
 */
export function completenessOf({ pack, answers, direction }: Analysis): Completeness | undefined {
  return pack && sum(pack.form.fields.map((f) => fieldCompleteness(f, answers.at([f.key]), direction)));
}

/** Whole per cent, rounded so that 0 is nothing and 100 is all. */
export function percent({ required, answered }: Completeness): number {
  if (!required || answered >= required) return 100;
  return answered ? Math.max(1, Math.floor((100 * answered) / required)) : 0;
}

const NOTHING: Completeness = { required: 0, answered: 0 };

function fieldCompleteness(field: Field, answer: Answer | undefined, direction: string | undefined): Completeness {
  if (!isAllowed(field, direction)) return NOTHING;
  const wanted = isRequired(field, direction);
  if (!wanted && (answer === undefined || answer.state === 'absent')) return NOTHING;
  if (field.type === 'map' && !field.bare) return groupCompleteness(field, answer, direction);
  const own = wanted ? { required: 1, answered: isAnswered(field, answer, direction) ? 1 : 0 } : NOTHING;
  return sum([own, ...(answer?.items ?? []).map((item) => groupCompleteness(item.slot, item, direction))]);
}

/** The required fields of a group, or of an item of a list. */
function groupCompleteness(
  { fields = [] }: Slot,
  answer: Answer | undefined,
  direction: string | undefined,
): Completeness {
  return sum(fields.map((f) => fieldCompleteness(f, answer?.children?.get(f.key), direction)));
}

function isAnswered(field: Field, answer: Answer | undefined, direction: string | undefined): boolean {
  if (!answer || answer.state === 'absent' || answer.state === 'blank') return false;
  // Without a tree nothing of it was read: the text breaks off before it.
  if (!answer.tree) return false;
  if (!field.bare || answer.tree.kind !== 'map') return true;
  const { required, answered } = groupCompleteness(field, answer, direction);
  return required === answered;
}

function sum(parts: readonly Completeness[]): Completeness {
  return parts.reduce(
    (all, part) => ({ required: all.required + part.required, answered: all.answered + part.answered }),
    NOTHING,
  );
}
