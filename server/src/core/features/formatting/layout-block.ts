/**
 * One top-level block of a dossier, its lines laid out anew: indentation, order of keys, dates.
 *
 * Whole lines are moved and indented; what stands on them stays as it was written. Printing a `yaml` document again
 * would keep the values too, but it joins the lines of folded texts, sets brackets in its own way and pulls comments
 * to their values. What is written in a way that is not foreseen here is not touched at all.
 */

import type { Slot } from '../../model/form-schema.ts';
import { cutLines, Lines } from '../../text/lines.ts';
import { type Block, type Entry, isBlockText, type ListTree, type MapTree, type Tree } from '../../yaml/tree.ts';
import {
  Group,
  indentOf,
  isBlank,
  type Line,
  leading,
  type Member,
  type Remark,
  remarkLines,
  remarksAt,
  STEP,
} from './layout-group.ts';
import { keysOf, printInline, slotIn } from './layout-inline.ts';

export interface Laid extends Member {
  /** The blank lines and comments after it. */
  readonly rest: readonly Remark[];
}

/**
 * The block that begins at line `first` of the whole text, laid out after the form; undefined where it is written in an
 * odd way.
 */
export function layOut(block: Block, first: number, form: Slot): Laid | undefined {
  const [entry] = block.entries;
  if (!entry || block.entries.length > 1 || /\r(?!\n)/.test(block.text)) return undefined;
  try {
    return new Layout(block.text, first).block(entry, slotIn(form, entry.key));
  } catch (error) {
    if (error instanceof OddWriting) return undefined;
    throw error;
  }
}

/** Thrown where a text is written in a way that is not foreseen. */
class OddWriting extends Error {}

function must(holds: boolean): asserts holds {
  if (!holds) throw new OddWriting();
}

/** The column that something stood at, and the one that it gets. */
interface Columns {
  readonly old: number;
  readonly col: number;
}

/** What stands before a value: its key or its dash. */
interface Opening extends Columns {
  readonly head: string;
  readonly line: number;
  /** The offset behind it. */
  readonly after: number;
}

class Layout {
  private readonly text: string;
  private readonly first: number;
  private readonly lines: readonly string[];
  private readonly starts: readonly number[];
  private readonly places: Lines;
  /** The first line that was not read yet. */
  private next = 0;

  constructor(text: string, first: number) {
    this.text = text;
    this.first = first;
    const lines = cutLines(text);
    this.lines = lines.map((l) => l.text);
    this.starts = lines.map((l) => l.start);
    this.places = new Lines(text);
  }

  block(entry: Entry, slot: Slot | undefined): Laid {
    must(entry.keyStart === 0);
    const member = this.entry(entry, slot, { old: 0, col: 0 });
    const rest = remarksAt(this.lines, this.next, this.first);
    must(this.next + rest.length === this.lines.length);
    return { ...member, rest };
  }

  private entry({ key, keyStart, keyEnd, value }: Entry, slot: Slot | undefined, columns: Columns): Member {
    const line = this.next;
    must(this.lineAt(keyStart) === line && this.lineAt(keyEnd) === line);
    const colon = /^[ \t]*:(?=[ \t]|$)/.exec(this.onLine(line, keyEnd))?.[0];
    must(colon !== undefined);
    const head = `${' '.repeat(columns.col)}${this.text.slice(keyStart, keyEnd)}:`;
    const body = this.value({ ...columns, head, line, after: keyEnd + colon.length }, value, slot);
    return { key, body, isText: isBlockText(value) };
  }

  private item(item: Tree | undefined, start: number, slot: Slot | undefined, columns: Columns): Member {
    const line = this.next;
    must(/^-(?:[ \t]|$)/.test(this.onLine(line, start)));
    const head = `${' '.repeat(columns.col)}-`;
    const body = this.value({ ...columns, head, line, after: start + 1 }, item, slot);
    return { key: '', body, isText: isBlockText(item) };
  }

  private value(opening: Opening, tree: Tree | undefined, slot: Slot | undefined): readonly Line[] {
    const { head, after, line, old, col } = opening;
    if (tree && this.lineAt(tree.start) === line) {
      must(/^[ \t]+$/.test(this.text.slice(after, tree.start)));
      if (isBlockText(tree)) return this.blockScalar(opening, tree);
      if (isBlockCollection(tree)) return this.compact(opening, tree, slot);
      return this.inline(`${head} `, tree, slot, opening);
    }
    const lines = [this.line(line, head + this.comment(line, after))];
    this.next = line + 1;
    if (!tree) return lines;
    must(!isBlockText(tree));
    if (isBlockCollection(tree)) return [...lines, ...this.collection(tree, slot, col + STEP, old, false)];
    const gap = this.gap();
    must(this.isIndent(this.lineAt(tree.start), tree.start));
    return [...lines, ...remarkLines(gap, col + STEP), ...this.inline(' '.repeat(col + STEP), tree, slot, opening)];
  }

  /** A flow collection, or a scalar that is no block, from the line that it begins on. */
  private inline(before: string, tree: Tree, slot: Slot | undefined, { old, col }: Columns): readonly Line[] {
    const from = this.lineAt(tree.start);
    const to = this.lineAt(tree.end);
    must(from === this.next);
    const [begin, ...more] = printInline(this.text, tree, slot).split(/\r?\n/);
    must(more.length === to - from);
    // What is lined up with the opening bracket stays so; what stood no deeper than the key stands as it did beside it.
    const shift = before.length - (tree.start - this.starts[from]!);
    const moved = more.map((text) => {
      const indent = /^[ \t]*/.exec(text)![0].length;
      const flow = indent > old ? Math.max(col + 1, indent + shift) : Math.max(0, col - old + indent);
      return indent === text.length ? '' : ' '.repeat(tree.kind === 'scalar' ? col + STEP : flow) + text.slice(indent);
    });
    const texts = [before + begin, ...moved];
    const last = texts.pop()!;
    texts.push(last + this.comment(to, tree.end));
    this.next = to + 1;
    return texts.map((text, i) => this.line(from + i, text));
  }

  /** `|` and `>`: the header as it is, the text moved as one. */
  private blockScalar({ head, line, old, col }: Opening, tree: Tree): readonly Line[] {
    const header = this.onLine(line, tree.start);
    const [, before, behind] = /^[|>](?:[+-]?([1-9])|([1-9])[+-])?/.exec(header)!;
    const digit = Number(before ?? behind ?? 0);
    const to = this.starts.findIndex((start, i) => i > line && start >= tree.end);
    const all = this.lines.slice(line + 1, to < 0 ? undefined : to);
    const first = all.find((l) => /[^ ]/.test(l));
    // Blank lines alone are no text, unless the header keeps them.
    const body = first === undefined && !/^.[1-9]?\+/.test(header) ? [] : all;
    const cut = digit ? old + digit : first === undefined ? Number.POSITIVE_INFINITY : indentOf(first);
    const indent = ' '.repeat(col + (digit || STEP));
    this.next = line + 1 + body.length;
    return [
      this.line(line, `${head} ${header}`),
      ...body.map((text, i) => {
        const isEmpty = /^ *$/.test(text) && text.length <= cut;
        must(isEmpty || indentOf(text) >= cut);
        return this.line(line + 1 + i, isEmpty ? '' : indent + text.slice(cut));
      }),
    ];
  }

  /** `- key: value`: a group that begins on the line of its dash. Comments above what comes to stand there go above the dash. */
  private compact({ head, old, col }: Opening, tree: MapTree | ListTree, slot: Slot | undefined): readonly Line[] {
    must(head.trim() === '-');
    const lines = this.collection(tree, slot, col + STEP, old, true);
    const first = leading(lines, (l) => /^ *(?:#|$)/.test(l.text));
    const above = lines.slice(0, first).map((l) => ({ ...l, text: l.text.slice(STEP) }));
    const { text, from } = lines[first]!;
    return [...above, { text: `${head} ${text.slice(col + STEP)}`, from }, ...lines.slice(first + 1)];
  }

  /** The members of a block collection, to stand at column `col`; `above` was the column of what holds it. */
  private collection(
    tree: MapTree | ListTree,
    slot: Slot | undefined,
    col: number,
    above: number,
    isCompact: boolean,
  ): readonly Line[] {
    const old = tree.start - this.starts[this.lineAt(tree.start)]!;
    const group = new Group(col, old);
    for (const [i, part] of (tree.kind === 'map' ? tree.entries : tree.items).entries()) {
      const gap = isCompact && i === 0 ? [] : this.gap();
      must(this.next < this.lines.length);
      const start = this.starts[this.next]! + old;
      must((isCompact && i === 0) || this.isIndent(this.next, start));
      if (tree.kind === 'list') group.add(gap, this.item(tree.items[i], start, slot?.item, { old, col }));
      else {
        const entry = part as Entry;
        must(entry.keyStart === start);
        group.add(gap, this.entry(entry, slotIn(slot, entry.key), { old, col }));
      }
    }
    group.close(this.gap(Math.max(old, above + 1)));
    return group.print(tree.kind === 'map' ? keysOf(slot) : []);
  }

  /** Reads blank lines and comments; with `least`, only to the last comment that stands at that column or deeper. */
  private gap(least?: number): readonly Remark[] {
    let found = remarksAt(this.lines, this.next, this.first);
    if (least !== undefined) {
      found = found.slice(
        0,
        leading(found, (r) => isBlank(r) || r.col >= least),
      );
      found = found.slice(0, found.findLastIndex((r) => !isBlank(r)) + 1);
    }
    this.next += found.length;
    return found;
  }

  /** The comment that ends a line, with the blanks before it. */
  private comment(line: number, from: number): string {
    const found = /^([ \t]+#.*)?[ \t]*$/.exec(this.onLine(line, from));
    must(found !== null);
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
    return this.places.position(offset).line;
  }

  private line(line: number, text: string): Line {
    return { text, from: this.first + line };
  }
}

function isBlockCollection(tree: Tree): tree is MapTree | ListTree {
  return tree.kind !== 'scalar' && !tree.flow;
}
