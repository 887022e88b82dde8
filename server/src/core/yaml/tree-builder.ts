/** Turns the nodes of the `yaml` library into our tree, with the offsets of the text as written. */

import { type Alias, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { LocalizedText } from '../model/localized-text.ts';
import { lineStart } from '../text/lines.ts';
import { unfoldedText } from './folded-text.ts';
import type { RepairedText } from './repaired-text.ts';
import { syntaxMessage } from './syntax-messages.ts';
import type { BlockSpan, SyntaxProblem, YamlEntry, YamlScalar, YamlTree } from './tree.ts';

/** Deepest nesting that is read; the form of a notice has about seven levels. */
const MAX_DEPTH = 60;

/** Most nodes that an alias may stand for: nested aliases could otherwise make millions of nodes from a few lines. */
const MAX_ALIAS_SIZE = 2000;

/** The nodes that `&name` marks in the blocks before, by name. */
export type Anchors = Map<string, YamlTree | undefined>;

/** Turns the nodes of `yaml` into our tree, with the offsets of the text as written. */
export class TreeBuilder {
  readonly repaired: RepairedText;
  readonly anchors: Anchors;
  readonly problems: SyntaxProblem[];
  /** True once an anchor or an alias was met. */
  usesAliases = false;
  /** The offsets of keys without a colon. */
  private readonly halfTyped: ReadonlySet<number>;
  /** The offsets of the errors that were found before. */
  private readonly reported: ReadonlySet<number>;
  private level = 0;

  constructor(repaired: RepairedText, anchors: Anchors, problems: SyntaxProblem[]) {
    this.repaired = repaired;
    this.anchors = anchors;
    this.problems = problems;
    this.reported = new Set(problems.filter((p) => p.rule === 'yaml-syntax').map((p) => p.start));
    this.halfTyped = new Set(repaired.repairs.filter((r) => r.error === 'missing-colon').map((r) => r.at));
  }

  /** Throws a `RangeError` where nodes nest too deep for all that recurses after this. */
  tree(node: Node): YamlTree | undefined {
    if (++this.level > MAX_DEPTH) throw new RangeError();
    const tree = isAlias(node) ? this.alias(node) : this.plainTree(node);
    const anchor = !isAlias(node) && 'anchor' in node ? node.anchor : undefined;
    if (isAlias(node) || anchor) this.usesAliases = true;
    if (typeof anchor === 'string') this.anchors.set(anchor, tree);
    this.level--;
    return tree;
  }

  private plainTree(node: Node): YamlTree | undefined {
    const place = this.spanOf(node);
    if (isMap(node)) {
      const pairs = node.items.filter(isPair) as Pair<Node, Node | null>[];
      const own = pairs.filter((pair) => !isMergeKey(pair));
      for (const pair of pairs)
        if (isMergeKey(pair)) this.addProblem(this.spanOf(pair.key), syntaxMessage('merge-key'));
      const entries = own.map((pair) => this.entry(pair));
      this.duplicates(entries);
      const isPartial = own.length < pairs.length;
      return { kind: 'map', ...place, flow: node.flow === true, entries, ...(isPartial ? { isPartial } : {}) };
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.tree(item as Node));
      const places = node.items.map((item) => this.spanOf(item as Node));
      return { kind: 'list', ...place, flow: node.flow === true, items, itemSpans: places };
    }
    if (!isScalar(node)) return undefined;
    const text = node.source ?? '';
    const style = STYLES[node.type ?? 'PLAIN'] ?? 'plain';
    if (style === 'plain' && text === '') return undefined;
    const body = style === 'literal' || style === 'folded' ? this.bodyOf(node, text) : undefined;
    const value = node.value as YamlScalar['yaml'];
    const scalar: YamlScalar = { kind: 'scalar', ...place, text, yaml: value, style, ...(body ? { body } : {}) };
    const unfolded = unfoldedText(this.repaired.original, scalar);
    return unfolded === text ? scalar : { ...scalar, text: unfolded };
  }

  /** Where the text of a block scalar begins, and how deep it is indented in the text as read. */
  private bodyOf(node: Node, text: string): YamlScalar['body'] {
    const read = this.repaired.text;
    const start = read.indexOf('\n', node.range![0]) + 1;
    const first = /\S/.exec(text);
    if (!start || !first) return { start: this.repaired.originalOffset(start), indent: 0 };
    const lead = first.index - text.lastIndexOf('\n', first.index) - 1;
    let at = start;
    while (/\s/.test(read[at] ?? 'x')) at++;
    const indent = at - lineStart(read, at) - lead;
    return { start: this.repaired.originalOffset(start), indent: Math.max(0, indent) };
  }

  private entry(pair: Pair<Node, Node | null>): YamlEntry {
    const key = pair.key;
    const { start, end } = this.spanOf(key);
    const name = isScalar(key) ? String(key.source ?? key.value ?? '') : this.repaired.original.slice(start, end);
    const value = pair.value ? this.tree(pair.value) : undefined;
    return { key: name, keyStart: start, keyEnd: end, value, isIncomplete: this.halfTyped.has(end) };
  }

  private alias(node: Alias): YamlTree | undefined {
    const place = this.spanOf(node);
    const target = this.anchors.get(node.source);
    if (this.reported.has(place.start)) return undefined;
    if (!this.anchors.has(node.source)) this.addProblem(place, syntaxMessage('alias'));
    else if (target && treeSize(target) > MAX_ALIAS_SIZE) this.addProblem(place, syntaxMessage('alias-size'));
    else return target && relocateTree(target, place);
    return undefined;
  }

  private duplicates(entries: readonly YamlEntry[]): void {
    const seen = new Set<string>();
    for (const { key, keyStart: start, keyEnd: end } of entries) {
      // Undecodable keys may have been different ones.
      if (seen.has(key) && !key.includes('\ufffd'))
        this.problems.push({ start, end, rule: 'duplicate-field', message: syntaxMessage('duplicate', key) });
      seen.add(key);
    }
  }

  private addProblem(place: BlockSpan, message: LocalizedText): void {
    this.problems.push({ ...place, rule: 'yaml-syntax', message });
  }

  private spanOf(node: Node): BlockSpan {
    const [start, end] = node.range ?? [0, 0];
    return {
      start: this.repaired.originalStart(start),
      end: Math.max(this.repaired.originalStart(start), this.repaired.originalOffset(end)),
    };
  }
}

const STYLES: Readonly<Record<string, YamlScalar['style']>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/** True of `<<: *name`. */
function isMergeKey({ key }: Pair<Node, Node | null>): boolean {
  return isScalar(key) && key.source === '<<' && key.type === 'PLAIN';
}

/** A copy of what an alias stands for, with every place in it the place of the alias. */
function relocateTree(tree: YamlTree, place: BlockSpan): YamlTree {
  const { start, end } = place;
  if (tree.kind === 'scalar') return { ...tree, start, end, style: 'plain' };
  if (tree.kind === 'list')
    return {
      ...tree,
      start,
      end,
      items: tree.items.map((t) => t && relocateTree(t, place)),
      itemSpans: tree.itemSpans.map(() => place),
    };
  const entries = tree.entries.map((e) => ({
    ...e,
    keyStart: start,
    keyEnd: end,
    value: e.value && relocateTree(e.value, place),
  }));
  return { ...tree, start, end, entries };
}

function treeSize(tree: YamlTree | undefined): number {
  if (!tree || tree.kind === 'scalar') return 1;
  const parts = tree.kind === 'map' ? tree.entries.map((e) => e.value) : tree.items;
  return parts.reduce((sum, part) => (sum > MAX_ALIAS_SIZE ? sum : sum + treeSize(part)), 1);
}
