/** The Markdown headings of a chapter that stands in the dossier, at their places. */
import { alignment } from './scalar-offsets.ts';
import { isBlockText, type Tree } from './tree.ts';

export interface Heading {
  /** 1 to 6. */
  readonly depth: number;
  readonly title: string;
  /** Offsets in the block: from its `#` to the end of its line. */
  readonly start: number;
  readonly end: number;
  /** Where the text under it ends, headings of greater depth included. */
  readonly stop: number;
}

/** The headings of a text written in lines of its own, one after another; none of any other value. */
export function headingsOf(tree: Tree | undefined, block: string): readonly Heading[] {
  if (tree?.kind !== 'scalar' || !isBlockText(tree) || !tree.text.includes('#')) return [];
  const { text } = tree;
  const lines = headingLines(text);
  if (!lines.length) return [];
  const at = alignment(block, tree);
  const endOf = (to: number) => {
    let last = to - 1;
    while (/\s/.test(text[last]!)) last--;
    return at[last]! + 1;
  };
  return lines.map(({ depth, title, from, to }, i) => {
    const next = lines.findIndex((l, j) => j > i && l.depth <= depth);
    return { depth, title, start: at[from]!, end: endOf(to), stop: endOf(lines[next]?.from ?? text.length) };
  });
}

interface Line {
  readonly depth: number;
  readonly title: string;
  readonly from: number;
  readonly to: number;
}

function headingLines(text: string): readonly Line[] {
  let fence: string | undefined;
  return [...text.matchAll(/[^\r\n]+/g)].flatMap(({ 0: line, index }): Line[] => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && !fence) fence = mark;
    else if (mark && fence && mark.startsWith(fence)) fence = undefined;
    const found = fence || mark ? null : /^( {0,3})(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line);
    if (!found?.[3]) return [];
    const from = index + found[1]!.length;
    return [{ depth: found[2]!.length, title: found[3], from, to: index + line.length }];
  });
}
