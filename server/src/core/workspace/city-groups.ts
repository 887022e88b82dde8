/** Dossiers by city, with the city's quota. */

import { ruleApplies } from '../analysis/run-rules.ts';
import type { Analysis } from '../analysis/types.ts';
import { countsAgainst, quotaRule } from '../checks/shared/city-quota.ts';
import type { LoadedPack } from '../model/pack.ts';

/** A dossier by the name its face gave it. */
export interface NamedAnalysis {
  readonly dossier: string;
  readonly analysis: Analysis;
}

/** The dossiers of a call that name the same city. */
export interface CityGroup {
  /** Undefined for dossiers whose call is not known. */
  readonly pack: LoadedPack | undefined;
  /** As the dossiers write it; undefined for those that name none. */
  readonly city: string | undefined;
  readonly dossiers: readonly string[];
  /** Undefined where no rule limits them, or it is switched off. */
  readonly quota: CityQuota | undefined;
}

/** The quota of a city and what counts against it. */
export interface CityQuota {
  readonly limit: number;
  /** How many count against it, and how many come by an exempt way. */
  readonly counted: number;
  readonly exempt: number;
}

/** Dossiers by city, the cities in the order of the call, those that name none last. */
export function byCity(dossiers: Iterable<NamedAnalysis>): readonly CityGroup[] {
  const groups = new Map<
    string,
    { pack: LoadedPack | undefined; city: string | undefined; members: NamedAnalysis[] }
  >();
  for (const named of dossiers) {
    const { pack, answers } = named.analysis;
    const city = pack && answers.text(pack.form.roles.city);
    const key = JSON.stringify([pack?.notice.id, city]);
    const group = groups.get(key) ?? { pack, city, members: [] };
    group.members.push(named);
    groups.set(key, group);
  }
  return [...groups.values()].sort(compareGroups).map(({ pack, city, members }) => ({
    pack,
    city,
    dossiers: members.map((m) => m.dossier).sort(),
    quota: pack && city !== undefined ? quotaOf(pack, members) : undefined,
  }));
}

/** The quota as its rule counts it; undefined where the rule applies to none of the dossiers. */
function quotaOf(pack: LoadedPack, members: readonly NamedAnalysis[]): CityQuota | undefined {
  const found = quotaRule(pack, pack.form.roles.city);
  const applies = ({ direction, cache, answers }: Analysis) =>
    found && ruleApplies(found.rule, { direction, settings: cache.input.settings, answers });
  if (!found || !members.some((m) => applies(m.analysis))) return undefined;
  const counted = members.filter((m) => countsAgainst(found.quota, m.analysis.answers)).length;
  return { limit: found.quota.limit, counted, exempt: members.length - counted };
}

type GroupKey = Pick<CityGroup, 'pack' | 'city'>;

function compareGroups(a: GroupKey, b: GroupKey): number {
  const [one, other] = [a.pack?.notice.id, b.pack?.notice.id];
  if (one !== other) return one === undefined || (other !== undefined && one > other) ? 1 : -1;
  return cityRank(a) - cityRank(b) || ((a.city ?? '') < (b.city ?? '') ? -1 : 1);
}

/** A city that the call does not list stands behind those it does. */
function cityRank({ pack, city }: GroupKey): number {
  if (city === undefined) return Number.POSITIVE_INFINITY;
  const place = pack?.notice.cities.indexOf(city) ?? -1;
  return place < 0 ? Number.MAX_SAFE_INTEGER : place;
}
