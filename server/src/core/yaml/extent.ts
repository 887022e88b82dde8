/** How far what stands in a block really goes: without the blank lines and comments that a parser counts in. */
import { lineStart } from '../text/lines.ts';
import { type Block, type Entry, isBlockText, type Tree } from './tree.ts';

/** A stretch of a block, in UTF-16 offsets from its start. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

export function extentOf(tree: Tree, text: string): Extent {
  const { start } = tree;
  if (tree.kind === 'scalar') return { start, end: isBlockText(tree) ? trimmed(text, start, tree.end) : tree.end };
  if (tree.flow) return { start, end: tree.end };
  const ends =
    tree.kind === 'map'
      ? tree.entries.map((e) => entryExtent(e, text).end)
      : tree.items.map((item, i) => (item ? extentOf(item, text) : tree.places[i]!).end);
  // Not spread into a call: a list may be longer than a call has room for.
  return { start, end: ends.reduce((a, b) => Math.max(a, b), start) };
}

/** A key with its value. */
export function entryExtent({ keyStart, keyEnd, value }: Entry, text: string): Extent {
  return { start: keyStart, end: Math.max(keyEnd, value ? extentOf(value, text).end : keyEnd) };
}

/** The lines of a block but for blank ones and comments at their end; all of it where the parser lost its way. */
export function blockExtent({ text, entries, lostAt }: Block): Extent {
  const read = entries.reduce((end, e) => Math.max(end, entryExtent(e, text).end), 0);
  return { start: 0, end: lostAt === undefined && read ? read : writtenEnd(text) };
}

/** Where the last line ends that is neither blank nor a comment. */
function writtenEnd(text: string): number {
  let end = text.length;
  while (end > 0) {
    const start = lineStart(text, end);
    const line = text.slice(start, end).trim();
    if (line && !line.startsWith('#')) return trimmed(text, start, end);
    end = Math.max(0, start - 1);
  }
  return 0;
}

function trimmed(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}
