/** Recognises a value that stands on the line below its key. */
import type { IndentedLine } from './scan-state.ts';
import { contentStart, lineEnd, nextLine } from './text-repair.ts';

/** Brackets with items or keys in them, a closed quoted text or a header: a value that may stand on the line below its key. */
const OPEN_VALUE =
  /^(?:[&!]\S+\s+)*(?:[{[｛［【〔](?:\s*$|.*[\p{L}\p{N}"'].*[,:，：\]}］｝】])|"[^"]*"\s*(?:#.*)?$|'[^']*'\s*(?:#.*)?$|[|>][-+\d]*\s*(?:#.*)?$)/u;

/**
 * True of a line whose value may stand on the line below its key, which is in column `col`; of brackets, where they are closed before the group
 * ends. `content` is the beginning of the line's content.
 */
export function isOpenValue(text: string, line: IndentedLine & { readonly content: string }, col: number): boolean {
  if (!OPEN_VALUE.test(line.content)) return false;
  const isBracketed = /^(?:[&!]\S+\s+)*[{[｛［【〔]/.test(line.content);
  return !isBracketed || line.end - line.at > line.content.length || closesBrackets(text, line, col);
}

/** True where as many brackets are closed as were opened from `line` on, before a line that is not deeper than `col`. */
function closesBrackets(text: string, { at, end }: IndentedLine, col: number): boolean {
  let open = 0;
  for (let [from, stop, lines] = [at, end, 0]; lines < MOST_LINES; lines++) {
    // What follows the last of them is not looked at: a comment may have brackets of its own.
    for (const sign of text.slice(from, stop).match(/[{[｛［【〔}\]｝］】〕]/g) ?? []) {
      open += '{[｛［【〔'.includes(sign) ? 1 : -1;
      if (open <= 0) return true;
    }
    from = nextLine(text, stop);
    stop = lineEnd(text, from);
    const content = contentStart(text, from, stop);
    const isLeft = content < stop && content - from <= col && !/[}\]｝］】〕]/.test(text[content]!);
    if (from >= text.length || isLeft) return false;
  }
  return true;
}

/** Lines that brackets are followed over: each line of a long text may open some. */
const MOST_LINES = 200;
