/**
 * A dossier's text as a tree of places. The only file that knows `yaml`.
 *
 * The text is cut at its top-level keys and each block is read by itself: a slip in one block cannot hide
 * another, and an edit costs the block it touches. Positions inside a block count from the block's start, so
 * that an unchanged block is kept as it is when text before it grows.
 */
import {
  type Alias,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';
import type { Path, Span, Text } from '../model/finding.ts';
import { Lines, lineStart, type Position } from '../text/lines.ts';
import { isStrayText, MERGE_MARK, type Repair, scan, TOP, type Words } from './line-scanner.ts';
import { Repaired } from './repaired-text.ts';
import { slipText, yamlErrorText } from './syntax-messages.ts';

export type Tree = MapTree | ListTree | ScalarTree;

interface Place {
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

/** Deepest nesting that is read; an application form needs seven. */
const MAX_DEPTH = 60;
/** Most places an alias may stand for, so that a few lines cannot become millions. */
const MAX_ALIAS_SIZE = 2000;

export class Source {
  readonly text: string;
  readonly blocks: readonly PlacedBlock[];
  /** What is wrong between blocks, in offsets of the whole text: a key twice, a second document. */
  readonly problems: SyntaxProblem[] = [];
  /** True where the end of the text was not read, so that nothing can be said to be missing. */
  isCut = false;
  private readonly byKey = new Map<string, PlacedBlock>();
  private lines: Lines | undefined;

  /** Reads `text`; blocks that `previous` read already are kept. `words` are the keys that forms have. */
  constructor(text: string, previous?: Source, words: Words = new Map()) {
    this.text = text;
    const known = new Map(previous?.blocks.map((b) => [b.block.text, b.block]));
    const anchors: Anchors = new Map();
    const all = split(text, words).map(([start, end]) => {
      const part = text.slice(start, end);
      const kept = known.get(part);
      const block = kept && !kept.isLinked ? kept : readBlock(part, anchors, words);
      return { start, block };
    });
    this.blocks = this.firstDocument(all);
    for (const placed of this.blocks) {
      for (const entry of placed.block.entries) {
        if (this.byKey.has(entry.key))
          this.say(placed, entry.keyStart, entry.keyEnd, 'duplicate-field', slipText('duplicate', entry.key));
        else this.byKey.set(entry.key, placed);
      }
    }
  }

  /** What stands before a `---` that opens a second document; that one is not read, and it is said. */
  private firstDocument(all: readonly PlacedBlock[]): readonly PlacedBlock[] {
    const isFilled = ({ block }: PlacedBlock) => block.entries.length > 0 || block.stray !== undefined;
    const begun = all.findIndex(isFilled);
    const second = all.findIndex(({ block }, i) => i > begun && begun >= 0 && isMarker(block.text));
    if (second < 0) return all;
    const behind = all[second]!.block.text.slice(3).replace(/#.*$/gm, '').trim() !== '';
    if (!behind && !all.slice(second).some(isFilled)) return all;
    this.say(all[second]!, 0, 3, 'yaml-syntax', slipText('marker'));
    this.isCut = true;
    return all.slice(0, second + 1);
  }

  private say({ start }: PlacedBlock, from: number, to: number, rule: SyntaxProblem['rule'], message: Text): void {
    this.problems.push({ start: start + from, end: start + to, rule, message });
  }

  /** The block that holds the top-level key, the first where there are two. */
  block(key: string | number): PlacedBlock | undefined {
    return this.byKey.get(String(key));
  }

  /** What stands at a path, with the block that it stands in. */
  find(path: Path): { block: PlacedBlock; entry: Entry | undefined; tree: Tree | undefined } | undefined {
    const block = this.block(path[0] ?? '');
    if (!block) return undefined;
    let entry = block.block.entries.find((e) => e.key === path[0]);
    let tree = entry?.value;
    for (const step of path.slice(1)) {
      entry = undefined;
      if (tree?.kind === 'list' && typeof step === 'number') tree = tree.items[step];
      else if (tree?.kind === 'map') {
        entry = tree.entries.find((e) => e.key === step);
        if (!entry) return undefined;
        tree = entry.value;
      } else return undefined;
    }
    return { block, entry, tree };
  }

  /** Where a finding on `path` is shown: its value, its key where it has none, else the nearest place above. */
  span(path: Path, part: 'key' | 'value' = 'value'): Span {
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
  at(offset: number): { readonly path: Path; readonly part: 'key' | 'value'; readonly span: Span } | undefined {
    const placed = this.blockAt(offset);
    if (!placed) return undefined;
    const found = inEntries(placed.block.entries, offset - placed.start, []);
    return found && { ...found, span: { start: found.span.start + placed.start, end: found.span.end + placed.start } };
  }

  /** The block that holds an offset; the last one for the end of the text. */
  blockAt(offset: number): PlacedBlock | undefined {
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
    this.lines ??= new Lines(this.text);
    return this.lines.position(offset);
  }
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

/** The value of a whole source as plain data. */
export function plainSource(source: Source): Record<string, unknown> {
  return Object.fromEntries(source.blocks.flatMap((b) => b.block.entries.map((e) => [e.key, plain(e.value)])));
}

/** The comments of a text in their order, each without the blanks behind it. */
export function comments(text: string): readonly string[] {
  const found: string[] = [];
  let before = '';
  for (const token of new Lexer().lex(text)) {
    if (token.startsWith('#') && before !== SCALAR_FOLLOWS) found.push(token.trimEnd());
    before = token;
  }
  return found;
}

/** What the lexer of `yaml` puts before a scalar. */
const SCALAR_FOLLOWS = '\u001f';

type Found = { readonly path: Path; readonly part: 'key' | 'value'; readonly span: Span };

function inEntries(entries: readonly Entry[], at: number, above: Path): Found | undefined {
  for (const entry of entries) {
    const path = [...above, entry.key];
    if (at >= entry.keyStart && at <= entry.keyEnd)
      return { path, part: 'key', span: { start: entry.keyStart, end: entry.keyEnd } };
    const found = entry.value && inTree(entry.value, at, path);
    if (found) return found;
  }
  return undefined;
}

function inTree(tree: Tree, at: number, path: Path): Found | undefined {
  if (at < tree.start || at > tree.end || (isBlockText(tree) && at === tree.end)) return undefined;
  if (tree.kind === 'scalar') return { path, part: 'value', span: tree };
  if (tree.kind === 'map') return inEntries(tree.entries, at, path);
  for (const [i, item] of tree.items.entries()) {
    const found = item && inTree(item, at, [...path, i]);
    if (found) return found;
  }
  return undefined;
}

type Anchors = Map<string, Tree | undefined>;

/** Cuts the text before each line that begins a top-level entry. */
function split(text: string, words: Words): [number, number][] {
  const starts: number[] = [];
  const first = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let at = first; at < text.length; ) {
    if (at === first || begins(text, at, words)) starts.push(at);
    const next = text.indexOf('\n', at);
    if (next < 0) break;
    at = next + 1;
  }
  return starts.map((start, i) => [start, starts[i + 1] ?? text.length]);
}

function begins(text: string, at: number, words: Words): boolean {
  const c = text[at]!;
  if (/[\s#\]}］｝－\u3000\u00a0]/.test(c)) return false;
  if (c === '-') return /^---(?:\s|$)/.test(text.slice(at, at + 4));
  const line = text.slice(at, Math.min(text.length, at + 80)).split(/[\r\n]/, 1)[0]!;
  if (MERGE_MARK.test(line) || isStrayText(line)) return false;
  const word = /^([^\s:：]{1,20})\s*[:：]/.exec(line)?.[1] ?? '';
  // An item of brackets that are open, its indentation forgotten.
  if (!word && (/[,，]\s*$/.test(line) || /^[^\n]*\n\s*[\]}]/.test(text.slice(at, at + 200)))) return false;
  // A key that forms have, but never at the top: it belongs to the group above, its indentation forgotten.
  return !word || !words.has(word) || words.get(TOP)?.has(word) !== false;
}

function readBlock(text: string, anchors: Anchors, words: Words): Block {
  if (isMarker(text)) return { ...EMPTY_BLOCK, text };
  const { repairs } = scan(text, undefined, words);
  const repaired = new Repaired(text, repairs);
  const problems = repairs.flatMap((r) => slipProblem(r, text));
  try {
    return { text, ...parseBlock(repaired, anchors, problems), shifts: shiftsOf(repairs, text) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ...EMPTY_BLOCK, text, problems: [tooDeep(text)], lostAt: 0 };
  }
}

export const EMPTY_BLOCK: Omit<Block, 'text'> = {
  entries: [],
  stray: undefined,
  problems: [],
  lostAt: undefined,
  isLinked: false,
  shifts: new Map(),
};

function shiftsOf(repairs: readonly Repair[], text: string): Block['shifts'] {
  const indents = repairs.filter((r) => lineStart(text, r.at) === r.at && /^ *$/.test(r.text));
  return new Map(indents.map((r) => [r.at, r.text.length - r.length]));
}

/** `---`, `...` and `%YAML` are about documents, not in them. */
function isMarker(text: string): boolean {
  return /^(?:---|\.\.\.)(?:\s|$)|^%(?:YAML|TAG)\s/.test(text);
}

function parseBlock(repaired: Repaired, anchors: Anchors, problems: SyntaxProblem[]): Omit<Block, 'text' | 'shifts'> {
  const document = parseDocument<Node>(repaired.text, {
    keepSourceTokens: false,
    lineCounter: new LineCounter(),
    logLevel: 'silent',
    prettyErrors: false,
    strict: true,
    stringKeys: false,
    uniqueKeys: false,
  });
  // What follows the first error is its echo, more often than another error.
  const [error] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const lostAt = error && repaired.offset(error.pos[0]);
  const line = (offset: number) => repaired.original.slice(0, offset).split('\n').length;
  const echo = error && problems.some((p) => p.rule !== 'duplicate-field' && line(p.start) === line(lostAt!));
  if (error && lostAt !== undefined && !echo) {
    // The parser points behind the end where something is missing there.
    const end = Math.min(Math.max(lostAt, repaired.offset(error.pos[1])), repaired.original.length);
    problems.push({ start: lostAt, end, rule: 'yaml-syntax', message: yamlErrorText(error.code, error.message) });
  }
  const reader = new Reader(repaired, anchors, problems);
  const root = document.contents ? reader.tree(document.contents) : undefined;
  const { isLinked } = reader;
  if (root?.kind === 'map') return { entries: root.entries, stray: undefined, problems, lostAt, isLinked };
  return { entries: [], stray: lostAt === undefined ? root : undefined, problems, lostAt, isLinked };
}

/** Turns the nodes of `yaml` into our tree, with the offsets of the text as written. */
class Reader {
  readonly repaired: Repaired;
  readonly anchors: Anchors;
  readonly problems: SyntaxProblem[];
  /** True once an anchor or an alias was met. */
  isLinked = false;
  private readonly halfTyped: ReadonlySet<number>;
  private level = 0;

  constructor(repaired: Repaired, anchors: Anchors, problems: SyntaxProblem[]) {
    this.repaired = repaired;
    this.anchors = anchors;
    this.problems = problems;
    this.halfTyped = new Set(repaired.repairs.filter((r) => r.slip === 'missing-colon').map((r) => r.at));
  }

  /** Throws a `RangeError` where nodes nest too deep for all that recurses after this. */
  tree(node: Node): Tree | undefined {
    if (++this.level > MAX_DEPTH) throw new RangeError();
    const tree = isAlias(node) ? this.alias(node) : this.plainTree(node);
    const anchor = !isAlias(node) && 'anchor' in node ? node.anchor : undefined;
    if (isAlias(node) || anchor) this.isLinked = true;
    if (typeof anchor === 'string') this.anchors.set(anchor, tree);
    this.level--;
    return tree;
  }

  private plainTree(node: Node): Tree | undefined {
    const place = this.place(node);
    if (isMap(node)) {
      const entries = node.items.filter(isPair).map((pair) => this.entry(pair as Pair<Node, Node | null>));
      this.duplicates(entries);
      return { kind: 'map', ...place, flow: node.flow === true, entries };
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.tree(item as Node));
      const places = node.items.map((item) => this.place(item as Node));
      return { kind: 'list', ...place, flow: node.flow === true, items, places };
    }
    if (!isScalar(node)) return undefined;
    const text = node.source ?? '';
    const style = STYLES[node.type ?? 'PLAIN'] ?? 'plain';
    if (style === 'plain' && text === '') return undefined;
    return { kind: 'scalar', ...place, text, yaml: node.value as ScalarTree['yaml'], style };
  }

  private entry(pair: Pair<Node, Node | null>): Entry {
    const key = pair.key;
    const { start, end } = this.place(key);
    const name = isScalar(key) ? String(key.source ?? key.value ?? '') : this.repaired.original.slice(start, end);
    const value = pair.value ? this.tree(pair.value) : undefined;
    return { key: name, keyStart: start, keyEnd: end, value, broken: this.halfTyped.has(end) };
  }

  private alias(node: Alias): Tree | undefined {
    const place = this.place(node);
    const target = this.anchors.get(node.source);
    if (this.problems.some((p) => p.start === place.start && p.rule === 'yaml-syntax')) return undefined;
    if (!this.anchors.has(node.source)) this.say(place, slipText('alias'));
    else if (target && size(target) > MAX_ALIAS_SIZE) this.say(place, slipText('alias-size'));
    else return target && moved(target, place);
    return undefined;
  }

  private duplicates(entries: readonly Entry[]): void {
    const seen = new Set<string>();
    for (const { key, keyStart: start, keyEnd: end } of entries) {
      if (seen.has(key))
        this.problems.push({ start, end, rule: 'duplicate-field', message: slipText('duplicate', key) });
      seen.add(key);
    }
  }

  private say(place: Place, message: Text): void {
    this.problems.push({ ...place, rule: 'yaml-syntax', message });
  }

  private place(node: Node): Place {
    const [start, end] = node.range ?? [0, 0];
    return { start: this.repaired.offset(start), end: this.repaired.offset(end) };
  }
}

const STYLES: Readonly<Record<string, ScalarTree['style']>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function slipProblem(repair: Repair, text: string): readonly SyntaxProblem[] {
  const { slip, at, length, more } = repair;
  if (!slip) return [];
  const place = repair.shown ?? { start: at, end: at + length };
  const wide = slip === 'full-width' || slip === 'full-width-space';
  const mends = wide || FIXABLE_SLIPS.has(slip);
  return [
    {
      start: place.start,
      end: place.end,
      rule: wide ? 'full-width-punctuation' : 'yaml-syntax',
      message: slipText(slip, text.slice(place.start, place.end), repair.text.trim()),
      ...(mends ? { fix: [repair, ...(more ?? [])].map(replacement) } : {}),
    },
  ];
}

function replacement({ at, length, text }: Repair): { at: Place; text: string } {
  return { at: { start: at, end: at + length }, text };
}

/** Slips whose repair is just what their author meant. */
const FIXABLE_SLIPS: ReadonlySet<string> = new Set(['tight-colon', 'indent', 'tab']);

function tooDeep(text: string): SyntaxProblem {
  return { start: 0, end: Math.min(/^.*/.exec(text)![0].length, 40), rule: 'yaml-syntax', message: slipText('depth') };
}

/** What an alias stands for, all of it at the alias. */
function moved(tree: Tree, place: Place): Tree {
  const { start, end } = place;
  if (tree.kind === 'scalar') return { ...tree, start, end, style: 'plain' };
  if (tree.kind === 'list')
    return {
      ...tree,
      start,
      end,
      items: tree.items.map((t) => t && moved(t, place)),
      places: tree.places.map(() => place),
    };
  const entries = tree.entries.map((e) => ({
    ...e,
    keyStart: start,
    keyEnd: end,
    value: e.value && moved(e.value, place),
  }));
  return { ...tree, start, end, entries };
}

function size(tree: Tree | undefined): number {
  if (!tree || tree.kind === 'scalar') return 1;
  const parts = tree.kind === 'map' ? tree.entries.map((e) => e.value) : tree.items;
  return parts.reduce((sum, part) => (sum > MAX_ALIAS_SIZE ? sum : sum + size(part)), 1);
}

/** A value that runs over several lines is shown at its key, so that a squiggle does not cover a chapter. */
function isLong(tree: Tree, { block }: PlacedBlock): boolean {
  return tree.kind !== 'scalar' ? /\n/.test(block.text.slice(tree.start, tree.end).trimEnd()) : isBlockText(tree);
}

function firstLineEnd(text: string, tree: Tree): number {
  const part = text.slice(tree.start, tree.end);
  return tree.start + /^[^\r\n]*/.exec(part)![0].trimEnd().length;
}
