/** Passes over the lines of a block scalar, behind `|` or `>`, and reads those that slipped out of it as its text. */
import type { BlockLevel, IndentedLine, ScanState } from './scan-state.ts';
import { isNestedBelow, isSiblingKey, isStrayInText } from './stray-lines.ts';
import { indentIntoText } from './stray-runs.ts';
import { BLOCK_SIGNS, contentEnd, contentStart, indentWidth, lineEnd, MERGE_MARK, nextLine } from './text-repair.ts';

/** A line behind the header of a block scalar. */
interface ScalarLine extends IndentedLine {
  /** The plain spaces that it begins with. */
  readonly spaces: number;
  /** `text` is deep enough; `short` is not, yet belongs to the text; a `comment` does if text follows it. */
  readonly kind: 'blank' | 'text' | 'short' | 'odd' | 'comment' | 'merge';
}

/** The header of a block scalar. */
export interface ScalarHeader {
  /** The offset of `|` or `>`, or of the full-width sign in its place. */
  readonly at: number;
  /** The offset of the header's line break. */
  readonly end: number;
  /** The digit behind the sign: by how many columns the text is deeper than its key. */
  readonly indicator: number | undefined;
  /** The offset behind the sign and its indicators. */
  readonly behind: number;
  /** The offset of text that stands behind the header on its own line. */
  readonly text: number | undefined;
}

const HEADER = /^[|>｜》＞￨∣│︱❘](?:[1-9][+-]|[+-]?[1-9]?)(?=[ \t]*(?:$|[ \t]#)|(?=\D))/;

/** The header of a block scalar that begins at `at`; undefined where a plain text begins there. */
export function startsBlockScalar(
  state: ScanState,
  at: number,
  end: number,
  level: BlockLevel,
): ScalarHeader | undefined {
  const { text } = state;
  if (!BLOCK_SIGNS.includes(text[at]!)) return undefined;
  const sign = HEADER.exec(text.slice(at, Math.min(end, at + 4)))?.[0] ?? text[at]!;
  const behind = at + sign.length;
  const first = contentStart(text, behind, end);
  // `| # 备注` has a remark behind it; `| #概述` has text, which YAML would take for one.
  const isRemark =
    text[first] === '#' && !(state.formKeys.size && first > behind && /[^\s#]/.test(text[first + 1] ?? ' '));
  const isAlone = first >= end || (isRemark && (first > behind || sign.length === 1));
  const isWide = !'|>'.includes(text[at]!);
  const hasTextBelow = isNestedBelow(text, end, level);
  const indicator = /[1-9]/.exec(sign)?.[0];
  const header = { at, end, behind, indicator: indicator === undefined ? undefined : Number(indicator) };
  if (isAlone) return isWide && !hasTextBelow ? undefined : { ...header, text: undefined };
  // Text on the line of its header; without more of it below, only `| 文字` is meant for a block scalar.
  const isRow = text[at] === '|' && text[contentEnd(text, first, end) - 1] === '|';
  if (!hasTextBelow && (isRow || isWide || (text[at] === '>' && first === behind))) return undefined;
  return { ...header, text: first, ...(isRow ? { behind: at } : {}) };
}

/** Passes over the block scalar of the last entry of `level`; gives the start of the line behind its text. */
export function scanBlockScalar(state: ScanState, header: ScalarHeader, level: BlockLevel): number {
  const { text, repairs } = state;
  level.inline = 'closed';
  const { lines, next, isStopped } = collectLines(state, nextLine(text, header.end), level);
  if (isStopped) state.context = { kind: 'block-scalar' };
  const col = header.indicator === undefined ? textColumn(lines, level) : level.col + header.indicator;
  const sign = text[header.at]!;
  if (!'|>'.includes(sign))
    repairs.push({ at: header.at, length: 1, text: '》＞'.includes(sign) ? '>' : '|', error: 'full-width' });
  if (header.text !== undefined) moveTextDown(state, header, col);
  repairLines(state, lines, col, header.indicator !== undefined || header.text !== undefined);
  return next;
}

/** Reads text behind the header as the first line below it. */
function moveTextDown({ text, repairs }: ScanState, { at, end, behind, text: first }: ScalarHeader, col: number): void {
  const lineBreak = text[end] === '\r' ? '\r\n' : '\n';
  // A table row is its own text; it has no header.
  const isRow = behind === at;
  const from = isRow ? at : first!;
  const repair = { at: behind, length: from - behind, text: `${isRow ? '|' : ''}${lineBreak}${' '.repeat(col)}` };
  const shown = { start: from, end: contentEnd(text, from, end) };
  repairs.push({
    ...repair,
    error: 'text-behind-bar',
    shown,
    fixes: [{ kind: 'break-line', edits: [repair], isSafe: true }],
  });
}

interface ScalarLines {
  readonly lines: readonly ScalarLine[];
  readonly next: number;
  readonly isStopped: boolean;
}

function collectLines(state: ScanState, from: number, level: BlockLevel): ScalarLines {
  const { text, stop } = state;
  const lines: ScalarLine[] = [];
  /** Comments and blank lines that belong to the text only if more of it follows. */
  let pending: ScalarLine[] = [];
  let column: number | undefined;
  let isAfterComment = false;
  let at = from;
  for (; at <= text.length; at = nextLine(text, lineEnd(text, at))) {
    const read = scalarLine(state, at, level);
    if (read?.kind === 'text') column ??= read.spaces;
    // A comment left of the text ends it, unless more of it follows; so do those behind it.
    const isComment: boolean =
      read?.kind === 'text' && text[read.at] === '#' && (isAfterComment || read.spaces < column!);
    const line: ScalarLine | undefined = read && isComment ? { ...read, kind: 'comment' } : read;
    // A key at a column of its own, between those of the keys and of the text.
    const isKey = line?.kind === 'text' && line.spaces < column! && isSiblingKey(state, level, line);
    if (!line || isKey) return { lines, next: pending[0]?.start ?? at, isStopped: false };
    const isBlankLine: boolean = line.kind === 'blank';
    if (stop <= line.end && (!isBlankLine || stop - at > level.col)) return { lines, next: at, isStopped: true };
    pending.push(line);
    isAfterComment = line.kind === 'comment' || (isBlankLine && isAfterComment);
    if (line.kind === 'comment' || isBlankLine) continue;
    for (const p of pending) lines.push(p);
    pending = [];
  }
  return { lines, next: pending[0]?.start ?? at, isStopped: false };
}

/** The line at `start` as a part of the text; undefined where the text has ended before it. */
function scalarLine(state: ScanState, start: number, level: BlockLevel): ScalarLine | undefined {
  const { text } = state;
  const end = lineEnd(text, start);
  const at = contentStart(text, start, end);
  let spaces = 0;
  while (start + spaces < at && text[start + spaces] === ' ') spaces++;
  const line = { start, at, end, spaces };
  if (at >= end) return { ...line, kind: 'blank' };
  if (spaces > level.col) return { ...line, kind: 'text' };
  if (text[at] === '#') return { ...line, kind: 'comment' };
  if (!state.formKeys.size) return indentWidth(text, start, end) > level.col ? { ...line, kind: 'text' } : undefined;
  if (MERGE_MARK.test(text.slice(start, Math.min(end, start + 9)))) return { ...line, kind: 'merge' };
  if (!isStrayInText(state, line)) return undefined;
  return { ...line, kind: spaces < at - start ? 'odd' : 'short' };
}

/** The column of the text: that of its first line, or the one that most lines have where the first is too deep. */
function textColumn(lines: readonly ScalarLine[], level: BlockLevel): number {
  const first = lines.find((l) => l.kind === 'text');
  if (!first) return level.col + 2;
  const counts = new Map<number, number>();
  for (const { kind, spaces } of lines)
    if (kind === 'text' && spaces <= first.spaces) counts.set(spaces, (counts.get(spaces) ?? 0) + 1);
  // Of two that are as frequent, the one that is nearer to two columns behind the key.
  const distance = (spaces: number) => Math.abs(spaces - level.col - 2);
  let [col, most] = [first.spaces, counts.get(first.spaces)!];
  for (const [spaces, count] of counts)
    if (count > most || (count === most && distance(spaces) < distance(col))) [col, most] = [spaces, count];
  return col;
}

function repairLines(state: ScanState, lines: readonly ScalarLine[], col: number, isExplicit: boolean): void {
  let isFirst = true;
  for (const line of lines) {
    const { start, at, end, spaces, kind } = line;
    if (kind === 'blank') {
      // YAML minds blank lines before the text that are longer than its indentation.
      if (isFirst && spaces > col) state.repairs.push({ at: start, length: at - start, text: '' });
      continue;
    }
    const indentation = { at: start, length: at - start, text: ' '.repeat(col) };
    if (kind === 'merge')
      state.repairs.push({ at: start, length: end - start, text: '', error: 'merge-mark', shown: { start, end } });
    else if (kind === 'odd')
      state.repairs.push({
        ...indentation,
        error: state.text.slice(start, at).includes('\t') ? 'tab' : 'full-width-space',
      });
    else if (kind === 'comment' && spaces < col) indentIntoText(state, 'comment-in-text', line, col);
    else if (spaces < col) indentIntoText(state, 'stray-text', line, col);
    else if (isFirst && !isExplicit && spaces > col) state.repairs.push({ ...indentation, error: 'indent' });
    isFirst &&= kind === 'merge';
  }
}
