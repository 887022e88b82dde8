/**
 * The review of a dossier, clause by clause. Each numbered item of the notice gets exactly one verdict. What the program
 * was not given makes 缺数据, what a program cannot know makes 待人工核验; neither is ever 通过.
 */

import { withoutClause } from '../analysis/collect-findings.ts';
import { isOutsideCondition, ruleApplies } from '../analysis/run-rules.ts';
import type { NoticeAnalysis, RuleOutcomes } from '../analysis/types.ts';
import { waiversOf } from '../analysis/waivers.ts';
import { CHECKS } from '../checks/index.ts';
import type { Finding } from '../model/finding.ts';
import { slotAt } from '../model/form-paths.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { Clause } from '../model/notice-schema.ts';
import { clausesOf } from '../model/pack.ts';
import { formatFieldPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { isStrict } from '../model/severity.ts';
import { assumptions } from './assumptions.ts';
import { answerGaps, evidenceGaps, missingSettings, relaxedRules, relaxedText } from './missing-data.ts';
import { ClausePapers } from './papers.ts';
import {
  type HeadLine,
  type Review,
  type ReviewEvidence,
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
    head: headOf(analysis),
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

function headOf({ pack, answers }: NoticeAnalysis): readonly HeadLine[] {
  const { roles, labels } = pack.form;
  const { platform } = labels;
  const lines: readonly (readonly [LocalizedText, string | undefined])[] = [
    [{ zh: '申报单位', en: 'Applicant' }, roles.applicant],
    [{ zh: `${platform.zh}名称`, en: platform.en }, roles.platform],
    [labels.direction, roles.direction],
    [{ zh: '申报日期', en: 'Day of application' }, roles.day],
  ];
  return lines.flatMap(([label, path]) => (path === undefined ? [] : [{ label, text: answers.text(path) }]));
}

class Reviewer {
  private readonly analysis: NoticeAnalysis;
  private readonly papers: ClausePapers;
  private readonly waivers: readonly (ReviewWaiver & { readonly place: string | undefined })[];

  constructor(analysis: NoticeAnalysis) {
    this.analysis = analysis;
    this.papers = new ClausePapers(analysis);
    this.waivers = waiversOf(analysis.answers, analysis.pack, analysis.cache.input.today);
  }

  item(clause: Clause): ReviewItem {
    const { pack, direction, findings, cache } = this.analysis;
    const given = { direction, settings: cache.input.settings, answers: this.analysis.answers };
    const all = pack.rules.filter((r) => clausesOf(r).includes(clause.id) || (clause.form && r.clause === null));
    const rules = all.filter((r) => clausesOf(r).includes(clause.id) && ruleApplies(r, given));
    const found = findings.filter(
      (f) => !f.relaxed && (f.clause === clause.id || (clause.form === true && f.clause === null)),
    );
    const evidence = this.papers.of(clause);
    const state = { clause, rules, found, evidence, relaxed: relaxedRules(all, this.analysis) };
    const { verdict, reason } = this.verdict(state);
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
      evidence: verdict === '不适用' ? [] : evidence,
      person: verdict === '不适用' ? undefined : clause.undecided,
    };
  }

  private verdict(state: ClauseState): ClauseVerdict {
    const { clause, found } = state;
    const { pack } = this.analysis;
    const errors = found.filter((f) => f.severity === 'error');
    const hints = found.filter((f) => f.severity !== 'error');
    const said = (list: readonly Finding[]) => list.map((f) => withoutClause(f.message, clause.id));
    if (!errors.length) {
      const reason = this.notApplicable(clause);
      if (reason) return { verdict: '不适用', reason };
    }
    const gaps = answerGaps(clause, state.rules, this.analysis);
    if (errors.length || gaps.outOfRange.length) {
      const reason = clause.form
        ? [formProblemsReason(errors.length, hints.length)]
        : [...said(errors), ...outOfRangeTexts(gaps.outOfRange), ...said(hints)];
      return { verdict: '不通过', reason: joinTexts(reason) };
    }
    const missing = this.missingData(state, gaps.unread);
    const notes = this.ruleNotes(state.rules);
    // A threshold that is missed is known, whatever else is not.
    const isMissed = hints.some(
      (f) => !f.waived && pack.rules.some((r) => r.id === f.rule && r.check === 'thresholds'),
    );
    if (isMissed) return { verdict: '提示', reason: joinTexts([...said(hints), ...missing, ...notes]) };
    if (missing.length) return { verdict: '缺数据', reason: joinTexts([...missing, ...said(hints), ...notes]) };
    if (hints.length) {
      const reason = clause.form ? [formProblemsReason(0, hints.length)] : [...said(hints), ...notes];
      return { verdict: '提示', reason: joinTexts(reason) };
    }
    return this.withoutFindings(state, notes);
  }

  /** The verdict of a clause against which nothing was found and for which nothing is missing. */
  private withoutFindings({ clause, rules, relaxed }: ClauseState, notes: readonly LocalizedText[]): ClauseVerdict {
    if (relaxed.length) return { verdict: '待人工核验', reason: relaxedText(relaxed, this.analysis) };
    const isDecided = clause.form || rules.length > 0;
    const byRules = clause.decidable === 'rules' || (clause.decidable === 'given' && Boolean(clause.needs?.length));
    if (!byRules || !isDecided) return { verdict: '待人工核验', reason: clause.undecided ?? NO_RULE_DECIDES };
    return { verdict: '通过', reason: joinTexts([passedReason(rules.length), ...notes]) };
  }

  /** Why a clause is not for this dossier: it is of another direction, or asks nothing of a dossier. */
  private notApplicable(clause: Clause): LocalizedText | undefined {
    const { pack, direction } = this.analysis;
    const directions = pack.notice.directions.filter((d) => d.clause === clause.id);
    const [first] = directions;
    if (first && direction !== undefined && !directions.some((d) => d.id === direction))
      return notForDirection(directions.map((d) => d.id).join('、'), direction);
    if (clause.decidable === 'no' && clause.force === '说明') return clause.undecided ?? ASKS_NOTHING;
    return clause.decidable === 'rules' && this.isOutside(clause) ? NOT_ITS_CASE : undefined;
  }

  /** True of a clause that has rules, all of them for a case that is not this dossier's. */
  private isOutside(clause: Clause): boolean {
    const { pack, direction, answers, cache } = this.analysis;
    const rules = pack.rules.filter((r) => clausesOf(r).includes(clause.id));
    const scope = { direction, answers, settings: cache.input.settings };
    return rules.length > 0 && rules.every((rule) => isOutsideCondition(rule, scope));
  }

  /** What is missing for a verdict: the direction, settings, answers, evidence, and rules that could not decide. */
  private missingData(
    { clause, rules, evidence, relaxed }: ClauseState,
    unread: readonly string[],
  ): readonly LocalizedText[] {
    const { pack, direction, undecided, cache } = this.analysis;
    const isOfDirection = pack.notice.directions.some((d) => d.clause === clause.id);
    const open = rules.filter((r) => undecided.has(r.id) && !isAnsweredBySettings(r, clause, this.analysis));
    return [
      ...(isOfDirection && direction === undefined ? [NO_DIRECTION] : []),
      ...(isStrict(clause.force) && relaxed.length ? [relaxedText(relaxed, this.analysis)] : []),
      ...missingSettings(clause, this.analysis),
      ...(unread.length ? [unreadText(unread)] : []),
      ...(open.length && !unread.length ? [openText(open, cache.outcomes)] : []),
      ...evidenceGaps(evidence, this.analysis),
    ];
  }

  private ruleNotes(rules: readonly RuleData[]): readonly LocalizedText[] {
    const { pack, answers, direction, cache } = this.analysis;
    const { settings, registry, files = new Map() } = cache.input;
    const slot = (path: string) => slotAt(pack.form.fields, path);
    const context = { answers, notice: pack.notice, settings, registry, files, direction, slot };
    const notes = rules.flatMap((rule): readonly LocalizedText[] => {
      const check = CHECKS.get(rule.check ?? '');
      const params = pack.params.get(rule.id);
      if (!check || !params || !('note' in check)) return [];
      try {
        const note = check.note?.(params, context);
        return note ? [note] : [];
      } catch {
        // A note that fails is no reason to have no review; the rule itself reports its faults.
        return [];
      }
    });
    // Two rules of a clause may say the same.
    return [...new Map(notes.map((note) => [note.zh, note])).values()];
  }
}

interface ClauseVerdict {
  readonly verdict: Verdict;
  readonly reason: LocalizedText;
}

interface ClauseState {
  readonly clause: Clause;
  /** Its rules that were run. */
  readonly rules: readonly RuleData[];
  readonly found: readonly Finding[];
  readonly evidence: readonly ReviewEvidence[];
  /** Its rules that the settings lower or switch off. */
  readonly relaxed: readonly RuleData[];
}

const NOT_ITS_CASE: LocalizedText = {
  zh: '这一条所说的情形，本申报书没有',
  en: 'This is for a case that is not this dossier’s',
};

const NO_DIRECTION: LocalizedText = { zh: '申报方向没有填写或写错', en: 'The direction is not given or wrong' };

const ASKS_NOTHING: LocalizedText = { zh: '这一条对申报书没有要求', en: 'This asks nothing of a dossier' };

function unreadText(paths: readonly string[]): LocalizedText {
  return { zh: `没有填写或读不出来：${paths.join('、')}`, en: `Not given or not to be read: ${paths.join(', ')}` };
}

function outOfRangeTexts(paths: readonly string[]): readonly LocalizedText[] {
  return paths.length
    ? [{ zh: `超出表单允许的范围：${paths.join('、')}`, en: `Outside what the form allows: ${paths.join(', ')}` }]
    : [];
}

/** The rules that could not decide, each with the fields or items that it could not decide, where it decided others. */
function openText(rules: readonly RuleData[], outcomes: RuleOutcomes): LocalizedText {
  const each = (locale: keyof LocalizedText) =>
    rules.map((r) => {
      const open = outcomes.get(r.id)?.open;
      return open ? `${r.title[locale]} (${open.join(', ')})` : r.title[locale];
    });
  return { zh: `没有能判断：${each('zh').join('、')}`, en: `Not decided: ${each('en').join(', ')}` };
}

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

/** A rule that is open only because a setting is: that has been said. */
function isAnsweredBySettings(rule: RuleData, clause: Clause, { cache }: NoticeAnalysis): boolean {
  const isOpen = cache.outcomes.get(rule.id)?.open !== undefined;
  return rule.check === 'thresholds' && clause.needs?.includes('thresholds') === true && !isOpen;
}

function isBelow({ path }: Finding, place: string | undefined): boolean {
  if (place === undefined) return true;
  const own = path ? formatFieldPath(path) : '';
  return own === place || own.startsWith(`${place}.`) || own.startsWith(`${place}[`);
}

function joinTexts(texts: readonly LocalizedText[]): LocalizedText {
  return { zh: texts.map((t) => t.zh).join('；'), en: texts.map((t) => t.en).join('; ') };
}
