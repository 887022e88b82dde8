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

export function findClause(pack: Pack, id: string | null): Clause | undefined {
  return pack.notice.clauses.find((c) => c.id === id);
}

/** A rule with its check and the check's parameters, ready to run. */
export interface LoadedPack extends Pack {
  readonly params: ReadonlyMap<string, unknown>;
}

/** The clauses that a rule speaks for. */
export function clausesOf(rule: RuleData): readonly string[] {
  return rule.clause === null ? [] : [rule.clause, ...(rule.clauses ?? [])];
}
