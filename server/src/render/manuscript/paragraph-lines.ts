/** Lines of a Markdown paragraph that their author meant to stand by themselves. */
import type { Paragraph, PhrasingContent, Text } from 'mdast';
import { isLineBreak } from './chapter-inline.ts';

/** A part of a paragraph that is printed as a paragraph of its own. */
export interface ParagraphLine {
  readonly children: readonly PhrasingContent[];
  /** Its stretch of the text that was parsed, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** A line that is numbered or marked by hand: `一、`, `（一）`, `1、`, `①`, `•`, `-甲`, `一是`. Markdown's own lists are none of these. */
const NUMBERED_LINE =
  /^[ \t\u3000]*(?:[（(][一二三四五六七八九十百\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}(?:[、．)）]|\.(?!\d))|[①-⑳㈠-㈩⑴-⒛]|第[一二三四五六七八九十百\d]{1,3}[章节条款项步]|[一二三四五六七八九十]是|其[一二三四五六七八九十]|[A-Za-z](?:[、．)）]|\.(?!\w))|[-－](?=\p{Script=Han})|[•●◆■▪◦○★※►➢✓√☑☒□])/u;

/**
 * A paragraph divided before its numbered lines and at line breaks made on purpose; as a whole where there are none. `parsed` is the text that
 * its positions count in.
 */
export function paragraphLines({ children, position }: Paragraph, parsed: string): readonly ParagraphLine[] {
  const start = position?.start.offset ?? 0;
  const lines: { children: PhrasingContent[]; start: number; end: number }[] = [{ children: [], start, end: start }];
  const begin = (at: number) => {
    if (lines.at(-1)!.children.length) lines.push({ children: [], start: at, end: at });
    else lines.at(-1)!.start = at;
  };
  for (const child of children) {
    if (isLineBreak(child)) {
      begin(child.position?.end.offset ?? start);
      continue;
    }
    const pieces = child.type === 'text' ? textLines(child, parsed) : [child];
    for (const [i, piece] of pieces.entries()) {
      if (i > 0) begin(piece.position?.start.offset ?? start);
      lines.at(-1)!.children.push(piece);
      lines.at(-1)!.end = piece.position?.end.offset ?? start;
    }
  }
  return lines.filter((line) => line.children.length);
}

/** A text cut before its numbered lines. */
function textLines(node: Text, parsed: string): readonly Text[] {
  const [from, to] = [node.position?.start, node.position?.end];
  const lines = node.value.split('\n');
  if (lines.length === 1 || from?.offset === undefined || to?.offset === undefined) return [node];
  const breaks = [...parsed.slice(from.offset, to.offset).matchAll(/\n/g)].map((m) => from.offset! + m.index + 1);
  if (breaks.length !== lines.length - 1) return [node];
  const pieces: { value: string; start: number }[] = [{ value: lines[0]!, start: from.offset }];
  for (const [i, line] of lines.slice(1).entries()) {
    if (NUMBERED_LINE.test(line)) pieces.push({ value: line, start: breaks[i]! });
    else pieces.at(-1)!.value += `\n${line}`;
  }
  return pieces.map(({ value, start }, i) => {
    const end = pieces[i + 1]?.start ?? to.offset!;
    return { type: 'text', value, position: { start: { ...from, offset: start }, end: { ...to, offset: end } } };
  });
}
