/** Runs a pack's rules on the answers of a dossier; a rule runs again only if something that it reads has changed. */

import { CHECKS } from '../checks/index.ts';
import type { CheckContext, CheckResult, ProseCheck } from '../checks/shared/check.ts';
import { type Condition, holds, pathsOfCondition } from '../checks/shared/condition.ts';
import { isOff } from '../inputs/rule-settings.ts';
import type { LoadedPack } from '../model/pack.ts';
import { formatFieldPath, parseFieldPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { errorMessage } from '../text/error-message.ts';
import { runPerItem } from './run-per-item.ts';
import type { CrossDossierIssues, ProseCache, RuleOutcome, RuleOutcomes } from './types.ts';

/** Runs the rules that apply; what `before` holds is kept where a rule's inputs are the same objects. */
export function runRules(
  pack: LoadedPack,
  context: CheckContext,
  others: CrossDossierIssues | undefined,
  before: RuleOutcomes | undefined,
): RuleOutcomes {
  const outcomes = new Map<string, RuleOutcome>();
  for (const rule of pack.rules) {
    const check = CHECKS.get(rule.check ?? '');
    const params = pack.params.get(rule.id);
    const applies = check && params ? ruleApplicability(rule, context) : false;
    if (!check || !params || applies === false) continue;
    if ('compare' in check) {
      outcomes.set(rule.id, { inputs: [], issues: others?.issues.get(rule.id) });
      continue;
    }
    const inputs = [
      ...topFields([...check.reads(params), ...conditionPaths(rule)]).map((key) => context.answers.at([key])),
      ...('readsFiles' in check ? [context.files] : []),
    ];
    const kept = before?.get(rule.id);
    const unchanged = kept && kept.inputs.length === inputs.length && inputs.every((a, i) => a === kept.inputs[i]);
    const run = (): RuleResult => {
      // Whether the rule applies is not known: neither is what it would find.
      if (applies === undefined) return { issues: undefined };
      return 'prose' in check
        ? runProseCheck(check, params, context, kept?.proseCache)
        : resultOf(runPerItem(check, params, context));
    };
    outcomes.set(rule.id, unchanged ? kept : { inputs, ...catchRuleError(run) });
  }
  return outcomes;
}

/** Reads the texts that are not as they were. */
function runProseCheck(
  check: ProseCheck,
  params: unknown,
  context: CheckContext,
  before: ProseCache | undefined,
): RuleResult {
  const texts = context.answers.texts(check.texts(params));
  const reading = texts.length ? check.prose(params, context) : undefined;
  if (!reading) return { issues: undefined };
  const kept = before?.key === reading.key ? before.found : undefined;
  const found = new Map(
    texts.map((answer) => {
      const [place, text] = [formatFieldPath(answer.path), String(answer.value)];
      const same = kept?.get(place);
      return [place, same?.text === text ? same : { text, issues: reading.read(answer) }] as const;
    }),
  );
  return { issues: [...found.values()].flatMap((f) => f.issues), proseCache: { key: reading.key, found } };
}

type RuleResult = Pick<RuleOutcome, 'issues' | 'open' | 'fault' | 'proseCache'>;

function resultOf(result: CheckResult): RuleResult {
  return result && 'open' in result ? result : { issues: result };
}

/** What decides whether a rule applies. */
export type RuleScope = Pick<CheckContext, 'direction' | 'settings' | 'answers'>;

/** False where the rule is for other directions, switched off, or its condition `when` does not hold. */
export function ruleApplies(rule: RuleData, scope: RuleScope): boolean {
  return ruleApplicability(rule, scope) !== false;
}

/** As {@link ruleApplies}; undefined where the dossier does not say whether the condition holds. */
function ruleApplicability(rule: RuleData, scope: RuleScope): boolean | undefined {
  const { direction, settings } = scope;
  if (isOff(settings, rule.id)) return false;
  if (rule.directions && (direction === undefined || !rule.directions.includes(direction))) return false;
  return rule.when === undefined ? true : holds(rule.when as Condition, scope);
}

/** True of a rule whose condition `when` does not hold: the dossier is none that it is for. */
export function isOutsideCondition({ when }: RuleData, scope: RuleScope): boolean {
  return when !== undefined && holds(when as Condition, scope) === false;
}

function conditionPaths({ when }: RuleData): readonly string[] {
  return when === undefined ? [] : pathsOfCondition(when as Condition);
}

/** A rule that fails is itself reported: silence would look like a pass. */
function catchRuleError(run: () => RuleResult): RuleResult {
  try {
    return run();
  } catch (error) {
    return { issues: undefined, fault: errorMessage(error) };
  }
}

function topFields(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((p) => String(parseFieldPath(p)[0])))];
}
