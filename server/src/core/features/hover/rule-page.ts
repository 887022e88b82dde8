/** A rule, or a clause, in words: as a Markdown page. */

import type { Locale, Text } from '../../model/localized-text.ts';
import type { Clause } from '../../model/notice-schema.ts';
import { clausesOf, findClause, type LoadedPack } from '../../model/pack.ts';
import { type Path, readPath } from '../../model/path.ts';
import type { Patch, RuleData } from '../../model/rule-schema.ts';
import { describeClause } from './hover.ts';

/** What a rule checks, whose clause it is, why, what is wrong and what is right, and how to mend it. */
export function rulePage(pack: LoadedPack, rule: RuleData, locale: Locale): string {
  const say = (text: Text) => text[locale];
  const clauses = clausesOf(rule).flatMap((id) => findClause(pack, id) ?? []);
  const severity = rule.severity ? SEVERITIES[rule.severity] : undefined;
  const directions = rule.directions?.join(locale === 'zh' ? '、' : ', ');
  const parts = [
    `# ${say(rule.title)}`,
    [`\`${rule.id}\``, severity && say(severity), rule.waivable ? say(WAIVABLE) : undefined]
      .filter(Boolean)
      .join(' · '),
    directions && `**${say(HEADS.directions)}**　${directions}`,
    `**${say(HEADS.why)}**　${say(rule.why)}`,
    `**${say(HEADS.mend)}**　${say(rule.mend)}`,
    examples(rule.wrong, HEADS.wrong, locale),
    examples(rule.right, HEADS.right, locale),
    ...(clauses.length
      ? [`## ${say(HEADS.clause)}`, ...clauses.map((c) => describeClause(pack, c, locale))]
      : [`*${say(NO_CLAUSE)}*`]),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** What a clause demands, and the rules that speak for it. */
export function clausePage(pack: LoadedPack, clause: Clause, locale: Locale): string {
  return `${describeClause(pack, clause, locale)}\n\n${clauseNotes(pack, clause, locale)}`.trimEnd().concat('\n');
}

/** What is to be known of a clause besides its demand: what a program sees of it, its rules, what is unclear in it. */
export function clauseNotes(pack: LoadedPack, clause: Clause, locale: Locale): string {
  const say = (text: Text) => text[locale];
  const rules = pack.rules.filter((r) => clausesOf(r).includes(clause.id));
  const unclear = pack.notice.unclear.filter((u) => u.clause === clause.id);
  const parts = [
    clause.undecided && `**${say(HEADS.person)}**　${say(clause.undecided)}`,
    rules.length && `**${say(HEADS.rules)}**\n\n${rules.map((r) => `- \`${r.id}\` ${say(r.title)}`).join('\n')}`,
    unclear.length &&
      `**${say(HEADS.unclear)}**\n\n${unclear.map((u) => `- ${say(u.about)} → ${say(u.reading)}`).join('\n')}`,
  ];
  return parts.filter(Boolean).join('\n\n');
}

const HEADS = {
  directions: { zh: '只对这些方向', en: 'For these directions only' },
  why: { zh: '为什么', en: 'Why' },
  mend: { zh: '怎么改', en: 'How to mend it' },
  wrong: { zh: '这样会被指出', en: 'Found' },
  right: { zh: '这样没有问题', en: 'Not found' },
  clause: { zh: '条款', en: 'Clause' },
  rules: { zh: '由这些规则检查', en: 'Checked by' },
  person: { zh: '程序看得到什么，人要看什么', en: 'What a program sees, and what a person must' },
  unclear: { zh: '通知没有说清的，这样理解', en: 'What the notice leaves unclear, and how it is read' },
} satisfies Record<string, Text>;

const SEVERITIES = {
  error: { zh: '错误', en: 'error' },
  warning: { zh: '警告，可书面豁免', en: 'warning, may be waived' },
  info: { zh: '提示', en: 'info' },
} satisfies Record<string, Text>;

const WAIVABLE: Text = { zh: '可书面豁免', en: 'may be waived' };
const NO_CLAUSE: Text = {
  zh: '申报表的通例，不出自通知的某一条',
  en: 'Good form for any application; no clause of the notice',
};

function examples(patches: readonly Patch[], head: Text, locale: Locale): string {
  const shown = patches.map((p) => example(p, locale)).filter(Boolean);
  return shown.length ? `**${head[locale]}**\n\n\`\`\`yaml\n${shown.join('\n---\n')}\n\`\`\`` : '';
}

/** What an example changes in a clean dossier, as a reader would write it. */
function example(patch: Patch, locale: Locale): string {
  const note = (text: Text) => `# ${text[locale]}`;
  return [
    ...Object.entries(patch.set ?? {}).map(([path, value]) => setLines(readPath(path), value)),
    ...(patch.remove ?? []).map((path) => note({ zh: `没有 ${path}`, en: `without ${path}` })),
    ...(patch.replace ?? []).map(([, to]) => to),
    ...Object.entries(patch.files ?? {}).map(([path, fact]) => note(fileNote(path, fact))),
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
      ([key, value]) => `${note({ zh: '设置：', en: 'settings:' })} ${key}: ${inline(value)}`,
    ),
    ...othersLines(patch.others, locale),
  ].join('\n');
}

function othersLines(others: Patch['others'], locale: Locale): readonly string[] {
  if (!others?.length) return [];
  const distinct = new Map(others.map((o) => [example(o, locale), o]));
  const head = { zh: `手头另有 ${others.length} 份申报书`, en: `${others.length} other dossier(s) at hand` };
  const lines = [...distinct.keys()].flatMap((text) => text.split('\n')).filter(Boolean);
  return [`# ${head[locale]}${lines.length ? (locale === 'zh' ? '：' : ':') : ''}`, ...lines.map((l) => `#   ${l}`)];
}

function fileNote(path: string, fact: Record<string, unknown>): Text {
  const state = String(fact.state);
  const kind = state === 'ok' && fact.kind ? ` (${String(fact.kind)})` : '';
  return { zh: `${path}：${state}${kind}`, en: `${path}: ${state}${kind}` };
}

function setLines(path: Path, value: unknown): string {
  const lines = path.map((step, i) => {
    const indent = '  '.repeat(i);
    const last = i === path.length - 1;
    if (typeof step === 'number') return `${indent}-${last ? ` ${inline(value)}` : ` # ${step + 1}`}`;
    return `${indent}${step}:${last ? ` ${inline(value)}` : ''}`;
  });
  return lines.join('\n');
}

/** A value on one line, as YAML's flow style has it. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value)
      .map(([k, v]) => `${k}: ${inline(v)}`)
      .join(', ')}}`;
  const text = String(value);
  return typeof value === 'string' && (text === '' || /^[\s\-?:,[\]{}#&*!|>'"%@`]|: | #|[[\]{},]/.test(text))
    ? JSON.stringify(text)
    : text;
}
