/** The tree of a dossier's YAML: nodes with their places in the text. All places are UTF-16 offsets from the start of the node's block. */
import type { LocalizedText } from '../model/localized-text.ts';

/** A node: a mapping, a list or a scalar. An empty value is no node. */
export type YamlTree = YamlMap | YamlList | YamlScalar;

/** A stretch of a block: UTF-16 offsets from its start, the end exclusive. */
export interface BlockSpan {
  readonly start: number;
  readonly end: number;
}

/** A mapping. */
export interface YamlMap extends BlockSpan {
  readonly kind: 'map';
  /** True of one in braces. */
  readonly flow: boolean;
  readonly entries: readonly YamlEntry[];
  /** True where keys may be missing that were not read: those of a merge key, `<<`. */
  readonly isPartial?: boolean;
}

/** A list. */
export interface YamlList extends BlockSpan {
  readonly kind: 'list';
  /** True of one in brackets. */
  readonly flow: boolean;
  /** Undefined for an empty item. */
  readonly items: readonly (YamlTree | undefined)[];
  /** Where each item stands, empty ones too. */
  readonly itemSpans: readonly BlockSpan[];
}

/** A single value: a text, number, yes or no. */
export interface YamlScalar extends BlockSpan {
  readonly kind: 'scalar';
  /** The text as written, quotes and escapes resolved, whatever YAML makes of it. */
  readonly text: string;
  /** What YAML makes of it: `053151782669` is a number there. */
  readonly yaml: string | number | boolean | null | bigint;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
  /** Of a block scalar: where its first line begins, and the columns of indentation that are no part of its text. */
  readonly body?: { readonly start: number; readonly indent: number };
}

/** A key of a mapping with its value, undefined where nothing stands behind the colon. */
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
  readonly rule:
    | 'yaml-syntax'
    | 'full-width-punctuation'
    | 'duplicate-field'
    | 'comment-in-value'
    | 'invisible-character'
    | 'wrong-encoding';
  readonly message: LocalizedText;
  /** What an author may accept, the best first. */
  readonly fixes?: readonly SyntaxFix[];
  /** True where everything around it was read as meant, so that the values there can be trusted. */
  readonly isHarmless?: boolean;
}

/** A change that corrects a syntax problem: each edit replaces `start`..`end` of its `at`, all of them together. */
export interface SyntaxFix {
  /** Undefined where the new text speaks for itself. */
  readonly title?: LocalizedText;
  readonly edits: readonly { readonly at: BlockSpan; readonly text: string }[];
  /** True where it is certainly what the author meant. */
  readonly isSafe: boolean;
}

/** One top-level entry with the comments after it. */
export interface YamlBlock {
  readonly text: string;
  readonly entries: readonly YamlEntry[];
  /** What stands in the block where it is no entry of a mapping: a list, a lone scalar. */
  readonly stray: YamlTree | undefined;
  readonly problems: readonly SyntaxProblem[];
  /** The offset at which the YAML parser met its first error. What follows it in the block is read as far as possible, but no field there is reported as missing. */
  readonly parseErrorOffset: number | undefined;
  /** True where it has an anchor or an alias: its values may depend on another block. */
  readonly usesAliases: boolean;
  /** By how many columns the indentation of a line is read differently than written; the key is the offset of the line. */
  readonly shifts: ReadonlyMap<number, number>;
}

/** A block and the UTF-16 offset in the dossier at which it begins. */
export interface PlacedYamlBlock {
  readonly start: number;
  readonly block: YamlBlock;
}

/** True of a block scalar: text in lines of its own, behind `|` or `>`. */
export function isBlockText(tree: YamlTree | undefined): boolean {
  return tree?.kind === 'scalar' && (tree.style === 'literal' || tree.style === 'folded');
}

/** The value of a tree as plain data, as the YAML 1.2 core schema reads it; for packs and settings. Null where there is no tree. */
export function plainData(tree: YamlTree | undefined): unknown {
  if (!tree) return null;
  if (tree.kind === 'scalar') return tree.yaml;
  if (tree.kind === 'list') return tree.items.map(plainData);
  return Object.fromEntries(tree.entries.map((e) => [e.key, plainData(e.value)]));
}

/** A block in which nothing was read. */
export const EMPTY_BLOCK: Omit<YamlBlock, 'text'> = {
  entries: [],
  stray: undefined,
  problems: [],
  parseErrorOffset: undefined,
  usesAliases: false,
  shifts: new Map(),
};
