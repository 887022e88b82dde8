/** Runs a check once for each item of a list where its paths lead through lists, so that every item is judged. */

import type { Check, CheckContext, CheckResult, Issue } from '../checks/shared/check.ts';
import type { Answers } from '../form/answers.ts';
import { formatFieldPath } from '../model/path.ts';

/** How a check reads a path through a list such as `平台.应用案例[].客户`. */
const EVERY = '[]';

/**
 * Runs a check. Where it takes one answer a path (`perItem`) and a path leads through a list, it runs once an item, with the
 * position of the item in all paths through that list. A list that is absent, blank or cannot be read decides nothing.
 */
export function runPerItem(check: Check, params: unknown, context: CheckContext): CheckResult {
  const list = check.perItem ? listOf(check.reads(params)) : undefined;
  if (list === undefined) return check.run(params, context);
  const items = context.answers.items(list);
  if (!items?.length) return saysNothing(context.answers, list) ? [] : undefined;
  const issues: Issue[] = [];
  const open: string[] = [];
  for (const item of items) {
    const place = formatFieldPath(item.path);
    const result = runPerItem(check, withItem(params, `${list}${EVERY}`, place), context);
    if (!result) open.push(place);
    else if ('open' in result) open.push(...result.open);
    if (result) issues.push(...('open' in result ? result.issues : result));
  }
  if (open.length === items.length && !issues.length) return undefined;
  return open.length ? { issues, open } : issues;
}

/** The first list that a path leads through, as its own path; undefined where none does. */
function listOf(paths: readonly string[]): string | undefined {
  const path = paths.find((p) => p.includes(EVERY));
  return path?.slice(0, path.indexOf(EVERY));
}

/** True of a list for which the dossier writes the word that may stand instead, such as 无. */
function saysNothing(answers: Answers, list: string): boolean {
  const answer = answers.at(list);
  return answer?.state === 'ok' && answer.value !== undefined && !answer.items?.length;
}

/** The parameters with a list item instead of every item, in all texts that begin with the list. */
function withItem(value: unknown, list: string, item: string): unknown {
  if (typeof value === 'string') return value.startsWith(list) ? item + value.slice(list.length) : value;
  if (Array.isArray(value)) return value.map((v) => withItem(v, list, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, withItem(v, list, item)]));
}
