/** Blank answers that the 申报书 prints as 无: the author should know of them before it is handed in. */
import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import { compose } from './compose.ts';
import type { Manuscript, ManuscriptBlock, Run } from './manuscript.ts';

/**
 * The places of the form, in the order of the paper, for which 无 is printed though the dossier does not say so; each once. `manuscript` is that of
 * the dossier where the caller has it, with or without the pictures.
 */
export function printedAsNone(
  dossier: NoticeAnalysis,
  { front, body }: Pick<Manuscript, 'front' | 'body'> = compose(dossier, { draft: true, file: () => undefined }),
): readonly string[] {
  const paths = [...front, ...body]
    .flatMap(runsOf)
    .flatMap(({ text, path }) => (text === '无' && path !== undefined ? [path] : []));
  return [...new Set(paths)].filter((path) => {
    const answer = dossier.answers.at(path);
    return answer !== undefined && answer.value === undefined;
  });
}

function runsOf(block: ManuscriptBlock): readonly Run[] {
  if (block.kind === 'table') return block.rows.flat().flatMap((cell) => cell.runs);
  return block.kind === 'cover' ? block.lines.flatMap(([, runs]) => runs) : [];
}
