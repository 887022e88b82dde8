/**
 * Clause by clause: what a reviewer asks. Each numbered item of the notice gets exactly one verdict, and nothing that is
 * not known is a pass: what the program was not given is 缺数据, what it cannot know is 待人工核验.
 */

import { uncited } from '../analysis/collect-findings.ts';
import { appliesTo } from '../analysis/run-rules.ts';
import type { Analysis } from '../analysis/types.ts';
import { waiversOf } from '../analysis/waivers.ts';
import { CHECKS } from '../checks/index.ts';
import { type Answer, isRequired } from '../form/answer.ts';
import type { Files } from '../inputs/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { Text } from '../model/localized-text.ts';
import type { Clause } from '../model/notice-schema.ts';
import { clausesOf, type LoadedPack } from '../model/pack.ts';
import { showPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { assumptions } from './assumptions.ts';
import { Papers } from './papers.ts';
import {
  type Review,
  type ReviewItem,
  type ReviewOptions,
  type ReviewWaiver,
  VERDICTS,
  type Verdict,
} from './types.ts';

export function review(analysis: Analysis & { readonly pack: LoadedPack }, options: ReviewOptions): Review {
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
    counts: counts as Record<Verdict, number>,
    form: analysis.findings.filter((f) => f.clause === null),
    assumptions: assumptions(analysis, options),
    unclear: pack.notice.unclear,
  };
}

class Reviewer {
  private readonly analysis: Analysis & { readonly pack: LoadedPack };
  private readonly files: Files;
  private readonly papers: Papers;
  private readonly waivers: readonly (ReviewWaiver & { readonly place: string | undefined })[];

  constructor(analysis: Analysis & { readonly pack: LoadedPack }) {
    this.analysis = analysis;
    this.files = analysis.memo.facts.files ?? new Map();
    this.papers = new Papers(analysis);
    this.waivers = waiversOf(analysis.answers, analysis.pack);
  }

  item(clause: Clause): ReviewItem {
    const { pack, direction, findings, memo } = this.analysis;
    const given = { direction, settings: memo.facts.settings };
    const all = pack.rules.filter((r) => clausesOf(r).includes(clause.id));
    const rules = all.filter((r) => appliesTo(r, given));
    const found = findings.filter((f) => f.clause === clause.id || (clause.form === true && f.clause === null));
    const parts = { clause, rules, found, lacks: this.lacks(clause, rules), off: all.length > 0 && !rules.length };
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

  private verdict({ clause, rules, found, lacks, off }: Parts): { verdict: Verdict; reason: Text } {
    const { notice } = this.analysis.pack;
    const { direction } = this.analysis;
    const other = notice.directions.find((d) => d.clause === clause.id && d.id !== direction);
    if (other && direction !== undefined) return { verdict: '不适用', reason: notForDirection(other.id, direction) };
    if (clause.decidable === 'no' && clause.force === '说明') return { verdict: '不适用', reason: clause.undecided! };
    const errors = found.filter((f) => f.severity === 'error');
    const hints = found.filter((f) => f.severity !== 'error');
    const said = clause.form
      ? formCount(errors.length, hints.length)
      : joined([...errors, ...hints].map((f) => uncited(f.message, clause.id)));
    if (errors.length) return { verdict: '不通过', reason: said };
    if (other)
      return { verdict: '缺数据', reason: { zh: '申报方向没有填写或写错', en: 'The direction is not given or wrong' } };
    if (lacks.length)
      return { verdict: '缺数据', reason: joined([...lacks, ...hints.map((f) => uncited(f.message, clause.id))]) };
    if (hints.length) return { verdict: '提示', reason: said };
    if (off) return { verdict: '待人工核验', reason: OFF };
    if (clause.decidable !== 'rules' && !(clause.needs?.length && rules.length))
      return { verdict: '待人工核验', reason: clause.undecided ?? OFF };
    return { verdict: '通过', reason: joined([nothingFound(rules.length), ...this.tellings(rules)]) };
  }

  /** What is missing for a verdict: settings, answers, evidence that nobody could look into. */
  private lacks(clause: Clause, rules: readonly RuleData[]): readonly Text[] {
    const { answers, direction, undecided } = this.analysis;
    const settings = (clause.needs ?? []).filter((need) => !isGiven(need, this.analysis)).map((need) => NEEDS[need]);
    const gaps = clause.fields
      .flatMap((path) => answers.all(path))
      .filter((a) => a.state === 'bad' || (isGap(a) && isRequired({ key: '', ...a.slot }, direction)))
      .map((a) => showPath(a.path));
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

  private tellings(rules: readonly RuleData[]): readonly Text[] {
    const { pack, answers, direction, memo } = this.analysis;
    const { settings, registry } = memo.facts;
    return rules.flatMap((rule) => {
      const check = CHECKS.get(rule.check ?? '');
      const params = pack.params.get(rule.id);
      if (!check || !params || !('tells' in check)) return [];
      const given = {
        answers,
        notice: pack.notice,
        settings,
        registry,
        files: this.files,
        direction,
        slot: () => undefined,
      };
      return check.tells?.(params, given) ?? [];
    });
  }
}

interface Parts {
  readonly clause: Clause;
  readonly rules: readonly RuleData[];
  readonly found: readonly Finding[];
  readonly lacks: readonly Text[];
  /** All its rules are switched off or for other directions. */
  readonly off: boolean;
}

type Need = NonNullable<Clause['needs']>[number];

const NEEDS: Readonly<Record<Need, Text>> = {
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

const OFF: Text = { zh: '没有规则可以判断，请人工核对', en: 'No rule decides it: a person must look' };

function nothingFound(rules: number): Text {
  if (!rules) return { zh: '有关各项都已填写', en: 'All that belongs to it is filled in' };
  return { zh: `${rules} 条规则都没有发现问题`, en: `${rules} rule(s) found nothing` };
}

/** What the form finds wrong is listed apart: here it is counted. */
function formCount(errors: number, rest: number): Text {
  return {
    zh: `申报书本身有 ${errors} 处错误、${rest} 处其他问题，列在后面`,
    en: `The form itself has ${errors} error(s) and ${rest} other finding(s), listed below`,
  };
}

function notForDirection(its: string, own: string): Text {
  return { zh: `这一条是“${its}”的，本申报书是“${own}”`, en: `This is for “${its}”; the dossier is for “${own}”` };
}

function isGiven(need: Need, { answers, pack, memo }: Analysis): boolean {
  const { settings, registry } = memo.facts;
  if (need === 'registry') return registry !== undefined;
  if (need === 'thresholds') return Object.keys(settings.thresholds ?? {}).length > 0;
  const city = pack && answers.text(pack.form.roles.city);
  return city !== undefined && settings.deadlines?.[city] !== undefined;
}

/** A rule that is open because a setting is: that has been said. */
function isAnsweredBySettings(rule: RuleData, clause: Clause): boolean {
  return rule.check === 'thresholds' && clause.needs?.includes('thresholds') === true;
}

function isGap(answer: Answer): boolean {
  return answer.state === 'absent' || answer.state === 'blank';
}

function isBelow({ path }: Finding, place: string | undefined): boolean {
  if (place === undefined) return true;
  const own = path ? showPath(path) : '';
  return own === place || own.startsWith(`${place}.`) || own.startsWith(`${place}[`);
}

function joined(texts: readonly Text[]): Text {
  return { zh: texts.map((t) => t.zh).join('；'), en: texts.map((t) => t.en).join('; ') };
}
