/** A chapter's Markdown as a tree, and what is found in it. */
import type { Definition, Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { cjkFriendlyExtension } from 'micromark-extension-cjk-friendly';
import { gfmStrikethroughCjkFriendly } from 'micromark-extension-cjk-friendly-gfm-strikethrough';
import { gfm } from 'micromark-extension-gfm';

/** A chapter's tree, with the way from its positions back to the text as it was written. */
export interface ChapterTree {
  readonly root: Root;
  /** The text that its positions count in. */
  readonly parsed: string;
  /** The offset in the chapter's text, in UTF-16 units, of a position's offset in the tree. */
  readonly sourceOffset: (offset: number) => number;
}

/**
 * The tree of a chapter: CommonMark with GitHub's tables, footnotes and `~~`. Beside Chinese marks `**` works as beside blanks. `20~30` and
 * `600*800` are ranges and sizes in this trade, never strike-through or emphasis; text set in by blanks is a paragraph, no program code.
 */
export function parseMarkdown(text: string): ChapterTree {
  const stars = [...text.matchAll(MULTIPLICATION_STAR)];
  const marks = [...text.matchAll(MARK)].slice(MAX_MARKS);
  const places = new Set([...stars, ...marks].map((m) => m.index));
  const escapes = [...places].map((at) => ({ at, length: 0, text: '\\' }));
  const changes = [...escapes, ...withoutDeepNesting(text, places), ...marksOfHabit(text, places)].sort(
    (a, b) => a.at - b.at,
  );
  const { parsed, sourceOffset } = changed(text, changes);
  const root = fromMarkdown(parsed, {
    extensions: [
      gfm({ singleTilde: false }),
      cjkFriendlyExtension(),
      gfmStrikethroughCjkFriendly({ singleTilde: false }),
      { disable: { null: ['codeIndented'] } },
    ],
    mdastExtensions: [gfmFromMarkdown()],
  });
  return { root, parsed, sourceOffset };
}

/** `＊＊重点＊＊` of the input method, and `__重点__`, which Markdown does not take for bold between Han characters. */
const BOLD_OF_HABIT = /(?<![\w＊])(＊＊|__)(?!\s)([^＊_\n]{1,200})\1(?![\w＊])/g;
/** `#标题`, a heading without its blank. */
const TIGHT_HEADING = /^(#{1,6})(?=\p{Script=Han})/gmu;
/** `---` below a sentence: a rule, where Markdown would make a heading of the sentence. */
const RULE_BELOW_TEXT = /(?<=[。；！？…”）]\n)(?= {0,3}-{3,}[ \t]*$)/gm;

/** What authors write by habit, as Markdown wants it. `escaped` are the places that are text. */
function marksOfHabit(text: string, escaped: ReadonlySet<number>): readonly SourceChange[] {
  const bold = [...text.matchAll(BOLD_OF_HABIT)].flatMap(({ 0: whole, 2: words = '', index }) => {
    const ends = [index, index + whole.length - 2];
    const isText = !/\p{Script=Han}/u.test(words) || ends.some((at) => escaped.has(at) || escaped.has(at + 1));
    return isText ? [] : ends.map((at) => ({ at, length: 2, text: '**' }));
  });
  const headings = [...text.matchAll(TIGHT_HEADING)].map(({ 0: marks, index }) => index + marks.length);
  const rules = [...text.matchAll(RULE_BELOW_TEXT)].map((m) => m.index);
  return [
    ...bold,
    ...headings.map((at) => ({ at, length: 0, text: ' ' })),
    ...rules.map((at) => ({ at, length: 0, text: '\n' })),
  ];
}

const MULTIPLICATION_STAR = /(?<=\d)\*(?=\d)/g;

/** What may open emphasis, a strike-through or a link, where no backslash stands before it. */
const MARK = /(?<!\\)[*_~[\]]/g;
/** More of them than any chapter has; those behind are text, for the time to read them grows with their square. */
const MAX_MARKS = 3000;

/** What stands in the text that is parsed in place of `length` UTF-16 units of the source. */
interface SourceChange {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** A text with changes that are in order and do not overlap, and the way back from its offsets. */
function changed(source: string, changes: readonly SourceChange[]): Pick<ChapterTree, 'parsed' | 'sourceOffset'> {
  /** Where each stretch that was left as it is begins, in the text that is parsed and in the source. */
  const kept: { readonly to: number; readonly from: number }[] = [{ to: 0, from: 0 }];
  let parsed = '';
  let from = 0;
  for (const { at, length, text } of changes) {
    parsed += source.slice(from, at) + text;
    from = at + length;
    kept.push({ to: parsed.length, from });
  }
  const sourceOffset = (offset: number) => {
    let [i, end] = [0, kept.length];
    while (end - i > 1) {
      const middle = (i + end) >> 1;
      if (kept[middle]!.to <= offset) i = middle;
      else end = middle;
    }
    const next = changes[i]?.at ?? source.length;
    return Math.min(next, kept[i]!.from + offset - kept[i]!.to);
  };
  return { parsed: parsed + source.slice(from), sourceOffset };
}

/** Word has nine levels of lists; what is nested deeper is text, or reading it would take time that grows with a power of the depth. */
const MAX_DEPTH = 9;
/** So many blanks of indentation nest about as deep. */
const MAX_INDENT = 40;
/** The marks of lists and quotations that a line begins with. */
const MARKER = /[ \t]{0,40}(?:(?:[-+*]|\d{1,9}[.)])(?:[ \t]{1,40}|$)|>[ \t]{0,40})/my;

/** For each line that nests deeper than it may: its indentation cut, the first mark that goes too deep made text. `escaped` are the places that have a backslash already. */
function withoutDeepNesting(text: string, escaped: ReadonlySet<number>): readonly SourceChange[] {
  const found: SourceChange[] = [];
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start) + 1 || text.length;
    let at = start;
    while (at < end && (text[at] === ' ' || text[at] === '\t')) at++;
    const isDeep = at - start > MAX_INDENT;
    if (isDeep) found.push({ at: start + MAX_INDENT, length: at - start - MAX_INDENT, text: '' });
    for (let depth = isDeep ? MAX_DEPTH : 0; at < end; depth++) {
      MARKER.lastIndex = at;
      const marker = MARKER.exec(text)?.[0];
      if (marker === undefined) break;
      const mark = at + marker.search(/[-+*.)>]/);
      if (depth === MAX_DEPTH && !escaped.has(mark)) found.push({ at: mark, length: 0, text: '\\' });
      if (depth === MAX_DEPTH) break;
      at += marker.length;
    }
    start = end;
  }
  return found;
}

/** A picture as a chapter's text names it. */
export interface ChapterImage {
  /** With `%20` and the like decoded. */
  readonly path: string;
  /** Its stretch of the text, in UTF-16 units. */
  readonly within: readonly [start: number, end: number];
}

/** The pictures that a chapter shows, `![…](path)`, in order. */
export function chapterImages(text: string): readonly ChapterImage[] {
  if (!text.includes('![')) return [];
  const { root, sourceOffset } = parseMarkdown(text);
  const targets = definitions(root);
  return nodes(root).flatMap((n) => {
    const url = n.type === 'image' ? n.url : n.type === 'imageReference' ? targets.get(n.identifier)?.url : undefined;
    if (url === undefined) return [];
    const [start, end] = [n.position?.start.offset ?? 0, n.position?.end.offset ?? 0];
    return [{ path: decodePath(url), within: [sourceOffset(start), sourceOffset(end)] as const }];
  });
}

/** The link and picture targets that a chapter defines, by identifier. */
export function definitions(tree: Root): ReadonlyMap<string, Definition> {
  return new Map(nodes(tree).flatMap((n) => (n.type === 'definition' ? [[n.identifier, n] as const] : [])));
}

/** A node and all below it, in order. */
export function nodes(node: Nodes): readonly Nodes[] {
  const found: Nodes[] = [];
  const open: Nodes[] = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    found.push(next);
    if ('children' in next) open.push(...next.children.toReversed());
  }
  return found;
}

/** A path as it is written in Markdown, with `%20` and the like decoded; as it is where that is no valid encoding. */
export function decodePath(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
