/** `dossier explain`: a rule or a clause of a notice in words. */
import type { Command } from 'commander';
import { clausePage, rulePage } from '../../core/features/hover/rule-page.ts';
import { findClause } from '../../core/model/pack.ts';
import { closestMatch } from '../../core/text/closest-match.ts';
import { addCommonOptions } from '../arguments/options.ts';
import type { CommandSetup } from '../arguments/registration.ts';
import type { CliIo } from '../common/cli-io.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';

/** Flags of `dossier explain`. */
export interface ExplainOptions extends CommonOptions {
  /** Id of the pack to look in; all where nobody says. */
  readonly notice?: string;
}

/** Prints the page of a rule or clause, of the first pack that has it. Throws a {@link UsageError} where none has. */
export function explain(name: string, options: ExplainOptions, io: CliIo): number {
  const session = new Session(io, options);
  const packs = [...session.packs.values()].filter(
    (p) => options.notice === undefined || p.notice.id === options.notice,
  );
  if (!packs.length)
    throw session.refusal({ zh: `没有编号为“${options.notice}”的通知`, en: `there is no notice “${options.notice}”` });
  const wanted = normalizeName(name);
  for (const pack of packs) {
    const rule = pack.rules.find((r) => r.id === name);
    const clause = findClause(pack, pack.notice.clauses.find((c) => normalizeName(c.id) === wanted)?.id ?? null);
    const page = rule ? rulePage(pack, rule, session.locale) : clause && clausePage(pack, clause, session.locale);
    if (page === undefined) continue;
    session.print(page);
    return EXIT.ok;
  }
  const names = packs.flatMap((p) => [...p.rules.map((r) => r.id), ...p.notice.clauses.map((c) => c.id)]);
  const near = closestMatch(name, names);
  throw session.refusal({
    zh: `没有“${name}”这条规则或条款${near ? `，是不是“${near}”？` : ''}`,
    en: `there is no rule or clause “${name}”${near ? `; did you mean “${near}”?` : ''}`,
  });
}

/** A clause as it may be typed: half-width brackets, 通知 or 第 before it. */
function normalizeName(name: string): string {
  return name
    .replace(/^通知|^第/g, '')
    .replaceAll('(', '（')
    .replaceAll(')', '）')
    .replace(/[\s、.]+/g, '');
}

/** Adds `dossier explain`. */
export function registerExplain(program: Command, { t, io, finish }: CommandSetup): void {
  const command = program
    .command('explain')
    .description(
      t(
        '一条规则查什么、一条条款要求什么，为什么，怎么改',
        'what a rule checks or a clause demands, why, and how to mend it',
      ),
    )
    .argument('<rule|clause>', t('如 credit-code，或 二（一）1', 'such as credit-code, or 二（一）1'));
  addCommonOptions(command, t)
    .option('--notice <id>', t('哪份通知', 'which call'))
    .action((name: string, options: ExplainOptions) => finish(explain(name, options, io)));
}
