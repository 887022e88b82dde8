/** A city's dossiers in its order → the table with which its office recommends them. */

import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import { countsAgainst, quotaRule } from '../../core/checks/shared/city-quota.ts';
import type { Layout, Recommendation, Style } from '../../core/model/layout-schema.ts';
import { byCity, type CityQuota } from '../../core/workspace/city-groups.ts';
import { fileName } from '../manuscript/file-names.ts';
import { fillPlaceholders } from '../manuscript/fill-placeholders.ts';
import { type Cell, type Manuscript, type ManuscriptBlock, type Run, run } from '../manuscript/manuscript.ts';
import type { RenderedFile } from '../office/rendered-file.ts';
import { makeReproducible, NO_DAY } from '../office/reproducible.ts';
import { writeDocx } from '../writers/docx/docx.ts';

/** The dossiers of one city and call in their order; undefined where the call knows no such table. */
export async function renderRecommendation(
  dossiers: readonly NoticeAnalysis[],
  draft: boolean,
): Promise<RenderedFile | undefined> {
  const [first] = dossiers;
  const table = first?.pack.layout.recommendation;
  if (!first || !table) return undefined;
  const manuscript = composeRecommendation(first, dossiers, table, draft);
  const bytes = await writeDocx(manuscript, tableLayout(first.pack.layout, table));
  return { name: fileName(table.file, first, draft), bytes: makeReproducible(bytes, lastDay(dossiers)) };
}

/** The day of the last of them: what is made of the same dossiers has the same bytes. */
function lastDay(dossiers: readonly NoticeAnalysis[]): string {
  const days = dossiers.flatMap(({ answers, pack }) => answers.text(pack.form.roles.day) ?? []);
  return days.sort().at(-1) ?? dossiers[0]!.pack.notice.opens ?? NO_DAY;
}

function composeRecommendation(
  first: NoticeAnalysis,
  dossiers: readonly NoticeAnalysis[],
  table: Recommendation,
  draft: boolean,
): Manuscript {
  const quota = quotaOf(dossiers);
  const office = fillPlaceholders(table.office[1], first.answers, first.direction);
  const body: ManuscriptBlock[] = [
    paragraph('title', [run(table.title)]),
    paragraph('body', [run(`${table.office[0]}：`), ...office]),
    { kind: 'table', ...columnsOf(table), rows: rowsOf(dossiers, table, quota) },
    ...table.opinion.text.map((text) => paragraph('body', fillPlaceholders(text, first.answers, first.direction))),
    {
      kind: 'signatures',
      lines: [...table.opinion.signs.map((sign) => [run(sign)]), [run('　　　　年　　月　　日')]],
    },
    ...(table.note ? [paragraph('quote', [run(table.note)])] : []),
  ];
  const author = office.map((r) => r.text).join('');
  return { title: table.title, author, draft, landscape: true, front: [], body };
}

/** Counted as everywhere else; undefined where no rule limits them, or it is switched off. */
function quotaOf(dossiers: readonly NoticeAnalysis[]): CityQuota | undefined {
  return byCity(dossiers.map((analysis, i) => ({ dossier: String(i), analysis })))[0]?.quota;
}

function columnsOf({ rank, columns, remark }: Recommendation) {
  return {
    widths: [6, ...columns.map((c) => c[2]), remark[1]],
    head: [rank, ...columns.map((c) => c[0]), remark[0]].map((label) => cell('table-label', [run(label)])),
  };
}

/** Those that count against the quota, numbered, then those that do not, numbered anew. */
function rowsOf(
  dossiers: readonly NoticeAnalysis[],
  table: Recommendation,
  quota: CityQuota | undefined,
): readonly (readonly Cell[])[] {
  if (!quota) return dossiers.map((dossier, i) => row(dossier, i + 1, table, false));
  const counted = dossiers.filter(counts);
  const exempt = dossiers.filter((dossier) => !counts(dossier));
  return [
    groupRow(quotaText(table.counted, quota), table),
    ...counted.map((dossier, i) => row(dossier, i + 1, table, i >= quota.limit)),
    ...(exempt.length ? [groupRow(`${table.exempt}：${exempt.length} 个`, table)] : []),
    ...exempt.map((dossier, i) => row(dossier, i + 1, table, false)),
  ];
}

function quotaText(label: string, { counted, limit }: CityQuota): string {
  const over = counted > limit ? `，超出 ${counted - limit} 个` : '';
  return `${label}：${counted} 个，名额 ${limit} 个${over}`;
}

function counts({ pack, answers }: NoticeAnalysis): boolean {
  const found = quotaRule(pack, pack.form.roles.city);
  return !found || countsAgainst(found.quota, answers);
}

function groupRow(text: string, { columns }: Recommendation): readonly Cell[] {
  return [{ ...cell('table-label', [run(text)]), span: columns.length + 2, tone: 'quiet' }];
}

function row({ answers, direction, pack }: NoticeAnalysis, rank: number, table: Recommendation, over: boolean) {
  const found = quotaRule(pack, pack.form.roles.city);
  const way = found ? (answers.text(found.quota.way) ?? '') : '';
  const remarks = [found?.quota.exempt.includes(way) ? way : '', over ? table.over : ''].filter(Boolean).join('；');
  return [
    cell('table-label', [run(String(rank))]),
    ...table.columns.map(([, template]) => {
      const runs = fillPlaceholders(template, answers, direction);
      return cell('table', runs.some((r) => r.text.trim()) ? runs : [run('—')]);
    }),
    { ...cell('table', [run(remarks || '—')]), ...(over ? { tone: 'warning' as const } : {}) },
  ];
}

/** The form's looks, but for what the table has of its own. */
function tableLayout(layout: Layout, { margins, styles }: Recommendation): Layout {
  const own = Object.entries(styles).map(([name, style]): [string, Style] => {
    return [name, { ...(layout.styles[name] ?? layout.styles.body!), ...withoutUndefined(style) }];
  });
  return {
    ...layout,
    paper: { ...layout.paper, margins },
    styles: { ...layout.styles, ...Object.fromEntries(own) },
  };
}

function withoutUndefined(style: Recommendation['styles'][string]): Partial<Style> {
  return Object.fromEntries(Object.entries(style).filter(([, value]) => value !== undefined));
}

function cell(style: string, runs: readonly Run[]): Cell {
  return { style, runs };
}

function paragraph(style: string, runs: readonly Run[]): ManuscriptBlock {
  return { kind: 'paragraph', style, runs };
}
