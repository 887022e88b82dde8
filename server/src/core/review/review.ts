/**
 * The review of a dossier, clause by clause. Each numbered item of the notice gets exactly one verdict. What the program
 * was not given makes 缺数据, what a program cannot know makes 待人工核验; neither is ever 通过.
 */

import { withoutClause } from '../analysis/collect-findings.ts';
import { ruleApplies } from '../analysis/run-rules.ts';
import type { Analysis, NoticeAnalysis } from '../analysis/types.ts';
import { waiversOf } from '../analysis/waivers.ts';
import { CHECKS } from '../checks/index.ts';
import { type Answer, isRequired } from '../form/answer.ts';
import type { EvidenceFiles } from '../inputs/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { Clause } from '../model/notice-schema.ts';
import { clausesOf } from '../model/pack.ts';
import { formatFieldPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { assumptions } from './assumptions.ts';
import { ClausePapers } from './papers.ts';
import {
  type Review,
  type ReviewItem,
  type ReviewOptions,
  type ReviewWaiver,
  VERDICTS,
  type Verdict,
} from './types.ts';

/** Reviews a dossier under its notice. */
export function review(analysis: NoticeAnalysis, options: ReviewOptions): Review {
  const { pack, answers, direction } = analysis;
  const { roles } = pack.form;
  const reviewer = new Reviewer(analysis);
  const items = pack.notice.clauses.filter((c) => c.item).map((c) => reviewer.item(c));
  const counts = Object.fromEntries(VERDICTS.map((v) => [v, items.filter((i) => i.verdict === v).length]));
  return {
    notice: { id: pack.notice.id, title: pack.notice.title, issuer: pack.notice.issuer },
    applicant: answers.text(roles.applicant),
    platform: answers.text(roles.platform),
    direction,
    day: answers.text(roles.day),
    items,
    ruleTitles: new Map(pack.rules.map((r) => [r.id, r.title])),
    counts: counts as Record<Verdict, number>,
    form: analysis.findings.filter((f) => f.clause === null),
    assumptions: assumptions(analysis, options),
    unclear: pack.notice.unclear,
  };
}

class Reviewer {
  private readonly analysis: NoticeAnalysis;
  private readonly files: EvidenceFiles;
  private readonly papers: ClausePapers;
  private readonly waivers: readonly (ReviewWaiver & { readonly place: string | undefined })[];

  constructor(analysis: NoticeAnalysis) {
    this.analysis = analysis;
    this.files = analysis.cache.input.files ?? new Map();
    this.papers = new ClausePapers(analysis);
    this.waivers = waiversOf(analysis.answers, analysis.pack);
  }

  item(clause: Clause): ReviewItem {
    const { pack, direction, findings, cache } = this.analysis;
    const given = { direction, settings: cache.input.settings };
    const all = pack.rules.filter((r) => clausesOf(r).includes(clause.id));
    const rules = all.filter((r) => ruleApplies(r, given));
    const found = findings.filter((f) => f.clause === clause.id || (clause.form === true && f.clause === null));
    const parts = {
      clause,
      rules,
      found,
      missingData: this.missingData(clause, rules),
      off: all.length > 0 && !rules.length,
    };
    const { verdict, reason } = this.verdict(parts);
    const lifted = found.filter((f) => f.waived);
    return {
      clause: clause.id,
      title: clause.title,
      force: clause.force,
      verdict,
      rules: rules.map((r) => r.id),
      reason,
      findings: found,
      waivers: this.waivers.filter((w) => lifted.some((f) => f.rule === w.rule && isBelow(f, w.place))),
      evidence: verdict === '不适用' ? [] : this.papers.of(clause),
      person: verdict === '不适用' ? undefined : clause.undecided,
    };
  }

  private verdict({ clause, rules, found, missingData, off }: ClauseState): {
    verdict: Verdict;
    reason: LocalizedText;
  } {
    const { notice } = this.analysis.pack;
    const { direction } = this.analysis;
    const other = notice.directions.find((d) => d.clause === clause.id && d.id !== direction);
    if (other && direction !== undefined) return { verdict: '不适用', reason: notForDirection(other.id, direction) };
    if (clause.decidable === 'no' && clause.force === '说明') return { verdict: '不适用', reason: clause.undecided! };
    const errors = found.filter((f) => f.severity === 'error');
    const hints = found.filter((f) => f.severity !== 'error');
    const said = clause.form
      ? formProblemsReason(errors.length, hints.length)
      : joinTexts([...errors, ...hints].map((f) => withoutClause(f.message, clause.id)));
    if (errors.length) return { verdict: '不通过', reason: said };
    if (other)
      return { verdict: '缺数据', reason: { zh: '申报方向没有填写或写错', en: 'The direction is not given or wrong' } };
    if (missingData.length)
      return {
        verdict: '缺数据',
        reason: joinTexts([...missingData, ...hints.map((f) => withoutClause(f.message, clause.id))]),
      };
    if (hints.length) return { verdict: '提示', reason: said };
    if (off) return { verdict: '待人工核验', reason: NO_RULE_DECIDES };
    if (clause.decidable !== 'rules' && !(clause.needs?.length && rules.length))
      return { verdict: '待人工核验', reason: clause.undecided ?? NO_RULE_DECIDES };
    return { verdict: '通过', reason: joinTexts([passedReason(rules.length), ...this.ruleNotes(rules)]) };
  }

  /** What is missing for a verdict: settings, answers, evidence that nobody could look into. */
  private missingData(clause: Clause, rules: readonly RuleData[]): readonly LocalizedText[] {
    const { answers, direction, undecided } = this.analysis;
    const settings = (clause.needs ?? []).filter((need) => !isGiven(need, this.analysis)).map((need) => NEEDS[need]);
    const gaps = clause.fields
      .flatMap((path) => answers.all(path))
      .filter((a) => a.state === 'bad' || (isMissingAnswer(a) && isRequired({ key: '', ...a.slot }, direction)))
      .map((a) => formatFieldPath(a.path));
    const fields = gaps.length
      ? [{ zh: `没有填写或读不出来：${gaps.join('、')}`, en: `Not given or not to be read: ${gaps.join(', ')}` }]
      : [];
    const open = rules.filter((r) => undecided.has(r.id) && !isAnsweredBySettings(r, clause));
    const rest =
      open.length && !gaps.length
        ? [
            {
              zh: `没有能判断：${open.map((r) => r.title.zh).join('、')}`,
              en: `Not decided: ${open.map((r) => r.title.en).join(', ')}`,
            },
          ]
        : [];
    return [...settings, ...fields, ...rest];
  }

  private ruleNotes(rules: readonly RuleData[]): readonly LocalizedText[] {
    const { pack, answers, direction, cache } = this.analysis;
    const { settings, registry } = cache.input;
    return rules.flatMap((rule) => {
      const check = CHECKS.get(rule.check ?? '');
      const params = pack.params.get(rule.id);
      if (!check || !params || !('note' in check)) return [];
      const given = {
        answers,
        notice: pack.notice,
        settings,
        registry,
        files: this.files,
        direction,
        slot: () => undefined,
      };
      return check.note?.(params, given) ?? [];
    });
  }
}

interface ClauseState {
  readonly clause: Clause;
  readonly rules: readonly RuleData[];
  readonly found: readonly Finding[];
  readonly missingData: readonly LocalizedText[];
  /** All its rules are switched off or for other directions. */
  readonly off: boolean;
}

type Need = NonNullable<Clause['needs']>[number];

const NEEDS: Readonly<Record<Need, LocalizedText>> = {
  thresholds: {
    zh: '没有给出要素条件的数值（设置 thresholds），没有比较',
    en: 'No thresholds were given (setting thresholds): nothing was compared',
  },
  registry: {
    zh: '没有给出前期入选的名单（设置 registry.prior-platforms），只看了自己的回答',
    en: 'No list of those selected before was given (setting registry.prior-platforms): only its own answer was read',
  },
  deadlines: {
    zh: '没有给出本市的截止日期（设置 deadlines），只对照了省里的日期',
    en: 'The city’s deadline was not given (setting deadlines): only the province’s day was compared',
  },
};

const NO_RULE_DECIDES: LocalizedText = {
  zh: '没有规则可以判断，请人工核对',
  en: 'No rule decides it: a person must look',
};

function passedReason(rules: number): LocalizedText {
  if (!rules) return { zh: '有关各项都已填写', en: 'All that belongs to it is filled in' };
  return { zh: `${rules} 条规则都没有发现问题`, en: `${rules} rule(s) found nothing` };
}

/** What the form finds wrong is listed apart: here it is counted. */
function formProblemsReason(errors: number, rest: number): LocalizedText {
  return {
    zh: `申报书本身有 ${errors} 处错误、${rest} 处其他问题，列在后面`,
    en: `The form itself has ${errors} error(s) and ${rest} other finding(s), listed below`,
  };
}

function notForDirection(its: string, own: string): LocalizedText {
  return { zh: `这一条是“${its}”的，本申报书是“${own}”`, en: `This is for “${its}”; the dossier is for “${own}”` };
}

function isGiven(need: Need, { answers, pack, cache }: Analysis): boolean {
  const { settings, registry } = cache.input;
  if (need === 'registry') return registry !== undefined;
  if (need === 'thresholds') return Object.keys(settings.thresholds ?? {}).length > 0;
  const city = pack && answers.text(pack.form.roles.city);
  return city !== undefined && settings.deadlines?.[city] !== undefined;
}

/** A rule that is open because a setting is: that has been said. */
function isAnsweredBySettings(rule: RuleData, clause: Clause): boolean {
  return rule.check === 'thresholds' && clause.needs?.includes('thresholds') === true;
}

function isMissingAnswer(answer: Answer): boolean {
  return answer.state === 'absent' || answer.state === 'blank';
}

function isBelow({ path }: Finding, place: string | undefined): boolean {
  if (place === undefined) return true;
  const own = path ? formatFieldPath(path) : '';
  return own === place || own.startsWith(`${place}.`) || own.startsWith(`${place}[`);
}

function joinTexts(texts: readonly LocalizedText[]): LocalizedText {
  return { zh: texts.map((t) => t.zh).join('；'), en: texts.map((t) => t.en).join('; ') };
}
