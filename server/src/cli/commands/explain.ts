/** `dossier explain`: a rule or a clause of a notice in words. */
import { clausePage, rulePage } from '../../core/features/hover/rule-page.ts';
import { findClause } from '../../core/model/pack.ts';
import { nearest } from '../../core/text/closest-match.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';

export interface ExplainOptions extends CommonOptions {
  readonly notice?: string;
}

export function explain(name: string, options: ExplainOptions): number {
  const session = new Session(options);
  const packs = [...session.packs.values()].filter(
    (p) => options.notice === undefined || p.notice.id === options.notice,
  );
  if (!packs.length)
    throw session.refusal({ zh: `没有编号为“${options.notice}”的通知`, en: `there is no notice “${options.notice}”` });
  const wanted = plain(name);
  for (const pack of packs) {
    const rule = pack.rules.find((r) => r.id === name);
    const clause = findClause(pack, pack.notice.clauses.find((c) => plain(c.id) === wanted)?.id ?? null);
    const page = rule ? rulePage(pack, rule, session.locale) : clause && clausePage(pack, clause, session.locale);
    if (page === undefined) continue;
    process.stdout.write(page);
    return EXIT.ok;
  }
  const names = packs.flatMap((p) => [...p.rules.map((r) => r.id), ...p.notice.clauses.map((c) => c.id)]);
  const near = nearest(name, names);
  throw session.refusal({
    zh: `没有“${name}”这条规则或条款${near ? `，是不是“${near}”？` : ''}`,
    en: `there is no rule or clause “${name}”${near ? `; did you mean “${near}”?` : ''}`,
  });
}

/** A clause as it may be typed: half-width brackets, 通知 or 第 before it. */
function plain(name: string): string {
  return name
    .replace(/^通知|^第/g, '')
    .replaceAll('(', '（')
    .replaceAll(')', '）')
    .replace(/[\s、.]+/g, '');
}
