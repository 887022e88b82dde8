/** What a dossier says that a template has no room for: the filled form would be without it, and nobody would see that. */
import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { formatFieldPath } from '../../core/model/path.ts';
import { chapterBlocks } from '../manuscript/chapter-markdown.ts';
import type { ManuscriptBlock } from '../manuscript/manuscript.ts';
import { type ReadFile, readChapter } from '../manuscript/read-chapter.ts';
import { fixedIndices, type ResolvedTag } from './resolve-tags.ts';

/** A sentence for each list with more items than the template has rows, and each chapter with tables or pictures. */
export function templateLosses(
  dossier: NoticeAnalysis,
  tags: readonly ResolvedTag[],
  file: ReadFile,
): readonly LocalizedText[] {
  return [...lostItems(dossier, tags), ...lostBlocks(dossier, tags, file)];
}

function lostItems({ answers }: NoticeAnalysis, tags: readonly ResolvedTag[]): readonly LocalizedText[] {
  return [...fixedIndices(tags)].flatMap(([list, indices]) => {
    const items = answers.items(list)?.length ?? 0;
    const rows = [...indices].filter((i) => i < items).length;
    return rows < items
      ? [
          {
            zh: `“${list}”有 ${items} 项，模板只写了其中 ${rows} 项；请在模板里加行，或用 {#${list}}…{/} 逐项写`,
            en: `“${list}” has ${items} items and the template has room for ${rows} of them; add rows, or go through it with {#${list}}…{/}`,
          },
        ]
      : [];
  });
}

/** Chapters are filled in as lines of text. */
function lostBlocks(
  { answers }: NoticeAnalysis,
  tags: readonly ResolvedTag[],
  file: ReadFile,
): readonly LocalizedText[] {
  const fields = new Set(tags.flatMap((t) => t.field ?? []));
  return [...fields].flatMap((field) => {
    const answer = answers.at(field.replace(/\[\]$/, ''));
    if (answer?.state !== 'ok' || !(answer.slot.type === 'narrative' || answer.slot.multiline)) return [];
    const { text, file: beside } = readChapter(answer, file);
    if (text === undefined) return [];
    const path = formatFieldPath(answer.path);
    const blocks = chapterBlocks(text, { image: beside, path, id: 'template', figure: () => 1 });
    const [tables, pictures] = [count(blocks, isTable), count(blocks, isPicture)];
    if (!tables && !pictures) return [];
    return [
      {
        zh: `“${path}”里有 ${tables} 个表格、${pictures} 张图片，模板里只能填文字，放不进去`,
        en: `“${path}” has ${tables} table(s) and ${pictures} picture(s): a template takes text alone`,
      },
    ];
  });
}

function count(blocks: readonly ManuscriptBlock[], isOne: (block: ManuscriptBlock) => number): number {
  return blocks.reduce((n, b) => n + isOne(b) + (b.kind === 'list' ? count(b.items.flat(), isOne) : 0), 0);
}

function isTable(block: ManuscriptBlock): number {
  return block.kind === 'table' && !block.bare ? 1 : 0;
}

/** Pictures that stand by themselves and side by side, and those that could not be read. */
function isPicture(block: ManuscriptBlock): number {
  if (block.kind === 'image') return 1;
  if (block.kind === 'table' && block.bare) return block.rows.flat().filter((c) => c.image).length;
  return block.kind === 'paragraph' && block.runs.some((r) => r.gap) ? 1 : 0;
}
