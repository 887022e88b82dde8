/** `dossier check`, see `checking/check.ts`. */
import { type Command, InvalidArgumentError } from 'commander';
import { addCommonOptions, addReportOptions, choiceOption, readPositive } from '../arguments/options.ts';
import type { CommandSetup } from '../arguments/registration.ts';
import type { Translate } from '../arguments/translate.ts';
import { check } from '../checking/check.ts';
import type { CheckOptions } from '../checking/check-options.ts';
import { PROFILES } from '../checking/profile.ts';
import { parseShard, type ShardNumber } from '../checking/shard.ts';

/** Adds `dossier check`. */
export function registerCheck(program: Command, { t, io, finish }: CommandSetup): void {
  const command = program
    .command('check')
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
    );
  addReportOptions(addCommonOptions(command, t), t);
  addScopeOptions(addFixOptions(command, t), t);
  addRunOptions(command, t)
    .addHelpText('after', `\n${t(EXIT_HELP.zh, EXIT_HELP.en)}`)
    .action(async (paths: string[], options: CheckOptions) =>
      finish(await check(paths.length ? paths : ['.'], options, io)),
    );
}

const EXIT_HELP = {
  zh: '退出码：0 全部检查过且没有错误；1 有问题；2 用法或设置不对；3 什么也没检查或没有检查完。',
  en: 'Exit status: 0 all checked and no error; 1 findings; 2 wrong usage or settings; 3 nothing, or not everything, was\nchecked.',
};

/** How strict the check is, and what it fixes. */
function addFixOptions(command: Command, t: Translate): Command {
  return command
    .option('--stdin-filename <name>', t('标准输入叫什么名字', 'what standard input is called'))
    .addOption(
      choiceOption(
        '--profile <profile>',
        t(
          'draft 起草：还没写的算提示；submit 报送：空白和待补充算错误，有警告即失败',
          'draft: what is not written yet is a hint; submit: blanks, placeholders and warnings fail',
        ),
        PROFILES,
        t,
      ).default('review'),
    )
    .option(
      '--fix',
      t(
        '改正不用考虑的写法：标点、引号、日期写法',
        'put right what needs no thought: punctuation, quotes, the forms of dates',
      ),
    )
    .option('--fix-dry-run', t('只给出差异，什么也不写', 'show that as a diff instead, and write nothing'));
}

/** Which of the findings are told. */
function addScopeOptions(command: Command, t: Translate): Command {
  return command
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
    );
}

/** How the check runs. */
function addRunOptions(command: Command, t: Translate): Command {
  return command
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
      readShard(t),
    )
    .option(
      '--jobs <n>',
      t(
        '几个进程同时检查；默认：份数多时用全部处理器',
        'processes that share the work (default: all cores, where there are many dossiers)',
      ),
      readPositive(t),
    )
    .option('--watch', t('一有改动就重新检查，按 Ctrl-C 结束', 'check again at every change, until Ctrl-C'));
}

function readShard(t: Translate): (value: string) => ShardNumber {
  return (value) => {
    const shard = parseShard(value);
    if (!shard) throw new InvalidArgumentError(t('应写成 N/OF，如 1/3', 'wanted: N/OF, such as 1/3'));
    return shard;
  };
}
