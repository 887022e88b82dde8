/** The command line: reads the arguments and calls a command of `commands/`. */
import { type Command, CommanderError } from 'commander';
import { errorMessage } from '../core/text/error-message.ts';
import { programVersion } from '../host/load-packs.ts';
import { LocalizedCommand } from './arguments/localized-command.ts';
import { type Translate, translator } from './arguments/translate.ts';
import { COMMANDS } from './commands/index.ts';
import type { CliIo } from './common/cli-io.ts';
import { EXIT, UsageError } from './common/usage.ts';

/** Runs a command line, without the name of the program, and gives the exit status of the contract; see {@link EXIT}. Never throws. */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  const t = translator(argv, io.env);
  let status: number = EXIT.ok;
  const program = programIn(t, io);
  for (const register of COMMANDS) register(program, { t, io, finish: (done) => (status = done) });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    return failure(error, t, io);
  }
}

function programIn(t: Translate, { stdout, stderr }: CliIo): Command {
  return new LocalizedCommand('dossier', t)
    .description(
      t(
        '检查、生成、编写文本形式的项目申报书。',
        'Check, render and write government programme applications (项目申报) kept as text.',
      ),
    )
    .version(programVersion(), '-V, --version', t('版本', 'the version'))
    .helpOption('-h, --help', t('帮助', 'this help'))
    .helpCommand('help [command]', t('某个命令的帮助', 'the help of a command'))
    .configureHelp({ styleTitle: (title) => t(TITLES[title] ?? title, title) })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? HELP_WIDTH,
      getErrHelpWidth: () => stderr.columns ?? HELP_WIDTH,
    });
}

/** Columns of help where the output is no terminal. */
const HELP_WIDTH = 80;

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
};

function failure(error: unknown, t: Translate, { stderr }: CliIo): number {
  // Commander has said what is wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const isUsage = error instanceof UsageError;
  stderr.write(`dossier: ${isUsage ? t(error.text.zh, error.text.en) : errorMessage(error)}\n`);
  return isUsage ? EXIT.usage : EXIT.incomplete;
}
