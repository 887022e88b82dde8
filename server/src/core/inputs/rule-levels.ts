/** Which rules the settings may lower or switch off, and for which of them they must say why. */

import type { LocalizedText } from '../model/localized-text.ts';
import { clausesOf, findClause, type Pack } from '../model/pack.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { isStrict, severityOf } from '../model/severity.ts';
import { isBelow, type RuleLevel } from './rule-settings.ts';

/**
 * True of a rule without which nothing would be known of a dossier: those that the program has itself, such as `yaml-syntax`,
 * `missing-field` and `internal-fault`, where they are errors. They cannot be lowered.
 */
export function isProgramRule(rule: RuleData): boolean {
  return rule.check === undefined && rule.severity === 'error';
}

/** True of a rule of a 须 or 不得 clause. */
export function isStrictRule(rule: RuleData, pack: Pack): boolean {
  return clausesOf(rule).some((id) => {
    const clause = findClause(pack, id);
    return clause !== undefined && isStrict(clause.force);
  });
}

/** True where a level makes less of a rule than it is in a pack, or of any of its findings. */
export function isLowered(rule: RuleData, pack: Pack, level: RuleLevel): boolean {
  return isBelow(level, severityOf(rule, pack));
}

/** What is wrong with the level that settings give a rule in these packs; undefined where nothing is. */
export function levelProblem(
  id: string,
  level: RuleLevel,
  { hasReason, packs }: { readonly hasReason: boolean; readonly packs: readonly Pack[] },
): LocalizedText | undefined {
  const found = packs.flatMap((pack) => pack.rules.filter((r) => r.id === id).map((rule) => ({ rule, pack })));
  const lowered = found.filter(({ rule, pack }) => isLowered(rule, pack, level));
  const [first] = lowered;
  if (!first) return undefined;
  const name = { zh: `“${first.rule.title.zh}”（${id}）`, en: `“${first.rule.title.en}” (${id})` };
  if (lowered.some(({ rule }) => isProgramRule(rule))) {
    return {
      zh: `${name.zh}是程序本身的规则，不能降级或关闭：否则没有检查到的会显得没有问题`,
      en: `${name.en} is a rule of the program itself and cannot be lowered or off: what was not checked would look as if nothing were wrong`,
    };
  }
  if (hasReason || !lowered.some(({ rule, pack }) => isStrictRule(rule, pack))) return undefined;
  return {
    zh: `${name.zh}属于“须”或“不得”的条款，降级或关闭要写明理由和决定人：{as: ${level}, reason: 理由, by: 姓名}`,
    en: `${name.en} is of a 须 or 不得 clause: lower it with a reason and a name, {as: ${level}, reason: …, by: …}`,
  };
}
