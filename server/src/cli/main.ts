/** `dossier`: the commands and their flags. Exit status as the contract has it; see {@link EXIT}. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Locale } from '../core/finding.ts';
import { isDate } from '../core/values.ts';
import { version } from '../world.ts';
import { check } from './check.ts';
import { explain } from './explain.ts';
import { FORMATS, readTarget, type Target } from './formats.ts';
import { CIS, init } from './init.ts';
import { merge } from './merge.ts';
import { newFile } from './new.ts';
import { notices } from './notices.ts';
import { PROFILES } from './profile.ts';
import { reviewFile } from './review.ts';
import { readShare, type Share } from './shard.ts';
import { EXIT, UsageError } from './usage.ts';

export async function main(argv: readonly string[]): Promise<number> {
  let status: number = EXIT.ok;
  const program = new Command('dossier')
    .description('Check, render and write government programme applications (项目申报) kept as text.')
    .version(version(), '-V, --version')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) });
  const run = (work: () => number | Promise<number>) => async () => {
    endQuietly();
    status = await work();
  };

  reported(common(program.command('check')))
    .description('lint dossiers: files, folders or patterns, cross-dossier rules included')
    .argument('[path...]', 'files, folders or patterns such as "甲*/**"; - reads standard input')
    .option('--stdin-filename <name>', 'what standard input is called')
    .addOption(new Option('--profile <profile>', PROFILE_HELP).choices(PROFILES).default('review'))
    .option('--fix', 'put right what needs no thought: punctuation, quotes, the forms of dates')
    .option('--fix-dry-run', 'show that as a diff instead, and write nothing')
    .option('--baseline <file>', 'findings of this file are old: they are counted, not shown, and do not fail')
    .option('--update-baseline', 'write the findings of now to that file')
    .option('--changed [base]', 'only files changed since the last commit, or since BASE; all are read, as ever')
    .option('--shard <n/of>', 'only this part of the dossiers, such as 1/3; join the parts with merge', share)
    .option('--watch', 'check again at every change, until Ctrl-C')
    .addHelpText('after', CHECK_HELP)
    .action(async (paths: string[], options) => run(() => check(paths.length ? paths : ['.'], options))());

  reported(common(program.command('merge')))
    .description('join the reports of check --shard, each written with --format json=FILE')
    .argument('<report...>')
    .action(async (files: string[], options) => run(() => merge(files, options))());

  common(program.command('init'))
    .description('what a repository of dossiers starts with: settings, editors, CI; no file is overwritten')
    .argument('[folder]', 'the root of the repository', '.')
    .addOption(new Option('--ci <ci>', 'the file for this CI as well').choices(CIS))
    .action(async (folder: string, options) => run(() => init(folder, options))());

  common(program.command('review'))
    .description('the clause-by-clause verdict table of a dossier')
    .argument('<file>')
    .addOption(new Option('--format <format>').choices(['text', 'json', 'markdown', 'html', 'docx']).default('text'))
    .option('-o, --out <folder>', 'write a file there, rather than to standard output')
    .option('--no-color')
    .action(async (file: string, options) => run(() => reviewFile(file, options))());

  common(program.command('explain'))
    .description('what a rule checks or a clause demands, why, and how to mend it')
    .argument('<rule|clause>', 'such as credit-code, or 二（一）1')
    .option('--notice <id>', 'which call')
    .action(async (name: string, options) => run(() => explain(name, options))());

  common(program.command('render'))
    .description('render the 申报书 (.docx)')
    .argument('<file...>', 'one dossier or several')
    .option('-o, --out <folder>', 'where the files go', '.')
    .option('--all', 'the summary sheet (.xlsx) as well, one row a dossier')
    .option('--draft', 'also with gaps, and marked 草稿 on every page')
    .action(async (files: string[], options) => {
      // Loaded when it is wanted: the Word library is most of the program, and a check has no use for it.
      const { renderFiles } = await import('./render.ts');
      await run(() => renderFiles(files, options))();
    });

  common(program.command('bundle'))
    .description('everything that is handed in, in a folder: forms, evidence in order, checklist, sums')
    .argument('<file>')
    .option('-o, --out <folder>', 'where the folder goes', '.')
    .option('--draft', 'also while errors stand, and named a draft throughout')
    .action(async (file: string, options) => {
      const { bundleFile } = await import('./bundle.ts');
      await run(() => bundleFile(file, options))();
    });

  common(program.command('new'))
    .description('write a dossier skeleton to fill in')
    .argument('<file>')
    .option('--notice <id>', 'which call')
    .option('--direction <direction>', 'which direction of it')
    .option('--applicant <name>', "the applicant's full name")
    .action(async (file: string, options) => run(() => newFile(file, options))());

  common(program.command('notices'))
    .description('the notice packs at hand')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (options) => run(() => notices(options))());

  program
    .command('lsp')
    .description('the language server, for any editor')
    .option('--stdio', 'talk over standard input and output')
    .option('--socket <port>', 'connect to a port of this machine', wholeNumber)
    .option('--node-ipc', 'talk to the Node process that started it')
    .allowUnknownOption()
    .action(async () => {
      const { serve } = await import('../lsp/serve.ts');
      await serve();
    });

  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    return failure(error);
  }
  return status;
}

/** Ctrl-C, and a reader that has enough, as `head` has, end the program without a word. */
function endQuietly(): void {
  process.once('SIGINT', () => process.exit(EXIT.interrupted));
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  }
}

function common(command: Command): Command {
  return command
    .option('--config <file>', 'settings file instead of the nearest dossier.config.yaml')
    .addOption(new Option('--lang <lang>', 'language of the messages').choices(['zh', 'en'] satisfies Locale[]))
    .option('--today <date>', 'the day to count from, YYYY-MM-DD', day);
}

/** What is shown of the findings, and how. */
function reported(command: Command): Command {
  return command
    .option(
      '--format <format[=file]>',
      `${FORMATS.join(', ')}; again for another, all but one to a file (default: text)`,
      targets,
    )
    .option('--max-warnings <n>', 'more warnings than this are a failure', wholeNumber)
    .addOption(
      new Option('--severity <least>', 'least severity shown').choices(['error', 'warning', 'info']).default('info'),
    )
    .option('--quiet', 'only errors')
    .option('--no-color');
}

const PROFILE_HELP = 'draft: what is not written yet is a hint; submit: blanks, placeholders and warnings fail';

const CHECK_HELP = `
Exit status: 0 all checked and no error; 1 findings; 2 wrong usage or settings; 3 nothing, or not everything, was checked.
退出码：0 全部检查过且没有错误；1 有问题；2 用法或设置不对；3 什么也没检查或没有检查完。
`;

function failure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError) {
    process.stderr.write(`dossier: ${error.message}\n`);
    return EXIT.usage;
  }
  process.stderr.write(`dossier: ${error instanceof Error ? error.message : String(error)}\n`);
  return EXIT.incomplete;
}

function targets(text: string, before: readonly Target[] = []): readonly Target[] {
  const target = readTarget(text);
  if (!target) throw new InvalidArgumentError(`${FORMATS.join(', ')} are there, each as NAME or NAME=FILE.`);
  return [...before, target];
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number is wanted.');
  return Number(text);
}

function share(text: string): Share {
  const read = readShare(text);
  if (!read) throw new InvalidArgumentError('N/OF is wanted, such as 1/3.');
  return read;
}

function day(text: string): string {
  if (!isDate(text)) throw new InvalidArgumentError('YYYY-MM-DD is wanted.');
  return text;
}
