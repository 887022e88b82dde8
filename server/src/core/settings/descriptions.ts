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
      zh: '前期入选平台名单：CSV 文件（UTF-8），含平台名称、单位名称、统一社会信用代码三列，均可留空',
      en: 'List of previously selected platforms: a CSV file (UTF-8) with the columns 平台名称, 单位名称 and 统一社会信用代码; cells may be blank',
    },
    unset: { zh: '不比对，并在条件对照表中注明', en: 'No comparison; the review says so' },
    example: () => 'registry: {prior-platforms: lists/platforms.csv}',
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
      zh: '指标的最低值，由掌握官方数值的人填写；程序不预设任何数值',
      en: 'Minimum values of indicators, entered by someone who has the official figures; none are built in',
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
      zh: '规则的级别：错误（error）、警告（warning）、提示（info），或关闭（off）；条件对照表中会注明',
      en: 'Severity of a rule: error, warning, info or off; the review says so',
    },
    unset: { zh: '按条款的要求程度', en: 'As its clause demands' },
    example: () => 'rules: {evidence-missing: warning}',
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
