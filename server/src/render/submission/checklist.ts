/** The list to print, bind and hand in by: what the call demands in the words of its pack, and every file with its annex number. */

import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import type { Submission } from '../../core/model/layout-schema.ts';
import { formatFieldPath } from '../../core/model/path.ts';
import type { Annex } from '../manuscript/annexes.ts';
import { fillPlaceholders } from '../manuscript/fill-placeholders.ts';
import {
  type Cell,
  chineseNumber,
  clean,
  type Manuscript,
  type ManuscriptBlock,
  type Run,
  run,
} from '../manuscript/manuscript.ts';
import type { ChecklistInput } from './plan.ts';

/** To be ticked by hand. */
const BOX = '□';

/** The checklist as a manuscript. A draft also lists what keeps it from being handed in. */
export function composeChecklist(
  dossier: NoticeAnalysis,
  annexes: readonly Annex[],
  input: ChecklistInput,
): Manuscript {
  const { layout, notice, form } = dossier.pack;
  const { title, intro, groups } = layout.package.checklist;
  const said = (path: string | undefined) => clean(dossier.answers.text(path) ?? '—');
  const heading = headings();
  const files = [
    ...input.files.map((name) => fileRow('—', [run(name)], ['—', '—', '—'])),
    ...annexes.map((annex) => annexRow(annex)),
  ];
  const body: ManuscriptBlock[] = [
    paragraph('title', input.draft ? `${title}（草稿）` : title),
    {
      kind: 'table',
      widths: [16, 84],
      head: undefined,
      rows: [
        ['通知', notice.title.zh],
        ...(form.roles.applicant ? [['申报单位', said(form.roles.applicant)]] : []),
        ...(form.roles.platform ? [[form.labels.platform.zh, said(form.roles.platform)]] : []),
        ...(form.roles.direction ? [[form.labels.direction.zh, said(form.roles.direction)]] : []),
        ['清单日期', input.day],
      ].map(([label, text]) => [plainCell(label!, 'table-label'), plainCell(text!)]),
    },
    ...(intro ? [paragraph('body', intro)] : []),
    ...draftNotes(annexes, input, heading),
    ...groups.flatMap((group) => [heading(group.title), demands(group, dossier)]),
    heading('文件清单'),
    {
      kind: 'table',
      widths: [6, 10, 40, 16, 20, 8],
      head: ['', '附件', '文件', '材料', '编号', '页数'].map((h) => plainCell(h, 'table-label')),
      rows: files,
    },
  ];
  return { title, author: said(form.roles.applicant), draft: input.draft, front: [], body };
}

/** What keeps a draft from being handed in. */
function draftNotes(
  annexes: readonly Annex[],
  { draft, errors }: ChecklistInput,
  heading: (text: string) => ManuscriptBlock,
): readonly ManuscriptBlock[] {
  if (!draft) return [];
  const missing = annexes
    .filter((a) => a.problem)
    .map((a) => `附件${a.position} ${a.kind}：${a.source} ${a.problem!.zh}`);
  const found = errors.map((e) => `${e.path?.length ? `${formatFieldPath(e.path)}：` : ''}${e.message.zh}`);
  const lines = [...found, ...missing];
  if (!lines.length)
    return [heading('草稿，不能报送'), paragraph('body', '没有查出错误；报送前请去掉 --draft 重新生成。')];
  return [
    heading(`草稿，不能报送：先解决下列 ${lines.length} 项`),
    {
      kind: 'table',
      widths: [6, 94],
      head: undefined,
      rows: lines.map((line) => [plainCell(BOX, 'table-label'), plainCell(line)]),
    },
  ];
}

function demands({ items }: Submission['checklist']['groups'][number], dossier: NoticeAnalysis): ManuscriptBlock {
  return {
    kind: 'table',
    widths: [6, 78, 16],
    head: ['', '要求', '依据'].map((h) => plainCell(h, 'table-label')),
    rows: items.map(({ clause, text }) => [
      plainCell(BOX, 'table-label'),
      { style: 'table', runs: fillPlaceholders(text, dossier.answers, dossier.direction) },
      plainCell(clause, 'table-label'),
    ]),
  };
}

function annexRow({ position, number, kind, path, pages, problem }: Annex): readonly Cell[] {
  const absent = problem ? run(`缺：${problem.zh}`, { gap: true }) : run('没有单独的文件');
  const file = path === undefined ? absent : run(path);
  return fileRow(`附件${position}`, [file], [kind || '—', number || '—', pages === undefined ? '—' : String(pages)]);
}

function fileRow(annex: string, file: readonly Run[], [kind, number, pages]: readonly [string, string, string]) {
  return [
    plainCell(BOX, 'table-label'),
    plainCell(annex, 'table-label'),
    { style: 'table', runs: file },
    plainCell(kind),
    plainCell(number),
    plainCell(pages, 'table-label'),
  ];
}

function headings(): (text: string) => ManuscriptBlock {
  let n = 0;
  return (text) => {
    n++;
    return { kind: 'heading', level: 1, text: `${chineseNumber(n)}、${text}`, id: `list-${n}`, newPage: false };
  };
}

function paragraph(style: string, text: string): ManuscriptBlock {
  return { kind: 'paragraph', style, runs: [run(text)] };
}

function plainCell(text: string, style = 'table'): Cell {
  return { style, runs: [run(text)] };
}
