/** Values as they stand on a line: flow collections with their keys in order, and scalars with the dates they mean. */

import { readScalar } from '../../form/scalar-values.ts';
import type { Slot } from '../../model/form-schema.ts';
import { type Entry, isBlockText, type ListTree, type MapTree, type ScalarTree, type Tree } from '../../yaml/tree.ts';
import { inOrder } from './layout-group.ts';

/** A flow collection or a scalar that is no block, as it is to stand in the text; as many lines as before. */
export function printInline(text: string, tree: Tree, slot: Slot | undefined): string {
  if (tree.kind === 'scalar') return printScalar(text, tree, slot);
  return tree.kind === 'map' ? printMap(text, tree, slot) : printList(text, tree, slot);
}

/** The day or month that a scalar means, where the form asks for one and it is written in another way. */
export function dateMeant(tree: ScalarTree, slot: Slot | undefined): string | undefined {
  if ((slot?.type !== 'date' && slot?.type !== 'month') || isBlockText(tree) || !tree.text.trim()) return undefined;
  return readScalar(slot, tree).wrong?.instead;
}

/** What the form asks for under a key of a group. */
export function slotIn(slot: Slot | undefined, key: string): Slot | undefined {
  return slot?.fields?.find((f) => f.key === key);
}

/** The keys of a group in the order of the form. */
export function keysOf(slot: Slot | undefined): readonly string[] {
  return slot?.fields?.map((f) => f.key) ?? [];
}

function printScalar(text: string, tree: ScalarTree, slot: Slot | undefined): string {
  const date = dateMeant(tree, slot);
  const written = text.slice(tree.start, tree.end);
  if (date === undefined) return written;
  const quote = tree.style === 'plain' ? '' : written[0]!;
  return quote + date + quote;
}

function printMap(text: string, tree: MapTree, slot: Slot | undefined): string {
  const ends = tree.entries.map((e) => entryEnd(text, e));
  const between = betweenPieces(
    text,
    tree,
    tree.entries.map((e, i) => [e.keyStart, ends[i]!]),
  );
  const pieces = tree.entries.map((e, i) => ({
    key: e.key,
    text: printEntry(text, e, ends[i]!, slotIn(slot, e.key)),
  }));
  // A comment in the brackets, or an entry on two lines, would end up somewhere else.
  const isFixed = between.some((b) => b.includes('#')) || pieces.some((p) => p.text.includes('\n'));
  const ordered = isFixed ? pieces : inOrder(pieces, keysOf(slot));
  return joined(
    ordered.map((p) => p.text),
    between,
  );
}

function printList(text: string, tree: ListTree, slot: Slot | undefined): string {
  const pieces = tree.items.map((item, i) => {
    const { start, end } = tree.places[i]!;
    return item ? printInline(text, item, slot?.item) : text.slice(start, end);
  });
  return joined(
    pieces,
    betweenPieces(
      text,
      tree,
      tree.places.map((p) => [p.start, p.end]),
    ),
  );
}

/** `key: value`; where there is no value, a blank keeps the colon from what follows. */
function printEntry(text: string, { keyStart, keyEnd, value }: Entry, end: number, slot: Slot | undefined): string {
  const colon = text.slice(keyEnd, value?.start ?? end);
  const isPlain = /^[ \t]*:[ \t]*$/.test(colon);
  return text.slice(keyStart, keyEnd) + (isPlain ? ': ' : colon) + (value ? printInline(text, value, slot) : '');
}

function entryEnd(text: string, { keyEnd, value }: Entry): number {
  return value?.end ?? keyEnd + (/^\s*:/.exec(text.slice(keyEnd))?.[0].length ?? 0);
}

/** What stands before, between and after the pieces of a collection. */
function betweenPieces(text: string, tree: Tree, pieces: readonly (readonly [number, number])[]): readonly string[] {
  const from = [tree.start, ...pieces.map(([, end]) => end)];
  const all = from.map((start, i) => text.slice(start, pieces[i]?.[0] ?? tree.end));
  return all.map((between, i) => {
    if (i > 0 && i < pieces.length) return /^[ \t]*,[ \t]*$/.test(between) ? ', ' : between;
    // Blanks before the bracket that closes are kept only where the one that opens has some behind it.
    return i > 0 && all[0]!.length === 1 ? between.replace(/^[ \t]+(?=.$)/, '') : between;
  });
}

function joined(pieces: readonly string[], between: readonly string[]): string {
  return pieces.reduce((text, piece, i) => {
    const next = between[i + 1]!;
    return text + piece + (piece.endsWith(' ') ? next.replace(/^[ \t]+/, '') : next);
  }, between[0]!);
}
