/** The tree of a dossier's YAML: nodes with their places in the text. */
import type { LocalizedText } from '../model/localized-text.ts';

export type YamlTree = YamlMap | YamlList | YamlScalar;

export interface BlockSpan {
  /** UTF-16 offsets from the start of the block. */
  readonly start: number;
  readonly end: number;
}

export interface YamlMap extends BlockSpan {
  readonly kind: 'map';
  readonly flow: boolean;
  readonly entries: readonly YamlEntry[];
}

export interface YamlList extends BlockSpan {
  readonly kind: 'list';
  readonly flow: boolean;
  readonly items: readonly (YamlTree | undefined)[];
  /** Where an empty item stands. */
  readonly itemSpans: readonly BlockSpan[];
}

export interface YamlScalar extends BlockSpan {
  readonly kind: 'scalar';
  /** The text as written, quotes and escapes resolved, whatever YAML makes of it. */
  readonly text: string;
  /** What YAML makes of it: `053151782669` is a number there. */
  readonly yaml: string | number | boolean | null | bigint;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
}

export interface YamlEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: YamlTree | undefined;
  /** True where the line is half typed: what it means is not known yet. */
  readonly isIncomplete: boolean;
}

/** Something wrong with the text as YAML. */
export interface SyntaxProblem extends BlockSpan {
  readonly rule: 'yaml-syntax' | 'full-width-punctuation' | 'duplicate-field';
  readonly message: LocalizedText;
  /** Each replaces `start`..`end` of its `at`; all together fix it, where a machine can. */
  readonly fix?: readonly { readonly at: BlockSpan; readonly text: string }[];
}

/** One top-level entry with the comments after it. */
export interface YamlBlock {
  readonly text: string;
  readonly entries: readonly YamlEntry[];
  /** What stands in the block where it is no entry of a mapping: a list, a lone scalar. */
  readonly stray: YamlTree | undefined;
  readonly problems: readonly SyntaxProblem[];
  /** Where the YAML parser lost its way: what stands after it in the block is read as far as it goes, but nothing is missed there. */
  readonly parseErrorOffset: number | undefined;
  /** True where an anchor or an alias stands in it: what it says may depend on another block. */
  readonly usesAliases: boolean;
  /** Columns that lines are read to have more than they are written with, by where the line begins. */
  readonly shifts: ReadonlyMap<number, number>;
}

export interface PlacedYamlBlock {
  readonly start: number;
  readonly block: YamlBlock;
}

/** True of a text in lines of its own, behind `|` or `>`. */
export function isBlockText(tree: YamlTree | undefined): boolean {
  return tree?.kind === 'scalar' && (tree.style === 'literal' || tree.style === 'folded');
}

/** The value of a tree as plain data, as YAML 1.2 core reads it; for packs and settings. */
export function plainData(tree: YamlTree | undefined): unknown {
  if (!tree) return null;
  if (tree.kind === 'scalar') return tree.yaml;
  if (tree.kind === 'list') return tree.items.map(plainData);
  return Object.fromEntries(tree.entries.map((e) => [e.key, plainData(e.value)]));
}

export const EMPTY_BLOCK: Omit<YamlBlock, 'text'> = {
  entries: [],
  stray: undefined,
  problems: [],
  parseErrorOffset: undefined,
  usesAliases: false,
  shifts: new Map(),
};
