/** A dossier in good order: keys as the form has them, two spaces a level, dates as they are to be written. */
import type { Analysis } from '../../analysis/types.ts';
import type { Edit, Span } from '../../model/edit.ts';
import type { Slot } from '../../model/form-schema.ts';
import { applied } from '../../text/apply-edits.ts';
import { cutLines } from '../../text/lines.ts';
import { comments, Source } from '../../yaml/source.ts';
import type { Block, PlacedBlock, Tree } from '../../yaml/tree.ts';
import { layOut } from './layout-block.ts';
import { Group, isRemark, type Line, remarksAt } from './layout-group.ts';
import { dateMeant, keysOf, slotIn } from './layout-inline.ts';
import { lineEdits } from './line-edits.ts';

/**
 * The changes that put a dossier in order, none of them a change of what it says. A block with a slip in it, or written
 * in a way that is not foreseen, is left as it is, and then no block moves: where it ends is not certain. With a
 * `range`, only the blocks that it touches are put in order, each in its place.
 */
export function format({ source, pack, memo }: Analysis, range?: Span): readonly Edit[] {
  const form: Slot = { type: 'map', fields: pack?.form.fields };
  const written = source.blocks.filter(({ block }) => !isOnlyRemarks(block));
  const left = new Set(written.filter((b) => !isSound(b, source) || !isTouched(b, source, range)));
  // What a first attempt would change is left alone by the second.
  for (let attempt = 1; attempt <= 2; attempt++) {
    const edits = arranged(source, form, left, range === undefined && source.problems.length === 0);
    const result = new Source(applied(source.text, edits), source, memo.facts.words);
    const changed = written.filter((b) => !left.has(b) && !saysSame(b, result, form));
    if (!changed.length) return isWhole(source, result, left) ? edits : [];
    for (const block of changed) left.add(block);
  }
  return [];
}

/** Comments and blank lines before the first key, or the mark of a document. */
function isOnlyRemarks({ entries, stray, problems }: Block): boolean {
  return entries.length === 0 && !stray && problems.length === 0;
}

function isSound({ start, block }: PlacedBlock, source: Source): boolean {
  const isTwice = source.problems.some((p) => p.start >= start && p.start < start + block.text.length);
  return !isTwice && !block.problems.length && block.lostAt === undefined && !block.isLinked && !block.stray;
}

function isTouched({ start, block }: PlacedBlock, { text }: Source, range: Span | undefined): boolean {
  if (!range) return true;
  const end = start + block.text.length;
  if (range.start === range.end) return range.start >= start && (range.start < end || end === text.length);
  return range.start < end && range.end > start;
}

/** The edits that lay out all blocks but those `left`, which stay as they are. */
function arranged(source: Source, form: Slot, left: ReadonlySet<PlacedBlock>, mayMove: boolean): readonly Edit[] {
  const offset = source.blocks[0]?.start ?? 0;
  const lines = cutLines(source.text.slice(offset));
  const texts = lines.map((l) => l.text);
  const raw = (from: number, to?: number): readonly Line[] =>
    texts.slice(from, to).map((text, i) => ({ text, from: from + i }));
  const begin = source.blocks.findIndex((b) => !isOnlyRemarks(b.block));
  if (begin < 0) return [];
  let first = source.blocks.slice(0, begin).reduce((sum, b) => sum + cutLines(b.block.text).length, 0);
  // The mark of a document stays before all, with what stands before it.
  const opening = texts.slice(0, first).findLastIndex((l) => !isRemark(l)) + 1;
  const group = new Group(0, 0);
  let gap = remarksAt(texts.slice(0, first), opening, 0);
  let moves = mayMove;
  for (const placed of source.blocks.slice(begin)) {
    const next = first + cutLines(placed.block.text).length;
    const laid = left.has(placed) ? undefined : layOut(placed.block, first, form);
    group.add(gap, laid ?? { key: '', body: raw(first, next), isText: false });
    gap = laid?.rest ?? [];
    moves &&= laid !== undefined;
    first = next;
  }
  group.close(gap);
  return lineEdits(lines, [...raw(0, opening), ...group.print(moves ? keysOf(form) : []), ...raw(first)], offset);
}

/** True where a block's entry can be read again, and says what it did. */
function saysSame({ block }: PlacedBlock, after: Source, form: Slot): boolean {
  const [entry] = block.entries;
  const now = after.block(entry!.key)?.block;
  return now?.problems.length === 0 && isSameTree(entry!.value, now.entries[0]!.value, slotIn(form, entry!.key));
}

function isSameTree(before: Tree | undefined, after: Tree | undefined, slot: Slot | undefined): boolean {
  if (!before || !after) return before === after;
  if (before.kind === 'scalar') {
    if (after.kind !== 'scalar' || after.style !== before.style) return false;
    const date = dateMeant(before, slot);
    return date === undefined ? after.text === before.text && Object.is(after.yaml, before.yaml) : after.text === date;
  }
  if (before.kind === 'list') {
    if (after.kind !== 'list' || after.flow !== before.flow || after.items.length !== before.items.length) return false;
    return before.items.every((item, i) => isSameTree(item, after.items[i], slot?.item));
  }
  if (after.kind !== 'map' || after.flow !== before.flow || after.entries.length !== before.entries.length)
    return false;
  return before.entries.every((e) => {
    const now = after.entries.find((a) => a.key === e.key);
    return now !== undefined && isSameTree(e.value, now.value, slotIn(slot, e.key));
  });
}

/** True where nothing else was lost: no entry, no comment, none of the blocks left, and no slip is new. */
function isWhole(before: Source, after: Source, left: ReadonlySet<PlacedBlock>): boolean {
  const texts = new Set(after.blocks.map((b) => b.block.text));
  return inventory(before) === inventory(after) && [...left].every((b) => texts.has(b.block.text));
}

function inventory({ blocks, problems }: Source): string {
  const counts = [
    problems.length,
    blocks.flatMap((b) => b.block.entries).length,
    blocks.flatMap((b) => b.block.problems).length,
  ];
  return [...counts, ...blocks.flatMap((b) => comments(b.block.text)).sort()].join('\n');
}
