/** How many dossiers a place may send, and which of them count. */
import * as z from 'zod';
import type { LoadedPack } from '../../model/pack.ts';
import type { RuleData } from '../../model/rule-schema.ts';
import type { OtherDossier } from './cross-dossier.ts';

/** Parameters of a rule that limits how many dossiers may name one place. */
export const quotaShape = z.strictObject({
  field: z.string().describe('Field path of the place that recommends'),
  limit: z.int().positive().describe('How many dossiers a place may send'),
  way: z.string().describe('Field path of the way by which a dossier comes'),
  exempt: z.array(z.string()).describe('Ways that do not count'),
});

/** A quota as data: how many dossiers may name the same place, and which do not count. */
export type Quota = z.infer<typeof quotaShape>;

/** False for a dossier that comes by an exempt way. One that does not say its way counts. */
export function countsAgainst({ way, exempt }: Quota, dossier: Pick<OtherDossier, 'text'>): boolean {
  return !exempt.includes(dossier.text(way) ?? '');
}

/** The rule of a pack that limits the dossiers naming the same at `field`, where it has one. */
export function quotaRule(pack: LoadedPack, field: string | undefined): { rule: RuleData; quota: Quota } | undefined {
  for (const rule of pack.rules.filter((r) => r.check === 'quota')) {
    const { data } = quotaShape.safeParse(pack.params.get(rule.id));
    if (data && data.field === field) return { rule, quota: data };
  }
  return undefined;
}
