/** What each setting is for, in words: the tables of the settings pages and the schema for editors are made of these. */

import type { Settings } from '../inputs/settings.ts';
import type { LocalizedText } from '../model/localized-text.ts';

/** Every key that a `dossier.config.yaml` may have; where keys stand below a key, these. */
export type SettingName =
  | Exclude<keyof Settings, 'registry'>
  | `registry.${keyof NonNullable<Settings['registry']> & string}`;

/** Names of the calls at hand, for examples that hold; undefined where none of them has such. */
export interface ExampleNames {
  readonly notice: string | undefined;
  readonly city: string | undefined;
  /** A day before a call's last, `YYYY-MM-DD`. */
  readonly early: string | undefined;
  readonly indicator: string | undefined;
}

/** What a setting does, what holds without it, and a line that sets it. */
export interface SettingDescription {
  readonly does: LocalizedText;
  /** What holds where it is not set. */
  readonly unset: LocalizedText;
  /** The line as somebody would write it, where there are names for it. */
  readonly example: (names: ExampleNames) => string | undefined;
}

/** In the order in which they are shown. The compiler keeps it complete. */
export const SETTING_DESCRIPTIONS: Readonly<Record<SettingName, SettingDescription>> = {
  notice: {
    does: { zh: '申报书没有写“通知”时，按哪份通知检查', en: 'The call for dossiers that do not name one' },
    unset: { zh: '没有写“通知”的报错', en: 'A dossier without a call is an error' },
    example: ({ notice }) => notice && `notice: ${notice}`,
  },
  notices: {
    does: {
      zh: '存放通知包的文件夹，相对于设置文件所在的文件夹；其旁边的 notices 文件夹总会读取',
      en: 'Folders of notice packs, from the folder of the settings; the folder notices beside them is always read',
    },
    unset: { zh: '只读取旁边的 notices 文件夹', en: 'Only the folder notices beside them' },
    example: () => 'notices: [../calls]',
  },
  locale: {
    does: { zh: '命令行信息的语言：中文（zh）或英文（en）', en: 'Language of messages on the command line: zh or en' },
    unset: { zh: '中文', en: 'Chinese' },
    example: () => 'locale: zh',
  },
  deadlines: {
    does: {
      zh: '各市自定的截止日，在通知的开始日和截止日之间',
      en: "A city's own deadline, between the first and the last day of the call",
    },
    unset: { zh: '以通知的截止日为准', en: "The call's deadline" },
    example: ({ city, early }) => city && `deadlines: {${city}: ${early}}`,
  },
  'registry.prior-platforms': {
    does: {
      zh: '前期入选平台名单：CSV 文件（UTF-8），含平台名称、单位名称、统一社会信用代码三列，均可留空；写明来源（source）和日期（date），否则有关条款仍为“缺数据”',
      en: 'List of previously selected platforms: a CSV file (UTF-8) with the columns 平台名称, 单位名称 and 统一社会信用代码; cells may be blank. Give its source and date, or the clause stays without data',
    },
    unset: { zh: '不比对，并在条件对照表中注明', en: 'No comparison; the review says so' },
    example: () => 'registry: {prior-platforms: {file: lists/platforms.csv, source: 某局, date: 2023-06-01}}',
  },
  recommend: {
    does: {
      zh: '各市推荐表的排序，写文件或平台名称，不能重复',
      en: "Ranking in a city's 推荐表: each dossier once, by file or platform name",
    },
    unset: { zh: '按给出的顺序，并作提醒', en: 'The order in which they are given, with a note' },
    example: ({ city }) => city && `recommend: {${city}: [甲/甲.dossier.yaml, 乙平台]}`,
  },
  thresholds: {
    does: {
      zh: '指标的最低值，由掌握官方数值的人填写，不小于 1；程序不预设任何数值',
      en: 'Minimum values of indicators, entered by someone who has the official figures, 1 or more; none are built in',
    },
    unset: { zh: '不比较，并在条件对照表中注明', en: 'No comparison; the review says so' },
    example: ({ indicator }) => indicator && `thresholds: {${indicator}: 1}`,
  },
  lookback: {
    does: {
      zh: '“近几年”从哪天算起：application-day 从申报日期前推，calendar-years 从相应年度的1月1日算起',
      en: 'Where “the last N years” begin: application-day, N years before the date of application; calendar-years, on 1 January of the year N years earlier',
    },
    unset: { zh: 'application-day', en: 'application-day' },
    example: () => 'lookback: calendar-years',
  },
  rules: {
    does: {
      zh: '规则的级别：错误（error）、警告（warning）、提示（info），或关闭（off）；“须”“不得”条款的规则降级或关闭要写明理由和决定人 {as: off, reason: …, by: …}，每份报告都会注明，相关条款为“缺数据”，不能报送',
      en: 'Severity of a rule: error, warning, info or off. A rule of a 须 or 不得 clause is lowered with a reason and a name only, {as: off, reason: …, by: …}; every report says so, the clause is without data, and nothing can be submitted',
    },
    unset: { zh: '按条款的要求程度', en: 'As its clause demands' },
    example: () => 'rules: {evidence-missing: warning}',
  },
  calls: {
    does: {
      zh: '只对某一份通知有效的设置：registry、thresholds、deadlines、rules',
      en: 'Settings for one call only: registry, thresholds, deadlines, rules',
    },
    unset: { zh: '各份通知用同样的设置', en: 'The same settings for all calls' },
    example: ({ notice, city, early }) => notice && city && `calls: {${notice}: {deadlines: {${city}: ${early}}}}`,
  },
  ignore: {
    does: {
      zh: '不检查的申报书：通配符，相对于设置文件所在的文件夹；明确指定的文件仍会检查',
      en: 'Dossiers to skip: globs relative to the folder of the settings file; a file named explicitly is still checked',
    },
    unset: { zh: '全部检查', en: 'All dossiers are checked' },
    example: () => 'ignore: [drafts/**]',
  },
};
