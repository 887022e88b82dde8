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
import type { FormKeys } from '../model/form-paths.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import { type InvisibleRun, invisibleRuns } from '../text/invisible-characters.ts';
import { LineIndex, lineStart } from '../text/lines.ts';
import { invisibleProblems } from './invisible-problems.ts';
import { scan } from './line-scanner.ts';
import { RepairedText } from './repaired-text.ts';
import { FIX_TITLES, syntaxMessage, yamlErrorText } from './syntax-messages.ts';
import type { RepairFix, SyntaxErrorKind, TextRepair } from './text-repair.ts';
import {
  type BlockSpan,
  EMPTY_BLOCK,
  type SyntaxFix,
  type SyntaxProblem,
  type YamlBlock,
  type YamlEntry,
  type YamlScalar,
  type YamlTree,
} from './tree.ts';

/** Deepest nesting that is read; the form of a notice has about seven levels. */
const MAX_DEPTH = 60;

/** Most nodes that an alias may stand for: nested aliases could otherwise make millions of nodes from a few lines. */
const MAX_ALIAS_SIZE = 2000;

/** The nodes that `&name` marks in the blocks before, by name. */
export type Anchors = Map<string, YamlTree | undefined>;

/** Reads one top-level block. Adds the anchors that it sets to `anchors`; `formKeys` tells keys from prose. */
export function readBlock(text: string, anchors: Anchors, formKeys: FormKeys): YamlBlock {
  if (isMarker(text)) return { ...EMPTY_BLOCK, text };
  const invisible = invisibleRuns(text);
  const visible = new RepairedText(text, invisible.map(deletion));
  const repairs = scan(visible.text, undefined, formKeys).repairs.map((r) => inOriginal(r, visible));
  const repaired = new RepairedText(text, [...repairs, ...outside(invisible.map(deletion), repairs)]);
  const problems = repairs.flatMap((r) => toSyntaxProblem(r, text));
  try {
    const parsed = parseBlock(repaired, anchors, problems);
    problems.push(...invisibleProblems(text, invisible, parsed));
    return { text, ...parsed, shifts: shiftsOf(repairs, text) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ...EMPTY_BLOCK, text, problems: [tooDeep(text)], parseErrorOffset: 0 };
  }
}

function deletion({ at, length }: InvisibleRun): TextRepair {
  return { at, length, text: '' };
}

/** A repair of the text without its invisible characters as one of the text with them. */
function inOriginal(repair: TextRepair, visible: RepairedText): TextRepair {
  if (visible.text.length === visible.original.length) return repair;
  const at = visible.originalOffset(repair.at);
  const length = visible.originalOffset(repair.at + repair.length) - at;
  const { shown, more, fixes } = repair;
  const moved = (r: TextRepair) => inOriginal(r, visible);
  return {
    ...repair,
    at,
    length,
    ...(shown ? { shown: { start: visible.originalOffset(shown.start), end: visible.originalOffset(shown.end) } } : {}),
    ...(more ? { more: more.map(moved) } : {}),
    ...(fixes ? { fixes: fixes.map((f) => ({ ...f, edits: f.edits.map(moved) })) } : {}),
  };
}

/** The deletions that no repair replaces with what stands round them. */
function outside(deletions: readonly TextRepair[], repairs: readonly TextRepair[]): readonly TextRepair[] {
  if (!deletions.length) return [];
  const replaced = repairs.filter((r) => r.length > 0).sort((a, b) => a.at - b.at);
  let i = 0;
  return deletions.filter((d) => {
    while (i < replaced.length && replaced[i]!.at + replaced[i]!.length <= d.at) i++;
    return !replaced[i] || replaced[i]!.at >= d.at + d.length;
  });
}

function shiftsOf(repairs: readonly TextRepair[], text: string): YamlBlock['shifts'] {
  const indents = repairs.filter((r) => lineStart(text, r.at) === r.at && /^ *$/.test(r.text));
  return new Map(indents.map((r) => [r.at, r.text.length - r.length]));
}

/** `---`, `...` and `%YAML` are about documents, not in them. */
export function isMarker(text: string): boolean {
  return /^(?:---|\.\.\.)(?:\s|$)|^%(?:YAML|TAG)\s/.test(text);
}

function parseBlock(
  repaired: RepairedText,
  anchors: Anchors,
  problems: SyntaxProblem[],
): Omit<YamlBlock, 'text' | 'shifts'> {
  const document = parseDocument<Node>(repaired.text, {
    keepSourceTokens: false,
    lineCounter: new LineCounter(),
    logLevel: 'silent',
    prettyErrors: false,
    strict: true,
    stringKeys: false,
    uniqueKeys: false,
  });
  // Later errors mostly follow from the first.
  const [error] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const parseErrorOffset = error && repaired.originalOffset(error.pos[0]);
  const lines = error && new LineIndex(repaired.original);
  const line = (offset: number) => lines!.position(offset).line;
  const echo = error && problems.some((p) => p.rule !== 'duplicate-field' && line(p.start) === line(parseErrorOffset!));
  if (error && parseErrorOffset !== undefined && !echo) {
    // The parser points behind the end where something is missing there.
    const end = Math.min(Math.max(parseErrorOffset, repaired.originalOffset(error.pos[1])), repaired.original.length);
    problems.push({
      start: parseErrorOffset,
      end,
      rule: 'yaml-syntax',
      message: yamlErrorText(error.code, error.message),
    });
  }
  const reader = new TreeBuilder(repaired, anchors, problems);
  const root = document.contents ? reader.tree(document.contents) : undefined;
  const { usesAliases } = reader;
  if (root?.kind === 'map') return { entries: root.entries, stray: undefined, problems, parseErrorOffset, usesAliases };
  return {
    entries: [],
    stray: parseErrorOffset === undefined ? root : undefined,
    problems,
    parseErrorOffset,
    usesAliases,
  };
}

/** Turns the nodes of `yaml` into our tree, with the offsets of the text as written. */
class TreeBuilder {
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
    return { kind: 'scalar', ...place, text, yaml: node.value as YamlScalar['yaml'], style, ...(body ? { body } : {}) };
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
      if (seen.has(key))
        this.problems.push({ start, end, rule: 'duplicate-field', message: syntaxMessage('duplicate', key) });
      seen.add(key);
    }
  }

  private addProblem(place: BlockSpan, message: LocalizedText): void {
    this.problems.push({ ...place, rule: 'yaml-syntax', message });
  }

  private spanOf(node: Node): BlockSpan {
    const [start, end] = node.range ?? [0, 0];
    return { start: this.repaired.originalOffset(start), end: this.repaired.originalOffset(end) };
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

function toSyntaxProblem(repair: TextRepair, text: string): readonly SyntaxProblem[] {
  const { error, at, length, more } = repair;
  if (!error) return [];
  const { start, end } = repair.shown ?? { start: at, end: at + length };
  const rule = RULES[error] ?? 'yaml-syntax';
  const own = [{ edits: [repair, ...(more ?? [])].map(toReplacement), isSafe: true }];
  const isFixable = rule === 'full-width-punctuation' || FIXABLE_ERRORS.has(error);
  const fixes = repair.fixes?.map(toSyntaxFix) ?? (isFixable ? own : undefined);
  return [
    {
      start,
      end,
      rule,
      message: syntaxMessage(error, text.slice(start, end), repair.text.trim()),
      ...(fixes ? { fixes } : {}),
      ...(HARMLESS_ERRORS.has(error) ? { isHarmless: true } : {}),
    },
  ];
}

function toSyntaxFix({ kind, edits, isSafe }: RepairFix): SyntaxFix {
  return { title: FIX_TITLES[kind], edits: edits.map(toReplacement), isSafe };
}

/** The rules of syntax errors that are not `yaml-syntax`. */
const RULES: Readonly<Partial<Record<SyntaxErrorKind, SyntaxProblem['rule']>>> = {
  'full-width': 'full-width-punctuation',
  'full-width-space': 'full-width-punctuation',
  'full-width-quote': 'full-width-punctuation',
  'comment-in-text': 'comment-in-value',
  'comment-in-value': 'comment-in-value',
};

/** Errors that leave no doubt about the values round them. */
const HARMLESS_ERRORS: ReadonlySet<SyntaxErrorKind> = new Set(['stray-line', 'stray-text', 'text-behind-bar']);

function toReplacement({ at, length, text }: TextRepair): { at: BlockSpan; text: string } {
  return { at: { start: at, end: at + length }, text };
}

/** Errors whose repair is certainly what the author meant. */
const FIXABLE_ERRORS: ReadonlySet<SyntaxErrorKind> = new Set(['tight-colon', 'indent', 'tab', 'text-behind-bar']);

function tooDeep(text: string): SyntaxProblem {
  return {
    start: 0,
    end: Math.min(/^.*/.exec(text)![0].length, 40),
    rule: 'yaml-syntax',
    message: syntaxMessage('depth'),
  };
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
