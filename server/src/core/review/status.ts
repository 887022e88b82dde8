/** Where a dossier stands: how far it is filled, what is found in it, how long it has. */

import type { Analysis } from '../analysis/types.ts';
import { CHECKS } from '../checks/index.ts';
import { quotaRule } from '../checks/shared/city-quota.ts';
import { type Deadline, deadlineOf } from '../inputs/deadline.ts';
import type { Finding, Severity } from '../model/finding.ts';
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
