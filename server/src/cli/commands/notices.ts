/** `dossier notices`: the packs at hand. */

import type { Command } from 'commander';
import { callDays } from '../../core/model/notice-schema.ts';
import { jsonText } from '../../core/text/json-text.ts';
import { addCommonOptions, choiceOption } from '../arguments/options.ts';
import type { CommandSetup } from '../arguments/registration.ts';
import type { CliIo } from '../common/cli-io.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';

/** Flags of `dossier notices`. */
export interface NoticesOptions extends CommonOptions {
  readonly format: 'text' | 'json';
}

/** Prints the packs: id, title, issuer, days and directions. */
export function notices(options: NoticesOptions, io: CliIo): number {
  const session = new Session(io, options);
  const packs = [...session.packs.values()];
  if (options.format === 'json') {
    const list = packs.map(({ notice: n, rules }) => ({
      id: n.id,
      title: n.title[session.locale],
      issuer: n.issuer?.[session.locale],
      opens: n.opens,
      closes: n.closes,
      directions: n.directions.map((d) => d.id),
      clauses: n.clauses.filter((c) => c.item).length,
      rules: rules.length,
    }));
    session.print(jsonText(list));
    return EXIT.ok;
  }
  for (const { notice: n } of packs) {
    const facts = [n.issuer?.[session.locale], callDays(n)].filter(Boolean).join('  ');
    const directions = n.directions.map((d) => `    ${d.id}`);
    const lines = [`${n.id}  ${n.title[session.locale]}`, ...(facts ? [`  ${facts}`] : []), ...directions];
    session.print(`${lines.join('\n')}\n`);
  }
  return EXIT.ok;
}

/** Adds `dossier notices`. */
export function registerNotices(program: Command, { t, io, finish }: CommandSetup): void {
  const command = program.command('notices').description(t('现有的通知', 'the notice packs at hand'));
  addCommonOptions(command, t)
    .addOption(choiceOption('--format <format>', '', ['text', 'json'], t).default('text'))
    .action((options: NoticesOptions) => finish(notices(options, io)));
}
