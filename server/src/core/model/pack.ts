/** A notice pack: one call as data, checked. */

import type * as z from 'zod';
import { form } from './form-schema.ts';
import { type Layout, layout } from './layout-schema.ts';
import { type Clause, type Notice, notice } from './notice-schema.ts';
import { type RuleData, rules } from './rule-schema.ts';

/** The files of a pack and what each may say. */
export const PACK_FILES = { notice, form, rules, layout } as const;

/** One call as data, checked. */
export interface Pack {
  readonly notice: Notice;
  readonly form: z.infer<typeof form>;
  readonly rules: readonly RuleData[];
  readonly layout: Layout;
}

/** The clause of an id such as `二（一）1`; undefined for null, which is the form itself, and for an unknown id. */
export function findClause(pack: Pack, id: string | null): Clause | undefined {
  return pack.notice.clauses.find((c) => c.id === id);
}

/** A pack with the parameters of its rules' checks, by id of the rule, ready to run. */
export interface LoadedPack extends Pack {
  readonly params: ReadonlyMap<string, unknown>;
}

/** The clauses that a rule speaks for. */
export function clausesOf(rule: RuleData): readonly string[] {
  return rule.clause === null ? [] : [rule.clause, ...(rule.clauses ?? [])];
}
