/** Options that several commands have, and how their values are read. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Locale } from '../../core/model/localized-text.ts';
import { isDate } from '../../core/text/dates.ts';
import { FORMATS, parseReportTarget, type ReportTarget } from '../reports/formats.ts';
import type { Translate } from './translate.ts';

/** `--config`, `--notices`, `--lang` and `--today`. */
export function addCommonOptions(command: Command, t: Translate): Command {
  return command
    .option(
      '--config <file>',
      t('设置文件，代替最近的 dossier.config.yaml', 'settings file instead of the nearest dossier.config.yaml'),
    )
    .option(
      '--notices <folder>',
      t('存放通知包的文件夹，可以给几次', 'folder of notice packs; may be given again'),
      (folder: string, before: readonly string[] = []) => [...before, folder],
    )
    .addOption(choiceOption('--lang <lang>', t('信息用什么语言', 'language of the messages'), LOCALES, t))
    .option('--today <date>', t('按哪一天计算，YYYY-MM-DD', 'the day to count from, YYYY-MM-DD'), readDay(t));
}

const LOCALES: readonly Locale[] = ['zh', 'en'];

/** What of the findings is shown, and how: `--format`, `--max-warnings`, `--severity`, `--quiet` and `--no-color`. */
export function addReportOptions(command: Command, t: Translate): Command {
  return command
    .option(
      '--format <format[=file]>',
      t(
        `${FORMATS.join('、')}；可以给几次，至多一种不写文件（默认 text）`,
        `${FORMATS.join(', ')}; again for another, all but one to a file (default: text)`,
      ),
      readTarget(t),
    )
    .option('--max-warnings <n>', t('警告多于这个数算失败', 'more warnings than this are a failure'), readCount(t))
    .addOption(
      choiceOption(
        '--severity <least>',
        t('最低显示到哪一级', 'least severity shown'),
        ['error', 'warning', 'info'],
        t,
      ).default('info'),
    )
    .option('--quiet', t('只显示错误', 'only errors'))
    .option('--no-color', t('不用颜色', 'no colours'));
}

/** An option with a list of values, which help shows; another value is told in the language of `t`. */
export function choiceOption(flags: string, description: string, choices: readonly string[], t: Translate): Option {
  return new Option(flags, description).choices(choices).argParser((value) => {
    if (choices.includes(value)) return value;
    const list = choices.join(', ');
    throw new InvalidArgumentError(t(`可以写：${list}`, `Allowed choices are ${list}.`));
  });
}

/** Reads a whole number from 0. */
export function readCount(t: Translate): (value: string) => number {
  return (value) => {
    if (!/^\d+$/.test(value)) throw new InvalidArgumentError(t('应写成 0, 1, 2 …', 'wanted: 0, 1, 2 …'));
    return Number(value);
  };
}

/** Reads a whole number from 1 to 9999. */
export function readPositive(t: Translate): (value: string) => number {
  return (value) => {
    if (!/^[1-9]\d{0,3}$/.test(value)) throw new InvalidArgumentError(t('应写成 1, 2, 3 …', 'wanted: 1, 2, 3 …'));
    return Number(value);
  };
}

function readDay(t: Translate): (value: string) => string {
  return (value) => {
    if (!isDate(value)) throw new InvalidArgumentError(t('应写成 YYYY-MM-DD', 'wanted: YYYY-MM-DD'));
    return value;
  };
}

function readTarget(t: Translate): (value: string, before?: readonly ReportTarget[]) => readonly ReportTarget[] {
  return (value, before = []) => {
    const target = parseReportTarget(value);
    const list = FORMATS.join(', ');
    if (!target)
      throw new InvalidArgumentError(
        t(`可以写 ${list}，写成 名称 或 名称=文件`, `wanted: ${list}, as NAME or NAME=FILE`),
      );
    return [...before, target];
  };
}
