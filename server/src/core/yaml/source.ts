/**
 * A dossier's text and its tree, with the place of every key and value. Only the files of this folder import `yaml`.
 *
 * The text is cut at its top-level keys and each block is read by itself: a syntax error in one block cannot hide
 * another, and an edit costs the block it touches. Positions inside a block count from the block's start, so
 * that an unchanged block is kept as it is when text before it grows.
 */

import { Lexer } from 'yaml';
import type { Span } from '../model/edit.ts';
import type { FormKeys } from '../model/form-paths.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { FieldPath } from '../model/path.ts';
import { LineIndex, type Position } from '../text/lines.ts';
import { isMarker, readBlock } from './parse-block.ts';
import { splitBlocks } from './split-blocks.ts';
import { syntaxMessage } from './syntax-messages.ts';
import {
  isBlockText,
  type PlacedYamlBlock,
  plainData,
  type SyntaxProblem,
  type YamlEntry,
  type YamlMap,
  type YamlTree,
} from './tree.ts';
import type { Anchors } from './tree-builder.ts';

/** The text of a dossier with its tree. Paths are looked up and offsets resolved here; all offsets are UTF-16 offsets of the whole text. */
export class Source {
  readonly text: string;
  readonly blocks: readonly PlacedYamlBlock[];
  /** Problems between blocks, in offsets of the whole text: a top-level key that stands twice, a second document. */
  readonly problems: SyntaxProblem[] = [];
  /** True where the end of the text was not read: no field is reported as missing then. */
  isTruncated = false;
  /** True where so much could not be decoded that nothing else can be said of the text. */
  isGarbled = false;
  private readonly byKey = new Map<string, PlacedYamlBlock>();
  /** The entries of large mappings by key, made when one is first looked up. */
  private readonly entriesByKey = new WeakMap<YamlMap, ReadonlyMap<string, YamlEntry>>();
  private lines: LineIndex | undefined;

  /** Reads `text`; blocks that did not change since `previous` are kept. `formKeys` tells keys from prose. */
  constructor(text: string, previous?: Source, formKeys: FormKeys = new Map()) {
    this.text = text;
    const known = new Map(previous?.blocks.map((b) => [b.block.text, b.block]));
    const anchors: Anchors = new Map();
    const all = splitBlocks(text, formKeys).map(([start, end]) => {
      const part = text.slice(start, end);
      const kept = known.get(part);
      const block = kept && !kept.usesAliases ? kept : readBlock(part, anchors, formKeys);
      return { start, block };
    });
    this.blocks = this.firstDocument(all);
    this.addEncodingProblem();
    for (const placed of this.blocks) {
      for (const entry of placed.block.entries) {
        // Undecodable keys may have been different ones.
        if (this.byKey.has(entry.key) && entry.key.includes('\ufffd')) continue;
        if (this.byKey.has(entry.key))
          this.addProblem(
            placed,
            entry.keyStart,
            entry.keyEnd,
            'duplicate-field',
            syntaxMessage('duplicate', entry.key),
          );
        else this.byKey.set(entry.key, placed);
      }
    }
  }

  /** The blocks before a `---` that opens a second document. The second one is not read, which is reported. */
  private firstDocument(all: readonly PlacedYamlBlock[]): readonly PlacedYamlBlock[] {
    const isFilled = ({ block }: PlacedYamlBlock) => block.entries.length > 0 || block.stray !== undefined;
    const begun = all.findIndex(isFilled);
    const second = all.findIndex(({ block }, i) => i > begun && begun >= 0 && isMarker(block.text));
    if (second < 0) return all;
    const behind = all[second]!.block.text.slice(3).replace(/#.*$/gm, '').trim() !== '';
    if (!behind && !all.slice(second).some(isFilled)) return all;
    this.addProblem(all[second]!, 0, 3, 'yaml-syntax', syntaxMessage('marker'));
    this.isTruncated = true;
    return all.slice(0, second + 1);
  }

  /** U+FFFD stands where bytes could not be decoded: the file was opened, and perhaps saved, in the wrong encoding. */
  private addEncodingProblem(): void {
    const start = this.text.indexOf('\ufffd');
    if (start < 0) return;
    const count = this.text.split('\ufffd').length - 1;
    this.isGarbled = count >= MOST_DAMAGE && count * 50 > this.text.length;
    this.isTruncated ||= this.blocks.some(({ block }) => block.entries.some((e) => e.key.includes('\ufffd')));
    const message = syntaxMessage('wrong-encoding', String(count));
    this.problems.push({ start, end: start + 1, rule: 'wrong-encoding', message });
  }

  private addProblem(
    { start }: PlacedYamlBlock,
    from: number,
    to: number,
    rule: SyntaxProblem['rule'],
    message: LocalizedText,
  ): void {
    this.problems.push({ start: start + from, end: start + to, rule, message });
  }

  /** The block that holds the top-level key, the first where there are two. */
  block(key: string | number): PlacedYamlBlock | undefined {
    return this.byKey.get(String(key));
  }

  /** What stands at a path, with the block that it stands in. */
  find(
    path: FieldPath,
  ): { block: PlacedYamlBlock; entry: YamlEntry | undefined; tree: YamlTree | undefined } | undefined {
    const block = this.block(path[0] ?? '');
    if (!block) return undefined;
    let entry = block.block.entries.find((e) => e.key === path[0]);
    let tree = entry?.value;
    for (const step of path.slice(1)) {
      entry = undefined;
      if (tree?.kind === 'list' && typeof step === 'number') tree = tree.items[step];
      else if (tree?.kind === 'map') {
        entry = this.entryOf(tree, step);
        if (!entry) return undefined;
        tree = entry.value;
      } else return undefined;
    }
    return { block, entry, tree };
  }

  /** The first entry of a mapping with a key. */
  private entryOf(tree: YamlMap, key: string | number): YamlEntry | undefined {
    if (tree.entries.length < MANY_ENTRIES) return tree.entries.find((e) => e.key === key);
    let entries = this.entriesByKey.get(tree);
    // Backwards, so that of two with the same key the first stays.
    if (!entries) {
      entries = new Map(tree.entries.map((e) => [e.key, e] as const).reverse());
      this.entriesByKey.set(tree, entries);
    }
    return entries.get(String(key));
  }

  /** Where a finding on `path` is shown: its value, its key where it has none, else the nearest place above. */
  span(path: FieldPath, part: 'key' | 'value' = 'value'): Span {
    for (let length = path.length; length > 0; length--) {
      const found = this.find(path.slice(0, length));
      if (!found) continue;
      const { block, entry, tree } = found;
      const above = length < path.length;
      if (entry && (part === 'key' || above || !tree || isLong(tree, block))) {
        return { start: block.start + entry.keyStart, end: block.start + entry.keyEnd };
      }
      if (tree) return { start: block.start + tree.start, end: block.start + firstLineEnd(block.block.text, tree) };
    }
    return this.top();
  }

  /** The key or value that stands at an offset, with its path. */
  at(offset: number): { readonly path: FieldPath; readonly part: 'key' | 'value'; readonly span: Span } | undefined {
    const placed = this.blockAt(offset);
    if (!placed) return undefined;
    const found = nodeInEntries(placed.block.entries, offset - placed.start, []);
    return found && { ...found, span: { start: found.span.start + placed.start, end: found.span.end + placed.start } };
  }

  /** The block that holds an offset; the last one for the end of the text. */
  blockAt(offset: number): PlacedYamlBlock | undefined {
    return this.blocks.findLast((b) => b.start <= offset);
  }

  /** The first thing in the file that is not blank. */
  top(): Span {
    const first = this.blocks[0];
    const entry = first?.block.entries[0];
    if (first && entry) return { start: first.start + entry.keyStart, end: first.start + entry.keyEnd };
    const start = this.text.search(/\S/);
    return start < 0
      ? { start: 0, end: 0 }
      : { start, end: start + /^.*/.exec(this.text.slice(start))![0].trimEnd().length };
  }

  /** Zero-based line and UTF-16 column of an offset. */
  position(offset: number): Position {
    this.lines ??= new LineIndex(this.text);
    return this.lines.position(offset);
  }
}

/** The value of a whole source as plain data, for packs and settings. */
export function plainDataOfSource(source: Source): Record<string, unknown> {
  return Object.fromEntries(source.blocks.flatMap((b) => b.block.entries.map((e) => [e.key, plainData(e.value)])));
}

/** The comments of a text in order, from their `#`, without blanks at their end. */
export function comments(text: string): readonly string[] {
  const found: string[] = [];
  let before = '';
  for (const token of new Lexer().lex(text)) {
    if (token.startsWith('#') && before !== SCALAR_FOLLOWS) found.push(token.trimEnd());
    before = token;
  }
  return found;
}

/** The token that the lexer of `yaml` puts before a scalar. */
const SCALAR_FOLLOWS = '\u001f';

/** A mapping with as many entries is indexed by key. */
const MANY_ENTRIES = 32;

/** As many undecodable characters may be damage to a file that was opened in the right encoding. */
const MOST_DAMAGE = 10;

type NodeAtOffset = { readonly path: FieldPath; readonly part: 'key' | 'value'; readonly span: Span };

function nodeInEntries(entries: readonly YamlEntry[], at: number, above: FieldPath): NodeAtOffset | undefined {
  for (const entry of entries) {
    const path = [...above, entry.key];
    if (at >= entry.keyStart && at <= entry.keyEnd)
      return { path, part: 'key', span: { start: entry.keyStart, end: entry.keyEnd } };
    const found = entry.value && nodeInTree(entry.value, at, path);
    if (found) return found;
  }
  return undefined;
}

function nodeInTree(tree: YamlTree, at: number, path: FieldPath): NodeAtOffset | undefined {
  if (at < tree.start || at > tree.end || (isBlockText(tree) && at === tree.end)) return undefined;
  if (tree.kind === 'scalar') return { path, part: 'value', span: tree };
  if (tree.kind === 'map') return nodeInEntries(tree.entries, at, path);
  for (const [i, item] of tree.items.entries()) {
    const found = item && nodeInTree(item, at, [...path, i]);
    if (found) return found;
  }
  return undefined;
}

/** A value that runs over several lines is shown at its key, so that a squiggle does not cover a chapter. */
function isLong(tree: YamlTree, { block }: PlacedYamlBlock): boolean {
  return tree.kind !== 'scalar' ? /\n/.test(block.text.slice(tree.start, tree.end).trimEnd()) : isBlockText(tree);
}

function firstLineEnd(text: string, tree: YamlTree): number {
  const part = text.slice(tree.start, tree.end);
  return tree.start + /^[^\r\n]*/.exec(part)![0].trimEnd().length;
}
