/** What is being written at an offset, by indentation and brackets; it works in text that is half typed or broken, too. */

import type { Span } from '../../model/edit.ts';
import type { FormKeys } from '../../model/form-paths.ts';
import type { FieldPath } from '../../model/path.ts';
import { lineStart } from '../../text/lines.ts';
import { FlowScanner } from '../../yaml/flow-scanner.ts';
import { scan } from '../../yaml/line-scanner.ts';
import type { BlockLevel } from '../../yaml/scan-state.ts';
import type { Source } from '../../yaml/source.ts';
import { lineEnd } from '../../yaml/text-repair.ts';

/** The place of the form that the cursor is at, and the word there that a completion replaces. */
export interface CursorContext {
  /** `key`: a key of the mapping at `path`, or a new item, with its dash, of the list there; `value`: the value at `path`. */
  readonly slot: 'key' | 'value';
  readonly path: FieldPath;
  /** The part of the word before the cursor. */
  readonly prefix: string;
  /** The whole word, to be replaced, in UTF-16 offsets into the dossier. */
  readonly span: Span;
  /** Inside `[…]` or `{…}`. */
  readonly isInFlow: boolean;
  /** True where a colon stands behind the word already. */
  readonly hasColon: boolean;
  /** Keys or items that stand beside it already. */
  readonly siblings: readonly string[];
}

/**
 * The context at a UTF-16 offset into the dossier; undefined where there is nothing to complete: inside a text block, a
 * quoted text, a comment or a second document.
 */
export function cursorContextAt(source: Source, offset: number, formKeys: FormKeys): CursorContext | undefined {
  const cursor = blockContext(source, offset, formKeys);
  // An editor replaces what stands on one line.
  return cursor && /[\r\n]/.test(source.text.slice(cursor.span.start, cursor.span.end)) ? undefined : cursor;
}

function blockContext(source: Source, offset: number, formKeys: FormKeys): CursorContext | undefined {
  const placed = source.blockAt(offset);
  const base = placed?.start ?? 0;
  const text = placed?.block.text ?? '';
  const at = offset - base;
  if (placed && at > text.length) return undefined;
  const start = lineStart(text, at);
  const { levels, context } = scan(text, at, formKeys);
  if (context.kind === 'flow') return flowContext(context.flow, pathOf(levels), text, at, base, source);
  if (context.kind !== 'structure') return undefined;
  return lineContext({ source, text, base, at, start, levels: [...levels], formKeys });
}

interface CursorLine {
  readonly source: Source;
  readonly text: string;
  readonly base: number;
  readonly at: number;
  readonly start: number;
  readonly levels: BlockLevel[];
  readonly formKeys: FormKeys;
}

function lineContext(line: CursorLine): CursorContext | undefined {
  const before = line.text.slice(line.start, line.at);
  if (isInComment(before)) return undefined;
  const [, blanks = '', dashes = '', content = ''] = /^([ \u3000]*)((?:-[ ]+)*)(.*)$/s.exec(before) ?? [];
  if (content === '-') return undefined;
  const column = blanks.length + dashes.length;
  // In the indentation of a line that has text nothing can be inserted.
  const behind = line.text.slice(line.at, lineEnd(line.text, line.at));
  if (!content && !dashes && /^(?:[ \t\u3000]+\S|#)/.test(behind)) return undefined;
  if (!content && dashes && /^\s*[{[\w\p{Script=Han}]/u.test(behind)) return undefined;
  const container = dashes ? itemPath(line.levels, blanks.length, dashes) : mapPath(line.levels, column);
  if (!container) return undefined;
  const entry = ENTRY.exec(content) ?? keyWithoutSpace(content, line.formKeys);
  if (!entry) return keyContext(line, container, line.start + column, content);
  const name = entry[1]!.replace(/^(["'])(.*)\1$/, '$2');
  return valueContext(line, [...container, name], line.at - entry[2]!.length);
}

/** A key with its colon and what stands behind it, also behind a full-width colon or one without its space. */
const ENTRY =
  /^("[^"]*"|'[^']*'|[^\s'"[\]{}#:：][^:：#]*?)[ \t]*(?::(?:[ \t\u3000]+|$|(?=\p{Script=Han}))|：[ \t\u3000]*)(.*)$/su;

/** A key of the form whose value is begun before its space is there. */
function keyWithoutSpace(content: string, formKeys: FormKeys): RegExpExecArray | undefined {
  const entry = /^([^\s'"[\]{}#:：]+):(.*)$/s.exec(content);
  return entry && formKeys.has(entry[1]!) ? entry : undefined;
}

function keyContext(line: CursorLine, path: FieldPath, from: number, prefix: string): CursorContext | undefined {
  if (/^[[{"']/.test(prefix)) return valueContext(line, path, from);
  if (!isAligned(line, path, from - line.start)) return undefined;
  const rest = /^[^\s:：#]*/.exec(line.text.slice(line.at, lineEnd(line.text, line.at)))![0];
  const end = line.at + rest.length;
  const colon = /^[ \t]*[:：]/.test(line.text.slice(end));
  const span = { start: line.base + from, end: line.base + end };
  return {
    slot: 'key',
    path,
    prefix,
    span,
    isInFlow: false,
    hasColon: colon,
    siblings: siblingKeys(line.source, path, prefix + rest),
  };
}

/** True where a new key, or a new item with its dash, at this column would stand like those that its group has already. */
function isAligned(line: CursorLine, path: FieldPath, column: number): boolean {
  const tree = line.source.find(path)?.tree;
  if (tree?.kind === 'list') {
    const dash = line.text.lastIndexOf('-', tree.itemSpans[0]?.start);
    return !tree.flow && dash - line.text.lastIndexOf('\n', dash) - 1 === column;
  }
  if (tree?.kind !== 'map' || tree.flow || !tree.entries.length) return true;
  const columns = tree.entries.map((e) => e.keyStart - lineStart(line.text, e.keyStart));
  return columns.includes(column);
}

function valueContext(line: CursorLine, path: FieldPath, from: number): CursorContext | undefined {
  const below = line.source.find(path)?.tree;
  if (below && below.start > lineEnd(line.text, line.at)) return undefined;
  const prefix = line.text.slice(from, line.at);
  if (/^[[{［｛]/.test(prefix)) {
    const flow = new FlowScanner(line.text, from, lineEnd(line.text, from), line.at, line.formKeys);
    return flow.stopped ? flowContext(flow, path, line.text, line.at, line.base, line.source) : undefined;
  }
  if (/^["'|>]/.test(prefix) && prefix.length > 1) return undefined;
  const rest = line.text
    .slice(line.at, lineEnd(line.text, line.at))
    .replace(/(?:^|\s+)#.*$/, '')
    .trimEnd();
  const span = { start: line.base + from, end: line.base + line.at + rest.length };
  return { slot: 'value', path, prefix, span, isInFlow: false, hasColon: false, siblings: [] };
}

function flowContext(
  flow: FlowScanner,
  above: FieldPath,
  text: string,
  at: number,
  base: number,
  source: Source,
): CursorContext | undefined {
  const path = [...above];
  for (const [i, level] of flow.levels.entries()) {
    if (i + 1 === flow.levels.length) break;
    path.push(level.kind === 'seq' ? level.index : level.key);
  }
  const top = flow.levels.at(-1);
  if (!top) return undefined;
  const from = Math.min(at, top.token + /^\s*/.exec(text.slice(top.token, at))![0].length);
  const prefix = text.slice(from, at);
  if (/^["']/.test(prefix)) return undefined;
  const line = text.slice(lineStart(text, at), at);
  if (isInComment(line)) return undefined;
  if (top.kind === 'seq' || top.key) {
    const rest = flowValueRest(text, at);
    if (rest === undefined) return undefined;
    const own = top.kind === 'seq' ? top.index : top.key;
    const siblings = top.kind === 'seq' ? top.items : [];
    const span = { start: base + from, end: base + at + rest.length };
    return { slot: 'value', path: [...path, own], prefix, span, isInFlow: true, hasColon: false, siblings };
  }
  const rest = /^[^,，\]}\s:：]*/.exec(text.slice(at))![0];
  const span = { start: base + from, end: base + at + rest.length };
  const colon = /^[ \t]*[:：]/.test(text.slice(at + rest.length));
  // Before a key that stands there a new one would want its comma: nothing is offered that breaks the braces.
  const behind = text.slice(at + rest.length, lineEnd(text, at));
  if (!prefix && !rest && /^[ \t]*[^\s,}\]#]/.test(behind)) return undefined;
  const siblings = [...top.keys, ...siblingKeys(source, path, prefix + rest)];
  return { slot: 'key', path, prefix, span, isInFlow: true, hasColon: colon, siblings: siblings };
}

/**
 * The rest of a value in brackets from the cursor on, to be replaced with it. Undefined where a new value would not fit: before
 * brackets, quotes or a key whose comma is missing.
 */
function flowValueRest(text: string, at: number): string | undefined {
  const line = text.slice(at, lineEnd(text, at));
  const rest = /^[^,，、\]}］｝]*/.exec(line.replace(/(?:^|\s)#.*$/, ''))![0].trimEnd();
  return /^\s*[[{［｛"'&*!|>]|[:：]/.test(rest) ? undefined : rest;
}

/** True where a comment has begun; a `#` in a quoted text begins none. */
function isInComment(before: string): boolean {
  return /(?:^|\s)#/.test(before.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, '""'));
}

/** The mapping that a key at `column` belongs to, or the list whose dashes stand there. */
function mapPath(levels: readonly BlockLevel[], column: number): FieldPath | undefined {
  if (column === 0) return [];
  const open = levels.filter((l) => l.col <= column);
  const top = open.at(-1);
  if (!top) return undefined;
  // A list may stand at the column of the group that it is in: what has no dash there is a key of the group.
  const group = open.findLastIndex((l) => l.col === column && l.kind === 'map');
  if (group >= 0) return pathOf(open.slice(0, group));
  if (top.col === column) return pathOf(open.slice(0, -1));
  // Left of the group's own lines there is no place of the form.
  if (top.inline === 'nothing' && levels.length === open.length) return pathOf(open);
  return undefined;
}

/** The list item that the last dash of a line begins. */
function itemPath(levels: readonly BlockLevel[], column: number, dashes: string): FieldPath | undefined {
  const open = levels.filter(
    (l) => l.col < column || (l.col === column && l.kind === 'seq') || (l.col === column && l.inline === 'nothing'),
  );
  const top = open.at(-1);
  if (!top) return undefined;
  const more = dashes.trim().split(/\s+/).length - 1;
  const deeper = Array.from({ length: more }, () => 0);
  if (top.kind === 'seq' && top.col === column) return [...pathOf(open.slice(0, -1)), top.index + 1, ...deeper];
  return [...pathOf(open), 0, ...deeper];
}

function pathOf(levels: readonly BlockLevel[]): FieldPath {
  return levels.map((l) => (l.kind === 'map' ? l.key : l.index));
}

function siblingKeys(source: Source, path: FieldPath, own: string): readonly string[] {
  const entries = path.length
    ? (source.find(path)?.tree as { entries?: readonly { key: string }[] } | undefined)?.entries
    : source.blocks.flatMap((b) => b.block.entries);
  return (entries ?? []).map((e) => e.key).filter((k) => k !== own.trim());
}
