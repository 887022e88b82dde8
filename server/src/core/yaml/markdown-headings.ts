/** The Markdown headings of a chapter written in the dossier itself, with their places. */
import { alignment } from './scalar-offsets.ts';
import { isBlockText, type YamlTree } from './tree.ts';

/** A heading of a chapter. Places are UTF-16 offsets in the block. */
export interface Heading {
  /** 1 to 6: the number of `#`. */
  readonly depth: number;
  /** What stands behind the `#`. */
  readonly title: string;
  /** From its `#` to the end of its line. */
  readonly start: number;
  readonly end: number;
  /** Where the text under it ends, headings of greater depth included. */
  readonly stop: number;
}

/** The headings of a block scalar (`|`, `>`), in order; none for any other value. `block` is the text of the block. */
export function headingsOf(tree: YamlTree | undefined, block: string): readonly Heading[] {
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
  const stops = nextOfNoGreaterDepth(lines);
  return lines.map(({ depth, title, from, to }, i) => {
    return { depth, title, start: at[from]!, end: endOf(to), stop: endOf(lines[stops[i]!]?.from ?? text.length) };
  });
}

/** For each heading the index of the next one that is not below it; the number of headings where there is none. */
function nextOfNoGreaterDepth(lines: readonly HeadingLine[]): readonly number[] {
  const found = lines.map(() => lines.length);
  const open: number[] = [];
  for (const [i, { depth }] of lines.entries()) {
    while (open.length && lines[open.at(-1)!]!.depth >= depth) found[open.pop()!] = i;
    open.push(i);
  }
  return found;
}

interface HeadingLine {
  readonly depth: number;
  readonly title: string;
  readonly from: number;
  readonly to: number;
}

function headingLines(text: string): readonly HeadingLine[] {
  let fence: string | undefined;
  return [...text.matchAll(/[^\r\n]+/g)].flatMap(({ 0: line, index }): HeadingLine[] => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && !fence) fence = mark;
    else if (mark && fence && mark.startsWith(fence)) fence = undefined;
    const found = fence || mark ? null : /^( {0,3})(#{1,6})[ \t]/.exec(line);
    const title = found ? withoutClosing(line.slice(found[0].length)) : '';
    if (!found || !title) return [];
    const from = index + found[1]!.length;
    return [{ depth: found[2]!.length, title, from, to: index + line.length }];
  });
}

/** A heading's text without the blanks round it and the `#` that may close it: `一、定位 ##`. */
function withoutClosing(text: string): string {
  const trimmed = text.trim();
  let end = trimmed.length;
  while (trimmed[end - 1] === '#') end--;
  return end === 0 || /[ \t]/.test(trimmed[end - 1]!) ? trimmed.slice(0, end).trimEnd() : trimmed;
}
