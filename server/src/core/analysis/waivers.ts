/** A reviewer's written waivers (豁免): a finding that a waiver covers is shown as info, where the notice leaves room. */

import type { Answer } from '../form/answer.ts';
import type { Answers } from '../form/answers.ts';
import type { Finding } from '../model/finding.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { LoadedPack } from '../model/pack.ts';
import type { FieldPath } from '../model/path.ts';
import { formatFieldPath } from '../model/path.ts';
import { countCharacters } from '../text/count-characters.ts';
import { saysNothing } from '../text/says-nothing.ts';
import { sha256 } from '../text/sha256.ts';

/** The keys of an item of 豁免. */
export const WAIVER_KEYS = {
  rule: '规则',
  place: '位置',
  /** What it was given for, see {@link waivedValue}; one without it holds whatever stands there. */
  value: '值',
  reason: '理由',
  reviewer: '复核人',
  date: '日期',
} as const;

type WaiverKey = (typeof WAIVER_KEYS)[keyof typeof WAIVER_KEYS];

/** Makes a finding about a waiver, at one of its keys. */
type AddFinding = (
  waiver: FieldPath,
  at: { readonly rule: 'waiver-refused' | 'unused-waiver'; readonly key: WaiverKey },
  message: LocalizedText,
) => Finding | undefined;

interface WaiverContext {
  readonly answers: Answers;
  readonly pack: LoadedPack;
  /** The dossier's text, in which the findings have their places. */
  readonly text: string;
  /** `YYYY-MM-DD`; undefined where nobody says. */
  readonly today: string | undefined;
  /** Rules that could not be decided: what they would have found may still be waived. */
  readonly undecided: ReadonlySet<string>;
}

/** The findings with those marked that a waiver covers, and with findings on waivers that are refused, no longer hold or cover nothing. */
export function applyWaivers(
  findings: readonly Finding[],
  context: WaiverContext,
  make: AddFinding,
): readonly Finding[] {
  const waivers = completeWaivers(context.answers, context.pack);
  if (!waivers.length) return findings;
  const result = [...findings];
  const more = waivers.flatMap((waiver) => applyWaiver(waiver, result, context, make) ?? []);
  return [...result, ...more].sort((a, b) => a.span.start - b.span.start);
}

/** Marks in `findings` what a waiver covers; gives what is to be said about the waiver itself. */
function applyWaiver(
  waiver: Answer,
  findings: Finding[],
  { answers, pack, text: source, today, undecided }: WaiverContext,
  make: AddFinding,
): Finding | undefined {
  const rule = String(text(waiver, WAIVER_KEYS.rule));
  const title = ruleTitle(pack, rule);
  const here = [...findings.entries()].filter(
    ([, f]) => f.rule === rule && !f.relaxed && covers(text(waiver, WAIVER_KEYS.place), f),
  );
  const [other] = here;
  if (!other) {
    if (undecided.has(rule)) return undefined;
    return make(waiver.path, { rule: 'unused-waiver', key: WAIVER_KEYS.rule }, unusedText(title, rule));
  }
  const matched = here.filter(([, f]) => isGivenFor(text(waiver, WAIVER_KEYS.value), f, { answers, source }));
  const waivable = matched.filter(([, f]) => isWaivable(f, pack));
  const objection = waivable.length ? objectionTo(waiver, pack, today) : undefined;
  if (objection) return make(waiver.path, { rule: 'waiver-refused', key: objection.key }, objection.message);
  for (const [i, f] of waivable) findings[i] = markWaived(f, text(waiver, WAIVER_KEYS.reason)!);
  if (waivable.length < matched.length)
    return make(waiver.path, { rule: 'waiver-refused', key: WAIVER_KEYS.rule }, refusalText(title, rule));
  if (matched.length || undecided.has(rule)) return undefined;
  const [given, now] = [text(waiver, WAIVER_KEYS.value)!, waivedValue(other[1], { answers, source }) ?? ''];
  const lapsed = make(waiver.path, { rule: 'unused-waiver', key: WAIVER_KEYS.value }, lapsedText(given, now));
  if (lapsed) findings[other[0]] = withLapsedWaiver(other[1], given, lapsed.span);
  return lapsed;
}

/**
 * What a waiver of a finding is given for, as the key 值 has it: the value of its field, or of a long text the stretch that the finding is
 * about; then what stands at its other places in the dossier, `甲市 / 乙市`. What is still long is given by its beginning, its length and
 * a part of its SHA-256. Undefined where the text is not the dossier's own.
 */
export function waivedValue(
  { path, span, file, related }: Pick<Finding, 'path' | 'span' | 'file' | 'related'>,
  { answers, source }: WaivedText,
): string | undefined {
  if (file !== undefined) return undefined;
  const ends = related.flatMap((end) =>
    'remote' in end || end.isNote || end.file !== undefined ? [] : [source.slice(end.span.start, end.span.end)],
  );
  const answer = path && answers.at(path);
  const value = answer?.state === 'ok' && answer.value !== undefined ? String(answer.value) : undefined;
  const isShort = value !== undefined && value.length <= LONGEST_VALUE;
  const own = isShort ? value : source.slice(span.start, span.end);
  return [own, ...ends].map((part) => shortened(plainText(part))).join(SEPARATOR);
}

/** A dossier's answers and its text. */
export interface WaivedText {
  readonly answers: Answers;
  readonly source: string;
}

/** True where a waiver names no value, or that of a finding, or only that of its own place. */
function isGivenFor(given: string | undefined, finding: Finding, text: WaivedText): boolean {
  const now = waivedValue(finding, text);
  if (given === undefined || now === undefined) return true;
  const own = waivedValue({ ...finding, related: [] }, text);
  return [now, own].some((value) => value !== undefined && plainText(value) === plainText(given));
}

const SEPARATOR = ' / ';
/** Longer texts are shortened, to so many characters. */
const [LONGEST_VALUE, BEGINNING] = [40, 20];

function shortened(value: string): string {
  if (value.length <= LONGEST_VALUE) return value;
  return `${value.slice(0, BEGINNING)}…（${countCharacters(value)} 字，${sha256(value).slice(0, 8)}）`;
}

/** Without quotes or the brackets of a list around it, and blanks as one. */
function plainText(value: string): string {
  const trimmed = value.trim().replace(/\s+/g, ' ');
  return (/^"([^"]*)"$|^'([^']*)'$|^\[([^[\]]*)\]$/.exec(trimmed) ?? [trimmed])
    .findLast((part) => part !== undefined)!
    .trim();
}

/** Why a waiver cannot be accepted, whatever it is for. */
function objectionTo(
  waiver: Answer,
  { notice }: LoadedPack,
  today: string | undefined,
): { readonly key: WaiverKey; readonly message: LocalizedText } | undefined {
  for (const key of [WAIVER_KEYS.reason, WAIVER_KEYS.reviewer]) {
    const said = text(waiver, key)!;
    if (!saysNothing(said)) continue;
    const message = {
      zh: `“${key}”写的是“${said}”，等于没有写；豁免要有理由和作出判断的人，这一条不算`,
      en: `“${said}” says nothing: a waiver has a reason and the name of who judged, so this one does not count`,
    };
    return { key, message };
  }
  const date = text(waiver, WAIVER_KEYS.date)!;
  const day = dateObjection(date, notice.opens, today);
  return day && { key: WAIVER_KEYS.date, message: day };
}

function dateObjection(date: string, opens: string | undefined, today: string | undefined): LocalizedText | undefined {
  if (opens !== undefined && date < opens)
    return {
      zh: `豁免日期 ${date} 早于申报开始的 ${opens}，那时还没有可豁免的申报，这一条不算；请写实际作出豁免的日期`,
      en: `${date} is before applications open on ${opens}: there was nothing to waive, so this waiver does not count`,
    };
  if (today === undefined || date <= today) return undefined;
  return {
    zh: `豁免日期 ${date} 还没有到（今天是 ${today}），这一条不算；请写实际作出豁免的日期`,
    en: `${date} is still to come (today is ${today}), so this waiver does not count`,
  };
}

/**
 * The waivers of a dossier that have all that a waiver needs; `place` is undefined where a waiver is for the whole dossier. `today` is
 * `YYYY-MM-DD`, where that is known.
 */
export function waiversOf(answers: Answers, pack: LoadedPack, today: string | undefined) {
  const accepted = completeWaivers(answers, pack).filter((waiver) => !objectionTo(waiver, pack, today));
  return accepted.map((waiver) => ({
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
export function waiversOver(finding: Finding, answers: Answers, pack: LoadedPack, today: string | undefined) {
  return finding.waived
    ? waiversOf(answers, pack, today).filter((w) => w.rule === finding.rule && covers(w.place, finding))
    : [];
}

function completeWaivers(answers: Answers, pack: LoadedPack): readonly Answer[] {
  return (answers.items(pack.form.roles.waivers) ?? []).filter(isComplete);
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

/** The finding with the place of the waiver that covered it before it changed. */
function withLapsedWaiver(finding: Finding, given: string, span: Finding['span']): Finding {
  const message = {
    zh: `这里的豁免是对“${given}”作的，不再有效`,
    en: `this waiver was given for “${given}” and no longer holds`,
  };
  return { ...finding, related: [...finding.related, { message, span, isNote: true }] };
}

function lapsedText(given: string, now: string): LocalizedText {
  return {
    zh: `这条豁免是对“${given}”作的，现在是“${now}”，不再有效；请复核人重新审定，或删去这一条`,
    en: `This waiver was given for “${given}”; now it is “${now}”, so it no longer holds: have it judged again, or remove it`,
  };
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
