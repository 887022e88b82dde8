/** The list to print, bind and hand in by: what the call demands in the words of its pack, and every file with its annex number. */

import type { Dossier } from '../../core/analysis/types.ts';
import type { Submission } from '../../core/model/layout-schema.ts';
import { showPath } from '../../core/model/path.ts';
import type { Annex } from '../manuscript/annexes.ts';
import { fill } from '../manuscript/fill-placeholders.ts';
import {
  type Block,
  type Cell,
  chineseNumber,
  clean,
  type Manuscript,
  type Run,
  run,
} from '../manuscript/manuscript.ts';
import type { ChecklistFacts } from './plan.ts';

/** To be ticked by hand. */
const BOX = '□';

export function composeChecklist(dossier: Dossier, annexes: readonly Annex[], facts: ChecklistFacts): Manuscript {
  const { layout, notice, form } = dossier.pack;
  const { title, intro, groups } = layout.package.checklist;
  const said = (path: string) => clean(dossier.answers.text(path) ?? '—');
  const heading = headings();
  const files = [
    ...facts.files.map((name) => fileRow('—', [run(name)], ['—', '—', '—'])),
    ...annexes.map((annex) => annexRow(annex)),
  ];
  const body: Block[] = [
    paragraph('title', facts.draft ? `${title}（草稿）` : title),
    {
      kind: 'table',
      widths: [16, 84],
      head: undefined,
      rows: [
        ['通知', notice.title.zh],
        ['申报单位', said(form.roles.applicant)],
        ['平台', said(form.roles.platform)],
        ['申报方向', said(form.roles.direction)],
        ['清单日期', facts.day],
      ].map(([label, text]) => [plain(label!, 'table-label'), plain(text!)]),
    },
    ...(intro ? [paragraph('body', intro)] : []),
    ...standing(annexes, facts, heading),
    ...groups.flatMap((group) => [heading(group.title), demands(group, dossier)]),
    heading('文件清单'),
    {
      kind: 'table',
      widths: [6, 10, 40, 16, 20, 8],
      head: ['', '附件', '文件', '材料', '编号', '页数'].map((h) => plain(h, 'table-label')),
      rows: files,
    },
  ];
  return { title, author: said(form.roles.applicant), draft: facts.draft, front: [], body };
}

/** What keeps a draft from being handed in. */
function standing(
  annexes: readonly Annex[],
  { draft, errors }: ChecklistFacts,
  heading: (text: string) => Block,
): readonly Block[] {
  if (!draft) return [];
  const lost = annexes.filter((a) => a.lost).map((a) => `附件${a.place} ${a.kind}：${a.source} ${a.lost!.zh}`);
  const found = errors.map((e) => `${e.path?.length ? `${showPath(e.path)}：` : ''}${e.message.zh}`);
  const lines = [...found, ...lost];
  if (!lines.length)
    return [heading('草稿，不能报送'), paragraph('body', '没有查出错误；报送前请去掉 --draft 重新生成。')];
  return [
    heading(`草稿，不能报送：先解决下列 ${lines.length} 项`),
    {
      kind: 'table',
      widths: [6, 94],
      head: undefined,
      rows: lines.map((line) => [plain(BOX, 'table-label'), plain(line)]),
    },
  ];
}

function demands({ items }: Submission['checklist']['groups'][number], dossier: Dossier): Block {
  return {
    kind: 'table',
    widths: [6, 78, 16],
    head: ['', '要求', '依据'].map((h) => plain(h, 'table-label')),
    rows: items.map(({ clause, text }) => [
      plain(BOX, 'table-label'),
      { style: 'table', runs: fill(text, dossier.answers, dossier.direction) },
      plain(clause, 'table-label'),
    ]),
  };
}

function annexRow({ place, number, kind, path, pages, lost }: Annex): readonly Cell[] {
  const absent = lost ? run(`缺：${lost.zh}`, { gap: true }) : run('没有单独的文件');
  const file = path === undefined ? absent : run(path);
  return fileRow(`附件${place}`, [file], [kind || '—', number || '—', pages === undefined ? '—' : String(pages)]);
}

function fileRow(annex: string, file: readonly Run[], [kind, number, pages]: readonly [string, string, string]) {
  return [
    plain(BOX, 'table-label'),
    plain(annex, 'table-label'),
    { style: 'table', runs: file },
    plain(kind),
    plain(number),
    plain(pages, 'table-label'),
  ];
}

function headings(): (text: string) => Block {
  let n = 0;
  return (text) => {
    n++;
    return { kind: 'heading', level: 1, text: `${chineseNumber(n)}、${text}`, id: `list-${n}`, newPage: false };
  };
}

function paragraph(style: string, text: string): Block {
  return { kind: 'paragraph', style, runs: [run(text)] };
}

function plain(text: string, style = 'table'): Cell {
  return { style, runs: [run(text)] };
}
