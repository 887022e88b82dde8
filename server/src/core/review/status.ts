/** Where dossiers stand: how far one is filled, what is found in it, how long it has; and who shares a city's quota. */
import type { Analysis } from '../analysis/analyze.ts';
import { appliesTo } from '../analysis/run-rules.ts';
import { CHECKS } from '../checks/index.ts';
import { countsAgainst, quotaRule } from '../checks/shared/city-quota.ts';
import { type Deadline, deadlineOf } from '../inputs/deadline.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { LoadedPack } from '../packs/read-pack.ts';
import { daysBetween } from '../text/dates.ts';
import { type Completeness, completenessOf } from './completeness.ts';

export interface State {
  /** How many findings of each severity, those in its chapters included. */
  readonly found: Readonly<Record<Severity, number>>;
  /** Undefined where the call is not known. */
  readonly completeness: Completeness | undefined;
  /** `days` are those left from today: 0 on the last day, negative once it has passed. */
  readonly deadline: (Deadline & { readonly days: number }) | undefined;
}

/** `today` is `YYYY-MM-DD`, from the face. */
export function stateOf(analysis: Analysis, today: string): State {
  const { findings, pack, answers, memo } = analysis;
  const count = (severity: Severity) => findings.filter((f) => f.severity === severity).length;
  const city = pack && answers.text(pack.form.roles.city);
  const deadline = pack && deadlineOf(pack.notice.closes, city, memo.facts.settings);
  return {
    found: { error: count('error'), warning: count('warning'), info: count('info') },
    completeness: completenessOf(analysis),
    deadline: deadline && { ...deadline, days: daysBetween(today, deadline.day) },
  };
}

/** What comparing it with others found in a dossier, the quota apart: that is told of its city. */
export function sharedFindings({ pack, findings }: Analysis): readonly Finding[] {
  if (!pack) return [];
  const quota = quotaRule(pack, pack.form.roles.city)?.rule.id;
  const across = pack.rules.filter((r) => r.id !== quota && 'across' in (CHECKS.get(r.check ?? '') ?? {}));
  const ids = new Set(across.map((r) => r.id));
  return findings.filter((f) => ids.has(f.rule));
}

/** A dossier by the name its face gave it. */
export interface Named {
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

export interface CityQuota {
  readonly limit: number;
  /** How many count against it, and how many come by an exempt way. */
  readonly counted: number;
  readonly exempt: number;
}

/** Dossiers by city, the cities in the order of the call, those that name none last. */
export function byCity(dossiers: Iterable<Named>): readonly CityGroup[] {
  const groups = new Map<string, { pack: LoadedPack | undefined; city: string | undefined; members: Named[] }>();
  for (const named of dossiers) {
    const { pack, answers } = named.analysis;
    const city = pack && answers.text(pack.form.roles.city);
    const key = JSON.stringify([pack?.notice.id, city]);
    const group = groups.get(key) ?? { pack, city, members: [] };
    group.members.push(named);
    groups.set(key, group);
  }
  return [...groups.values()].sort(inOrder).map(({ pack, city, members }) => ({
    pack,
    city,
    dossiers: members.map((m) => m.dossier).sort(),
    quota: pack && city !== undefined ? quotaOf(pack, members) : undefined,
  }));
}

/** Counts as the rule does: only where it holds for a dossier is that one told. */
function quotaOf(pack: LoadedPack, members: readonly Named[]): CityQuota | undefined {
  const found = quotaRule(pack, pack.form.roles.city);
  const applies = ({ direction, memo }: Analysis) =>
    found && appliesTo(found.rule, { direction, settings: memo.facts.settings });
  if (!found || !members.some((m) => applies(m.analysis))) return undefined;
  const counted = members.filter((m) => countsAgainst(found.quota, m.analysis.answers)).length;
  return { limit: found.quota.limit, counted, exempt: members.length - counted };
}

type Placed = Pick<CityGroup, 'pack' | 'city'>;

function inOrder(a: Placed, b: Placed): number {
  const [one, other] = [a.pack?.notice.id, b.pack?.notice.id];
  if (one !== other) return one === undefined || (other !== undefined && one > other) ? 1 : -1;
  return rank(a) - rank(b) || ((a.city ?? '') < (b.city ?? '') ? -1 : 1);
}

/** A city that the call does not list stands behind those it does. */
function rank({ pack, city }: Placed): number {
  if (city === undefined) return Number.POSITIVE_INFINITY;
  const place = pack?.notice.cities.indexOf(city) ?? -1;
  return place < 0 ? Number.MAX_SAFE_INTEGER : place;
}
