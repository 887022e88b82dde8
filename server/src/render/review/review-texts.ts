/** What the verdict table calls things, in both languages. */
import type { Severity } from '../../core/model/finding.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import type { Force } from '../../core/model/notice-schema.ts';
import type { ReviewWaiver, Verdict } from '../../core/review/types.ts';
import type { Tone } from '../manuscript/manuscript.ts';

/** The six verdicts, in both languages, with the colour of their cells. */
export const VERDICT_NAMES: Readonly<Record<Verdict, LocalizedText & { readonly tone: Tone }>> = {
  通过: { zh: '通过', en: 'Passed', tone: 'good' },
  不通过: { zh: '不通过', en: 'Failed', tone: 'bad' },
  提示: { zh: '提示', en: 'Hint', tone: 'warning' },
  待人工核验: { zh: '待人工核验', en: 'For a person', tone: 'person' },
  缺数据: { zh: '缺数据', en: 'Data lacking', tone: 'lacking' },
  不适用: { zh: '不适用', en: 'Not applicable', tone: 'quiet' },
};

/** How strictly a clause is worded (须, 不得, …), in both languages. */
export const FORCE_NAMES: Readonly<Record<Force, LocalizedText>> = {
  须: { zh: '须', en: 'must' },
  不得: { zh: '不得', en: 'must not' },
  原则上: { zh: '原则上', en: 'in principle' },
  应基本: { zh: '应基本', en: 'should basically' },
  鼓励: { zh: '鼓励', en: 'encouraged' },
  说明: { zh: '说明', en: 'explained' },
};

/** The three severities, in both languages, with the colour of their cells. */
export const SEVERITY_NAMES: Readonly<Record<Severity, LocalizedText & { readonly tone: Tone }>> = {
  error: { zh: '错误', en: 'error', tone: 'bad' },
  warning: { zh: '警告', en: 'warning', tone: 'warning' },
  info: { zh: '提示', en: 'info', tone: 'quiet' },
};

/** Headings, column heads and notes of the verdict table. */
export const REVIEW_LABELS = {
  title: { zh: '条件对照表', en: 'Verdicts, clause by clause' },
  notice: { zh: '通知', en: 'Notice' },
  issuer: { zh: '发布单位', en: 'Issued by' },
  notGiven: { zh: '没有填写', en: 'not given' },
  caution: {
    zh: '注：“通过”只表示程序没有发现问题，不是评审结论；“缺数据”和“待人工核验”都不算通过。',
    en: 'Note: “Passed” only says that the program found nothing; it is no decision of the reviewers. Neither “Data lacking” nor “For a person” is a pass.',
  },
  clause: { zh: '条款', en: 'Clause' },
  demand: { zh: '要求', en: 'Demand' },
  verdict: { zh: '结论', en: 'Verdict' },
  reason: { zh: '依据', en: 'Reason' },
  evidence: { zh: '证明材料', en: 'Evidence' },
  person: { zh: '还需人工核验', en: 'For a person to check' },
  seeReason: { zh: '见“依据”', en: 'see the reason' },
  found: { zh: '查出问题的规则：', en: 'Rules that found something: ' },
  otherRules: { zh: '其他规则：', en: 'Other rules: ' },
  rules: { zh: '规则：', en: 'Rules: ' },
  verdicts: { zh: '各条结论', en: 'Verdicts' },
  assumptions: { zh: '设置和口径', en: 'Settings and readings' },
  assumptionsNote: { zh: '各条结论是在这些设置和口径下得出的', en: 'The verdicts hold under these' },
  setting: { zh: '设置项', en: 'Setting' },
  meaning: { zh: '含义', en: 'Meaning' },
  value: { zh: '本次取值', en: 'Value here' },
  isSet: { zh: '是否设置', en: 'Set?' },
  set: { zh: '已设置', en: 'set' },
  unset: { zh: '未设置', en: 'not set' },
  form: { zh: '填写问题', en: 'Findings of the form itself' },
  formNone: { zh: '除上面各条以外，没有发现填写问题。', en: 'None beyond those told above.' },
  unplaced: { zh: '没有标在正文里的问题', en: 'Findings that have no place in the paper' },
  rule: { zh: '规则', en: 'Rule' },
  severity: { zh: '轻重', en: 'Severity' },
  place: { zh: '位置', en: 'Place' },
  message: { zh: '问题', en: 'Finding' },
  unclear: { zh: '通知没有说清的地方', en: 'What the notice leaves unclear' },
  unclearNote: {
    zh: '与本表结论有关的，按“这里怎样理解”一栏判断；拿不准的请问主管部门',
    en: 'The verdicts follow the reading on the right; where in doubt, ask the authorities',
  },
  about: { zh: '没有说清的', en: 'What is unclear' },
  reading: { zh: '这里怎样理解', en: 'How it is read here' },
} as const satisfies Readonly<Record<string, LocalizedText>>;

/** The head of each column and its share of the width. */
export type TableColumns = readonly (readonly [LocalizedText, number])[];

/** The columns of each table of the review; the widths of a table add up to 100. */
export const REVIEW_COLUMNS = {
  verdicts: [
    [REVIEW_LABELS.clause, 7],
    [REVIEW_LABELS.demand, 15],
    [REVIEW_LABELS.verdict, 9],
    [REVIEW_LABELS.reason, 25],
    [REVIEW_LABELS.evidence, 20],
    [REVIEW_LABELS.person, 24],
  ],
  assumptions: [
    [REVIEW_LABELS.setting, 17],
    [REVIEW_LABELS.meaning, 26],
    [REVIEW_LABELS.value, 45],
    [REVIEW_LABELS.isSet, 12],
  ],
  form: [
    [REVIEW_LABELS.severity, 9],
    [REVIEW_LABELS.place, 29],
    [REVIEW_LABELS.message, 44],
    [REVIEW_LABELS.rule, 18],
  ],
  unclear: [
    [REVIEW_LABELS.clause, 9],
    [REVIEW_LABELS.about, 47],
    [REVIEW_LABELS.reading, 44],
  ],
} as const satisfies Readonly<Record<string, TableColumns>>;

/** Caption of the table that counts verdicts; `n` is the number of clauses. */
export const countsOf = (n: number): LocalizedText => ({ zh: `结论汇总（共 ${n} 条）`, en: `Summary (${n} items)` });
/** Caption of the verdict table; `n` is the number of its rows. */
export const verdictsOf = (n: number): LocalizedText => ({
  zh: `共 ${n} 条，每个编号条款一行，按通知的顺序`,
  en: `${n} in all, one for each numbered item, in the order of the notice`,
});
/** Caption of the findings that belong to no clause; `n` is their number. */
export const findingsOf = (n: number): LocalizedText => ({
  zh: `共 ${n} 处，不属于通知的任何条款`,
  en: `${n} in all, resting on no clause of the notice`,
});

/** The note in front of a review copy; `n` is the number of its comments. */
export const copyOf = (n: number): LocalizedText => ({
  zh: `本件是审阅稿，只供内部修改，不得报送。后面的申报书里有 ${n} 条批注，标在各问题所在的位置。`,
  en: `This is a review copy, for changes only, and must not be handed in. The application behind it has ${n} comment(s), each at its place.`,
});
/** Caption of the findings whose place is not printed in the 申报书; `n` is their number. */
export const unplacedOf = (n: number): LocalizedText => ({
  zh: `共 ${n} 处，所在的内容不印在申报书里`,
  en: `${n} in all, about what is not printed in the application`,
});

/** A rule by its title and its id, as in “统一社会信用代码（credit-code）”. */
export function ruleName(id: string, { zh, en }: LocalizedText): LocalizedText {
  return { zh: `${zh}（${id}）`, en: `${en} (${id})` };
}

/** A waiver in one line: the rule that it covers, the reason, the reviewer and the day. */
export function waiverText({ rule, title, reason, reviewer, date }: ReviewWaiver): LocalizedText {
  const name = ruleName(rule, title);
  const by = [reviewer, date].filter(Boolean);
  return {
    zh: `豁免 ${name.zh}：${reason}${by.length ? `（${by.join('，')}）` : ''}`,
    en: `Waived ${name.en}: ${reason}${by.length ? ` (${by.join(', ')})` : ''}`,
  };
}
