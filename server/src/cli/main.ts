/** The command line: reads the arguments and calls a command of `commands/`. */
import { type Command, CommanderError } from 'commander';
import { visibleText } from '../core/text/visible-text.ts';
import { programVersion } from '../host/load-packs.ts';
import { LocalizedCommand } from './arguments/localized-command.ts';
import { languageOf, type Translate } from './arguments/translate.ts';
import { COMMANDS } from './commands/index.ts';
import { type CliIo, withLocale } from './common/cli-io.ts';
import { EXIT, failureStatus, failureText } from './common/usage.ts';

/** Runs a command line, without the name of the program, and gives the exit status of the contract; see {@link EXIT}. Never throws. */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  let status: number = EXIT.ok;
  let locale = languageOf(argv, io.env);
  const t: Translate = (zh, en) => ({ zh, en })[locale];
  const program = programIn(t, io);
  const setup = { t, io: withLocale(io, (found) => (locale = found)), finish: (done: number) => (status = done) };
  for (const register of COMMANDS) register(program, setup);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    // Commander has said what is wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    io.stderr.write(`dossier: ${visibleText(failureText(error, io)[locale])}\n`);
    return failureStatus(error);
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
