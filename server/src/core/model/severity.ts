/** How grave what a rule finds is, where settings do not say it. */

import type { Severity } from './finding.ts';
import type { Force } from './notice-schema.ts';
import { findClause, type Pack } from './pack.ts';
import type { RuleData } from './rule-schema.ts';

/**
 * The severity of a rule's findings unless the settings or a finding itself say otherwise: the rule's own, else by the force
 * of its clause (须, 不得: error; 原则上, 应基本: warning; 鼓励, 说明: info), else error.
 */
export function severityOf(rule: RuleData | undefined, pack: Pack | undefined): Severity {
  if (rule?.severity) return rule.severity;
  const clause = pack && rule ? findClause(pack, rule.clause) : undefined;
  return clause ? FORCE_SEVERITY[clause.force] : 'error';
}

/** True of a clause that leaves no room: 须 or 不得. */
export function isStrict(force: Force): boolean {
  return force === '须' || force === '不得';
}

const FORCE_SEVERITY: Readonly<Record<Force, Severity>> = {
  须: 'error',
  不得: 'error',
  原则上: 'warning',
  应基本: 'warning',
  鼓励: 'info',
  说明: 'info',
};
