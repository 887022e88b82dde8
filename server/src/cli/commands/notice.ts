/** `dossier notice`: what concerns notice packs themselves, one command below it each. */
import type { Command } from 'commander';
import type { CommandSetup } from '../arguments/registration.ts';
import { registerNoticeCheck } from './notice-check.ts';

/** Adds `dossier notice` with the commands below it. */
export function registerNotice(program: Command, setup: CommandSetup): void {
  const command = program.command('notice').description(setup.t('编写和检查通知包', 'write and check notice packs'));
  registerNoticeCheck(command, setup);
}
