/** Reports stray lines: each run of neighbours once, with what indents them into the text above or makes comments of them. */
import { isBlank } from '../text/characters.ts';
import type { IndentedLine, ScanState } from './scan-state.ts';
import { contentEnd, type TextRepair } from './text-repair.ts';

/** Reads a line as part of the block scalar that is being read, at its column. */
export function indentIntoText(
  state: ScanState,
  error: 'stray-text' | 'comment-in-text',
  line: IndentedLine,
  col: number,
): void {
  const repair = { at: line.start, length: line.at - line.start, text: ' '.repeat(col) };
  addToRun(state, error, line, { repair, indent: repair });
}

/** Reads a stray line as `repair` says. Neighbouring lines with the same error are reported once, at the first of them; a fix changes them all. */
export function addToRun(
  state: ScanState,
  error: 'stray-line' | 'stray-text' | 'comment-in-text',
  line: IndentedLine,
  { repair, indent }: { readonly repair: TextRepair; readonly indent?: TextRepair },
): void {
  const { text, run } = state;
  const isSame =
    run?.error === error &&
    isBlankBetween(text, run.end, line.start) &&
    (run.indents !== undefined) === (indent !== undefined);
  if (run && isSame) {
    state.repairs.push(repair);
    run.repairs.push(repair);
    if (indent) run.indents?.push(indent);
    run.end = line.end;
    return;
  }
  const repairs = [repair];
  const indents = indent && [indent];
  const isText = error !== 'stray-line';
  const fixes = [
    ...(indents ? [{ kind: 'indent' as const, edits: indents, isSafe: isText }] : []),
    ...(isText ? [] : [{ kind: 'comment' as const, edits: repairs, isSafe: false }]),
  ];
  const shown = { start: line.at, end: contentEnd(text, line.at, line.end) };
  state.repairs.push({ ...repair, error, shown, fixes });
  state.run = { error, end: line.end, repairs, indents };
}

function isBlankBetween(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text[i] !== '\n' && text[i] !== '\r' && !isBlank(text[i]!)) return false;
  return true;
}
