/**
 * The layout of one top-level block: indentation, order of keys, dates.
 *
 * Whole lines are moved and indented; what they say stays as it was written. Printing the document with `yaml` would
 * keep the values as well, but it joins the lines of folded texts, sets brackets in its own way and moves comments to
 * their values. A block in a notation that is not supported here is left alone.
 */

import type { Slot } from '../../model/form-schema.ts';
import { LineIndex, splitLines } from '../../text/lines.ts';
import {
  isBlockText,
  type YamlBlock,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlTree,
} from '../../yaml/tree.ts';
import {
  type CommentLine,
  commentLinesAt,
  countLeading,
  type GroupMember,
  INDENT_WIDTH,
  indentOf,
  isBlankLine,
  layOutComments,
  MemberGroup,
  type OutputLine,
} from './layout-group.ts';
import { keysOf, printInline, slotIn } from './layout-inline.ts';

/** A block after layout. */
export interface LayoutResult extends GroupMember {
  /** The blank lines and comments after it. */
  readonly rest: readonly CommentLine[];
}

/**
 * The block that begins at line `first` of the whole text, laid out by the form; undefined where its notation is not
 * supported.
 */
export function layOut(block: YamlBlock, first: number, form: Slot): LayoutResult | undefined {
  const [entry] = block.entries;
  if (!entry || block.entries.length > 1 || /\r(?!\n)/.test(block.text)) return undefined;
  try {
    return new BlockLayout(block.text, first).block(entry, slotIn(form, entry.key));
  } catch (error) {
    if (error instanceof UnsupportedNotation) return undefined;
    throw error;
  }
}

/** Thrown inside this file where a notation is not supported. */
class UnsupportedNotation extends Error {}

function assertSupported(holds: boolean): asserts holds {
  if (!holds) throw new UnsupportedNotation();
}

/** The column of a key or dash before and after layout, in characters. */
interface ColumnChange {
  readonly old: number;
  readonly col: number;
}

/** What stands before a value: its key or its dash. */
interface Opening extends ColumnChange {
  readonly head: string;
  readonly line: number;
  /** The offset behind it. */
  readonly after: number;
}

class BlockLayout {
  private readonly text: string;
  private readonly first: number;
  private readonly lines: readonly string[];
  private readonly starts: readonly number[];
  private readonly lineIndex: LineIndex;
  /** The first line that was not read yet. */
  private next = 0;

  constructor(text: string, first: number) {
    this.text = text;
    this.first = first;
    const lines = splitLines(text);
    this.lines = lines.map((l) => l.text);
    this.starts = lines.map((l) => l.start);
    this.lineIndex = new LineIndex(text);
  }

  block(entry: YamlEntry, slot: Slot | undefined): LayoutResult {
    assertSupported(entry.keyStart === 0);
    const member = this.entry(entry, slot, { old: 0, col: 0 });
    const rest = commentLinesAt(this.lines, this.next, this.first);
    assertSupported(this.next + rest.length === this.lines.length);
    return { ...member, rest };
  }

  private entry(
    { key, keyStart, keyEnd, value }: YamlEntry,
    slot: Slot | undefined,
    columns: ColumnChange,
  ): GroupMember {
    const line = this.next;
    assertSupported(this.lineAt(keyStart) === line && this.lineAt(keyEnd) === line);
    const colon = /^[ \t]*:(?=[ \t]|$)/.exec(this.onLine(line, keyEnd))?.[0];
    assertSupported(colon !== undefined);
    const head = `${' '.repeat(columns.col)}${this.text.slice(keyStart, keyEnd)}:`;
    const body = this.value({ ...columns, head, line, after: keyEnd + colon.length }, value, slot);
    return { key, body, isText: isBlockText(value) };
  }

  private item(item: YamlTree | undefined, start: number, slot: Slot | undefined, columns: ColumnChange): GroupMember {
    const line = this.next;
    assertSupported(/^-(?:[ \t]|$)/.test(this.onLine(line, start)));
    const head = `${' '.repeat(columns.col)}-`;
    const body = this.value({ ...columns, head, line, after: start + 1 }, item, slot);
    return { key: '', body, isText: isBlockText(item) };
  }

  private value(opening: Opening, tree: YamlTree | undefined, slot: Slot | undefined): readonly OutputLine[] {
    const { head, after, line, old, col } = opening;
    if (tree && this.lineAt(tree.start) === line) {
      assertSupported(/^[ \t]+$/.test(this.text.slice(after, tree.start)));
      if (isBlockText(tree)) return this.blockScalar(opening, tree);
      if (isBlockCollection(tree)) return this.compact(opening, tree, slot);
      return this.inline(`${head} `, tree, slot, opening);
    }
    const lines = [this.line(line, head + this.comment(line, after))];
    this.next = line + 1;
    if (!tree) return lines;
    assertSupported(!isBlockText(tree));
    if (isBlockCollection(tree)) return [...lines, ...this.collection(tree, slot, col + INDENT_WIDTH, old, false)];
    const gap = this.gap();
    assertSupported(this.isIndent(this.lineAt(tree.start), tree.start));
    return [
      ...lines,
      ...layOutComments(gap, col + INDENT_WIDTH),
      ...this.inline(' '.repeat(col + INDENT_WIDTH), tree, slot, opening),
    ];
  }

  /** A flow collection, or a scalar that is no block, from the line that it begins on. */
  private inline(
    before: string,
    tree: YamlTree,
    slot: Slot | undefined,
    { old, col }: ColumnChange,
  ): readonly OutputLine[] {
    const from = this.lineAt(tree.start);
    const to = this.lineAt(tree.end);
    assertSupported(from === this.next);
    const [begin, ...more] = printInline(this.text, tree, slot).split(/\r?\n/);
    assertSupported(more.length === to - from);
    // Lines deeper than the key stay aligned with the opening bracket; others keep their distance from the key.
    const shift = before.length - (tree.start - this.starts[from]!);
    const moved = more.map((text) => {
      const indent = /^[ \t]*/.exec(text)![0].length;
      const flow = indent > old ? Math.max(col + 1, indent + shift) : Math.max(0, col - old + indent);
      return indent === text.length
        ? ''
        : ' '.repeat(tree.kind === 'scalar' ? col + INDENT_WIDTH : flow) + text.slice(indent);
    });
    const texts = [before + begin, ...moved];
    const last = texts.pop()!;
    texts.push(last + this.comment(to, tree.end));
    this.next = to + 1;
    return texts.map((text, i) => this.line(from + i, text));
  }

  /** `|` and `>`: the header as it is, the text moved as one. */
  private blockScalar({ head, line, old, col }: Opening, tree: YamlTree): readonly OutputLine[] {
    const header = this.onLine(line, tree.start);
    const [, before, behind] = /^[|>](?:[+-]?([1-9])|([1-9])[+-])?/.exec(header)!;
    const digit = Number(before ?? behind ?? 0);
    const to = this.starts.findIndex((start, i) => i > line && start >= tree.end);
    const all = this.lines.slice(line + 1, to < 0 ? undefined : to);
    const first = all.find((l) => /[^ ]/.test(l));
    // Blank lines alone are no text, unless the header has `+`.
    const body = first === undefined && !/^.[1-9]?\+/.test(header) ? [] : all;
    const cut = digit ? old + digit : first === undefined ? Number.POSITIVE_INFINITY : indentOf(first);
    const indent = ' '.repeat(col + (digit || INDENT_WIDTH));
    this.next = line + 1 + body.length;
    return [
      this.line(line, `${head} ${header}`),
      ...body.map((text, i) => {
        const isEmpty = /^ *$/.test(text) && text.length <= cut;
        assertSupported(isEmpty || indentOf(text) >= cut);
        return this.line(line + 1 + i, isEmpty ? '' : indent + text.slice(cut));
      }),
    ];
  }

  /** `- key: value`: a group that begins on the line of its dash. Comments above its first key go above the dash. */
  private compact(
    { head, old, col }: Opening,
    tree: YamlMap | YamlList,
    slot: Slot | undefined,
  ): readonly OutputLine[] {
    assertSupported(head.trim() === '-');
    const lines = this.collection(tree, slot, col + INDENT_WIDTH, old, true);
    const first = countLeading(lines, (l) => /^ *(?:#|$)/.test(l.text));
    const above = lines.slice(0, first).map((l) => ({ ...l, text: l.text.slice(INDENT_WIDTH) }));
    const { text, from } = lines[first]!;
    return [...above, { text: `${head} ${text.slice(col + INDENT_WIDTH)}`, from }, ...lines.slice(first + 1)];
  }

  /** The members of a block collection, to stand at column `col`; `above` was the column of what holds it. */
  private collection(
    tree: YamlMap | YamlList,
    slot: Slot | undefined,
    col: number,
    above: number,
    isCompact: boolean,
  ): readonly OutputLine[] {
    const old = tree.start - this.starts[this.lineAt(tree.start)]!;
    const group = new MemberGroup(col, old);
    for (const [i, part] of (tree.kind === 'map' ? tree.entries : tree.items).entries()) {
      const gap = isCompact && i === 0 ? [] : this.gap();
      assertSupported(this.next < this.lines.length);
      const start = this.starts[this.next]! + old;
      assertSupported((isCompact && i === 0) || this.isIndent(this.next, start));
      if (tree.kind === 'list') group.add(gap, this.item(tree.items[i], start, slot?.item, { old, col }));
      else {
        const entry = part as YamlEntry;
        assertSupported(entry.keyStart === start);
        group.add(gap, this.entry(entry, slotIn(slot, entry.key), { old, col }));
      }
    }
    group.close(this.gap(Math.max(old, above + 1)));
    return group.print(tree.kind === 'map' ? keysOf(slot) : []);
  }

  /** Reads blank lines and comments; with `least`, only up to the last comment at that column or deeper. */
  private gap(least?: number): readonly CommentLine[] {
    let found = commentLinesAt(this.lines, this.next, this.first);
    if (least !== undefined) {
      found = found.slice(
        0,
        countLeading(found, (r) => isBlankLine(r) || r.col >= least),
      );
      found = found.slice(0, found.findLastIndex((r) => !isBlankLine(r)) + 1);
    }
    this.next += found.length;
    return found;
  }

  /** The comment that ends a line, with the blanks before it. */
  private comment(line: number, from: number): string {
    const found = /^([ \t]+#.*)?[ \t]*$/.exec(this.onLine(line, from));
    assertSupported(found !== null);
    return found[1]?.replace(/[ \t]+$/, '') ?? '';
  }

  /** True where nothing but spaces stands on the line before the offset. */
  private isIndent(line: number, to: number): boolean {
    return /^ *$/.test(this.text.slice(this.starts[line], to));
  }

  /** What stands on a line from an offset on. */
  private onLine(line: number, from: number): string {
    return this.lines[line]!.slice(from - this.starts[line]!);
  }

  private lineAt(offset: number): number {
    return this.lineIndex.position(offset).line;
  }

  private line(line: number, text: string): OutputLine {
    return { text, from: this.first + line };
  }
}

function isBlockCollection(tree: YamlTree): tree is YamlMap | YamlList {
  return tree.kind !== 'scalar' && !tree.flow;
}
