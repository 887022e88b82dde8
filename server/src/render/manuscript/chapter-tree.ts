/** A chapter's Markdown as a tree, and what is found in it. */
import type { Definition, Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/**
 * The tree of a chapter: CommonMark with GitHub's tables, footnotes and `~~`. `20~30` and `600*800` are ranges and sizes in this
 * trade, never strike-through or emphasis.
 */
export function parseMarkdown(text: string): Root {
  const source = text.replace(MULTIPLICATION_STAR, '\\*');
  return fromMarkdown(source, { extensions: [gfm({ singleTilde: false })], mdastExtensions: [gfmFromMarkdown()] });
}

const MULTIPLICATION_STAR = /(?<=\d)\*(?=\d)/g;

/** Where {@link parseMarkdown} adds a backslash: offsets in the text it parses, in UTF-16 units, ascending. */
export function escapesIn(text: string): readonly number[] {
  return [...text.matchAll(MULTIPLICATION_STAR)].map((m, i) => m.index + i);
}

/** The paths of the pictures that a chapter shows. */
export function chapterImages(text: string): readonly string[] {
  const tree = parseMarkdown(text);
  const targets = definitions(tree);
  return nodes(tree).flatMap((n) => {
    const url = n.type === 'image' ? n.url : n.type === 'imageReference' ? targets.get(n.identifier)?.url : undefined;
    return url === undefined ? [] : [decodePath(url)];
  });
}

/** The link and picture targets that a chapter defines, by identifier. */
export function definitions(tree: Root): ReadonlyMap<string, Definition> {
  return new Map(nodes(tree).flatMap((n) => (n.type === 'definition' ? [[n.identifier, n] as const] : [])));
}

/** A node and all below it, in order. */
export function nodes(node: Nodes): readonly Nodes[] {
  return 'children' in node ? [node, ...node.children.flatMap((c) => nodes(c))] : [node];
}

/** A path as it is written in Markdown, with `%20` and the like decoded; as it is where that is no valid encoding. */
export function decodePath(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
