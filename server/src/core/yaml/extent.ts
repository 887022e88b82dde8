/** The extent of nodes and blocks without the blank lines and comments behind them, which a YAML parser counts in. */
import { lineStart } from '../text/lines.ts';
import { isBlockText, type YamlBlock, type YamlEntry, type YamlTree } from './tree.ts';

/** A stretch of a block, in UTF-16 offsets from its start. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** The extent of a node: for a mapping or list to the end of its last entry. `text` is the text of its block. */
export function extentOf(tree: YamlTree, text: string): Extent {
  const { start } = tree;
  if (tree.kind === 'scalar') return { start, end: isBlockText(tree) ? trimmed(text, start, tree.end) : tree.end };
  if (tree.flow) return { start, end: tree.end };
  const ends =
    tree.kind === 'map'
      ? tree.entries.map((e) => entryExtent(e, text).end)
      : tree.items.map((item, i) => (item ? extentOf(item, text) : tree.itemSpans[i]!).end);
  // Not spread into a call: a list may be longer than a call has room for.
  return { start, end: ends.reduce((a, b) => Math.max(a, b), start) };
}

/** The extent of a key with its value. `text` is the text of its block. */
export function entryExtent({ keyStart, keyEnd, value }: YamlEntry, text: string): Extent {
  return { start: keyStart, end: Math.max(keyEnd, value ? extentOf(value, text).end : keyEnd) };
}

/** The extent of a block without blank lines and comments at its end. Where the parser gave up within the block, its last written line ends it. */
export function blockExtent({ text, entries, parseErrorOffset }: YamlBlock): Extent {
  const read = entries.reduce((end, e) => Math.max(end, entryExtent(e, text).end), 0);
  return { start: 0, end: parseErrorOffset === undefined && read ? read : contentEnd(text) };
}

/** Where the last line ends that is neither blank nor a comment. */
function contentEnd(text: string): number {
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
