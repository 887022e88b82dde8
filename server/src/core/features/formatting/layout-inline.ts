/** Values within a line: flow collections with their keys in order, and scalars with their dates as `YYYY-MM-DD`. */

import { readScalar } from '../../form/scalar-values.ts';
import type { Slot } from '../../model/form-schema.ts';
import {
  isBlockText,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlScalar,
  type YamlTree,
} from '../../yaml/tree.ts';
import { sortByKeys } from './layout-group.ts';

/**
 * The text of a flow collection, or of a scalar that is no block scalar, after formatting. `text` is the block that the
 * offsets of `tree` are in. The result has as many lines as before.
 */
export function printInline(text: string, tree: YamlTree, slot: Slot | undefined): string {
  if (tree.kind === 'scalar') return printScalar(text, tree, slot);
  return tree.kind === 'map' ? printMap(text, tree, slot) : printList(text, tree, slot);
}

/**
 * The day (`YYYY-MM-DD`) or month (`YYYY-MM`) that a scalar means, where the form asks for one and it is written in
 * another way, such as `2023年6月15日`; undefined otherwise.
 */
export function intendedDate(tree: YamlScalar, slot: Slot | undefined): string | undefined {
  if ((slot?.type !== 'date' && slot?.type !== 'month') || isBlockText(tree) || !tree.text.trim()) return undefined;
  return readScalar(slot, tree).wrong?.instead;
}

/** The slot of a key in a group; undefined where the form does not have the key. */
export function slotIn(slot: Slot | undefined, key: string): Slot | undefined {
  return slot?.fields?.find((f) => f.key === key);
}

/** The keys of a group in the order of the form; empty where the slot is no group. */
export function keysOf(slot: Slot | undefined): readonly string[] {
  return slot?.fields?.map((f) => f.key) ?? [];
}

function printScalar(text: string, tree: YamlScalar, slot: Slot | undefined): string {
  const date = intendedDate(tree, slot);
  const written = text.slice(tree.start, tree.end);
  if (date === undefined) return written;
  const quote = tree.style === 'plain' ? '' : written[0]!;
  return quote + date + quote;
}

function printMap(text: string, tree: YamlMap, slot: Slot | undefined): string {
  const ends = tree.entries.map((e) => entryEnd(text, e));
  const between = gapsBetween(
    text,
    tree,
    tree.entries.map((e, i) => [e.keyStart, ends[i]!]),
  );
  const pieces = tree.entries.map((e, i) => ({
    key: e.key,
    text: printEntry(text, e, ends[i]!, slotIn(slot, e.key)),
  }));
  // With a comment in the brackets, or an entry on two lines, sorting would move text to the wrong entry.
  const isFixed = between.some((b) => b.includes('#')) || pieces.some((p) => p.text.includes('\n'));
  const ordered = isFixed ? pieces : sortByKeys(pieces, keysOf(slot));
  return interleave(
    ordered.map((p) => p.text),
    between,
  );
}

function printList(text: string, tree: YamlList, slot: Slot | undefined): string {
  const pieces = tree.items.map((item, i) => {
    const { start, end } = tree.itemSpans[i]!;
    return item ? printInline(text, item, slot?.item) : text.slice(start, end);
  });
  return interleave(
    pieces,
    gapsBetween(
      text,
      tree,
      tree.itemSpans.map((p) => [p.start, p.end]),
    ),
  );
}

/** `key: value`; where there is no value, a blank separates the colon from what follows. */
function printEntry(text: string, { keyStart, keyEnd, value }: YamlEntry, end: number, slot: Slot | undefined): string {
  const colon = text.slice(keyEnd, value?.start ?? end);
  const isPlain = /^[ \t]*:[ \t]*$/.test(colon);
  return text.slice(keyStart, keyEnd) + (isPlain ? ': ' : colon) + (value ? printInline(text, value, slot) : '');
}

function entryEnd(text: string, { keyEnd, value }: YamlEntry): number {
  return value?.end ?? keyEnd + (/^\s*:/.exec(text.slice(keyEnd))?.[0].length ?? 0);
}

/** The text before, between and after the pieces of a collection. */
function gapsBetween(text: string, tree: YamlTree, pieces: readonly (readonly [number, number])[]): readonly string[] {
  const from = [tree.start, ...pieces.map(([, end]) => end)];
  const all = from.map((start, i) => text.slice(start, pieces[i]?.[0] ?? tree.end));
  return all.map((between, i) => {
    if (i > 0 && i < pieces.length) return /^[ \t]*,[ \t]*$/.test(between) ? ', ' : between;
    // Blanks before the bracket that closes are kept only where the one that opens has some behind it.
    return i > 0 && all[0]!.length === 1 ? between.replace(/^[ \t]+(?=.$)/, '') : between;
  });
}

function interleave(pieces: readonly string[], between: readonly string[]): string {
  return pieces.reduce((text, piece, i) => {
    const next = between[i + 1]!;
    return text + piece + (piece.endsWith(' ') ? next.replace(/^[ \t]+/, '') : next);
  }, between[0]!);
}
