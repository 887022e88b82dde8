/** Passes over a value: a block scalar, a quoted text, brackets or plain text, also where it runs over several lines. */
import { LIST_KEYS, PROSE_KEYS } from '../model/form-paths.ts';
import { asciiQuote, isBlank, isWideBlank, WIDE_COMMAS } from '../text/characters.ts';
import { scanBlockScalar, startsBlockScalar } from './block-scalar-scanner.ts';
import { pairedQuotes } from './curly-quotes.ts';
import { FlowScanner } from './flow-scanner.ts';
import { type BlockLevel, repairWideBlank, type ScanState } from './scan-state.ts';
import { isNestedBelow } from './stray-lines.ts';
import { closingQuote, indentWidth, lineEnd, nextLine, withoutComment } from './text-repair.ts';

/** `&name` and `!tag` before a value. */
const PROPERTIES = /^(?:[&!]\S*[ \t]+)+/;
const PROPERTIES_ALONE = /^(?:[&!]\S*(?:[ \t]+|$))+(?:#.*)?$/;

/**
 * Passes over the value that begins at `at` on the line that ends at `end`, of the last entry of `level`; gives the start of the line behind the
 * value.
 */
export function scanValue(state: ScanState, at: number, end: number, level: BlockLevel): number {
  const { text } = state;
  const properties = '&!'.includes(text[at]!) ? text.slice(at, end) : '';
  // An anchor or tag alone is of the group below, or of nothing.
  if (
    PROPERTIES_ALONE.test(properties) &&
    (isNestedBelow(text, end, level) || !/^[&!]\p{Script=Han}/u.test(properties))
  )
    return nextLine(text, end);
  const start = at + (PROPERTIES.exec(properties)?.[0].length ?? 0);
  const first = text[start]!;
  if (level.kind === 'seq') level.items = '{｛'.includes(first) ? 'map' : 'other';
  const scalar = startsBlockScalar(state, start, end, level);
  if (scalar) return scanBlockScalar(state, scalar, level);
  if (first === '"' || first === "'") return quoted(state, start, level);
  if ('[{'.includes(first) || isWideFlow(state, start, end, level)) return flow(state, start, level);
  if (asciiQuote(first) !== undefined && dropQuotes(state, start, end, level)) return nextLine(text, end);
  reportComment(state, start, end);
  quotePlainText(state, start, end, level);
  return nextLine(text, end);
}

const WIDE_LIST = /^[［【〔][^［【〔］】〕]*[］】〕\]]$/;
const WIDE_MAP = /^[｛「][^｛「｝」]*[｝」}]$/;
const OPEN_WIDE = new RegExp(`^[［【〔｛](?:[^［【〔｛］】〕｝]*[,${WIDE_COMMAS}])?$`);

/**
 * `［订单，库存］`: full-width brackets around the whole value; around a part of it they are text. 【 】 also decorate a title, so that a single word in
 * them is a list only where the form has one.
 */
function isWideFlow({ text, formKeys }: ScanState, start: number, end: number, level: BlockLevel): boolean {
  if (!'［【〔｛「'.includes(text[start]!)) return false;
  const value = withoutComment(text.slice(start, end));
  if (OPEN_WIDE.test(value)) return isNestedBelow(text, end, level) || value.length === 1;
  if (WIDE_MAP.test(value)) return value[0] !== '「' || /[:：]/.test(value);
  if (!WIDE_LIST.test(value)) return false;
  return value[0] === '［' || /[,，、；:：]/.test(value) || formKeys.get(LIST_KEYS)?.has(level.key) === true;
}

/** `平台 #1 期`: YAML reads a comment, and so do we; but where any text may stand, the author hardly means one. */
export function reportComment(state: ScanState, start: number, end: number): void {
  const { text, levels, formKeys, repairs } = state;
  const key = levels.findLast((l) => l.kind === 'map')?.key ?? '';
  if (!formKeys.get(PROSE_KEYS)?.has(key)) return;
  const found = /(?:^|[ \t])#(?=[^\s#])/.exec(text.slice(start, end));
  const value = text.slice(start, end).trimEnd();
  const quote = /["\\]/.test(value) ? "'" : '"';
  if (!found || value.includes(quote)) return;
  const at = start + found.index + found[0].length - 1;
  const stop = start + value.length;
  const edits = [start, stop].map((place) => ({ at: place, length: 0, text: quote }));
  const fixes = [{ kind: 'quote' as const, edits, isSafe: true }];
  repairs.push({ at, length: 0, text: '', error: 'comment-in-value', shown: { start: at, end: stop }, fixes });
}

/** Reads curly quotes round the whole value as none. */
function dropQuotes(state: ScanState, start: number, end: number, level: BlockLevel): boolean {
  const paired = pairedQuotes(state.text, start, end, /^\s*(?:#.*)?$/);
  if (!paired) return false;
  state.repairs.push(...paired.repairs);
  level.inline = 'closed';
  return true;
}

/** Values that no text goes on behind: numbers, dates, yes and no, addresses of the web. */
const CLOSED_VALUE = /^(?:[\d.,+\-/:%]+|[是否有无]|https?:\/\/\S+|[^\s@]+@[^\s@]+\.\w+)$/;

/** True of a value of which the forms want one word, number or date: no text goes on behind it. */
function isSingleLine({ levels, formKeys }: ScanState, level: BlockLevel, value: string): boolean {
  // At the top there is the name of the notice only.
  if (levels.length === 1 && level.kind === 'map' && level.col === 0 && formKeys.size)
    return /^[!-~]{1,60}$/.test(value);
  const key = level.kind === 'map' ? level.key : (levels.at(-2)?.key ?? '');
  return key !== '' && formKeys.has(key) && formKeys.get(PROSE_KEYS)?.has(key) === false;
}

/** Reads a plain value as if it were quoted, where YAML would not take it for one text. */
function quotePlainText(state: ScanState, start: number, end: number, level: BlockLevel): void {
  const { text } = state;
  const value = withoutComment(text.slice(start, end));
  const stop = start + value.length;
  const hasComment = text.slice(stop, end).trimStart().startsWith('#');
  for (let i = stop; hasComment && isBlank(text[i]!); i++) if (isWideBlank(text[i]!)) repairWideBlank(state, i);
  const isClosed = hasComment || isSingleLine(state, level, value) || (value.length < 100 && CLOSED_VALUE.test(value));
  level.inline = isClosed ? 'closed' : 'text';
  const hasColon = /:[ \t]|:$/.test(value);
  const hasSign = /^(?:[-?:](?:\s|$)|[@`%]|[|>]|[*&!](?:[\p{Script=Han}*]|$))/u.test(value);
  if ((!hasColon && !hasSign) || value.includes("'")) return;
  const error = hasColon && !hasSign ? 'second-colon' : 'quote-needed';
  const shown = /^[@`%]/.test(value) ? value.slice(0, 1) : /^[*&!]/.test(value) ? /^\S*/.exec(value)![0] : value;
  state.repairs.push(
    { at: start, length: 0, text: "'", error, shown: { start, end: start + shown.length } },
    { at: stop, length: 0, text: "'" },
  );
}

function quoted(state: ScanState, from: number, level: BlockLevel): number {
  const { text, stop } = state;
  level.inline = 'closed';
  const close = closingQuote(text, from, regionEnd(text, from, level.col));
  const end = lineEnd(text, from);
  if (close === undefined) {
    if (stop > from && stop <= end) state.context = { kind: 'quoted' };
    state.repairs.push({ at: end, length: 0, text: text[from]!, error: 'unclosed-quote', shown: { start: from, end } });
    return nextLine(text, end);
  }
  if (stop > from && stop <= close) state.context = { kind: 'quoted' };
  return nextLine(text, lineEnd(text, close));
}

function flow(state: ScanState, from: number, level: BlockLevel): number {
  const { text } = state;
  level.inline = 'closed';
  const limit = Math.max(regionEnd(text, from, level.col), closingBracketBelow(text, from) ?? 0);
  const flow = new FlowScanner(text, from, limit, state.stop, state.formKeys);
  // Not spread into a call: there may be more than a call has room for.
  for (const repair of flow.repairs) state.repairs.push(repair);
  if (flow.stopped) state.context = { kind: 'flow', flow };
  indentFlow(state, from, flow.end, level.col);
  return nextLine(text, strayClosingBrackets(state, flow.end));
}

/**
 * The end of the line that begins with the bracket for the one that a line ends with, where all between is items, or keys with commas: whatever their
 * column, nobody means them for entries.
 */
function closingBracketBelow(text: string, from: number): number | undefined {
  const isList = '[［【〔'.includes(text[from]!);
  if (withoutComment(text.slice(from, lineEnd(text, from))).length > 1) return undefined;
  let isLast = false;
  for (let at = nextLine(text, lineEnd(text, from)); at <= text.length; at = nextLine(text, lineEnd(text, at))) {
    const end = lineEnd(text, at);
    const line = withoutComment(text.slice(at, end).trimStart());
    if (line === '') continue;
    if ((isList ? ']］】〕' : '}｝」').includes(line[0]!)) return end;
    if (isLast || (isList ? /^- |[:：](?:\s|$)/.test(line) : !/^[^\s:：]{1,20}\s*[:：]/.test(line))) return undefined;
    isLast = !/[,，、；]$/.test(line);
  }
  return undefined;
}

/** Indents the lines of brackets that stand at or left of their key's column: YAML minds, people do not. */
function indentFlow({ text, repairs }: ScanState, from: number, to: number, col: number): void {
  for (let at = nextLine(text, lineEnd(text, from)); at <= to; at = nextLine(text, lineEnd(text, at))) {
    const indent = indentWidth(text, at, lineEnd(text, at));
    if (indent <= col) repairs.push({ at, length: 0, text: ' '.repeat(col + 1 - indent) });
  }
}

/** Reads brackets as blanks that are closed once too often behind the one at `from`; gives the end of the line. */
function strayClosingBrackets({ text, repairs }: ScanState, from: number): number {
  const end = lineEnd(text, from);
  const [, blanks = '', extra = ''] = /^.?(\s*)([\]}］｝]*)/.exec(text.slice(from, end)) ?? [];
  const at = from + 1 + blanks.length;
  if (extra) repairs.push({ at, length: extra.length, text: ' '.repeat(extra.length), error: 'stray-closer' });
  return end;
}

/** Where a value that began at `from` must have ended: before the next line that is not deeper than its key. */
function regionEnd(text: string, from: number, col: number): number {
  let last = lineEnd(text, from);
  let at = nextLine(text, last);
  while (at <= text.length) {
    const end = lineEnd(text, at);
    const first = at + indentWidth(text, at, end);
    const blank = first >= end;
    const closer = /[\]}］｝】〕」]/.test(text[first] ?? '');
    if (!blank && first - at <= col && !closer) return last;
    if (!blank) last = end;
    at = nextLine(text, end);
  }
  return last;
}
