/** What can be folded: everything over several lines, runs of comments, the text under a heading. */
import type { Analysis } from '../../analysis/types.ts';
import type { Span } from '../../model/edit.ts';
import { blockExtent, type Extent, entryExtent, extentOf } from '../../yaml/extent.ts';
import { headingsOf } from '../../yaml/markdown-headings.ts';
import type { Source } from '../../yaml/source.ts';
import type { Block, Entry, Tree } from '../../yaml/tree.ts';

export interface Fold extends Span {
  readonly kind: 'part' | 'comment';
}

/** From the first line to the last; stretches of one line are left out. */
export function folds({ source }: Analysis): readonly Fold[] {
  const found = source.blocks.flatMap(({ start, block }) =>
    [...parts(block), ...comments(block)].map((f) => ({ ...f, start: start + f.start, end: start + f.end })),
  );
  const long = found.filter((f) => source.text.slice(f.start, f.end).includes('\n'));
  return onePerLine(long, source);
}

function parts(block: Block): readonly Fold[] {
  const all = [
    ...(block.entries.length ? [blockExtent(block)] : []),
    ...block.entries.flatMap((e) => inEntry(e, block.text)),
    ...(block.stray ? inTree(block.stray, block.text) : []),
  ];
  return all.map(({ start, end }) => ({ start, end, kind: 'part' }));
}

function inEntry(entry: Entry, text: string): readonly Extent[] {
  return [entryExtent(entry, text), ...(entry.value ? inTree(entry.value, text) : [])];
}

/** What can be folded in a value; the value itself folds at its key. */
function inTree(tree: Tree, text: string): readonly Extent[] {
  if (tree.kind === 'map') return tree.entries.flatMap((e) => inEntry(e, text));
  if (tree.kind === 'list')
    return tree.items.flatMap((item) => (item ? [extentOf(item, text), ...inTree(item, text)] : []));
  return headingsOf(tree, text).map(({ start, stop }) => ({ start, end: stop }));
}

/** Comments in lines that follow each other. What looks like one within a text is its heading. */
function comments(block: Block): readonly Fold[] {
  const all = [...block.entries.flatMap((e) => scalars(e.value)), ...scalars(block.stray)];
  const texts = all.filter((t) => block.text.slice(t.start, t.end).includes('\n'));
  const found: Fold[] = [];
  let open: Extent | undefined;
  let at = 0;
  for (const line of block.text.split('\n')) {
    const indent = /^[ \t]*(?=#)/.exec(line)?.[0].length;
    const start = at + (indent ?? 0);
    if (indent === undefined || texts.some((t) => t.start < start && start < t.end)) open = undefined;
    else {
      if (open) found.pop();
      open = { start: open?.start ?? start, end: at + line.trimEnd().length };
      found.push({ ...open, kind: 'comment' });
    }
    at += line.length + 1;
  }
  return found;
}

function scalars(tree: Tree | undefined): readonly Extent[] {
  if (!tree) return [];
  if (tree.kind === 'scalar') return [tree];
  return (tree.kind === 'map' ? tree.entries.map((e) => e.value) : tree.items).flatMap(scalars);
}

/** An editor folds a line one way: of what begins on it, the longest. */
function onePerLine(all: readonly Fold[], source: Source): readonly Fold[] {
  const byLine = new Map<number, Fold>();
  for (const fold of all) {
    const { line } = source.position(fold.start);
    const before = byLine.get(line);
    if (!before || before.end < fold.end) byLine.set(line, fold);
  }
  return [...byLine.values()].sort((a, b) => a.start - b.start);
}
