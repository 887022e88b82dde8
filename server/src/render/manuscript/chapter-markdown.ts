/** A chapter's Markdown (CommonMark with GitHub's tables and footnotes) as blocks of the manuscript. */
import type {
  Definition,
  FootnoteDefinition,
  List,
  Nodes,
  Paragraph,
  PhrasingContent,
  RootContent,
  Table,
} from 'mdast';
import { type ChapterTree, decodePath, definitions, nodes, parseMarkdown } from '../../core/text/chapter-tree.ts';
import { inlineRuns, plainHtml } from './chapter-inline.ts';
import { type ManuscriptBlock, type Origin, type Run, run } from './manuscript.ts';
import { paragraphLines } from './paragraph-lines.ts';
import { sideBySide } from './picture-rows.ts';
import { readPicture } from './pictures.ts';

/** What converting a chapter needs besides its text. */
export interface ChapterOptions {
  /** Bytes of a picture named in the text; undefined where it cannot be read. */
  readonly image: (path: string) => Uint8Array | undefined;
  /** Where the chapter stands in the dossier, as `formatFieldPath` writes it. */
  readonly path: string;
  /** Prefix of the ids of headings. */
  readonly id: string;
  /** Counts the pictures of the whole manuscript, from 1. */
  readonly figure: () => number;
}

/**
 * Converts a chapter's Markdown to blocks of the manuscript: paragraphs, headings of level 3 and 4 with our own
 * numbers (`1.`, `（1）`), lists, tables, pictures with captions, footnotes at the end. Each block carries its stretch
 * of `text`, in UTF-16 units, as `within`.
 */
export function chapterBlocks(text: string, options: ChapterOptions): readonly ManuscriptBlock[] {
  return new ChapterConverter(options, parseMarkdown(text), text).whole();
}

/** An author's own numbering of a heading, which ours replaces. */
const OWN_NUMBER =
  /^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}(?:\.\d{1,2})*(?:[、.．)）]\s*|\s+))\s*/;
/** The greatest number a list is thought to begin with: `2022. …` is a sentence that begins with its year. */
const LAST_LIST_NUMBER = 99;

class ChapterConverter {
  private readonly options: ChapterOptions;
  private readonly tree: ChapterTree;
  private readonly text: string;
  private readonly top: number;
  private readonly targets: ReadonlyMap<string, Definition>;
  /** Targets that a link or picture leads to; others are no definitions to their author, but text. */
  private readonly usedTargets: ReadonlySet<string>;
  private readonly notes: ReadonlyMap<string, FootnoteDefinition>;
  private readonly cited: string[] = [];
  private counts: [number, number] = [0, 0];

  constructor(options: ChapterOptions, tree: ChapterTree, text: string) {
    this.options = options;
    this.tree = tree;
    this.text = text;
    this.top = tree.root.children.reduce((top, n) => (n.type === 'heading' ? Math.min(top, n.depth) : top), 6);
    this.targets = definitions(tree.root);
    const all = nodes(tree.root);
    this.usedTargets = new Set(
      all.flatMap((n) => (n.type === 'linkReference' || n.type === 'imageReference' ? [n.identifier] : [])),
    );
    this.notes = new Map(all.flatMap((n) => (n.type === 'footnoteDefinition' ? [[n.identifier, n] as const] : [])));
  }

  /** The chapter, its footnotes at the end, also those that nothing refers to. */
  whole(): readonly ManuscriptBlock[] {
    const blocks = this.blocks(this.tree.root.children);
    for (const id of this.notes.keys()) this.cite(id);
    return [...blocks, ...this.cited.flatMap((id, i) => this.note(id, i + 1))];
  }

  private blocks(list: readonly RootContent[]): readonly ManuscriptBlock[] {
    return list.flatMap((node) => {
      const origin = this.origin(node);
      // A block inside another has its own origin, which is finer.
      return this.block(node).map((block) => ({ ...origin, ...block }));
    });
  }

  private origin({ position }: RootContent): Origin {
    const { path } = this.options;
    const [start, end] = [position?.start.offset, position?.end.offset];
    return start === undefined || end === undefined
      ? { path }
      : { path, within: [this.tree.sourceOffset(start), this.tree.sourceOffset(end)] };
  }

  private block(node: RootContent): readonly ManuscriptBlock[] {
    switch (node.type) {
      case 'heading':
        return [this.heading(node.depth, node.children)];
      case 'paragraph':
        return this.paragraph(node);
      case 'list':
        return this.list(node);
      case 'blockquote':
        return this.blocks(node.children).map((b) => (b.kind === 'paragraph' ? { ...b, style: 'quote' } : b));
      case 'table':
        return this.table(node);
      case 'code':
        return node.value.split('\n').map((line) => ({ kind: 'paragraph', style: 'quote', runs: [run(line)] }));
      case 'html':
        return this.paragraphOf([run(plainHtml(node.value))], 'body');
      case 'definition':
        return this.usedTargets.has(node.identifier) ? [] : this.asWritten(node);
      default:
        return [];
    }
  }

  /** What Markdown has no words for, as its author wrote it. */
  private asWritten(node: RootContent): readonly ManuscriptBlock[] {
    const { within: [start, end] = [0, 0] } = this.origin(node);
    return this.paragraphOf([run(this.text.slice(start, end))], 'body');
  }

  /** Below a chapter's own heading: `1.` and `（1）`, however deep the author began. */
  private heading(depth: number, children: readonly PhrasingContent[]): ManuscriptBlock {
    const text = this.inline(children)
      .map((r) => (r.newLine ? ` ${r.text}` : r.text))
      .join('')
      .replace(OWN_NUMBER, '');
    const level = depth === this.top ? 3 : 4;
    this.counts = level === 3 ? [this.counts[0] + 1, 0] : [this.counts[0], this.counts[1] + 1];
    const number = level === 3 ? `${this.counts[0]}.` : `（${this.counts[1]}）`;
    return {
      kind: 'heading',
      level,
      text: number + text,
      id: `${this.options.id}-${this.counts.join('-')}`,
      newPage: false,
    };
  }

  private paragraph(node: Paragraph): readonly ManuscriptBlock[] {
    const { path } = this.options;
    const lines = paragraphLines(node, this.tree.parsed);
    if (lines.length < 2) return this.line(node.children);
    return lines.flatMap(({ children, start, end }) => {
      const within = [this.tree.sourceOffset(start), this.tree.sourceOffset(end)] as const;
      return this.line(children).map((block): ManuscriptBlock => ({ path, within, ...block }));
    });
  }

  /** The text of a line, broken where pictures stand in it. */
  private line(children: readonly PhrasingContent[]): readonly ManuscriptBlock[] {
    const blocks: ManuscriptBlock[] = [];
    let text: PhrasingContent[] = [];
    let pictures: ManuscriptBlock[] = [];
    for (const child of children) {
      text.push(child);
      const images = this.images([child]);
      if (!images.length) continue;
      const words = this.paragraphOf(this.inline(text), 'body');
      if (words.length) {
        blocks.push(...sideBySide(pictures), ...words);
        pictures = [];
      }
      pictures.push(...images);
      text = [];
    }
    return [...blocks, ...sideBySide(pictures), ...this.paragraphOf(this.inline(text), 'body')];
  }

  /** Blanks typed for the indentation are dropped: the style indents. */
  private paragraphOf(runs: readonly Run[], style: string): readonly ManuscriptBlock[] {
    const at = runs.findIndex((r) => r.text.trim());
    if (at < 0) return [];
    const [first, ...rest] = runs.slice(at) as [Run, ...Run[]];
    return [{ kind: 'paragraph', style, runs: [{ ...first, text: first.text.trimStart() }, ...rest] }];
  }

  private images(children: readonly Nodes[]): readonly ManuscriptBlock[] {
    return children
      .flatMap((c) => nodes(c))
      .flatMap((n) => {
        if (n.type === 'image') return this.image(decodePath(n.url), n.alt ?? '');
        const target = n.type === 'imageReference' ? this.targets.get(n.identifier) : undefined;
        return target && n.type === 'imageReference' ? this.image(decodePath(target.url), n.alt ?? '') : [];
      });
  }

  private image(path: string, alt: string): readonly ManuscriptBlock[] {
    const bytes = this.options.image(path);
    const picture = bytes && readPicture(bytes);
    if (!bytes || !picture)
      return [{ kind: 'paragraph', style: 'body', runs: [run(`【图片读不到：${path}】`, { gap: true })] }];
    return [
      { kind: 'image', bytes, picture, alt: run(alt).text },
      { kind: 'paragraph', style: 'caption', below: true, runs: [run(`图${this.options.figure()}　${alt || path}`)] },
    ];
  }

  private list(node: List): readonly ManuscriptBlock[] {
    const start = node.start ?? 1;
    const ordered = node.ordered === true;
    const sentences = ordered && start > LAST_LIST_NUMBER;
    const items = node.children.map((item, i) => {
      const blocks = withCheckBox(this.blocks(item.children), item.checked);
      return sentences
        ? numbered(blocks, start + i)
        : blocks.map(
            (b): ManuscriptBlock => (b.kind === 'paragraph' && b.style === 'body' ? { ...b, style: 'list' } : b),
          );
    });
    return sentences ? items.flat() : [{ kind: 'list', ordered, start, items }];
  }

  private table(node: Table): readonly ManuscriptBlock[] {
    const rows = node.children.map((row) => row.children.map((cell) => this.inline(cell.children)));
    const columns = rows.reduce((most, r) => Math.max(most, r.length), 0);
    const widths = Array.from({ length: columns }, (_, i) =>
      Math.min(
        40,
        rows.reduce((most, r) => Math.max(most, lengthOf(r[i] ?? [])), 6),
      ),
    );
    const numeric = (i: number) =>
      rows.slice(1).every((r) => /^[\d.,%\s—-]*$/.test((r[i] ?? []).map((x) => x.text).join('')));
    const style = (i: number) =>
      node.align?.[i] === 'right' || (!node.align?.[i] && numeric(i)) ? 'table-number' : 'table';
    const [head, ...body] = rows;
    const table: ManuscriptBlock = {
      kind: 'table',
      widths,
      head: pad(head ?? [], columns).map((runs) => ({ runs, style: 'table-label' })),
      rows: body.map((r) => pad(r, columns).map((runs, i) => ({ runs, style: style(i) }))),
    };
    return [table, ...this.images([node])];
  }

  private note(id: string, number: number): readonly ManuscriptBlock[] {
    const blocks = this.blocks(this.notes.get(id)?.children ?? []);
    return blocks.map((b, i) =>
      b.kind === 'paragraph' && i === 0 ? { ...b, runs: [run(`注${number}：`), ...b.runs] } : b,
    );
  }

  private cite(id: string): number {
    if (!this.cited.includes(id)) this.cited.push(id);
    return this.cited.indexOf(id) + 1;
  }

  private inline(list: readonly PhrasingContent[]): readonly Run[] {
    return inlineRuns(list, { cite: (id) => this.cite(id) });
  }
}

/** A sentence that Markdown took for the item of a list, with its number back in front. */
function numbered(blocks: readonly ManuscriptBlock[], number: number): readonly ManuscriptBlock[] {
  return blocks.map((b, i) => (b.kind === 'paragraph' && i === 0 ? { ...b, runs: [run(`${number}.`), ...b.runs] } : b));
}

/** `- [x]` and `- [ ]` with a box in front. */
function withCheckBox(
  blocks: readonly ManuscriptBlock[],
  checked: boolean | null | undefined,
): readonly ManuscriptBlock[] {
  if (typeof checked !== 'boolean') return blocks;
  const [first, ...rest] = blocks;
  const box = run(checked ? '☑ ' : '□ ');
  if (first?.kind !== 'paragraph') return [{ kind: 'paragraph', style: 'body', runs: [box] }, ...blocks];
  return [{ ...first, runs: [box, ...first.runs] }, ...rest];
}

function lengthOf(runs: readonly Run[]): number {
  return [...runs.map((r) => r.text).join('')].reduce((n, c) => n + (/[\u2e80-\uffef]/.test(c) ? 2 : 1), 0);
}

function pad(cells: readonly (readonly Run[])[], columns: number): readonly (readonly Run[])[] {
  return Array.from({ length: columns }, (_, i) => cells[i] ?? []);
}
