/** What each setting is for, in words: the tables of the READMEs and the schema for editors are made of these. */

import type { Settings } from '../inputs/settings.ts';
import type { Text } from '../model/localized-text.ts';

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

export interface SettingWords {
  readonly does: Text;
  /** What holds where it is not set. */
  readonly unset: Text;
  /** The line as somebody would write it, where there are names for it. */
  readonly example: (names: ExampleNames) => string | undefined;
}

/** In the order in which they are shown. The compiler keeps it complete. */
export const SETTING_WORDS: Readonly<Record<SettingName, SettingWords>> = {
  notice: {
    does: { zh: '没有写“通知”的申报书按哪份通知检查', en: 'The call of dossiers that name none' },
    unset: { zh: '没有写“通知”就报错', en: 'A dossier that names none has an error' },
    example: ({ notice }) => notice && `notice: ${notice}`,
  },
  locale: {
    does: { zh: '命令行信息用中文（zh）还是英文（en）', en: 'Language of the messages on the command line: zh or en' },
    unset: { zh: '中文', en: 'Chinese' },
    example: () => 'locale: zh',
  },
  deadlines: {
    does: { zh: '各市自己的截止日，比通知的早才起作用', en: "A city's own last day, where it is before the call's" },
    unset: { zh: '按通知的截止日', en: "The call's last day" },
    example: ({ city, early }) => city && `deadlines: {${city}: ${early}}`,
  },
  'registry.prior-platforms': {
    does: {
      zh: '前期入选平台的名单：CSV 文件（UTF-8），三列为平台名称、单位名称、统一社会信用代码，可以留空',
      en: 'The list of platforms selected before: a CSV file (UTF-8) with the columns 平台名称, 单位名称 and 统一社会信用代码, any of which may be blank',
    },
    unset: { zh: '不比对，条件对照里写明', en: 'Nothing is compared, and the review says so' },
    example: () => 'registry: {prior-platforms: lists/platforms.csv}',
  },
  recommend: {
    does: {
      zh: '各市推荐表里的先后，写文件或平台名称，不能重复',
      en: 'The order of a city’s 推荐表, each dossier once, by its file or its platform',
    },
    unset: { zh: '按给出的先后，并提醒', en: 'As they were given, which is said' },
    example: ({ city }) => city && `recommend: {${city}: [甲/甲.dossier.yaml, 乙平台]}`,
  },
  thresholds: {
    does: {
      zh: '指标的最低值，由掌握要素条件的人填写；程序不自带任何数值',
      en: 'Least values of indicators, from whoever knows them; the program brings none',
    },
    unset: { zh: '不比较，条件对照里写明', en: 'Nothing is compared, and the review says so' },
    example: ({ indicator }) => indicator && `thresholds: {${indicator}: 1}`,
  },
  lookback: {
    does: {
      zh: '通知所说的近几年从哪天算起：application-day 从申报日期前推，calendar-years 从那年1月1日',
      en: 'From when the call’s last years count: application-day, back from the day of the application; calendar-years, from 1 January of that many years before',
    },
    unset: { zh: 'application-day', en: 'application-day' },
    example: () => 'lookback: calendar-years',
  },
  rules: {
    does: {
      zh: '一条规则算错误（error）、警告（warning）、提示（info），还是关闭（off）；条件对照里写明',
      en: 'What a rule counts as: error, warning, info or off; the review says so',
    },
    unset: { zh: '按条款的要求程度', en: 'By the force of its clause' },
    example: () => 'rules: {evidence-missing: warning}',
  },
  ignore: {
    does: {
      zh: '不检查的申报书：通配符，从设置所在的文件夹算起；点名的仍检查',
      en: 'Dossiers passed over: patterns from the folder of the settings; a file that is named is checked all the same',
    },
    unset: { zh: '全部检查', en: 'All are checked' },
    example: () => 'ignore: [drafts/**]',
  },
};
