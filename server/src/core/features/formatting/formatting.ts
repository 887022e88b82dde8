/** Formatting: keys in the form's order, two spaces a level, dates as `YYYY-MM-DD`. */
import type { Analysis } from '../../analysis/types.ts';
import type { Edit, Span } from '../../model/edit.ts';
import type { Slot } from '../../model/form-schema.ts';
import { applyEdits } from '../../text/apply-edits.ts';
import { splitLines } from '../../text/lines.ts';
import { comments, Source } from '../../yaml/source.ts';
import type { PlacedYamlBlock, YamlBlock, YamlTree } from '../../yaml/tree.ts';
import { layOut } from './layout-block.ts';
import { commentLinesAt, isCommentLine, MemberGroup, type OutputLine } from './layout-group.ts';
import { intendedDate, keysOf, slotIn } from './layout-inline.ts';
import { lineEdits } from './line-edits.ts';

/**
 * The edits that format a dossier; what it says stays the same. A block with a syntax error, or in a notation that
 * `layout-block.ts` does not support, is left as it is, and then no block moves, as its end is not certain. With a `range`
 * of UTF-16 offsets only the blocks that it touches are formatted, each in its place. Empty where nothing changes.
 */
export function formatting({ source, pack, cache }: Analysis, range?: Span): readonly Edit[] {
  const form: Slot = { type: 'map', fields: pack?.form.fields };
  const written = source.blocks.filter(({ block }) => !isOnlyComments(block));
  const left = new Set(written.filter((b) => !canBeLaidOut(b, source) || !isTouched(b, source, range)));
  // Blocks whose content the first attempt would change are left out of the second.
  for (let attempt = 1; attempt <= 2; attempt++) {
    const edits = layOutBlocks(source, form, left, range === undefined && source.problems.length === 0);
    const result = new Source(applyEdits(source.text, edits), source, cache.input.formKeys);
    const changed = written.filter((b) => !left.has(b) && !hasSameContent(b, result, form));
    if (!changed.length) return hasLostNothing(source, result, left) ? edits : [];
    for (const block of changed) left.add(block);
  }
  return [];
}

/** True of a block without a key: comments and blank lines before the first key, or the marker of a document. */
function isOnlyComments({ entries, stray, problems }: YamlBlock): boolean {
  return entries.length === 0 && !stray && problems.length === 0;
}

function canBeLaidOut({ start, block }: PlacedYamlBlock, source: Source): boolean {
  const isTwice = source.problems.some((p) => p.start >= start && p.start < start + block.text.length);
  return (
    !isTwice && !block.problems.length && block.parseErrorOffset === undefined && !block.usesAliases && !block.stray
  );
}

function isTouched({ start, block }: PlacedYamlBlock, { text }: Source, range: Span | undefined): boolean {
  if (!range) return true;
  const end = start + block.text.length;
  if (range.start === range.end) return range.start >= start && (range.start < end || end === text.length);
  return range.start < end && range.end > start;
}

/** The edits that lay out all blocks but those `left`, which stay as they are. */
function layOutBlocks(
  source: Source,
  form: Slot,
  left: ReadonlySet<PlacedYamlBlock>,
  mayMove: boolean,
): readonly Edit[] {
  const offset = source.blocks[0]?.start ?? 0;
  const lines = splitLines(source.text.slice(offset));
  const texts = lines.map((l) => l.text);
  const raw = (from: number, to?: number): readonly OutputLine[] =>
    texts.slice(from, to).map((text, i) => ({ text, from: from + i }));
  const begin = source.blocks.findIndex((b) => !isOnlyComments(b.block));
  if (begin < 0) return [];
  let first = source.blocks.slice(0, begin).reduce((sum, b) => sum + splitLines(b.block.text).length, 0);
  // The marker of a document stays first, with what stands before it.
  const opening = texts.slice(0, first).findLastIndex((l) => !isCommentLine(l)) + 1;
  const group = new MemberGroup(0, 0);
  let gap = commentLinesAt(texts.slice(0, first), opening, 0);
  let moves = mayMove;
  for (const placed of source.blocks.slice(begin)) {
    const next = first + splitLines(placed.block.text).length;
    const laid = left.has(placed) ? undefined : layOut(placed.block, first, form);
    group.add(gap, laid ?? { key: '', body: raw(first, next), isText: false });
    gap = laid?.rest ?? [];
    moves &&= laid !== undefined;
    first = next;
  }
  group.close(gap);
  return lineEdits(lines, [...raw(0, opening), ...group.print(moves ? keysOf(form) : []), ...raw(first)], offset);
}

/** True where a block's entry can be read in the new text and has the same content. */
function hasSameContent({ block }: PlacedYamlBlock, after: Source, form: Slot): boolean {
  const [entry] = block.entries;
  const now = after.block(entry!.key)?.block;
  return now?.problems.length === 0 && hasSameTree(entry!.value, now.entries[0]!.value, slotIn(form, entry!.key));
}

function hasSameTree(before: YamlTree | undefined, after: YamlTree | undefined, slot: Slot | undefined): boolean {
  if (!before || !after) return before === after;
  if (before.kind === 'scalar') {
    if (after.kind !== 'scalar' || after.style !== before.style) return false;
    const date = intendedDate(before, slot);
    return date === undefined ? after.text === before.text && Object.is(after.yaml, before.yaml) : after.text === date;
  }
  if (before.kind === 'list') {
    if (after.kind !== 'list' || after.flow !== before.flow || after.items.length !== before.items.length) return false;
    return before.items.every((item, i) => hasSameTree(item, after.items[i], slot?.item));
  }
  if (after.kind !== 'map' || after.flow !== before.flow || after.entries.length !== before.entries.length)
    return false;
  // No key stands twice in a block that is laid out: a second one is a problem of the block.
  const values = new Map(after.entries.map((e) => [e.key, e]));
  return before.entries.every((e) => {
    const now = values.get(e.key);
    return now !== undefined && hasSameTree(e.value, now.value, slotIn(slot, e.key));
  });
}

/** True where no entry, no comment and none of the blocks `left` was lost, and no syntax error is new. */
function hasLostNothing(before: Source, after: Source, left: ReadonlySet<PlacedYamlBlock>): boolean {
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
