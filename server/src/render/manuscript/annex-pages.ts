/** The list of papers behind the text, and a page for each of them. */
import type { Answer } from '../../core/form/answer.ts';
import type { EvidenceFiles } from '../../core/inputs/evidence.ts';
import type { Layout, LayoutPart } from '../../core/model/layout-schema.ts';
import { formatFieldPath } from '../../core/model/path.ts';
import { type Annex, annexId, isShown } from './annexes.ts';
import type { AnswerPrinter } from './answer-printer.ts';
import { cell, paragraph, runOf } from './blocks.ts';
import { missingRun } from './fill-placeholders.ts';
import { clean, type ManuscriptBlock, run } from './manuscript.ts';
import { readPicture } from './pictures.ts';
import type { ReadFile } from './read-chapter.ts';

type Annexes = Extract<LayoutPart, { kind: 'annexes' }>;
type AnnexPages = NonNullable<Annexes['pages']>;

/** Of the text's height, what the page of a paper leaves below its heads. */
const ANNEX_SHARE = 0.72;

/** What the pages of the papers are made from. */
export interface AnnexSources {
  readonly papers: readonly Annex[];
  /** What is known of the evidence files, by their names in the dossier. */
  readonly evidence: EvidenceFiles;
  readonly layout: Layout;
  readonly draft: boolean;
  readonly file: ReadFile;
}

/** The table of papers, then the page of each where the layout wants pages. */
export function annexBlocks(part: Annexes, printer: AnswerPrinter, sources: AnnexSources): readonly ManuscriptBlock[] {
  const items = printer.answers.items(part.of) ?? [];
  const { pages } = part;
  const head = ['附件', ...part.columns.map(([h]) => h), ...(pages ? [pages.head] : [])];
  const rows = items.map((item, i) => [
    cell('table-label', [runOf(`附件${i + 1}`, formatFieldPath(item.path))]),
    ...part.columns.map(([, key]) => cell('table', [printer.itemText(item, key)])),
    ...(pages ? [cell('table-label', [run(pages.behind, { page: annexId(i) })])] : []),
  ]);
  if (printer.isMissingAt(part.of)) rows.push([{ ...cell('table', [missingRun(part.of)]), span: head.length }]);
  const intro = part.intro ? [paragraph('body', [run(part.intro)])] : [];
  const widths = [12, ...part.columns.map((c) => c[2]), ...(pages ? [pages.width] : [])];
  return [
    ...intro,
    { kind: 'table', widths, head: head.map((h) => cell('table-label', [run(h)])), rows, path: part.of },
    ...(pages ? items.flatMap((item, i) => annexPage(part, pages, { item, i }, printer, sources)) : []),
  ];
}

/** What a paper is, and the paper itself where it is a picture; else that it follows. */
function annexPage(
  { columns }: Annexes,
  pages: AnnexPages,
  { item, i }: { readonly item: Answer; readonly i: number },
  printer: AnswerPrinter,
  sources: AnnexSources,
): readonly ManuscriptBlock[] {
  const annex = sources.papers[i];
  const path = formatFieldPath(item.path);
  const [title, ...rest] = columns.map(([label, key]) => ({ label, said: printer.itemText(item, key), key }));
  const given = rest.filter(({ key }) => printer.cellText(item.children?.get(key)));
  const notes = given.flatMap(({ label, said }, n) => [run(`${n ? '　' : ''}${label}：`), said]);
  const file = (annex?.path ?? annex?.source)?.split('/').at(-1);
  return [
    { kind: 'heading', level: 2, text: `附件${i + 1}`, id: annexId(i), newPage: true, annex: true, path },
    ...(title ? [paragraph('annex-title', [title.said])] : []),
    ...(notes.length ? [paragraph('annex-note', notes)] : []),
    ...(file ? [paragraph('annex-note', [run(`${pages.file}：${file}`)])] : []),
    original(annex, pages, path, sources),
  ];
}

/** The picture of a paper; else in a draft what is wrong with its file, or that the paper follows. */
function original(
  annex: Annex | undefined,
  { follows }: AnnexPages,
  path: string,
  { file, layout, draft, evidence }: AnnexSources,
): ManuscriptBlock {
  const { source, pages, problem } = annex ?? {};
  const bytes = annex && source !== undefined && isShown(annex) ? file(source) : undefined;
  const picture = bytes && readPicture(bytes);
  if (bytes && picture) {
    const { height, margins } = layout.paper;
    const tallest = (height - margins.top - margins.bottom) * ANNEX_SHARE;
    return { kind: 'image', bytes, picture, alt: clean(annex?.kind ?? ''), tallest, path };
  }
  if (problem && draft && source !== undefined && evidence.has(source))
    return paragraph('annex-note', [run(`【${problem.zh}：${source}】`, { gap: true })]);
  const text = pages === undefined ? follows.any : follows.pages.replace('{n}', String(pages));
  return paragraph('annex-note', [run(text)]);
}
