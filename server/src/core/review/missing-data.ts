/** What keeps a clause from being decided: settings, answers, evidence and rules. */

import type { NoticeAnalysis } from '../analysis/types.ts';
import { CHECKS } from '../checks/index.ts';
import { type Answer, isRequiredSlot } from '../form/answer.ts';
import { childAnswers } from '../form/answers.ts';
import type { EvidenceFiles } from '../inputs/evidence.ts';
import type { Registry } from '../inputs/registry.ts';
import { isBelow, ruleSetting } from '../inputs/rule-settings.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { Clause } from '../model/notice-schema.ts';
import type { LoadedPack } from '../model/pack.ts';
import { type FieldPath, formatFieldPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { severityOf } from '../model/severity.ts';
import type { ReviewEvidence } from './types.ts';

/** Answers of the fields of a clause that keep it from being decided, as field paths. */
export interface AnswerGaps {
  /** Required and not given, or there and blank or not to be read. */
  readonly unread: readonly string[];
  /** Read, and outside what the form allows, such as above its `max`. */
  readonly outOfRange: readonly string[];
}

/** The gaps at and below the fields of a clause, in the lists that these lead through, and at the fields that its rules read. */
export function answerGaps(clause: Clause, rules: readonly RuleData[], analysis: NoticeAnalysis): AnswerGaps {
  const { answers, direction, pack } = analysis;
  const unread = new Set<string>();
  const outOfRange = new Set<string>();
  /** A field that is there and says nothing is open even where it might have been left out. */
  const isGap = ({ slot, state }: Answer) =>
    state === 'bad' || state === 'blank' || (state === 'absent' && isRequiredSlot(slot, direction));
  const visit = (answer: Answer): void => {
    const place = formatFieldPath(answer.path);
    if (answer.outOfRange) outOfRange.add(place);
    else if (answer.state === 'ok') for (const child of childAnswers(answer)) visit(child);
    else if (isGap(answer)) unread.add(place);
  };
  for (const path of clause.fields) for (const answer of answers.all(path)) visit(answer);
  const read = rules.flatMap((rule) => CHECKS.get(rule.check ?? '')?.reads(pack.params.get(rule.id)) ?? []);
  for (const path of [...clause.fields, ...read].flatMap(pathAndLists))
    for (const answer of answers.all(path))
      if (isGap(answer) && !answer.outOfRange) unread.add(formatFieldPath(answer.path));
  return { unread: [...unread], outOfRange: [...outOfRange] };
}

/** A path with the lists that it leads through: `a.b[].c` with `a.b`. */
function pathAndLists(path: string): readonly string[] {
  return [...[...path.matchAll(/\[\]/g)].map((m) => path.slice(0, m.index)), path];
}

/** What the settings do not give that a clause cannot be decided without. */
export function missingSettings(clause: Clause, analysis: NoticeAnalysis): readonly LocalizedText[] {
  return (clause.needs ?? []).flatMap((need) => MISSING[need](analysis) ?? []);
}

type Need = NonNullable<Clause['needs']>[number];

const MISSING: Readonly<Record<Need, (analysis: NoticeAnalysis) => LocalizedText | undefined>> = {
  thresholds: missingThresholds,
  registry: ({ pack, cache }) => listProblem(cache.input.registry, pack),
  deadlines: missingDeadline,
};

/** Indicators that no threshold is given for. */
function missingThresholds({ pack, cache }: NoticeAnalysis): LocalizedText | undefined {
  const given = cache.input.settings.thresholds ?? {};
  const groups = pack.rules.flatMap((rule) => (rule.check === 'thresholds' ? [String(rule.of)] : []));
  const names = groups.flatMap((group) => indicatorsOf(pack, group));
  const missing = names.filter((name) => given[name] === undefined);
  if (!missing.length) return undefined;
  if (missing.length === names.length)
    return {
      zh: '没有给出要素条件的数值（设置 thresholds），没有比较',
      en: 'No thresholds were given (setting thresholds): nothing was compared',
    };
  return {
    zh: `没有给出这些指标的数值（设置 thresholds），没有比较：${missing.join('、')}`,
    en: `No thresholds were given for these (setting thresholds), they were not compared: ${missing.join(', ')}`,
  };
}

/** The keys of the indicators of a group, such as 平台.指标. */
function indicatorsOf({ form }: LoadedPack, group: string): readonly string[] {
  const [first = '', ...rest] = group.split('.');
  const top = form.fields.find((f) => f.key === first);
  const slot = rest.reduce((s, key) => s?.fields?.find((f) => f.key === key), top);
  return (slot?.fields ?? []).filter((f) => f.bare).map((f) => f.key);
}

/**
 * Why a list of platforms selected before is not enough to pass by: it is not given, has no rows, fewer than the notice speaks
 * of, or nobody says where it comes from and of which day it is.
 */
export function listProblem(list: Registry | undefined, pack: LoadedPack): LocalizedText | undefined {
  if (!list)
    return {
      zh: '没有给出前期入选的名单（设置 registry.prior-platforms），只看了自己的回答',
      en: 'No list of those selected before was given (setting registry.prior-platforms): only its own answer was read',
    };
  const rows = distinctRows(list);
  const expected = expectedRows(pack);
  if (!rows) return { zh: `名单 ${list.name} 没有一行内容`, en: `The list ${list.name} has no rows` };
  if (rows < expected)
    return {
      zh: `名单 ${list.name} 只有 ${rows} 个单位或平台，通知所说的是 ${expected} 个`,
      en: `The list ${list.name} has ${rows} entries, the notice speaks of ${expected}`,
    };
  if (list.source && list.date) return undefined;
  return {
    zh: `名单 ${list.name} 没有写明来源和日期（设置 registry.prior-platforms 的 source、date）`,
    en: `The list ${list.name} says neither where it comes from nor of which day it is (source and date of registry.prior-platforms)`,
  };
}

/** How many entries the list of the notice has, by the rule that reads it; 1 where no rule says. */
function expectedRows({ rules, params }: LoadedPack): number {
  const sizes = rules.flatMap((rule) => {
    const size = (params.get(rule.id) as { readonly size?: unknown } | undefined)?.size;
    return rule.check === 'prior' && typeof size === 'number' ? [size] : [];
  });
  return Math.max(1, ...sizes);
}

function distinctRows({ rows }: Registry): number {
  const keys = rows.map((r) => [r.platform, r.applicant, r.code].join('\t')).filter((key) => key.trim());
  return new Set(keys).size;
}

function missingDeadline({ pack, answers, cache }: NoticeAnalysis): LocalizedText | undefined {
  const city = answers.text(pack.form.roles.city);
  const own = city === undefined ? undefined : cache.input.settings.deadlines?.[city];
  const { closes } = pack.notice;
  if (own === undefined)
    return closes === undefined
      ? {
          zh: '通知没有写截止日期，设置 deadlines 里也没有，没有比较',
          en: 'Neither the notice nor the setting deadlines gives a last day: nothing was compared',
        }
      : {
          zh: '没有给出本市的截止日期（设置 deadlines），只对照了通知的日期',
          en: 'The city’s deadline was not given (setting deadlines): only the day of the notice was compared',
        };
  if (closes === undefined || own <= closes) return undefined;
  return {
    zh: `设置的${city}截止日期 ${own} 晚于通知的 ${closes}，不采用`,
    en: `The deadline of ${city} in the settings, ${own}, is after the notice’s own, ${closes}, and is not used`,
  };
}

/** Papers of a clause whose file is not there, cannot be opened, is not what it should be, or has not been looked into. */
export function evidenceGaps(
  papers: readonly ReviewEvidence[],
  { answers, pack, findings, cache }: NoticeAnalysis,
): readonly LocalizedText[] {
  const files: EvidenceFiles = cache.input.files ?? new Map();
  const rejected = rejectedPapers(pack, findings);
  const items = answers.items(pack.form.roles.materials) ?? [];
  const bad = papers.filter(({ index, file }) => {
    if (file !== undefined && files.get(file)?.state !== 'ok') return true;
    const place = items[index];
    return place !== undefined && rejected.some((path) => startsWith(path, place.path));
  });
  if (!bad.length) return [];
  const list = (locale: keyof LocalizedText, [open, close]: readonly [string, string]) =>
    bad.map(({ number, kind, content }) => `${number || kind}${open}${content[locale]}${close}`);
  return [
    {
      zh: `证明材料没有能核对：${list('zh', ['（', '）']).join('、')}`,
      en: `Evidence could not be verified: ${list('en', [' (', ')']).join(', ')}`,
    },
  ];
}

/** Where a rule on files found an error. */
function rejectedPapers(pack: LoadedPack, findings: NoticeAnalysis['findings']): readonly FieldPath[] {
  const onFiles = new Set(pack.rules.filter((r) => 'readsFiles' in (CHECKS.get(r.check ?? '') ?? {})).map((r) => r.id));
  return findings.flatMap((f) => (onFiles.has(f.rule) && f.severity === 'error' && f.path ? [f.path] : []));
}

function startsWith(path: FieldPath, above: FieldPath): boolean {
  return above.every((step, i) => path[i] === step);
}

/** Rules that the settings switch off, or lower below what they are in the pack. */
export function relaxedRules(rules: readonly RuleData[], { pack, cache }: NoticeAnalysis): readonly RuleData[] {
  return rules.filter((rule) => {
    const level = ruleSetting(cache.input.settings, rule.id)?.level;
    return level !== undefined && isBelow(level, severityOf(rule, pack));
  });
}

/** That rules are off or lowered, with the reason and the name that the settings give. */
export function relaxedText(rules: readonly RuleData[], { cache }: NoticeAnalysis): LocalizedText {
  const each = rules.map((rule) => {
    const { level, reason, by } = ruleSetting(cache.input.settings, rule.id)!;
    const why = reason === undefined ? { zh: '', en: '' } : { zh: `：${reason}（${by}）`, en: `: ${reason} (${by})` };
    return {
      zh: `“${rule.title.zh}”${level === 'off' ? '已关闭' : `降为 ${level}`}${why.zh}`,
      en: `“${rule.title.en}” is ${level === 'off' ? 'off' : `lowered to ${level}`}${why.en}`,
    };
  });
  return {
    zh: `设置没有按通知检查：${each.map((t) => t.zh).join('；')}`,
    en: `The settings do not check this as the notice has it: ${each.map((t) => t.en).join('; ')}`,
  };
}
