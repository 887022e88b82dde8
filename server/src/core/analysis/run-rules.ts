/** Runs a pack's rules on the answers of a dossier; a rule runs again only if something that it reads has changed. */

import { CHECKS } from '../checks/index.ts';
import type { Given, ProseCheck } from '../checks/shared/check.ts';
import type { LoadedPack } from '../model/pack.ts';
import { readPath, showPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { reasonOf } from '../text/error-message.ts';
import type { Others, Outcome, Outcomes, ReadText } from './types.ts';

/** Runs the rules that apply; what `before` holds is kept where a rule's inputs are the same objects. */
export function runRules(
  pack: LoadedPack,
  given: Given,
  others: Others | undefined,
  before: Outcomes | undefined,
): Outcomes {
  const outcomes = new Map<string, Outcome>();
  for (const rule of pack.rules) {
    const check = CHECKS.get(rule.check ?? '');
    const params = pack.params.get(rule.id);
    if (!check || !params || !appliesTo(rule, given)) continue;
    if ('across' in check) {
      outcomes.set(rule.id, { inputs: [], issues: others?.issues.get(rule.id) });
      continue;
    }
    const inputs = [
      ...topFields(check.reads(params)).map((key) => given.answers.at([key])),
      ...('looksInto' in check ? [given.files] : []),
    ];
    const kept = before?.get(rule.id);
    const unchanged = kept && kept.inputs.length === inputs.length && inputs.every((a, i) => a === kept.inputs[i]);
    const run = () =>
      'prose' in check ? readTexts(check, params, given, kept?.texts) : { issues: check.run(params, given) };
    outcomes.set(rule.id, unchanged ? kept : { inputs, ...attempt(run) });
  }
  return outcomes;
}

/** Reads the texts that are not as they were. */
function readTexts(check: ProseCheck, params: unknown, given: Given, before: ReadText | undefined): Result {
  const texts = given.answers.texts(check.texts(params));
  const reading = texts.length ? check.prose(params, given) : undefined;
  if (!reading) return { issues: undefined };
  const kept = before?.key === reading.key ? before.found : undefined;
  const found = new Map(
    texts.map((answer) => {
      const [place, text] = [showPath(answer.path), String(answer.value)];
      const same = kept?.get(place);
      return [place, same?.text === text ? same : { text, issues: reading.read(answer) }] as const;
    }),
  );
  return { issues: [...found.values()].flatMap((f) => f.issues), texts: { key: reading.key, found } };
}

type Result = Pick<Outcome, 'issues' | 'fault' | 'texts'>;

/** False where the rule is for other directions, or switched off. */
export function appliesTo(rule: RuleData, { direction, settings }: Pick<Given, 'direction' | 'settings'>): boolean {
  if (settings.rules?.[rule.id] === 'off') return false;
  return !rule.directions || (direction !== undefined && rule.directions.includes(direction));
}

/** A rule that fails is itself reported: silence would look like a pass. */
function attempt(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    return { issues: undefined, fault: reasonOf(error) };
  }
}

function topFields(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((p) => String(readPath(p)[0])))];
}
