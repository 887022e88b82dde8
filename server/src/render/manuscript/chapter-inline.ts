/** The words of a chapter's Markdown with their looks, as runs of the manuscript. */
import type { PhrasingContent } from 'mdast';
import { joinLines } from '../../core/text/line-breaks.ts';
import { type Run, run } from './manuscript.ts';

type Look = Omit<Run, 'text'>;

/** What the words of a chapter refer to. */
export interface InlineContext {
  /** The number that a footnote's mark shows, from 1, by the footnote's identifier. */
  readonly cite: (identifier: string) => number;
}

/** The runs of a paragraph, heading or cell, in order. A line broken on purpose begins with a run that has `newLine`. */
export function inlineRuns(list: readonly PhrasingContent[], context: InlineContext, look: Look = {}): readonly Run[] {
  const runs: Run[] = [];
  /** Looks of the HTML elements that are open, the innermost last. */
  const open: { readonly name: string; readonly look: Look }[] = [];
  let breaks = false;
  for (const node of list) {
    if (node.type === 'break' || (node.type === 'html' && BREAK.test(node.value))) {
      breaks = runs.length > 0;
      continue;
    }
    const tag = node.type === 'html' ? TAG.exec(node.value) : null;
    const name = tag?.[2]?.toLowerCase() ?? '';
    if (tag?.[1]) {
      const at = open.findLastIndex((o) => o.name === name);
      if (at >= 0) open.splice(at, 1);
    } else if (HTML_LOOKS[name]) open.push({ name, look: HTML_LOOKS[name] });
    const own: Look = Object.assign({}, look, ...open.map((o) => o.look));
    const words = nodeRuns(node, context, own);
    runs.push(...(breaks && words[0] ? [{ ...words[0], newLine: true }, ...words.slice(1)] : words));
    if (words.some((w) => w.text)) breaks = false;
  }
  return runs;
}

function nodeRuns(node: PhrasingContent, context: InlineContext, look: Look): readonly Run[] {
  switch (node.type) {
    case 'text':
      return textRuns(joinLines(node.value), look);
    case 'strong':
      return inlineRuns(node.children, context, { ...look, bold: true });
    case 'emphasis':
      return inlineRuns(node.children, context, { ...look, italic: true });
    case 'delete':
      return inlineRuns(node.children, context, { ...look, strike: true });
    case 'inlineCode':
      return [run(node.value, look)];
    case 'html':
      return plainHtml(node.value) ? [run(plainHtml(node.value), look)] : [];
    case 'footnoteReference':
      return [run(`〔注${context.cite(node.identifier)}〕`, look)];
    default:
      return 'children' in node ? inlineRuns(node.children, context, look) : [];
  }
}

/** True of a node that breaks the line on purpose: two blanks or a backslash at the end of a line, or `<br>`. */
export function isLineBreak(node: PhrasingContent): boolean {
  return node.type === 'break' || (node.type === 'html' && BREAK.test(node.value));
}

const BREAK = /^<br\s*\/?>$/i;
const TAG = /^<(\/)?([a-z][a-z0-9]*)[^>]*>$/i;

const HTML_LOOKS: Readonly<Record<string, Look>> = {
  b: { bold: true },
  strong: { bold: true },
  i: { italic: true },
  em: { italic: true },
  s: { strike: true },
  del: { strike: true },
  strike: { strike: true },
  sub: { script: 'sub' },
  sup: { script: 'super' },
};

/**
 * What Pandoc's Markdown and habit add to CommonMark: `CO~2~` and `10^6^` are set low and high, `** 甲 **` with blanks within is bold all the
 * same. What merely looks like it stays: `20~30~40`, `A~B~C`.
 */
const EXTRA_MARKS =
  /(?<=[A-Za-z)）])~(\d{1,3}(?:\.\d)?|[a-z]{1,3}|\d[a-z])~(?!~)|(?<=[\p{L}\p{N})）])\^([+\-−–]?[\p{L}\p{N}]{1,4}[+\-−–]?)\^|(?<![*\d])\*\*[ \t\u3000]*([^\s*][^*\n]*?)[ \t\u3000]*\*\*(?![*\d])/gu;

function textRuns(text: string, look: Look): readonly Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (const found of text.matchAll(EXTRA_MARKS)) {
    const [whole, low, high, bold = ''] = found;
    if (found.index > from) runs.push(run(text.slice(from, found.index), look));
    if (low !== undefined) runs.push(run(low, { ...look, script: 'sub' }));
    else if (high !== undefined) runs.push(run(high, { ...look, script: 'super' }));
    else runs.push(run(bold, { ...look, bold: true }));
    from = found.index + whole.length;
  }
  if (from < text.length) runs.push(run(text.slice(from), look));
  return runs;
}

/** The elements of HTML that a text may be written with; `<APP>` is a word in brackets. */
const ELEMENTS =
  'a|abbr|article|aside|b|big|blockquote|br|center|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|img|ins|kbd|li|mark|nav|ol|p|pre|q|s|samp|section|small|span|strike|strong|style|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var';
const ELEMENT = new RegExp(`</?(?:${ELEMENTS})(?:\\s[^<>]*)?/?>`, 'gi');

/** The words of a piece of HTML. A comment is for the authors. */
export function plainHtml(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(ELEMENT, '')
    .trim();
}
