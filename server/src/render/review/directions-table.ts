/** The directions side by side as a document to read. */

import { withoutClause } from '../../core/analysis/collect-findings.ts';
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import { formatFieldPath } from '../../core/model/path.ts';
import type {
  DirectionColumn,
  DirectionRequirement,
  DirectionRow,
  DirectionStatus,
  DirectionTable,
} from '../../core/review/compare-directions.ts';
import { type Cell, type Manuscript, type ManuscriptBlock, type Run, run } from '../manuscript/manuscript.ts';
import { writeMarkdown } from '../writers/markdown.ts';

/** The comparison of directions as Markdown: one table of all that differs, then a section for each direction. */
export function directionsMarkdown(table: DirectionTable, locale: Locale): string {
  return writeMarkdown(composeDirections(table, locale));
}

const LABELS = {
  title: { zh: '比较申报方向', en: 'Compare directions' },
  intro: {
    zh: '同一份申报书，分别放在每个方向下对照。只列各方向不同的字段和规则；不打分，选哪个方向由人决定。',
    en: 'The same dossier under each direction: the fields and rules that differ. Nothing is scored; the choice is yours.',
  },
  what: { zh: '字段或规则', en: 'Field or rule' },
  own: { zh: '本申报书：', en: 'this dossier: ' },
  sum: { zh: '合计', en: 'In all' },
  missing: { zh: '缺', en: 'missing' },
  against: { zh: '矛盾', en: 'against' },
  nothing: { zh: '没有缺少或矛盾', en: 'nothing missing or against' },
  asks: { zh: '这个方向要写清楚的', en: 'What it asks to be told' },
  given: { zh: '已写（写得怎样请人判断）', en: 'Told (how well is for a person to judge)' },
  absent: { zh: '还没有写', en: 'Not told yet' },
  found: { zh: '对照时发现的', en: 'What was found' },
  more: { zh: '（另有 {n} 处同样的）', en: ' (and {n} more of the kind)' },
  none: { zh: '—', en: '—' },
  list: { zh: '、', en: ', ' },
  next: { zh: '，', en: ', ' },
  colon: { zh: '：', en: ': ' },
} as const satisfies Record<string, LocalizedText>;

const STATUS_TEXTS: Readonly<Record<DirectionStatus, LocalizedText>> = {
  met: { zh: '✓ 满足', en: '✓ met' },
  missing: { zh: '缺少', en: 'missing' },
  against: { zh: '✗ 矛盾', en: '✗ against' },
  noted: { zh: '△ 提示', en: '△ noted' },
  open: { zh: '？缺数据', en: '? not known' },
  optional: { zh: '可不填', en: 'optional' },
  none: { zh: '不涉及', en: 'not asked' },
};

function composeDirections({ names, columns, rows }: DirectionTable, locale: Locale): Manuscript {
  const localize = (text: LocalizedText) => text[locale];
  const head = [cell(localize(LABELS.what)), ...columns.map((c) => cell(columnTitle(c, locale)))];
  const body = rows.map((row) => [
    cell(row.clause ? localize(withClause(row.about, row.clause)) : localize(row.about)),
    ...row.cells.map((c) => cell(localize(STATUS_TEXTS[c.status]), c.status === 'against' || c.status === 'missing')),
  ]);
  const sums = columns.map((_, i) => cell(sumText(rows, i, locale), true));
  const share = 60 / columns.length;
  return {
    title: localize(LABELS.title),
    author: '',
    draft: false,
    landscape: true,
    front: [],
    body: [
      paragraph('title', localize(LABELS.title)),
      ...(names.length ? [paragraph('body', names.join(' · '))] : []),
      paragraph('body', localize(LABELS.intro)),
      {
        kind: 'table',
        widths: [40, ...columns.map(() => share)],
        head,
        rows: [...body, [cell(localize(LABELS.sum), true), ...sums]],
      },
      ...columns.flatMap((column, i) => section(column, rows, i, locale)),
    ],
  };
}

/** What stands behind a column: its findings, and what it asks to be told. */
function section(
  column: DirectionColumn,
  rows: readonly DirectionRow[],
  i: number,
  locale: Locale,
): readonly ManuscriptBlock[] {
  const localize = (text: LocalizedText) => text[locale];
  const found = rows.flatMap((row) => {
    const [first, ...more] = row.cells[i]!.findings;
    if (!first) return [];
    const { message, clause, path } = first;
    const words = localize(clause === null ? message : withoutClause(message, clause));
    const rest = more.length ? LABELS.more[locale].replace('{n}', String(more.length)) : '';
    return [[paragraph('body', `${path ? `${formatFieldPath(path)}${localize(LABELS.colon)}` : ''}${words}${rest}`)]];
  });
  return [
    {
      kind: 'heading',
      level: 1,
      text: columnTitle(column, locale),
      id: `direction-${i + 1}`,
      newPage: false,
    },
    ...(found.length
      ? [paragraph('body', localize(LABELS.found)), { kind: 'list', ordered: false, start: 1, items: found } as const]
      : []),
    {
      kind: 'table',
      widths: [40, 30, 30],
      head: [cell(localize(LABELS.asks)), cell(localize(LABELS.given)), cell(localize(LABELS.absent))],
      rows: column.requirements.map((requirement) => requirementRow(requirement, locale)),
      top: true,
    },
  ];
}

function requirementRow({ about, given, absent }: DirectionRequirement, locale: Locale): readonly Cell[] {
  const list = (paths: readonly string[]) =>
    paths.length ? paths.join(LABELS.list[locale]).replaceAll('[]', '') : LABELS.none[locale];
  return [cell(about[locale]), cell(list(given)), cell(list(absent))];
}

function columnTitle({ direction, isOwn }: DirectionColumn, locale: Locale): string {
  return isOwn ? LABELS.own[locale] + direction.title[locale] : direction.title[locale];
}

function withClause({ zh, en }: LocalizedText, clause: string): LocalizedText {
  return { zh: `${zh}（${clause}）`, en: `${en} (${clause})` };
}

function sumText(rows: readonly DirectionRow[], i: number, locale: Locale): string {
  const count = (status: DirectionStatus) => rows.filter((row) => row.cells[i]!.status === status).length;
  const parts = (['missing', 'against'] as const).flatMap((s) => (count(s) ? `${LABELS[s][locale]} ${count(s)}` : []));
  return parts.join(LABELS.next[locale]) || LABELS.nothing[locale];
}

function paragraph(style: string, text: string): ManuscriptBlock {
  return { kind: 'paragraph', style, runs: [run(text)] };
}

function cell(text: string, bold = false): Cell {
  const runs: readonly Run[] = [run(text, bold ? { bold } : {})];
  return { runs, style: 'cell' };
}
