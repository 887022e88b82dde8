/** A chapter's Markdown (CommonMark with GitHub's tables) as blocks of the manuscript. */
import type { List, PhrasingContent, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { type Block, type Run, run } from './manuscript.ts';

export interface ChapterFacts {
  /** Bytes of an image named in the text; undefined where it cannot be read. */
  readonly image: (path: string) => Uint8Array | undefined;
  /** Prefix of the ids of headings. */
  readonly id: string;
}

export function chapterBlocks(text: string, facts: ChapterFacts): readonly Block[] {
  const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const depths = tree.children.flatMap((n) => (n.type === 'heading' ? [n.depth] : []));
  return new Chapter(facts, Math.min(...depths, 6)).blocks(tree.children);
}

/** The paths of the images that a chapter shows. */
export function chapterImages(text: string): readonly string[] {
  return [...text.matchAll(/!\[[^\]]*\]\(<?([^)>\s]+)>?[^)]*\)/g)].map((m) => decodePath(m[1]!));
}

class Chapter {
  private readonly facts: ChapterFacts;
  private readonly top: number;
  private counts: [number, number] = [0, 0];

  constructor(facts: ChapterFacts, top: number) {
    this.facts = facts;
    this.top = top;
  }

  blocks(nodes: readonly RootContent[]): readonly Block[] {
    return nodes.flatMap((node) => this.block(node));
  }

  private block(node: RootContent): readonly Block[] {
    switch (node.type) {
      case 'heading':
        return [this.heading(node.depth, plain(node.children))];
      case 'paragraph':
        return this.paragraph(node.children);
      case 'list':
        return [this.list(node)];
      case 'blockquote':
        return this.blocks(node.children).map((b) => (b.kind === 'paragraph' ? { ...b, style: 'quote' } : b));
      case 'table':
        return [this.table(node)];
      case 'code':
        return node.value.split('\n').map((line) => ({ kind: 'paragraph', style: 'quote', runs: [run(line)] }));
      case 'html':
        return [{ kind: 'paragraph', style: 'body', runs: [run(node.value)] }];
      default:
        return [];
    }
  }

  /** Below a chapter's own heading: `1.` and `（1）`, however deep the author began. */
  private heading(depth: number, text: string): Block {
    const level = depth === this.top ? 3 : 4;
    this.counts = level === 3 ? [this.counts[0] + 1, 0] : [this.counts[0], this.counts[1] + 1];
    const number = level === 3 ? `${this.counts[0]}.` : `（${this.counts[1]}）`;
    return {
      kind: 'heading',
      level,
      text: run(number + text).text,
      id: `${this.facts.id}-${this.counts.join('-')}`,
      newPage: false,
    };
  }

  private paragraph(children: readonly PhrasingContent[]): readonly Block[] {
    const blocks: Block[] = [];
    let runs: Run[] = [];
    for (const child of children) {
      if (child.type !== 'image') {
        runs.push(...inline([child]));
        continue;
      }
      if (runs.some((r) => r.text.trim())) blocks.push({ kind: 'paragraph', style: 'body', runs });
      runs = [];
      blocks.push(...this.image(decodePath(child.url), child.alt ?? ''));
    }
    if (runs.some((r) => r.text.trim())) blocks.push({ kind: 'paragraph', style: 'body', runs });
    return blocks;
  }

  private image(path: string, alt: string): readonly Block[] {
    const bytes = this.facts.image(path);
    if (!bytes) return [{ kind: 'paragraph', style: 'body', runs: [run(`【图片读不到：${path}】`, { gap: true })] }];
    return [
      { kind: 'image', bytes, alt: run(alt).text },
      { kind: 'paragraph', style: 'caption', runs: [run(alt || path)] },
    ];
  }

  private list(node: List): Block {
    const items = node.children.map((item) =>
      this.blocks(item.children).map(
        (b): Block => (b.kind === 'paragraph' && b.style === 'body' ? { ...b, style: 'list' } : b),
      ),
    );
    return { kind: 'list', ordered: node.ordered === true, start: node.start ?? 1, items };
  }

  private table(node: Table): Block {
    const rows = node.children.map((row) => row.children.map((cell) => inline(cell.children)));
    const columns = Math.max(...rows.map((r) => r.length));
    const widths = Array.from({ length: columns }, (_, i) =>
      Math.min(40, Math.max(6, ...rows.map((r) => lengthOf(r[i] ?? [])))),
    );
    const style = (i: number) => (node.align?.[i] === 'right' ? 'table-number' : 'table');
    const [head, ...body] = rows;
    return {
      kind: 'table',
      widths,
      head: pad(head ?? [], columns).map((runs) => ({ runs, style: 'table-label' })),
      rows: body.map((r) => pad(r, columns).map((runs, i) => ({ runs, style: style(i) }))),
    };
  }
}

function inline(nodes: readonly PhrasingContent[], look: Omit<Run, 'text'> = {}): Run[] {
  return nodes.flatMap((node): Run[] => {
    switch (node.type) {
      case 'text':
        return [run(joinLines(node.value), look)];
      case 'strong':
        return inline(node.children, { ...look, bold: true });
      case 'emphasis':
        return inline(node.children, { ...look, italic: true });
      case 'link':
        return inline(node.children, { ...look, href: node.url });
      case 'inlineCode':
      case 'html':
        return [run(node.value, look)];
      case 'break':
        return [run(' ', look)];
      default:
        return 'children' in node ? inline(node.children as PhrasingContent[], look) : [];
    }
  });
}

/** A line broken in the source is no blank between Han characters. */
function joinLines(text: string): string {
  return text.replace(/(?<=[\p{Script=Han}，。；：、！？）”])\s*\n\s*(?=[\p{Script=Han}（“])/gu, '');
}

function plain(nodes: readonly PhrasingContent[]): string {
  return inline(nodes)
    .map((r) => r.text)
    .join('');
}

function lengthOf(runs: readonly Run[]): number {
  return [...runs.map((r) => r.text).join('')].reduce((n, c) => n + (/[\u2e80-\uffef]/.test(c) ? 2 : 1), 0);
}

function pad(cells: readonly (readonly Run[])[], columns: number): readonly (readonly Run[])[] {
  return Array.from({ length: columns }, (_, i) => cells[i] ?? []);
}

function decodePath(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
