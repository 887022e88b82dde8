/** What goes with a field or item that is taken out of a dossier. */
import type { Span } from '../model/edit.ts';
import type { FieldPath } from '../model/path.ts';
import { lineStart } from '../text/lines.ts';
import type { Source } from '../yaml/source.ts';
import type { YamlEntry } from '../yaml/tree.ts';

/** What goes with the entry or item at a path: its lines, or its part of the braces. The last item of a list takes the list along. */
export function removalSpan(source: Source, path: FieldPath): Span | undefined {
  const key = path.at(-1);
  const above = path.slice(0, -1);
  const parent = above.length ? source.find(above) : undefined;
  if (typeof key === 'number') {
    const list = parent?.tree;
    if (list?.kind !== 'list' || !parent) return undefined;
    if (list.itemSpans.length === 1) return removalSpan(source, above);
    return list.flow
      ? flowPartSpan(list.itemSpans, key, parent.block.start)
      : wholeLines(
          source.text,
          parent.block.start + list.itemSpans[key]!.start,
          parent.block.start + list.itemSpans[key]!.end,
        );
  }
  const found = source.find(path);
  if (!found?.entry) return undefined;
  const { block, entry, tree } = found;
  const end = block.start + endOf(entry, block.block.text);
  const map = parent?.tree;
  if (map?.kind !== 'map')
    return tree || entry ? wholeLines(source.text, block.start + entry.keyStart, end) : undefined;
  const places = map.entries.map((e) => ({ start: e.keyStart, end: endOf(e, block.block.text) }));
  const index = map.entries.indexOf(entry);
  if (map.flow) return flowPartSpan(places, index, block.start);
  const line = source.text.slice(lineStart(source.text, block.start + entry.keyStart), block.start + entry.keyStart);
  const next = places[index + 1];
  // Behind a dash the next key takes the place of this one.
  if (line.trim() && next) return { start: block.start + entry.keyStart, end: block.start + next.start };
  return line.trim() ? removalSpan(source, above) : wholeLines(source.text, block.start + entry.keyStart, end);
}

/** A part of brackets or braces with the comma that it takes along. */
function flowPartSpan(places: readonly Span[], index: number, base: number): Span {
  const [before, own, after] = [places[index - 1], places[index]!, places[index + 1]];
  if (after) return { start: base + own.start, end: base + after.start };
  return { start: base + (before?.end ?? own.start), end: base + own.end };
}

/** Whole lines from the one that holds `start` to the one that holds the last character before `end`, their last break included. */
function wholeLines(text: string, start: number, end: number): Span {
  const content = Math.max(start, text.slice(0, end).trimEnd().length);
  const stop = content + /^[^\r\n]*(?:\r?\n)?/.exec(text.slice(content))![0].length;
  return { start: lineStart(text, start), end: stop };
}

/** The offset in `text`, its block, where an entry ends: its value, or the colon of one without. */
export function endOf({ keyEnd, value }: YamlEntry, text: string): number {
  return value?.end ?? keyEnd + /^[ \t]*:?/.exec(text.slice(keyEnd))![0].length;
}
