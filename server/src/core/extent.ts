/** How far what stands in a block really goes: without the blank lines and comments that a parser counts in. */
import type { Block, Entry, ScalarTree, Tree } from './source.ts';

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
  return { start, end: Math.max(start, ...ends) };
}

/** A key with its value. */
export function entryExtent({ keyStart, keyEnd, value }: Entry, text: string): Extent {
  return { start: keyStart, end: Math.max(keyEnd, value ? extentOf(value, text).end : keyEnd) };
}

/** The lines of a block but for blank ones and comments at their end; to where it was cut if the parser lost its way. */
export function blockExtent({ text, entries, lostAt }: Block): Extent {
  const written = text.replace(/(?:(?:^|(?<=\n))[ \t]*(?:#[^\n]*)?(?:\n|$))+$/, '').trimEnd().length;
  if (lostAt !== undefined) return { start: 0, end: written };
  return { start: 0, end: Math.max(0, ...entries.map((e) => entryExtent(e, text).end)) || written };
}

/** True of a text in lines of its own, behind `|` or `>`. */
export function isBlockText({ style }: ScalarTree): boolean {
  return style === 'literal' || style === 'folded';
}

function trimmed(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}
