/** Folding ranges: entries and items over several lines, comments in consecutive lines, the text under a heading. */
import type { Analysis } from '../../analysis/types.ts';
import type { Span } from '../../model/edit.ts';
import { blockExtent, type Extent, entryExtent, extentOf } from '../../yaml/extent.ts';
import { headingsOf } from '../../yaml/markdown-headings.ts';
import type { Source } from '../../yaml/source.ts';
import type { YamlBlock, YamlEntry, YamlTree } from '../../yaml/tree.ts';

/** A stretch that can be folded, in UTF-16 offsets into the dossier. */
export interface FoldingSpan extends Span {
  readonly kind: 'part' | 'comment';
}

/** All folding ranges in the order of the text, at most one that begins on a line; stretches of one line are left out. */
export function foldingRanges({ source }: Analysis): readonly FoldingSpan[] {
  const found = source.blocks.flatMap(({ start, block }) =>
    [...entryFolds(block), ...commentFolds(block)].map((f) => ({ ...f, start: start + f.start, end: start + f.end })),
  );
  const long = found.filter((f) => source.text.slice(f.start, f.end).includes('\n'));
  return onePerLine(long, source);
}

function entryFolds(block: YamlBlock): readonly FoldingSpan[] {
  const all = [
    ...(block.entries.length ? [blockExtent(block)] : []),
    ...block.entries.flatMap((e) => inEntry(e, block.text)),
    ...(block.stray ? inTree(block.stray, block.text) : []),
  ];
  return all.map(({ start, end }) => ({ start, end, kind: 'part' }));
}

function inEntry(entry: YamlEntry, text: string): readonly Extent[] {
  return [entryExtent(entry, text), ...(entry.value ? inTree(entry.value, text) : [])];
}

/** What can be folded inside a value; the value itself folds at its key. */
function inTree(tree: YamlTree, text: string): readonly Extent[] {
  if (tree.kind === 'map') return tree.entries.flatMap((e) => inEntry(e, text));
  if (tree.kind === 'list')
    return tree.items.flatMap((item) => (item ? [extentOf(item, text), ...inTree(item, text)] : []));
  return headingsOf(tree, text).map(({ start, stop }) => ({ start, end: stop }));
}

/** Runs of comment lines. A line with `#` inside a text block is a heading of that text, not a comment. */
function commentFolds(block: YamlBlock): readonly FoldingSpan[] {
  const all = [...block.entries.flatMap((e) => scalarExtents(e.value)), ...scalarExtents(block.stray)];
  const texts = all.filter((t) => block.text.slice(t.start, t.end).includes('\n'));
  const found: FoldingSpan[] = [];
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

function scalarExtents(tree: YamlTree | undefined): readonly Extent[] {
  if (!tree) return [];
  if (tree.kind === 'scalar') return [tree];
  return (tree.kind === 'map' ? tree.entries.map((e) => e.value) : tree.items).flatMap(scalarExtents);
}

/** Keeps the longest of the ranges that begin on one line: editors show only one. */
function onePerLine(all: readonly FoldingSpan[], source: Source): readonly FoldingSpan[] {
  const byLine = new Map<number, FoldingSpan>();
  for (const fold of all) {
    const { line } = source.position(fold.start);
    const before = byLine.get(line);
    if (!before || before.end < fold.end) byLine.set(line, fold);
  }
  return [...byLine.values()].sort((a, b) => a.start - b.start);
}
