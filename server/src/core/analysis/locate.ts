/** From a path in a dossier to the stretch of text that is shown for it, in the dossier or in a chapter file. */

import type { Issue } from '../checks/shared/check.ts';
import type { Answer } from '../form/answer.ts';
import type { Answers } from '../form/answers.ts';
import type { Span } from '../model/edit.ts';
import type { FileSpan } from '../model/finding.ts';
import { alignment } from '../yaml/scalar-offsets.ts';
import type { Source } from '../yaml/source.ts';
import type { PlacedYamlBlock } from '../yaml/tree.ts';

/** Where the characters of a scalar stand, for several findings in it. */
export type AlignmentCache = Map<object, ReturnType<typeof alignment>>;

/**
 * Where an issue stands: in the dossier, or in the chapter file whose text it is about. `within` counts from the
 * answer's value, which has lost the blanks around it; where no answers are given, from the text as written.
 */
export function locate(
  source: Source,
  answers: Answers | undefined,
  { path, part, within }: Pick<Issue, 'path' | 'part' | 'within'>,
  aligned: AlignmentCache = new Map(),
): FileSpan {
  const answer = answers?.at(path);
  if (answer?.file !== undefined) return locateInChapter(answer, within);
  const found = within && source.find(path);
  if (found?.tree?.kind !== 'scalar') return { span: source.span(path, part) };
  const { tree } = found;
  const at = aligned.get(tree) ?? alignment(found.block.block.text, tree);
  aligned.set(tree, at);
  const isTrimmed = typeof answer?.value === 'string' && answer.value.length < tree.text.length;
  const lead = isTrimmed ? /^\s*/.exec(tree.text)![0].length : 0;
  const [from, to] = [lead + within![0], lead + within![1]];
  const start = at[from] ?? tree.start;
  const end = to > from ? (at[to - 1] ?? start) + 1 : start;
  return { span: spanInBlock(found.block, start, end) };
}

/** What is said of a chapter as a whole stands at its first line. */
function locateInChapter({ file = '', value, visible }: Answer, within: Issue['within']): FileSpan {
  const at = (offset: number) => visible?.originalOffset(offset) ?? offset;
  if (within) return { file, span: { start: at(within[0]), end: at(within[1]) } };
  const text = visible?.original ?? String(value ?? '');
  const start = text.search(/\S/);
  const [line = ''] = /[^\r\n]*/.exec(text.slice(Math.max(start, 0)))!;
  return { file, span: { start: Math.max(start, 0), end: Math.max(start, 0) + line.length } };
}

/** From offsets in a block to offsets in the dossier's text, in UTF-16 code units. */
export function spanInBlock({ start }: Pick<PlacedYamlBlock, 'start'>, from: number, to: number): Span {
  return { start: start + from, end: start + to };
}
