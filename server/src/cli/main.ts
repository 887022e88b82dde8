/** `dossier`: the commands and their flags. Exit status as the contract has it; see {@link EXIT}. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Locale } from '../core/finding.ts';
import { isDate } from '../core/values.ts';
import { version } from '../world.ts';
import { check } from './check.ts';
import { explain } from './explain.ts';
import { FORMATS, readTarget, type Target } from './formats.ts';
import { newFile } from './new.ts';
import { notices } from './notices.ts';
import { reviewFile } from './review.ts';
import { EXIT, UsageError } from './usage.ts';

export async function main(argv: readonly string[]): Promise<number> {
  let status: number = EXIT.ok;
  const program = new Command('dossier')
    .description('Check, render and write government programme applications (项目申报) kept as text.')
    .version(version(), '-V, --version')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) });
  const run = (work: () => number | Promise<number>) => async () => {
    status = await work();
  };

  common(program.command('check'))
    .description('lint dossiers: files or folders, cross-dossier rules included')
    .argument('[path...]', 'files or folders; - reads standard input')
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
    .option('--no-color')
    .option('--stdin-filename <name>', 'what standard input is called')
    .action(async (paths: string[], options) => run(() => check(paths.length ? paths : ['.'], options))());

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
    .addOption(
      new Option(
        '--review',
        'a copy for review: verdicts in front, findings as comments, 审阅稿 on every page',
      ).conflicts(['all', 'draft']),
    )
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

  common(program.command('compare'))
    .description('what was changed in a rendered Word file since, field by field')
    .argument('<file.docx>')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .option('--dossier <file>', 'the dossier it was made of, where it is not beside the file or above it')
    .option('--accept <path...>', 'take these changes over into the dossier: fields, or groups of them')
    .option('--accept-all', 'take over all changes that can be')
    .action(async (file: string, options) => {
      const { compareFile } = await import('./compare.ts');
      await run(() => compareFile(file, options))();
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

function common(command: Command): Command {
  return command
    .option('--config <file>', 'settings file instead of the nearest dossier.config.yaml')
    .addOption(new Option('--lang <lang>', 'language of the messages').choices(['zh', 'en'] satisfies Locale[]))
    .option('--today <date>', 'the day to count from, YYYY-MM-DD', day);
}

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

function day(text: string): string {
  if (!isDate(text)) throw new InvalidArgumentError('YYYY-MM-DD is wanted.');
  return text;
}
