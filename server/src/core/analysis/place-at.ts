/** From where a cursor stands to the place of the form that is written there. */

import type { Answer } from '../form/answer.ts';
import { partsOf } from '../form/answers.ts';
import type { Path } from '../model/path.ts';
import { alignment } from '../yaml/scalar-offsets.ts';
import type { Source } from '../yaml/source.ts';
import type { Entry, Tree } from '../yaml/tree.ts';
import type { Analysis } from './types.ts';

export interface Standing {
  readonly path: Path;
  /** How far into the text of the scalar that stands there, in UTF-16 units; undefined on a key or a group. */
  readonly at?: number;
}

/** The key or value at an offset, else what was written last before it: a cursor often stands behind its value. */
export function placeAt(source: Source, offset: number): Standing | undefined {
  const found = source.at(offset);
  const path = found?.path ?? lastBefore(source, offset);
  if (!path?.length) return undefined;
  const at = found?.part === 'key' ? undefined : textOffset(source, path, offset);
  return at === undefined ? { path } : { path, at };
}

/** The chapter kept in a file of its own, by that file as the dossier writes it. */
export function chapterIn(analysis: Analysis, isIt: (file: string) => boolean): Answer | undefined {
  const within = (answer: Answer | undefined): readonly Answer[] =>
    answer ? [answer, ...partsOf(answer).flatMap(within)] : [];
  return (analysis.pack?.form.fields ?? [])
    .flatMap((f) => within(analysis.answers.at([f.key])))
    .find((a) => a.file !== undefined && isIt(a.file));
}

function textOffset(source: Source, path: Path, offset: number): number | undefined {
  const found = source.find(path);
  if (found?.tree?.kind !== 'scalar') return undefined;
  const { block, start } = found.block;
  return Math.max(
    0,
    alignment(block.text, found.tree).findLastIndex((at) => start + at <= offset),
  );
}

function lastBefore(source: Source, offset: number): Path | undefined {
  const placed = source.blockAt(offset);
  return placed && inEntries(placed.block.entries, offset - placed.start, []);
}

function inEntries(entries: readonly Entry[], at: number, above: Path): Path {
  const entry = entries.findLast((e) => e.keyStart <= at);
  return entry ? inTree(entry.value, at, [...above, entry.key]) : above;
}

function inTree(tree: Tree | undefined, at: number, path: Path): Path {
  if (tree?.kind === 'map') return inEntries(tree.entries, at, path);
  if (tree?.kind !== 'list') return path;
  const i = tree.places.findLastIndex((p) => p.start <= at);
  return i < 0 ? path : inTree(tree.items[i], at, [...path, i]);
}
