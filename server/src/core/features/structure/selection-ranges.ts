/** Selection ranges: word, line, paragraph, value, entry, group, section, dossier. */
import type { Analysis } from '../../analysis/types.ts';
import type { Span } from '../../model/edit.ts';
import { lineStart } from '../../text/lines.ts';
import { blockExtent, entryExtent, extentOf } from '../../yaml/extent.ts';
import { isBlockText, type YamlEntry, type YamlTree } from '../../yaml/tree.ts';

/** The ranges around a UTF-16 offset, from the narrowest to the widest, each inside the next; at least one. */
export function selectionRanges({ source }: Analysis, offset: number): readonly Span[] {
  const { text } = source;
  const placed = source.blockAt(offset);
  const found: Span[] = [{ start: 0, end: text.length }];
  if (placed) {
    const { start, block } = placed;
    const at = offset - start;
    const inner = [
      blockExtent(block),
      ...block.entries.flatMap((e) => inEntry(e, at, block.text)),
      ...(block.stray ? inTree(block.stray, at, block.text) : []),
      lineAt(block.text, at),
      wordAt(block.text, at),
    ];
    found.push(...inner.map((s) => ({ start: start + s.start, end: start + s.end })));
  }
  return nestSpans(found, offset);
}

/** Of `found`, widest first, keeps those around the offset that lie inside the one before; returns the narrowest first. */
function nestSpans(found: readonly Span[], offset: number): readonly Span[] {
  const kept: Span[] = [];
  for (const span of found) {
    const outer = kept.at(-1);
    const fits = !outer || (outer.start <= span.start && span.end <= outer.end);
    const narrower = !outer || span.end - span.start < outer.end - outer.start;
    if (span.start <= offset && offset <= span.end && span.end > span.start && fits && narrower) kept.push(span);
  }
  return kept.length ? kept.reverse() : [{ start: offset, end: offset }];
}

function inEntry(entry: YamlEntry, at: number, text: string): readonly Span[] {
  const whole = entryExtent(entry, text);
  if (at < whole.start || at > whole.end) return [];
  if (at <= entry.keyEnd) return [whole, { start: entry.keyStart, end: entry.keyEnd }];
  return [whole, ...(entry.value ? inTree(entry.value, at, text) : [])];
}

function inTree(tree: YamlTree, at: number, text: string): readonly Span[] {
  const whole = extentOf(tree, text);
  if (at < whole.start || at > whole.end) return [];
  if (tree.kind === 'map') return [whole, ...tree.entries.flatMap((e) => inEntry(e, at, text))];
  if (tree.kind === 'list') return [whole, ...tree.items.flatMap((item) => (item ? inTree(item, at, text) : []))];
  if (isBlockText(tree)) return [whole, ...paragraphAt(text, at, text.indexOf('\n', tree.start) + 1, whole.end)];
  const quoted = tree.style === 'single' || tree.style === 'double';
  return quoted && tree.end - tree.start > 1 ? [whole, { start: tree.start + 1, end: tree.end - 1 }] : [whole];
}

/** The whole text of a block scalar, and the paragraph around the cursor: the lines between two blank ones. */
function paragraphAt(text: string, at: number, from: number, end: number): readonly Span[] {
  if (at < from) return [];
  const content = { start: from + /^\s*/.exec(text.slice(from, end))![0].length, end };
  const before = [...text.slice(from, at).matchAll(/\n[ \t]*\r?\n/g)].at(-1);
  const start = before ? from + before.index + before[0].length : from;
  const rest = /\r?\n[ \t]*\r?\n/.exec(text.slice(at, end));
  const stop = rest ? at + rest.index : end;
  return [content, { start: start + /^[ \t]*/.exec(text.slice(start, stop))![0].length, end: stop }];
}

function lineAt(text: string, at: number): Span {
  const start = lineStart(text, at);
  const line = /^[^\r\n]*/.exec(text.slice(start))![0];
  return { start: start + /^[ \t]*/.exec(line)![0].length, end: start + line.trimEnd().length };
}

const WORD_SEGMENTER = new Intl.Segmenter('zh', { granularity: 'word' });

/** In UTF-16 units. */
const LONGEST_WORD = 100;

/** The word at the cursor, in Chinese or any other language; of two that meet there, the second. */
function wordAt(text: string, at: number): Span {
  const line = lineAt(text, at);
  // A line may be a whole chapter; only the part around the cursor is segmented.
  const [start, end] = [Math.max(line.start, at - LONGEST_WORD), Math.min(line.end, at + LONGEST_WORD)];
  const words = [...WORD_SEGMENTER.segment(text.slice(start, end))].filter((w) => w.isWordLike);
  const word = words.findLast((w) => start + w.index <= at && at <= start + w.index + w.segment.length);
  return word ? { start: start + word.index, end: start + word.index + word.segment.length } : { start: at, end: at };
}
