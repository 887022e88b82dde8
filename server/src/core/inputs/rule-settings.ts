/** How the settings of a user change the severity of a rule, or switch it off. */

import type { Settings } from './settings.ts';

/** What a setting makes of a rule: its severity, or that it does not run. */
export type RuleLevel = 'off' | 'error' | 'warning' | 'info';

/** A rule as the settings have it. */
export interface RuleSetting {
  readonly level: RuleLevel;
  /** Why it is lowered or off, and who decided it; undefined where only the level is given. */
  readonly reason?: string;
  readonly by?: string;
}

/** What the settings say of a rule; undefined where they say nothing. `rules: {id: off}` and `{id: {as: off, reason, by}}` are read alike. */
export function ruleSetting({ rules }: Pick<Settings, 'rules'>, id: string): RuleSetting | undefined {
  const set = rules?.[id];
  if (set === undefined) return undefined;
  return typeof set === 'string' ? { level: set } : { level: set.as, reason: set.reason, by: set.by };
}

/** True where the settings switch a rule off. */
export function isOff(settings: Settings, id: string): boolean {
  return ruleSetting(settings, id)?.level === 'off';
}

/** True where a level is below a severity: `off` is below all. */
export function isBelow(level: RuleLevel, severity: 'error' | 'warning' | 'info'): boolean {
  return RULE_LEVELS.indexOf(level) < RULE_LEVELS.indexOf(severity);
}

/** All levels, from the mildest to the gravest. */
export const RULE_LEVELS: readonly RuleLevel[] = ['off', 'info', 'warning', 'error'];
