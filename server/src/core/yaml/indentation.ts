/** Reads the indentation of a line as the one that was meant, where it fits no open group. */
import { TOP_LEVEL } from '../model/form-paths.ts';
import { WIDE_DASHES } from '../text/characters.ts';
import { keyAt } from './key-scanner.ts';
import type { BlockLevel, IndentedLine, ScanState } from './scan-state.ts';
import type { TextRepair } from './text-repair.ts';

/** Repairs the indentation of a line, if need be; gives the columns that this adds, negative where it takes some away. */
export function repairIndentation(state: ScanState, line: IndentedLine): number {
  const { start, at, end } = line;
  const blanks = state.text.slice(start, at);
  const isOdd = /[^ ]/.test(blanks);
  const level = intendedLevel(state, line, isOdd);
  if (!level) return isOdd ? repairOddBlanks(state, line) : 0;
  const reported = isOdd ? undefined : level.also.get(blanks.length);
  const error = blanks.includes('\t') ? 'tab' : isOdd ? 'full-width-space' : 'indent';
  const repair = { at: start, length: blanks.length, text: ' '.repeat(level.col) };
  const shown = error === 'indent' ? { start: at, end: at + keyAt(state.text, at, end).length } : { start, end: at };
  const more: TextRepair[] = [];
  state.repairs.push(reported ? repair : { ...repair, error, shown, more });
  if (reported) reported.push(repair);
  else level.also.set(blanks.length, more);
  return level.col - blanks.length;
}

/** True of a line that is no deeper than the empty entry above it, but looks so. */
function seemsDeeper({ text, levels }: ScanState, { start, at }: IndentedLine): boolean {
  const last = levels.at(-1);
  return last?.inline === 'nothing' && at - start <= last.col && widthOf(text.slice(start, at)) > last.col;
}

/** Reads tabs and wide blanks before the first line of a group, or before a key that no form has, as plain ones; tabs as two columns each. */
function repairOddBlanks(state: ScanState, line: IndentedLine): number {
  const { text, levels, repairs } = state;
  const { start, at } = line;
  const blanks = text.slice(start, at);
  const last = levels.at(-1);
  const isTab = blanks.includes('\t');
  if (isTab && (!last || last.inline === 'text')) return 0;
  const beside = levels.findLast((l) => l.kind === 'map' && l.col <= widthOf(blanks)) ?? last;
  const isChild = last?.inline === 'nothing' && (isTab || seemsDeeper(state, line));
  const col = isChild ? last.col + 2 : isTab ? beside!.col : blanks.length;
  const error = isTab ? 'tab' : 'full-width-space';
  repairs.push({ at: start, length: blanks.length, text: ' '.repeat(col), error, shown: { start, end: at } });
  return col - blanks.length;
}

/** The columns that blanks seem to take: two for a tab or a blank as wide as a Han character. */
function widthOf(blanks: string): number {
  return [...blanks].reduce((sum, blank) => sum + (/[\t\u2001\u2003\u3000]/.test(blank) ? 2 : 1), 0);
}

/** The group that a line belongs to by its key or dash, where its column says another; undefined where the column fits. */
function intendedLevel(state: ScanState, line: IndentedLine, isOdd: boolean): BlockLevel | undefined {
  const { text, levels } = state;
  const col = line.at - line.start;
  const sign = text[line.at]!;
  const isDash = sign === '-' || sign === '•' || WIDE_DASHES.includes(sign);
  const kind = isDash ? 'seq' : 'map';
  const word = isDash ? '' : keyAt(text, line.at, line.end);
  const fits = !isTooFarOut(state, col, word) && levels.some((l) => l.col === col && l.kind === kind);
  if (fits && !isOdd) return undefined;
  const intended = isDash ? intendedList(levels, col, isOdd) : intendedGroup(state, col, word, isOdd);
  return intended ?? (isOdd ? levelByWidth(state, line, kind) : undefined);
}

/** The group at the column that a line seems to begin in. */
function levelByWidth({ text, levels }: ScanState, { start, at }: IndentedLine, kind: BlockLevel['kind']) {
  const width = widthOf(text.slice(start, at));
  // A key that stands beside none of the group above is the first of a group of its own.
  const isFree = kind === 'map' && levels.at(-1)?.inline === 'nothing';
  return width > at - start && !isFree ? levels.findLast((l) => l.kind === kind && l.col === width) : undefined;
}

/** True of a key at the margin that the forms have, but not at the top level. */
function isTooFarOut({ formKeys }: ScanState, col: number, word: string): boolean {
  return col === 0 && word !== '' && formKeys.has(word) && !formKeys.get(TOP_LEVEL)?.has(word);
}

/** The list that a dash at a column belongs to: one at most two columns away. */
function intendedList(levels: readonly BlockLevel[], col: number, isOdd: boolean): BlockLevel | undefined {
  const above = levels.findLast((l) => l.col < col);
  const isInside = levels.some((l) => l.kind === 'seq' && l.col >= col);
  if (above?.inline === 'text' || (above?.inline === 'nothing' && !isInside && !isOdd)) return undefined;
  return levels.findLast((l) => l.kind === 'seq' && Math.abs(l.col - col) <= 2);
}

/** The group whose last key stands beside `word` in a form. */
function intendedGroup(state: ScanState, col: number, word: string, isOdd: boolean): BlockLevel | undefined {
  const above = state.levels.findLast((l) => l.col < col);
  const siblings = word ? state.formKeys.get(word) : undefined;
  const level = siblings && state.levels.findLast((l) => l.kind === 'map' && siblings.has(l.key));
  if (!level || (level.col < col && above !== level && above?.inline === 'nothing' && !isOdd)) return undefined;
  return level.col === 0 ? undefined : level;
}
