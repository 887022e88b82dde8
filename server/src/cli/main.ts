/** `dossier`: the commands and their flags. Exit status as the contract has it; see {@link EXIT}. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Locale } from '../core/model/localized-text.ts';
import { isDate } from '../core/text/dates.ts';
import { reasonOf } from '../core/text/error-message.ts';
import { version } from '../host/load-packs.ts';
import { PROFILES } from './checking/profile.ts';
import { readShare, type Share } from './checking/shard.ts';
import { check } from './commands/check.ts';
import { explain } from './commands/explain.ts';
import { CIS, init } from './commands/init.ts';
import { merge } from './commands/merge.ts';
import { newFile } from './commands/new.ts';
import { notices } from './commands/notices.ts';
import { reviewFile } from './commands/review.ts';
import { EXIT, UsageError } from './common/usage.ts';
import { inChinese } from './common/usage-zh.ts';
import { FORMATS, readTarget, type Target } from './reports/formats.ts';

export async function main(argv: readonly string[]): Promise<number> {
  let status: number = EXIT.ok;
  const t = speaker(argv);
  const program = new Command('dossier')
    .description(
      t(
        '检查、生成、编写文本形式的项目申报书。',
        'Check, render and write government programme applications (项目申报) kept as text.',
      ),
    )
    .version(version(), '-V, --version', t('版本', 'the version'))
    .helpOption('-h, --help', t('帮助', 'this help'))
    .helpCommand('help [command]', t('某个命令的帮助', 'the help of a command'))
    .configureHelp({ styleTitle: (title) => t(TITLES[title] ?? title, title) })
    .exitOverride()
    .configureOutput({
      writeErr: (text) => process.stderr.write(text),
      outputError: (text, write) => write(t(inChinese(text), text)),
    });
  const run = (work: () => number | Promise<number>) => async () => {
    endQuietly();
    status = await work();
  };

  reported(t, common(t, program.command('check')))
    .description(
      t(
        '检查申报书：文件、文件夹或通配符，包括各份之间的比较',
        'lint dossiers: files, folders or patterns, cross-dossier rules included',
      ),
    )
    .argument(
      '[path...]',
      t(
        '文件、文件夹，或如 "甲*/**" 的通配符；- 读标准输入',
        'files, folders or patterns such as "甲*/**"; - reads standard input',
      ),
    )
    .option('--stdin-filename <name>', t('标准输入叫什么名字', 'what standard input is called'))
    .addOption(
      new Option(
        '--profile <profile>',
        t(
          'draft 起草：还没写的算提示；submit 报送：空白和待补充算错误，有警告即失败',
          'draft: what is not written yet is a hint; submit: blanks, placeholders and warnings fail',
        ),
      )
        .choices(PROFILES)
        .default('review'),
    )
    .option(
      '--fix',
      t(
        '改正不用考虑的写法：标点、引号、日期写法',
        'put right what needs no thought: punctuation, quotes, the forms of dates',
      ),
    )
    .option('--fix-dry-run', t('只给出差异，什么也不写', 'show that as a diff instead, and write nothing'))
    .option(
      '--baseline <file>',
      t(
        '这个文件里记下的是老问题：报数，不列出，不算失败',
        'findings of this file are old: they are counted, not shown, and do not fail',
      ),
    )
    .option('--update-baseline', t('把现在的问题写进那个文件', 'write the findings of now to that file'))
    .option(
      '--changed [base]',
      t(
        '只报告上次提交以来（或与 BASE 分出以来）改动过的；比较时仍读全部',
        'only files changed since the last commit, or since BASE; all are read, as ever',
      ),
    )
    .option(
      '--cache [file]',
      t(
        '记住打开证明材料的结果（按文件内容），下次不再打开；默认 .dossier-cache.json',
        'remember what opening evidence came to, by content; default .dossier-cache.json',
      ),
    )
    .option(
      '--shard <n/of>',
      t(
        '只报告其中一份，如 1/3；各份用 merge 合并',
        'only this part of the dossiers, such as 1/3; join the parts with merge',
      ),
      share,
    )
    .option(
      '--jobs <n>',
      t(
        '几个进程同时检查；默认：份数多时用全部处理器',
        'processes that share the work (default: all cores, where there are many dossiers)',
      ),
      atLeastOne,
    )
    .option('--watch', t('一有改动就重新检查，按 Ctrl-C 结束', 'check again at every change, until Ctrl-C'))
    .addHelpText('after', `\n${t(EXIT_HELP.zh, EXIT_HELP.en)}`)
    .action(async (paths: string[], options) => run(() => check(paths.length ? paths : ['.'], options))());

  reported(t, common(t, program.command('merge')))
    .description(
      t(
        '合并 check --shard 用 --format json=FILE 存下的各份报告',
        'join the reports of check --shard, each written with --format json=FILE',
      ),
    )
    .argument('<report...>')
    .action(async (files: string[], options) => run(() => merge(files, options))());

  common(t, program.command('init'))
    .description(
      t(
        '写好仓库的设置、编辑器推荐和 CI；已有的文件不动',
        'what a repository of dossiers starts with: settings, editors, CI; no file is overwritten',
      ),
    )
    .argument('[folder]', t('仓库的根文件夹', 'the root of the repository'), '.')
    .addOption(new Option('--ci <ci>', t('同时写这种 CI 的文件', 'the file for this CI as well')).choices(CIS))
    .action(async (folder: string, options) => run(() => init(folder, options))());

  common(t, program.command('review'))
    .description(t('一份申报书逐条的结论', 'the clause-by-clause verdict table of a dossier'))
    .argument('<file>')
    .addOption(new Option('--format <format>').choices(['text', 'json', 'markdown', 'html', 'docx']).default('text'))
    .option(
      '-o, --out <folder>',
      t('写成文件放在那里，不写到标准输出', 'write a file there, rather than to standard output'),
    )
    .option('--no-color', t('不用颜色', 'no colours'))
    .action(async (file: string, options) => run(() => reviewFile(file, options))());

  common(t, program.command('explain'))
    .description(
      t(
        '一条规则查什么、一条条款要求什么，为什么，怎么改',
        'what a rule checks or a clause demands, why, and how to mend it',
      ),
    )
    .argument('<rule|clause>', t('如 credit-code，或 二（一）1', 'such as credit-code, or 二（一）1'))
    .option('--notice <id>', t('哪份通知', 'which call'))
    .action(async (name: string, options) => run(() => explain(name, options))());

  common(t, program.command('render'))
    .description(t('生成申报书（.docx）', 'render the 申报书 (.docx)'))
    .argument('<file...>', t('一份或几份申报书', 'one dossier or several'))
    .option('-o, --out <folder>', t('文件放在哪里', 'where the files go'), '.')
    .option(
      '--all',
      t(
        '加一份汇总表（.xlsx），每份申报书一行；每市加一份推荐表（.docx）',
        'also the summary sheet (.xlsx), one row a dossier, and for each city the table to recommend them (.docx)',
      ),
    )
    .option('--draft', t('有缺项也生成，每页标明草稿', 'also with gaps, and marked 草稿 on every page'))
    .addOption(
      new Option(
        '--review',
        t(
          '改为生成审阅稿：前面是条件对照表，问题标为批注，每页有“审阅稿”',
          'a copy for review instead: verdicts in front, findings as comments, 审阅稿 on every page',
        ),
      ).conflicts(['all', 'draft', 'template']),
    )
    .option(
      '--template <file>',
      t(
        '填写一份现成的表格（.docx），不按本程序的版式生成',
        "fill an office's own form (.docx) rather than making the 申报书",
      ),
    )
    .action(async (files: string[], options) => {
      // Loaded when it is wanted: the Word library is most of the program, and a check has no use for it.
      const { renderFiles } = await import('./commands/render.ts');
      await run(() => renderFiles(files, options))();
    });

  common(t, program.command('template'))
    .description(
      t(
        '一份现成的表格（.docx）要填什么，与通知的表单对照',
        "what an office's own form (.docx) asks for, held against the form of a call",
      ),
    )
    .argument('<file>')
    .option('--notice <id>', t('哪份通知', 'which call'))
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (file: string, options) => {
      const { templateFile } = await import('./commands/template.ts');
      await run(() => templateFile(file, options))();
    });

  common(t, program.command('bundle'))
    .description(
      t(
        '生成报送文件夹：申报书、按次序的证明材料、清单、校验和',
        'everything that is handed in, in a folder: forms, evidence in order, checklist, sums',
      ),
    )
    .argument('<file>')
    .option('-o, --out <folder>', t('文件夹放在哪里', 'where the folder goes'), '.')
    .option('--draft', t('还有错误也生成，处处标明草稿', 'also while errors stand, and named a draft throughout'))
    .action(async (file: string, options) => {
      const { bundleFile } = await import('./commands/bundle.ts');
      await run(() => bundleFile(file, options))();
    });

  common(t, program.command('compare'))
    .description(
      t('生成的 Word 文件后来改了什么，逐项列出', 'what was changed in a rendered Word file since, field by field'),
    )
    .argument('<file.docx>')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .option(
      '--dossier <file>',
      t(
        '它是哪份申报书生成的（不在旁边或上级文件夹时要写）',
        'the dossier it was made of, where it is not beside the file or above it',
      ),
    )
    .option(
      '--accept <path...>',
      t(
        '把这些修改采纳到申报书：字段或一组字段',
        'take these changes over into the dossier: fields, or groups of them',
      ),
    )
    .option('--accept-all', t('采纳全部能采纳的修改', 'take over all changes that can be'))
    .action(async (file: string, options) => {
      const { compareFile } = await import('./commands/compare.ts');
      await run(() => compareFile(file, options))();
    });

  common(t, program.command('new'))
    .description(t('写一份待填写的申报书骨架', 'write a dossier skeleton to fill in'))
    .argument('<file>')
    .option('--notice <id>', t('哪份通知', 'which call'))
    .option('--direction <direction>', t('申报哪个方向', 'which direction of it'))
    .option('--applicant <name>', t('申报单位全称', "the applicant's full name"))
    .action(async (file: string, options) => run(() => newFile(file, options))());

  common(t, program.command('notices'))
    .description(t('现有的通知', 'the notice packs at hand'))
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (options) => run(() => notices(options))());

  program
    .command('lsp')
    .description(t('语言服务，供任何编辑器使用', 'the language server, for any editor'))
    .option('--stdio', t('用标准输入输出通信', 'talk over standard input and output'))
    .option('--socket <port>', t('连接本机的一个端口', 'connect to a port of this machine'), wholeNumber)
    .option('--node-ipc', t('与启动它的 Node 进程通信', 'talk to the Node process that started it'))
    // Editors add what they tell every server, such as --clientProcessId=1.
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async () => {
      const { serve } = await import('../lsp/serve.ts');
      await serve();
    });

  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    return failure(error, t);
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

function common(t: Say, command: Command): Command {
  return command
    .option(
      '--config <file>',
      t('设置文件，代替最近的 dossier.config.yaml', 'settings file instead of the nearest dossier.config.yaml'),
    )
    .addOption(
      new Option('--lang <lang>', t('信息用什么语言', 'language of the messages')).choices([
        'zh',
        'en',
      ] satisfies Locale[]),
    )
    .option('--today <date>', t('按哪一天计算，YYYY-MM-DD', 'the day to count from, YYYY-MM-DD'), day);
}

/** One of two sayings of the same. */
type Say = (zh: string, en: string) => string;

/** Help is wanted before there are settings: in the language that is asked for, else in that of the machine. */
function speaker(argv: readonly string[]): Say {
  const asked = /(?:^|\0)--lang[=\0](zh|en)(?:\0|$)/.exec(argv.join('\0'))?.[1];
  const locale = asked ?? new Intl.DateTimeFormat().resolvedOptions().locale;
  return (zh, en) => (locale.startsWith('zh') ? zh : en);
}

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
};

const EXIT_HELP = {
  zh: '退出码：0 全部检查过且没有错误；1 有问题；2 用法或设置不对；3 什么也没检查或没有检查完。',
  en: 'Exit status: 0 all checked and no error; 1 findings; 2 wrong usage or settings; 3 nothing, or not everything, was\nchecked.',
};

/** What is shown of the findings, and how. */
function reported(t: Say, command: Command): Command {
  return command
    .option(
      '--format <format[=file]>',
      t(
        `${FORMATS.join('、')}；可以给几次，至多一种不写文件（默认 text）`,
        `${FORMATS.join(', ')}; again for another, all but one to a file (default: text)`,
      ),
      targets,
    )
    .option('--max-warnings <n>', t('警告多于这个数算失败', 'more warnings than this are a failure'), wholeNumber)
    .addOption(
      new Option('--severity <least>', t('最低显示到哪一级', 'least severity shown'))
        .choices(['error', 'warning', 'info'])
        .default('info'),
    )
    .option('--quiet', t('只显示错误', 'only errors'))
    .option('--no-color', t('不用颜色', 'no colours'));
}

function failure(error: unknown, t: Say): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError) {
    process.stderr.write(`dossier: ${t(error.text.zh, error.text.en)}\n`);
    return EXIT.usage;
  }
  process.stderr.write(`dossier: ${reasonOf(error)}\n`);
  return EXIT.incomplete;
}

function targets(text: string, before: readonly Target[] = []): readonly Target[] {
  const target = readTarget(text);
  if (!target) throw new InvalidArgumentError(`wanted: ${FORMATS.join(', ')}, as NAME or NAME=FILE`);
  return [...before, target];
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('wanted: 0, 1, 2 …');
  return Number(text);
}

function atLeastOne(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('wanted: 1, 2, 3 …');
  return Number(text);
}

function share(text: string): Share {
  const read = readShare(text);
  if (!read) throw new InvalidArgumentError('wanted: N/OF, such as 1/3');
  return read;
}

function day(text: string): string {
  if (!isDate(text)) throw new InvalidArgumentError('wanted: YYYY-MM-DD');
  return text;
}
