/** A reviewer's written waivers (豁免): a finding that a waiver covers is shown as info, where the notice leaves room. */

import type { Answer } from '../form/answer.ts';
import type { Answers } from '../form/answers.ts';
import type { Finding } from '../model/finding.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { LoadedPack } from '../model/pack.ts';
import type { FieldPath } from '../model/path.ts';
import { formatFieldPath } from '../model/path.ts';

/** The keys of an item of 豁免. */
export const WAIVER_KEYS = { rule: '规则', place: '位置', reason: '理由', reviewer: '复核人', date: '日期' } as const;

type AddFinding = (
  waiver: FieldPath,
  rule: 'waiver-refused' | 'unused-waiver',
  message: LocalizedText,
) => Finding | undefined;

interface WaiverContext {
  readonly answers: Answers;
  readonly pack: LoadedPack;
  /** Rules that could not be decided: what they would have found may still be waived. */
  readonly undecided: ReadonlySet<string>;
}

/** The findings with those marked that a waiver covers, and with findings on waivers that are refused or cover nothing. */
export function applyWaivers(
  findings: readonly Finding[],
  { answers, pack, undecided }: WaiverContext,
  make: AddFinding,
): readonly Finding[] {
  const waivers = (answers.items(pack.form.roles.waivers) ?? []).filter(isComplete);
  if (!waivers.length) return findings;
  const result = [...findings];
  const more: Finding[] = [];
  for (const waiver of waivers) {
    const rule = String(text(waiver, WAIVER_KEYS.rule));
    const matched = result
      .map((f, i) => ({ f, i }))
      .filter(({ f }) => f.rule === rule && covers(text(waiver, WAIVER_KEYS.place), f));
    if (matched.length) {
      const refused = matched.filter(({ f }) => !isWaivable(f, pack));
      for (const { f, i } of matched)
        if (isWaivable(f, pack)) result[i] = markWaived(f, text(waiver, WAIVER_KEYS.reason)!);
      if (refused.length)
        pushDefined(more, make(waiver.path, 'waiver-refused', refusalText(ruleTitle(pack, rule), rule)));
    } else if (!undecided.has(rule))
      pushDefined(more, make(waiver.path, 'unused-waiver', unusedText(ruleTitle(pack, rule), rule)));
  }
  return [...result, ...more].sort((a, b) => a.span.start - b.span.start);
}

/** The waivers of a dossier that have all that a waiver needs; `place` is undefined where a waiver is for the whole dossier. */
export function waiversOf(answers: Answers, pack: LoadedPack) {
  return (answers.items(pack.form.roles.waivers) ?? []).filter(isComplete).map((waiver) => ({
    path: waiver.path,
    rule: text(waiver, WAIVER_KEYS.rule)!,
    title: ruleTitle(pack, text(waiver, WAIVER_KEYS.rule)!),
    place: text(waiver, WAIVER_KEYS.place),
    reason: text(waiver, WAIVER_KEYS.reason)!,
    reviewer: text(waiver, WAIVER_KEYS.reviewer)!,
    date: text(waiver, WAIVER_KEYS.date)!,
  }));
}

/** The waivers that cover a waived finding; none for a finding that is not waived. */
export function waiversOver(finding: Finding, answers: Answers, pack: LoadedPack) {
  return finding.waived
    ? waiversOf(answers, pack).filter((w) => w.rule === finding.rule && covers(w.place, finding))
    : [];
}

function isComplete(waiver: Answer): boolean {
  return [WAIVER_KEYS.rule, WAIVER_KEYS.reason, WAIVER_KEYS.reviewer, WAIVER_KEYS.date].every(
    (key) => text(waiver, key) !== undefined,
  );
}

/** True where the notice leaves room for a reviewer's waiver. */
export function isWaivable(finding: Finding, pack: LoadedPack): boolean {
  return finding.severity !== 'error' || finding.waived || pack.rules.some((r) => r.id === finding.rule && r.waivable);
}

function covers(place: string | undefined, finding: Finding): boolean {
  if (place === undefined) return true;
  const path = finding.path ? formatFieldPath(finding.path) : '';
  return path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
}

function markWaived(finding: Finding, reason: string): Finding {
  const message = { zh: `${finding.message.zh}（已豁免：${reason}）`, en: `${finding.message.en} (waived: ${reason})` };
  return { ...finding, severity: 'info', waived: true, message };
}

/** The title of a rule; its id where the pack has no such rule. */
function ruleTitle({ rules }: LoadedPack, id: string): LocalizedText {
  return rules.find((r) => r.id === id)?.title ?? { zh: id, en: id };
}

function refusalText(title: LocalizedText, rule: string): LocalizedText {
  return {
    zh: `“${title.zh}”（${rule}）是通知的硬性要求，不能豁免；请改正或不申报`,
    en: `“${title.en}” (${rule}) is a hard demand of the notice and cannot be waived`,
  };
}

function unusedText(title: LocalizedText, rule: string): LocalizedText {
  return {
    zh: `这里没有“${title.zh}”（${rule}）的问题可豁免，请删去这一条`,
    en: `There is no finding of “${title.en}” (${rule}) here to waive: remove this`,
  };
}

function text(waiver: Answer, key: string): string | undefined {
  const child = waiver.children?.get(key);
  return child?.state === 'ok' && child.value !== undefined ? String(child.value) : undefined;
}

function pushDefined(list: Finding[], finding: Finding | undefined): void {
  if (finding) list.push(finding);
}
