/** Edits that put a new field or item into a dossier, or take one out, and leave everything else as it was written. */
import type { Analysis } from '../analysis/types.ts';
import { isRequired } from '../form/answer.ts';
import type { Edit } from '../model/edit.ts';
import { slotAt } from '../model/form-paths.ts';
import type { Field, Slot } from '../model/form-schema.ts';
import type { LoadedPack } from '../model/pack.ts';
import type { FieldPath } from '../model/path.ts';
import { formatFieldPath } from '../model/path.ts';
import { lineStart } from '../text/lines.ts';
import { quoteScalar } from '../yaml/quote-scalar.ts';
import type { Source } from '../yaml/source.ts';
import type { PlacedYamlBlock, YamlEntry, YamlList, YamlTree } from '../yaml/tree.ts';
import { endOf } from './remove.ts';
import { fieldLines, type SkeletonOptions } from './skeleton.ts';

/** What it takes to know where something goes. */
type EditContext = Pick<Analysis, 'source' | 'pack' | 'direction'>;

/** A field that is not there yet, with all that is required below it, in the form's order; undefined where it has no place. */
export function addField(
  analysis: EditContext,
  path: FieldPath,
  known: Readonly<Record<string, string>> = {},
): Edit | undefined {
  const { pack, source } = analysis;
  const field = pack && fieldAt(pack, path);
  if (source.find(path)) return undefined;
  const lines = pack && field && fieldLines(pack, field, skeletonOptions(analysis, known), parentOf(path));
  return (
    pack &&
    lines &&
    addLines(
      analysis,
      pack,
      path,
      lines.filter((line) => line.trim()),
      known,
    )
  );
}

/** A new item of a list, what is known of it filled in and what else is required left to be. */
export function addItem(
  analysis: EditContext,
  path: FieldPath,
  known: Readonly<Record<string, string>>,
  placeholder: () => string = () => '',
): Edit | undefined {
  const { pack, source, direction } = analysis;
  const field = pack && fieldAt(pack, path);
  if (!pack || field?.item?.type !== 'map') return undefined;
  const wanted = (field.item.fields ?? []).filter((f) => known[f.key] !== undefined || isRequired(f, direction));
  const item = `{${wanted.map((f) => `${f.key}: ${valueText(f, known[f.key]) || placeholder()}`.trimEnd()).join(', ')}}`;
  const found = source.find(path);
  if (!found?.entry) return addLines(analysis, pack, path, [`${field.key}:`, `  - ${item}`]);
  return unlessUnreadable(found.block, insertIntoList(source, found.block, found.entry, found.tree, item));
}

function insertIntoList(
  source: Source,
  block: PlacedYamlBlock,
  entry: YamlEntry,
  tree: YamlTree | undefined,
  item: string,
): Edit | undefined {
  const { text } = source;
  if (isAlias(block, tree)) return undefined;
  if (tree?.kind === 'list') {
    if (tree.flow && isUnclosed(block, tree)) return undefined;
    if (tree.flow) return insertIntoFlowList(source, block.start, tree, item);
    return insertAfterLine(text, block.start + tree.itemSpans.at(-1)!.end, [`- ${item}`], columnOf(block, tree.start));
  }
  const column = columnOf(block, entry.keyStart) + 2;
  if (!tree) return insertAfterLine(text, block.start + entry.keyEnd, [`- ${item}`], column);
  if (tree.kind !== 'scalar') return undefined;
  const span = { start: block.start + tree.start, end: block.start + tree.end };
  return { span, text: `${eolOf(text)}${' '.repeat(column)}- ${item}` };
}

/** The lines of a new entry at their place; lines are as of column 0. */
function addLines(
  analysis: EditContext,
  pack: LoadedPack,
  path: FieldPath,
  lines: readonly string[],
  known: Readonly<Record<string, string>> = {},
): Edit | undefined {
  const { source } = analysis;
  const { text } = source;
  const above = path.slice(0, -1);
  const fields = above.length ? slotAt(pack.form.fields, formatFieldPath(above))?.fields : pack.form.fields;
  if (!fields) return undefined;
  if (!above.length) {
    const placed = source.blocks.flatMap((b) =>
      b.block.entries.map((entry) => ({ entry, base: b.start, of: b.block.text })),
    );
    return insertAmongSiblings(source, placed, fields, String(path[0]), lines, 0);
  }
  const parent = source.find(above);
  if (!parent) return addField(analysis, above, known);
  const { block, entry, tree } = parent;
  if (isAlias(block, tree)) return undefined;
  if (tree?.kind === 'map' && tree.flow && isUnclosed(block, tree)) return undefined;
  if (tree?.kind === 'map' && tree.flow)
    return unlessUnreadable(
      block,
      insertIntoFlowMap(tree.entries, block.start, block.block.text, tree.start, fields, lines),
    );
  if (tree?.kind === 'map') {
    const placed = tree.entries.map((e) => ({ entry: e, base: block.start, of: block.block.text }));
    const column = columnOf(block, tree.entries[0]!.keyStart);
    return unlessUnreadable(block, insertAmongSiblings(source, placed, fields, String(path.at(-1)), lines, column));
  }
  if (tree || !entry) return undefined;
  return unlessUnreadable(
    block,
    insertAfterLine(text, block.start + entry.keyEnd, lines, columnOf(block, entry.keyStart) + 2),
  );
}

/** Behind the place where the parser lost its way nothing that is put in would be read. */
function unlessUnreadable({ start, block }: PlacedYamlBlock, edit: Edit | undefined): Edit | undefined {
  return edit && block.parseErrorOffset !== undefined && edit.span.start > start + block.parseErrorOffset
    ? undefined
    : edit;
}

/** True of brackets with a syntax error inside, such as a quote that is never closed: what is put in would become part of it. */
function isUnclosed({ block }: PlacedYamlBlock, { start, end }: YamlTree): boolean {
  return block.problems.some((p) => p.rule === 'yaml-syntax' && p.start >= start && p.start <= end);
}

/** What an alias stands for is written elsewhere. */
function isAlias({ block }: PlacedYamlBlock, tree: YamlTree | undefined): boolean {
  return tree !== undefined && block.text[tree.start] === '*';
}

interface PlacedEntry {
  readonly entry: YamlEntry;
  /** Where its block begins, and the block's text. */
  readonly base: number;
  readonly of: string;
}

/** Behind the field that comes before it in the form; before all others where there is none. */
function insertAmongSiblings(
  { text }: Source,
  placed: readonly PlacedEntry[],
  fields: readonly Field[],
  key: string,
  lines: readonly string[],
  column: number,
): Edit | undefined {
  const before = previousSibling(placed, (p) => p.entry.key, fields, key);
  if (before) return insertAfterLine(text, before.base + endOf(before.entry, before.of), lines, column);
  const [first] = placed;
  if (!first) return appendLines(text, lines);
  const start = first.base + first.entry.keyStart;
  // Behind `? ` it would become a part of the key.
  if (/[^\s-]/.test(text.slice(lineStart(text, start), start))) return undefined;
  const eol = `${eolOf(text)}${' '.repeat(column)}`;
  return { span: { start, end: start }, text: `${lines.join(eol)}${eol}` };
}

function insertIntoFlowMap(
  entries: readonly YamlEntry[],
  base: number,
  of: string,
  open: number,
  fields: readonly Field[],
  lines: readonly string[],
): Edit | undefined {
  // What takes several lines has no place in braces.
  const [line, ...more] = lines;
  if (line === undefined || more.length) return undefined;
  const key = /^[^:]*/.exec(line)![0];
  const before = previousSibling(entries, (e) => e.key, fields, key);
  const start = base + (before ? endOf(before, of) : open + 1);
  const entry = line.endsWith(':') ? `${line} ` : line;
  const text = before ? `, ${entry}`.trimEnd() : entries.length ? `${entry.trimEnd()}, ` : entry.trimEnd();
  return { span: { start, end: start }, text };
}

/** New lines behind all that there is: no more than comments. */
function appendLines(text: string, lines: readonly string[]): Edit {
  const eol = eolOf(text);
  const isOpen = /[^\r\n]$/.test(text);
  const added = lines.map((line) => (isOpen ? eol + line : line + eol)).join('');
  return { span: { start: text.length, end: text.length }, text: added };
}

/** Of those that stand there, the one nearest before `key` in the form. */
function previousSibling<T>(
  list: readonly T[],
  keyOf: (item: T) => string,
  fields: readonly Field[],
  key: string,
): T | undefined {
  const rank = (k: string) => fields.findIndex((f) => f.key === k);
  const earlier = list.filter((item) => rank(keyOf(item)) >= 0 && rank(keyOf(item)) < rank(key));
  return earlier.toSorted((a, b) => rank(keyOf(b)) - rank(keyOf(a)))[0];
}

function insertIntoFlowList({ text }: Source, base: number, list: YamlList, item: string): Edit {
  const last = list.itemSpans.at(-1);
  const start = last ? base + last.end : text.indexOf('[', base + list.start) + 1;
  return { span: { start, end: start }, text: last ? `, ${item}` : item };
}

/** New lines behind the line that holds `end`. */
function insertAfterLine(text: string, end: number, lines: readonly string[], column: number): Edit {
  const content = text.slice(0, end).trimEnd().length;
  const start = content + /^[^\r\n]*/.exec(text.slice(content))![0].length;
  const eol = `${eolOf(text)}${' '.repeat(column)}`;
  return { span: { start, end: start }, text: lines.map((l) => eol + l).join('') };
}

/** The column of an offset in a block, as its line is read. */
function columnOf({ block }: PlacedYamlBlock, at: number): number {
  const line = lineStart(block.text, at);
  return at - line + (block.shifts.get(line) ?? 0);
}

function eolOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

function valueText(field: Field, value: string | undefined): string {
  if (value === undefined) return '';
  return isUnquoted(field) ? value : quoteScalar(value);
}

/** True of a place whose values stand without quotes, whatever they look like. */
export function isUnquoted(slot: Slot): boolean {
  const bare = slot.bare === undefined ? undefined : slot.fields?.find((f) => f.key === slot.bare);
  return UNQUOTED_TYPES.has((bare ?? slot).type);
}

const UNQUOTED_TYPES: ReadonlySet<string> = new Set(['integer', 'number', 'year', 'date', 'month', 'list', 'yes-no']);

function skeletonOptions({ direction, pack }: EditContext, values: Readonly<Record<string, string>>): SkeletonOptions {
  const known = { ...(pack ? { [pack.form.roles.notice]: pack.notice.id } : {}), ...values };
  return { direction, placeholder: (_slot, value) => value ?? '', comments: false, known };
}

function fieldAt(pack: LoadedPack, path: FieldPath): Field | undefined {
  const key = path.at(-1);
  const above = path.slice(0, -1);
  const fields = above.length ? slotAt(pack.form.fields, formatFieldPath(above))?.fields : pack.form.fields;
  return fields?.find((f) => f.key === key);
}

function parentOf(path: FieldPath): string {
  return formatFieldPath(path.slice(0, -1));
}
