/** The state of a dossier at a glance: completeness, number of findings, days to its deadline. */

import type { Analysis } from '../analysis/types.ts';
import { CHECKS } from '../checks/index.ts';
import { quotaRule } from '../checks/shared/city-quota.ts';
import { type Deadline, deadlineOf } from '../inputs/deadline.ts';
import type { Finding, Severity } from '../model/finding.ts';
import { daysBetween } from '../text/dates.ts';
import { type Completeness, completenessOf } from './completeness.ts';

/** The state of a dossier, for a status bar or a list. */
export interface DossierState {
  /** How many findings of each severity, those in its chapters included. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** Undefined where the call is not known. */
  readonly completeness: Completeness | undefined;
  /** `days` are those left from today: 0 on the last day, negative once it has passed. */
  readonly deadline: (Deadline & { readonly days: number }) | undefined;
}

/** The state of a dossier on a day; `today` is `YYYY-MM-DD`. */
export function dossierState(analysis: Analysis, today: string): DossierState {
  const { findings, pack, answers, cache } = analysis;
  const count = (severity: Severity) => findings.filter((f) => f.severity === severity).length;
  const city = pack && answers.text(pack.form.roles.city);
  const deadline = pack && deadlineOf(pack.notice.closes, city, cache.input.settings);
  return {
    counts: { error: count('error'), warning: count('warning'), info: count('info') },
    completeness: completenessOf(analysis),
    deadline: deadline && { ...deadline, days: daysBetween(today, deadline.day) },
  };
}

/** Findings of rules that compare dossiers, without the quota, which is shown with the city. */
export function crossDossierFindings({ pack, findings }: Analysis): readonly Finding[] {
  if (!pack) return [];
  const quota = quotaRule(pack, pack.form.roles.city)?.rule.id;
  const across = pack.rules.filter((r) => r.id !== quota && 'compare' in (CHECKS.get(r.check ?? '') ?? {}));
  const ids = new Set(across.map((r) => r.id));
  return findings.filter((f) => ids.has(f.rule));
}
