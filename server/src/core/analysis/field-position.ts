/** From the offset of a cursor to the field that is written there. */

import type { Answer } from '../form/answer.ts';
import { childAnswers } from '../form/answers.ts';
import type { FieldPath } from '../model/path.ts';
import { alignment } from '../yaml/scalar-offsets.ts';
import type { Source } from '../yaml/source.ts';
import type { YamlEntry, YamlTree } from '../yaml/tree.ts';
import type { Analysis } from './types.ts';

/** A place in a dossier as a field path, where one can tell with the offset in its text. */
export interface FieldPosition {
  readonly path: FieldPath;
  /** How far into the text of the scalar that stands there, in UTF-16 units; undefined on a key or a group. */
  readonly at?: number;
}

/**
 * The key or value at an offset (UTF-16), else the last one before it, since a cursor often stands behind its value.
 * Undefined before the first key.
 */
export function fieldPositionAt(source: Source, offset: number): FieldPosition | undefined {
  const found = source.at(offset);
  const path = found?.path ?? lastBefore(source, offset);
  if (!path?.length) return undefined;
  const at = found?.part === 'key' ? undefined : textOffset(source, path, offset);
  return at === undefined ? { path } : { path, at };
}

/** The answer whose text is kept in a file for which `isIt` is true; it is given the path as the dossier writes it. */
export function findChapter(analysis: Analysis, isIt: (file: string) => boolean): Answer | undefined {
  const within = (answer: Answer | undefined): readonly Answer[] =>
    answer ? [answer, ...childAnswers(answer).flatMap(within)] : [];
  return (analysis.pack?.form.fields ?? [])
    .flatMap((f) => within(analysis.answers.at([f.key])))
    .find((a) => a.file !== undefined && isIt(a.file));
}

function textOffset(source: Source, path: FieldPath, offset: number): number | undefined {
  const found = source.find(path);
  if (found?.tree?.kind !== 'scalar') return undefined;
  const { block, start } = found.block;
  return Math.max(
    0,
    alignment(block.text, found.tree).findLastIndex((at) => start + at <= offset),
  );
}

function lastBefore(source: Source, offset: number): FieldPath | undefined {
  const placed = source.blockAt(offset);
  return placed && pathInEntries(placed.block.entries, offset - placed.start, []);
}

function pathInEntries(entries: readonly YamlEntry[], at: number, above: FieldPath): FieldPath {
  const entry = entries.findLast((e) => e.keyStart <= at);
  return entry ? pathInTree(entry.value, at, [...above, entry.key]) : above;
}

function pathInTree(tree: YamlTree | undefined, at: number, path: FieldPath): FieldPath {
  if (tree?.kind === 'map') return pathInEntries(tree.entries, at, path);
  if (tree?.kind !== 'list') return path;
  const i = tree.itemSpans.findLastIndex((p) => p.start <= at);
  return i < 0 ? path : pathInTree(tree.items[i], at, [...path, i]);
}
