/** The pages of a rule and of a clause, as Markdown. */

import type { Locale, LocalizedText } from '../../model/localized-text.ts';
import type { Clause } from '../../model/notice-schema.ts';
import { clausesOf, findClause, type LoadedPack } from '../../model/pack.ts';
import { type FieldPath, parseFieldPath } from '../../model/path.ts';
import type { RuleData, SamplePatch } from '../../model/rule-schema.ts';
import { clauseMarkdown } from './hover.ts';

/** The page of a rule: what it checks, its severity, why, how to fix it, examples of wrong and right, and its clauses. */
export function rulePage(pack: LoadedPack, rule: RuleData, locale: Locale): string {
  const localize = (text: LocalizedText) => text[locale];
  const clauses = clausesOf(rule).flatMap((id) => findClause(pack, id) ?? []);
  const severity = rule.severity ? SEVERITIES[rule.severity] : undefined;
  const directions = rule.directions?.join(locale === 'zh' ? '、' : ', ');
  const parts = [
    `# ${localize(rule.title)}`,
    [`\`${rule.id}\``, severity && localize(severity), rule.waivable ? localize(WAIVABLE) : undefined]
      .filter(Boolean)
      .join(' · '),
    directions && `**${localize(HEADINGS.directions)}**　${directions}`,
    `**${localize(HEADINGS.why)}**　${localize(rule.why)}`,
    `**${localize(HEADINGS.fixHint)}**　${localize(rule.fixHint)}`,
    examples(rule.wrong, HEADINGS.wrong, locale),
    examples(rule.right, HEADINGS.right, locale),
    ...(clauses.length
      ? [`## ${localize(HEADINGS.clause)}`, ...clauses.map((c) => clauseMarkdown(pack, c, locale))]
      : [`*${localize(NO_CLAUSE)}*`]),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** The page of a clause: what it demands, and the rules that check it. */
export function clausePage(pack: LoadedPack, clause: Clause, locale: Locale): string {
  return `${clauseMarkdown(pack, clause, locale)}\n\n${clauseNotes(pack, clause, locale)}`.trimEnd().concat('\n');
}

/** Notes on a clause: what a program cannot see of it, the rules that check it, what the notice leaves unclear. Empty where there are none. */
export function clauseNotes(pack: LoadedPack, clause: Clause, locale: Locale): string {
  const localize = (text: LocalizedText) => text[locale];
  const rules = pack.rules.filter((r) => clausesOf(r).includes(clause.id));
  const unclear = pack.notice.unclear.filter((u) => u.clause === clause.id);
  const parts = [
    clause.undecided && `**${localize(HEADINGS.person)}**　${localize(clause.undecided)}`,
    rules.length &&
      `**${localize(HEADINGS.rules)}**\n\n${rules.map((r) => `- \`${r.id}\` ${localize(r.title)}`).join('\n')}`,
    unclear.length &&
      `**${localize(HEADINGS.unclear)}**\n\n${unclear.map((u) => `- ${localize(u.about)} → ${localize(u.reading)}`).join('\n')}`,
  ];
  return parts.filter(Boolean).join('\n\n');
}

const HEADINGS = {
  directions: { zh: '只对这些方向', en: 'For these directions only' },
  why: { zh: '为什么', en: 'Why' },
  fixHint: { zh: '怎么改', en: 'How to mend it' },
  wrong: { zh: '这样会被指出', en: 'Found' },
  right: { zh: '这样没有问题', en: 'Not found' },
  clause: { zh: '条款', en: 'Clause' },
  rules: { zh: '由这些规则检查', en: 'Checked by' },
  person: { zh: '程序看得到什么，人要看什么', en: 'What a program sees, and what a person must' },
  unclear: { zh: '通知没有说清的，这样理解', en: 'What the notice leaves unclear, and how it is read' },
} satisfies Record<string, LocalizedText>;

const SEVERITIES = {
  error: { zh: '错误', en: 'error' },
  warning: { zh: '警告，可书面豁免', en: 'warning, may be waived' },
  info: { zh: '提示', en: 'info' },
} satisfies Record<string, LocalizedText>;

const WAIVABLE: LocalizedText = { zh: '可书面豁免', en: 'may be waived' };
const NO_CLAUSE: LocalizedText = {
  zh: '申报表的通例，不出自通知的某一条',
  en: 'Good form for any application; no clause of the notice',
};

function examples(patches: readonly SamplePatch[], head: LocalizedText, locale: Locale): string {
  const shown = patches.map((p) => example(p, locale)).filter(Boolean);
  return shown.length ? `**${head[locale]}**\n\n\`\`\`yaml\n${shown.join('\n---\n')}\n\`\`\`` : '';
}

/** What an example changes in a correct dossier, as lines of YAML. */
function example(patch: SamplePatch, locale: Locale): string {
  const note = (text: LocalizedText) => `# ${text[locale]}`;
  return [
    ...Object.entries(patch.set ?? {}).map(([path, value]) => changedLines(parseFieldPath(path), value)),
    ...(patch.remove ?? []).map((path) => note({ zh: `没有 ${path}`, en: `without ${path}` })),
    ...(patch.replace ?? []).map(([, to]) => to),
    ...Object.entries(patch.files ?? {}).map(([path, evidence]) => note(fileNote(path, evidence))),
    ...(patch.registry === undefined
      ? []
      : [
          note({ zh: '名单：', en: 'the list:' }),
          ...patch.registry
            .trim()
            .split('\n')
            .map((l) => `#   ${l}`),
        ]),
    ...Object.entries(patch.settings ?? {}).map(
      ([key, value]) => `${note({ zh: '设置：', en: 'settings:' })} ${key}: ${flowText(value)}`,
    ),
    ...othersLines(patch.others, locale),
  ].join('\n');
}

function othersLines(others: SamplePatch['others'], locale: Locale): readonly string[] {
  if (!others?.length) return [];
  const distinct = new Map(others.map((o) => [example(o, locale), o]));
  const head = { zh: `手头另有 ${others.length} 份申报书`, en: `${others.length} other dossier(s) at hand` };
  const lines = [...distinct.keys()].flatMap((text) => text.split('\n')).filter(Boolean);
  return [`# ${head[locale]}${lines.length ? (locale === 'zh' ? '：' : ':') : ''}`, ...lines.map((l) => `#   ${l}`)];
}

function fileNote(path: string, evidence: Record<string, unknown>): LocalizedText {
  const state = String(evidence.state);
  const kind = state === 'ok' && evidence.kind ? ` (${String(evidence.kind)})` : '';
  return { zh: `${path}：${state}${kind}`, en: `${path}: ${state}${kind}` };
}

function changedLines(path: FieldPath, value: unknown): string {
  const lines = path.map((step, i) => {
    const indent = '  '.repeat(i);
    const last = i === path.length - 1;
    if (typeof step === 'number') return `${indent}-${last ? ` ${flowText(value)}` : ` # ${step + 1}`}`;
    return `${indent}${step}:${last ? ` ${flowText(value)}` : ''}`;
  });
  return lines.join('\n');
}

/** A value on one line, as YAML's flow style has it. */
function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value)
      .map(([k, v]) => `${k}: ${flowText(v)}`)
      .join(', ')}}`;
  const text = String(value);
  return typeof value === 'string' && (text === '' || /^[\s\-?:,[\]{}#&*!|>'"%@`]|: | #|[[\]{},]/.test(text))
    ? JSON.stringify(text)
    : text;
}
