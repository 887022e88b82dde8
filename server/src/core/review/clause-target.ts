/** Where in a dossier a clause is answered, so that a verdict can link to it. */

import { locate } from '../analysis/locate.ts';
import type { Analysis } from '../analysis/types.ts';
import type { FileSpan } from '../model/finding.ts';
import { findClause } from '../model/pack.ts';
import { parseFieldPath } from '../model/path.ts';
import type { ReviewItem } from './types.ts';

/**
 * The first finding; else the item of a list that is there for this clause alone, as a paper that it asks for; else the
 * first of its fields that the dossier has; else where the first of them would go. Undefined for a clause that no field
 * answers.
 */
export function clauseTarget(analysis: Analysis, { clause, findings }: ReviewItem): FileSpan | undefined {
  const { pack, source, answers } = analysis;
  const [first] = findings;
  if (first) return first;
  const fields = (pack && findClause(pack, clause)?.fields) ?? [];
  const all = fields.flatMap((f) => answers.all(f)).filter((a) => a.state !== 'absent');
  const items = all.filter((a) => a.path.some((step) => typeof step === 'number'));
  const own = items.find((a) => a.slot.values?.some((v) => v.value === a.value && v.clause === clause));
  const given = own ?? all[0];
  if (given) return locate(source, answers, { path: given.path, part: 'key' });
  const path = fields[0] === undefined ? [] : parseFieldPath(fields[0]);
  const list = path.indexOf('*');
  return path.length ? { span: source.span(list < 0 ? path : path.slice(0, list), 'key') } : undefined;
}
