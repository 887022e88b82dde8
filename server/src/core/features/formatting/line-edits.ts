/** Short edits for a text whose lines were moved and changed. */

import type { Edit } from '../../model/edit.ts';
import type { SourceLine } from '../../text/lines.ts';
import { longestIncreasingSubsequence } from '../../text/longest-increasing-subsequence.ts';
import type { OutputLine } from './layout-group.ts';

/**
 * The edits that turn `before` into `after`. Lines that keep their order are not replaced, so that a cursor or a breakpoint
 * on them stays. `offset` is the UTF-16 offset of line 0 in the dossier.
 */
export function lineEdits(
  before: readonly SourceLine[],
  after: readonly OutputLine[],
  offset: number,
): readonly Edit[] {
  const texts = withBreaks(before, after);
  const kept = longestIncreasingSubsequence(after.map((l) => (l.from < 0 ? undefined : l.from)));
  const edits: Edit[] = [];
  let [old, now] = [0, 0];
  const start = (line: number) => offset + (before[line]?.start ?? endOf(before));
  const upTo = (line: number, index: number) =>
    pushEdit(edits, { start: start(old), end: start(line) }, texts.slice(now, index).join(''));
  for (const index of kept) {
    const { from } = after[index]!;
    upTo(from, index);
    const { text, end } = before[from]!;
    replaceWithinLine(edits, start(from), text + end, texts[index]!);
    [old, now] = [from + 1, index + 1];
  }
  upTo(before.length, after.length);
  return edits;
}

/** The new lines with the line breaks they had; a line that is no longer the last gets one. */
function withBreaks(before: readonly SourceLine[], after: readonly OutputLine[]): readonly string[] {
  const usual = before[0]?.end || '\n';
  return after.map(({ text, from }, i) => {
    const own = before[from]?.end;
    return text + (own === undefined || (own === '' && i < after.length - 1) ? usual : own);
  });
}

/** Adds an edit for the part of a line that changed. */
function replaceWithinLine(edits: Edit[], start: number, before: string, after: string): void {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const span = { start: start + head, end: start + before.length - tail };
  pushEdit(edits, span, after.slice(head, after.length - tail));
}

/** Adds an edit, joined with the last where they touch: editors do not agree on the order of two at one offset. */
function pushEdit(edits: Edit[], span: Edit['span'], text: string): void {
  if (span.start === span.end && text === '') return;
  const last = edits.at(-1);
  if (last?.span.end !== span.start) edits.push({ span, text });
  else edits[edits.length - 1] = { span: { start: last.span.start, end: span.end }, text: last.text + text };
}

function endOf(lines: readonly SourceLine[]): number {
  const last = lines.at(-1);
  return last ? last.start + last.text.length + last.end.length : 0;
}
