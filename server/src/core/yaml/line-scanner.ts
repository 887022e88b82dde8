/**
 * Reads the lines of one top-level block by their indentation, before the YAML parser does. It finds what that parser stumbles over and how to
 * read on, as replacements in the text; and it knows at any offset which keys are open, also in half-typed text.
 *
 * Every repair, by its {@link SyntaxErrorKind}:
 *
 * | kind             | input                                   | is read as                                | where             |
 * | ---------------- | --------------------------------------- | ----------------------------------------- | ----------------- |
 * | full-width       | `注册资本：600`, also ∶ ﹕ ︰ ꞉ | `注册资本: 600` | key-scanner.ts |
 * |                  | `－ 5G`, in a list also `— 5G`, `• 5G` | `- 5G` | line-scanner.ts |
 * |                  | `［订单，库存、计划；生产］`, also 【】 〔〕 | `[订单, 库存, 计划, 生产]` | flow-scanner.ts |
 * |                  | `技术架构: ｜`, `》`, `＞` with text below | `技术架构: \|`, `>` | block-scalar-scanner.ts |
 * |                  | `＃ 待核实`, a line of the structure | `# 待核实` | line-scanner.ts |
 * | full-width-quote | `“600”` round a whole value or key | `600`, or ASCII quotes where needed | curly-quotes.ts |
 * | full-width-space | a wide blank of Unicode as a blank of YAML | a blank | scan-state.ts |
 * | tight-colon      | `注册资本:600` | `注册资本: 600` | key-scanner.ts |
 * | tight-dash       | `-{年度: 2021}`, in a list also `-农机装备` | `- {年度: 2021}` | line-scanner.ts |
 * | missing-colon    | `注册资本 600`, a key of the form | `注册资本: 600` | key-scanner.ts |
 * |                  | `{姓名 邢沐川}` | `{姓名: 邢沐川}` | flow-scanner.ts |
 * |                  | the beginning of a key alone | a key without a value | line-scanner.ts |
 * | stray-line       | a line that is no entry, in a group or list | a comment | stray-lines.ts |
 * | stray-text       | a line of a chapter, not indented | part of the chapter | block-scalar-scanner.ts |
 * | comment-in-text  | `# 二` left of a chapter that goes on | part of the chapter | block-scalar-scanner.ts |
 * | comment-in-value | `{地址: 砺穹路 #6号}` | `{地址: "砺穹路 #6号"}` | flow-scanner.ts |
 * |                  | `平台名称: 砺穹 #1 期` | as YAML does, without its end | value-scanner.ts |
 * | text-behind-bar  | `技术架构: \| 概述` | the text on a line of its own | block-scalar-scanner.ts |
 * | merge-mark       | `<<<<<<< HEAD` | a comment; a blank line in a chapter | line-scanner.ts |
 * | second-colon     | `平台名称: 砺穹: 平台` | `平台名称: '砺穹: 平台'` | value-scanner.ts |
 * | quote-needed     | `平台名称: @砺穹` | `平台名称: '@砺穹'` | value-scanner.ts |
 * | unclosed-quote   | `推荐地市: "德州市` | `推荐地市: "德州市"` | value-scanner.ts |
 * | unclosed-flow    | `技术积累: [物联网` | `技术积累: [物联网]` | flow-scanner.ts |
 * | stray-closer     | `技术积累: [物联网]]` | `技术积累: [物联网] ` | value-scanner.ts |
 * | indent           | a key or dash beside its group's column | at the column of its group | indentation.ts |
 * | tab              | a tab as indentation | the column of its group in blanks | indentation.ts |
 * | (no error)       | lines of `[…]` left of their key | indented | value-scanner.ts |
 */

import { type FormKeys, LIST_KEYS } from '../model/form-paths.ts';
import { isBlank, WIDE_DASHES } from '../text/characters.ts';
import { repairIndentation } from './indentation.ts';
import { findKeyColon, KEY_LIKE, type KeyColon, keyAt } from './key-scanner.ts';
import { type BlockLevel, openLevel, type ScanContext, type ScanState, skipBlanks } from './scan-state.ts';
import { commentOutStrayLine, isStrayLine, isTightItem } from './stray-lines.ts';
import {
  indentWidth,
  isStrayText,
  lineEnd,
  MERGE_MARK,
  nextLine,
  type TextRepair,
  withoutComment,
} from './text-repair.ts';
import { reportComment, scanValue } from './value-scanner.ts';

/** What a scan found. */
export interface Scan {
  readonly repairs: readonly TextRepair[];
  /** The groups that are open where the scan stopped, the outermost first. */
  readonly levels: readonly BlockLevel[];
  readonly context: ScanContext;
}

const NO_FORM_KEYS: FormKeys = new Map();

/** Scans `text` up to `stop`: the start of the line that holds `stop` is the last place looked at. */
export function scan(text: string, stop = text.length + 1, formKeys: FormKeys = NO_FORM_KEYS): Scan {
  const state: ScanState = { text, stop, formKeys, repairs: [], levels: [], context: { kind: 'structure' } };
  for (let at = 0; at <= text.length; ) {
    const end = lineEnd(text, at);
    if (stop <= end) break;
    const next = scanLine(state, at, end);
    if (state.context.kind !== 'structure') break;
    at = next;
  }
  return { repairs: state.repairs, levels: state.levels, context: state.context };
}

/** Takes in one line and whatever value begins on it; gives the start of the line behind. */
function scanLine(state: ScanState, start: number, end: number): number {
  const { text } = state;
  let at = start;
  while (at < end && isBlank(text[at]!)) at++;
  if (at >= end) return nextLine(text, end);
  if (text[at] === '＃' && state.formKeys.size && state.levels.at(-1)?.inline !== 'text') {
    state.repairs.push({ at, length: 1, text: '#', error: 'full-width' });
    return nextLine(text, end);
  }
  if (text[at] === '#') return endPlainText(state, end);
  if (at === start && start > 0 && commentOutMargin(state, start, end)) return nextLine(text, end);
  if (isStrayLine(state, { start, at, end })) {
    commentOutStrayLine(state, { start, at, end });
    return nextLine(text, end);
  }
  // Columns are those of the text as it is read: an indentation that was repaired counts as repaired.
  let shift = repairIndentation(state, { start, at, end });
  let dash: ListDash | undefined;
  let next = scanDash(state, at, start - shift, end);
  for (; next; next = scanDash(state, at, start - shift, end)) {
    dash = next;
    at = dash.after;
    shift += dash.added;
    if (at >= end || text[at] === '#') return nextLine(text, end);
  }
  const col = at - start + shift;
  if (!dash) closeLevels(state, col);
  const colon = findKeyColon(state, { at, end, col, isAfterDash: dash !== undefined });
  if (colon) return scanItemEntry(state, { at, end, col }, colon, dash);
  const top = state.levels.at(-1);
  if (top && top.col < col) {
    if (top.inline === 'text') return nextLine(text, end);
    if (!isHalfTyped(text, at, end, col)) return scanValue(state, at, end, top);
  }
  addMissingColon(state, { at, end, col });
  return nextLine(text, end);
}

/** What stands on a line behind its indentation and dashes: from `at`, in column `col`, to the break at `end`. */
interface LineContent {
  readonly at: number;
  readonly end: number;
  readonly col: number;
}

/** Plain text does not go on behind a line that is a comment. */
function endPlainText({ text, levels, formKeys }: ScanState, end: number): number {
  const last = levels.at(-1);
  if (last?.inline === 'text' && formKeys.size) last.inline = 'closed';
  return nextLine(text, end);
}

/** Reads a line at the margin that is no entry as a comment: the mark of a merge, or prose where no form is known. */
function commentOutMargin({ text, repairs, formKeys }: ScanState, start: number, end: number): boolean {
  const line = withoutComment(text.slice(start, end));
  const isMerge = MERGE_MARK.test(line);
  if (!isMerge && (formKeys.size > 0 || !isStrayText(line))) return false;
  const shown = { start, end: start + line.length };
  repairs.push({ at: start, length: 0, text: '#', error: isMerge ? 'merge-mark' : 'missing-colon', shown });
  return true;
}

/** A lone word where a group opens, with an entry at the same column below it: a key that is being typed. */
function isHalfTyped(text: string, at: number, end: number, col: number): boolean {
  if (!KEY_LIKE.test(withoutComment(text.slice(at, end)))) return false;
  for (let next = nextLine(text, end); next <= text.length; ) {
    const stop = lineEnd(text, next);
    const indent = indentWidth(text, next, stop);
    if (next + indent < stop) return indent === col && keyAt(text, next + indent, stop) !== '';
    next = nextLine(text, stop);
  }
  return false;
}

/** Takes in a key with its colon, and the value behind it if one stands on the line. */
function scanEntry(state: ScanState, { at, end, col }: LineContent, colon: KeyColon): number {
  const { text, levels } = state;
  const key = text.slice(at, colon.keyEnd).replace(/^(?:(["'])(.*)\1|[“”„＂‘’＇](.*)[“”„＂‘’＇])$/, '$2$3');
  let top = levels.at(-1);
  if (!top || top.col !== col || top.kind !== 'map') {
    if (top?.kind === 'seq' && top.inline === 'nothing') top.items = 'map';
    top = openLevel(state, col, 'map', key);
  }
  top.key = key;
  top.inline = 'nothing';
  if (colon.repair) state.repairs.push(colon.repair);
  const value = skipBlanks(state, colon.after, end);
  if (value < end && text[value] !== '#') return scanValue(state, value, end, top);
  if (value < end) reportComment(state, value, end);
  return nextLine(text, end);
}

/** Ends the groups that a line at column `col` without a dash is no part of. */
function closeLevels({ levels }: ScanState, col: number): void {
  while (levels.length) {
    const top = levels.at(-1)!;
    if (top.col < col || (top.col === col && top.kind === 'map')) return;
    levels.pop();
  }
}

/** The dash of a list item. */
interface ListDash {
  /** The offset of the item's content. */
  readonly after: number;
  /** The columns that its repair adds to the line: 1 where its blank was missing, else 0. */
  readonly added: number;
  /** What is repaired together with it. */
  readonly more: TextRepair[];
}

/** As {@link scanEntry}. Where a blank was added behind the dash, the keys below that stood under its key move along. */
function scanItemEntry(state: ScanState, content: LineContent, colon: KeyColon, dash: ListDash | undefined): number {
  const next = scanEntry(state, content, colon);
  const level = state.levels.findLast((l) => l.kind === 'map' && l.col === content.col);
  if (dash?.added && level) level.also.set(content.col - dash.added, dash.more);
  return next;
}

/** A list dash at `at`: opens or continues the list and gives what stands there; undefined where no dash does. */
function scanDash(state: ScanState, at: number, start: number, end: number): ListDash | undefined {
  const { text, levels, repairs } = state;
  const sign = text[at]!;
  const after = at + 1;
  const col = at - start;
  // Asked for by few signs: dashes may be nested deep.
  const isListed = () => levels.some((l) => l.kind === 'seq' && l.col === col) || isGroupItemOfNewList(state, at, col);
  const isWide = sign === '－' || ((sign === '•' || WIDE_DASHES.includes(sign)) && isListed());
  const isTight = sign === '-' && after < end && !isBlank(text[after]!);
  if (sign !== '-' && !isWide) return undefined;
  if (isTight && !/[{[]/.test(text[after]!) && !isTightItem(state, text.slice(at, end), col)) return undefined;
  while (levels.length && levels.at(-1)!.col > col) levels.pop();
  let top = levels.at(-1);
  if (top && top.col < col && top.inline === 'text') return undefined;
  if (!top || top.col !== col || top.kind !== 'seq') top = openLevel(state, col, 'seq');
  top.index++;
  top.inline = 'nothing';
  const blank = after < end && isBlank(text[after]!) ? '' : ' ';
  const more: TextRepair[] = [];
  if (isWide) repairs.push({ at, length: 1, text: `-${blank}`, error: 'full-width', more });
  if (isTight)
    repairs.push({ at: after, length: 0, text: ' ', error: 'tight-dash', shown: { start: at, end: after }, more });
  const added = isTight || isWide ? blank.length : 0;
  return { after: skipBlanks(state, after, end), added, more };
}

/** True of a dash before braces, behind a key of the form whose value is a list: the list begins with it. */
function isGroupItemOfNewList({ text, levels, formKeys }: ScanState, at: number, col: number): boolean {
  const above = levels.findLast((l) => l.col <= col);
  const isFree = above?.kind === 'map' && above.inline === 'nothing' && formKeys.get(LIST_KEYS)?.has(above.key);
  return isFree === true && /^.\s*[{｛]/.test(text.slice(at, at + 20));
}

/** Reads a word alone as a key whose colon is missing. */
function addMissingColon(state: ScanState, { at, end, col }: LineContent): void {
  const content = withoutComment(state.text.slice(at, end));
  if (/^[[\]{}"'|>&*!%@`?]/.test(content)) return;
  const stop = at + content.length;
  state.repairs.push({ at: stop, length: 0, text: ':', error: 'missing-colon', shown: { start: at, end: stop } });
  const top = state.levels.at(-1);
  if (top && top.col === col) Object.assign(top, { key: content, inline: 'nothing' });
  else openLevel(state, col, 'map', content);
}
