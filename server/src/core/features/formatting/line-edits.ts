/** From a text to the same text with lines moved and changed, by as few and as short edits as there need be. */

import type { Edit } from '../../model/edit.ts';
import type { CutLine } from '../../text/lines.ts';
import type { Line } from './layout-group.ts';

/**
 * The edits that make `after` of `before`. Lines that keep their order stay where they are, so that a cursor or a mark
 * on them does too. `offset` is where line 0 begins.
 */
export function lineEdits(before: readonly CutLine[], after: readonly Line[], offset: number): readonly Edit[] {
  const texts = withBreaks(before, after);
  const kept = rising(after.map((l) => l.from));
  const edits: Edit[] = [];
  let [old, now] = [0, 0];
  const start = (line: number) => offset + (before[line]?.start ?? endOf(before));
  const upTo = (line: number, index: number) =>
    push(edits, { start: start(old), end: start(line) }, texts.slice(now, index).join(''));
  for (const index of kept) {
    const { from } = after[index]!;
    upTo(from, index);
    const { text, end } = before[from]!;
    changed(edits, start(from), text + end, texts[index]!);
    [old, now] = [from + 1, index + 1];
  }
  upTo(before.length, after.length);
  return edits;
}

/** The new lines with breaks as they were; a line that was the last and is so no more gets one. */
function withBreaks(before: readonly CutLine[], after: readonly Line[]): readonly string[] {
  const usual = before[0]?.end || '\n';
  return after.map(({ text, from }, i) => {
    const own = before[from]?.end;
    return text + (own === undefined || (own === '' && i < after.length - 1) ? usual : own);
  });
}

/** The stretch of a line that is another now. */
function changed(edits: Edit[], start: number, before: string, after: string): void {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const span = { start: start + head, end: start + before.length - tail };
  push(edits, span, after.slice(head, after.length - tail));
}

/** Edits that touch are one: editors do not agree on the order of two at one place. */
function push(edits: Edit[], span: Edit['span'], text: string): void {
  if (span.start === span.end && text === '') return;
  const last = edits.at(-1);
  if (last?.span.end !== span.start) edits.push({ span, text });
  else edits[edits.length - 1] = { span: { start: last.span.start, end: span.end }, text: last.text + text };
}

/** The places of a longest row of numbers that rise, those below zero left out. */
function rising(numbers: readonly number[]): readonly number[] {
  /** Where the best row of each length ends, and what comes before each number in its row. */
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [i, n] of numbers.entries()) {
    if (n < 0) continue;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[ends[middle]!]! < n) low = middle + 1;
      else high = middle;
    }
    previous[i] = ends[low - 1] ?? -1;
    ends[low] = i;
  }
  const row: number[] = [];
  for (let i = ends.at(-1) ?? -1; i >= 0; i = previous[i]!) row.push(i);
  return row.reverse();
}

function endOf(lines: readonly CutLine[]): number {
  const last = lines.at(-1);
  return last ? last.start + last.text.length + last.end.length : 0;
}
