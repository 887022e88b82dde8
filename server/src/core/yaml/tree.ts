/** The tree of a dossier's YAML: nodes with their places in the text. */
import type { Text } from '../model/localized-text.ts';

export type Tree = MapTree | ListTree | ScalarTree;

export interface Place {
  /** UTF-16 offsets from the start of the block. */
  readonly start: number;
  readonly end: number;
}

export interface MapTree extends Place {
  readonly kind: 'map';
  readonly flow: boolean;
  readonly entries: readonly Entry[];
}

export interface ListTree extends Place {
  readonly kind: 'list';
  readonly flow: boolean;
  readonly items: readonly (Tree | undefined)[];
  /** Where an empty item stands. */
  readonly places: readonly Place[];
}

export interface ScalarTree extends Place {
  readonly kind: 'scalar';
  /** The text as written, quotes and escapes resolved, whatever YAML makes of it. */
  readonly text: string;
  /** What YAML makes of it: `053151782669` is a number there. */
  readonly yaml: string | number | boolean | null | bigint;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
}

export interface Entry {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: Tree | undefined;
  /** True where the line is half typed: what it means is not known yet. */
  readonly broken: boolean;
}

/** Something wrong with the text as YAML. */
export interface SyntaxProblem extends Place {
  readonly rule: 'yaml-syntax' | 'full-width-punctuation' | 'duplicate-field';
  readonly message: Text;
  /** Each replaces `start`..`end` of its `at`; all together mend it, where a machine can. */
  readonly fix?: readonly { readonly at: Place; readonly text: string }[];
}

/** One top-level entry with the comments after it. */
export interface Block {
  readonly text: string;
  readonly entries: readonly Entry[];
  /** What stands in the block where it is no entry of a mapping: a list, a lone scalar. */
  readonly stray: Tree | undefined;
  readonly problems: readonly SyntaxProblem[];
  /** Where the YAML parser lost its way: what stands after it in the block is read as far as it goes, but nothing is missed there. */
  readonly lostAt: number | undefined;
  /** True where an anchor or an alias stands in it: what it says may depend on another block. */
  readonly isLinked: boolean;
  /** Columns that lines are read to have more than they are written with, by where the line begins. */
  readonly shifts: ReadonlyMap<number, number>;
}

export interface PlacedBlock {
  readonly start: number;
  readonly block: Block;
}

/** True of a text in lines of its own, behind `|` or `>`. */
export function isBlockText(tree: Tree | undefined): boolean {
  return tree?.kind === 'scalar' && (tree.style === 'literal' || tree.style === 'folded');
}

/** The value of a tree as plain data, as YAML 1.2 core reads it; for packs and settings. */
export function plain(tree: Tree | undefined): unknown {
  if (!tree) return null;
  if (tree.kind === 'scalar') return tree.yaml;
  if (tree.kind === 'list') return tree.items.map(plain);
  return Object.fromEntries(tree.entries.map((e) => [e.key, plain(e.value)]));
}

export const EMPTY_BLOCK: Omit<Block, 'text'> = {
  entries: [],
  stray: undefined,
  problems: [],
  lostAt: undefined,
  isLinked: false,
  shifts: new Map(),
};
