/** Parses one top-level block to a tree, with its syntax problems. */

import {
  type Alias,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';
import type { Words } from '../model/form-paths.ts';
import type { Text } from '../model/localized-text.ts';
import { lineStart } from '../text/lines.ts';
import { scan } from './line-scanner.ts';
import type { Repair } from './repair.ts';
import { Repaired } from './repaired-text.ts';
import { slipText, yamlErrorText } from './syntax-messages.ts';
import {
  type Block,
  EMPTY_BLOCK,
  type Entry,
  type Place,
  type ScalarTree,
  type SyntaxProblem,
  type Tree,
} from './tree.ts';

/** Deepest nesting that is read; an application form needs seven. */
const MAX_DEPTH = 60;

/** Most places an alias may stand for, so that a few lines cannot become millions. */
const MAX_ALIAS_SIZE = 2000;

export type Anchors = Map<string, Tree | undefined>;

export function readBlock(text: string, anchors: Anchors, words: Words): Block {
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

function shiftsOf(repairs: readonly Repair[], text: string): Block['shifts'] {
  const indents = repairs.filter((r) => lineStart(text, r.at) === r.at && /^ *$/.test(r.text));
  return new Map(indents.map((r) => [r.at, r.text.length - r.length]));
}

/** `---`, `...` and `%YAML` are about documents, not in them. */
export function isMarker(text: string): boolean {
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
