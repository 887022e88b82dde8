/** How many dossiers a place may send, and which of them count. */
import * as z from 'zod';
import type { LoadedPack } from '../../model/pack.ts';
import type { RuleData } from '../../model/rule-schema.ts';
import type { Peer } from './check.ts';

export const quotaShape = z.strictObject({
  /** Where a dossier names its place. */
  field: z.string(),
  limit: z.int().positive(),
  /** Where it says by which way it comes, and the ways that do not count. */
  way: z.string(),
  exempt: z.array(z.string()),
});

export type Quota = z.infer<typeof quotaShape>;

/** False for a dossier that comes by an exempt way. One that does not say its way counts. */
export function countsAgainst({ way, exempt }: Quota, dossier: Pick<Peer, 'text'>): boolean {
  return !exempt.includes(dossier.text(way) ?? '');
}

/** The rule of a pack that limits the dossiers naming the same at `field`, where it has one. */
export function quotaRule(pack: LoadedPack, field: string): { rule: RuleData; quota: Quota } | undefined {
  for (const rule of pack.rules.filter((r) => r.check === 'quota')) {
    const { data } = quotaShape.safeParse(pack.params.get(rule.id));
    if (data?.field === field) return { rule, quota: data };
  }
  return undefined;
}
