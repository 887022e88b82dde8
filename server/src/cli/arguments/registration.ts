/** How the commands of `commands/` come into the program. */
import type { Command } from 'commander';
import type { CliIo } from '../common/cli-io.ts';
import type { Translate } from './translate.ts';

/** What a command is given when it is registered. */
export interface CommandSetup {
  readonly t: Translate;
  readonly io: CliIo;
  /** Takes the exit status of what a command does. */
  readonly finish: (status: number) => void;
}

/** Adds a command with its options and what it does to the program. */
export type Register = (program: Command, setup: CommandSetup) => void;
