/** Manuscript → Word file. `docx` is known by this file and its parts, `docx-*.ts`, alone. */
import {
  Document,
  type ISectionOptions,
  LineRuleType,
  Packer,
  PageBreak,
  Paragraph,
  SectionType,
  type Table,
} from 'docx';
import type { Layout } from '../../../core/model/layout-schema.ts';
import type { Manuscript, ManuscriptBlock } from '../../manuscript/manuscript.ts';
import { type WordComment, WordComments } from './bookmarks.ts';
import { contentsList } from './contents.ts';
import { coverOf, signatureOf } from './cover.ts';
import { DocxStyles } from './docx-styles.ts';
import { pictureOf, picturesOf } from './images.ts';
import { DEEPEST_LIST, listIndent, listReference, numberingOf } from './lists.ts';
import { followingSection, sectionOf } from './pages.ts';
import { pagingOf } from './paging.ts';
import { SETTINGS } from './settings.ts';
import { stylesOf } from './styles.ts';
import { AFTER_TABLE, endsPage, tableOf } from './tables.ts';
import { headingOf, paragraphOf } from './text.ts';

/** What a review copy has that a paper to be handed in never has. */
export interface ReviewCopyContent {
  /** Across every page. */
  readonly watermark: string;
  readonly comments: readonly WordComment[];
  readonly author: string;
  /** That the remarks are of, `YYYY-MM-DD`. */
  readonly day: string;
  /** Pages of their own in front of all others. */
  readonly preface: { readonly manuscript: Manuscript; readonly layout: Layout };
}

/** The bytes of a .docx file. */
export async function writeDocx(
  manuscript: Manuscript,
  layout: Layout,
  reviewCopy?: ReviewCopyContent,
): Promise<Uint8Array> {
  const document = new DocxWriter(manuscript, layout, reviewCopy).document();
  return new Uint8Array(await Packer.toBuffer(document, undefined, [SETTINGS]));
}

type Child = Paragraph | Table;
type SectionKind = (typeof SectionType)[keyof typeof SectionType];

class DocxWriter {
  private readonly manuscript: Manuscript;
  private readonly styles: DocxStyles;
  /** Blocks that begin a page, though the manuscript does not say so. */
  private breaks: ReadonlySet<ManuscriptBlock> = new Set();
  private lists = 0;
  /** First numbers of the numbered lists met so far; each wants a definition of its own. */
  private readonly starts = new Set<number>();
  private readonly reviewCopy: ReviewCopyContent | undefined;

  constructor(manuscript: Manuscript, layout: Layout, reviewCopy: ReviewCopyContent | undefined) {
    this.manuscript = manuscript;
    this.reviewCopy = reviewCopy;
    const comments = reviewCopy && new WordComments(reviewCopy.comments, reviewCopy.author, reviewCopy.day);
    this.styles = new DocxStyles(layout, manuscript.landscape === true, comments);
  }

  document(): Document {
    const { title, author, front, body } = this.manuscript;
    const { styles } = this;
    // Only a contents list tells the pages of others.
    const paging = front.some((b) => b.kind === 'contents') ? pagingOf(styles, body) : undefined;
    this.breaks = paging?.breaks ?? this.breaks;
    styles.pages = paging?.pages ?? styles.pages;
    const [text, ...annexes] = cutAtAnnexes(body);
    const sections = [
      ...this.preface(),
      ...(front.length ? [this.section(front, SectionType.NEXT_PAGE, false)] : []),
      this.section(text!, SectionType.ODD_PAGE, true),
      ...annexes.map((blocks) => this.following(blocks)),
    ];
    return new Document({
      title,
      creator: author,
      lastModifiedBy: author || 'dossier',
      description: title,
      styles: stylesOf(styles),
      numbering: {
        config: [...[...this.starts].map((start) => numberingOf(styles, start)), numberingOf(styles, undefined)],
      },
      ...styles.comments?.options,
      sections,
    });
  }

  /** In its own sizes, under the same watermark. */
  private preface(): readonly ISectionOptions[] {
    if (!this.reviewCopy) return [];
    const { preface, ...matter } = this.reviewCopy;
    const writer = new DocxWriter(preface.manuscript, preface.layout, { ...matter, preface, comments: [] });
    return [writer.section(preface.manuscript.body, SectionType.NEXT_PAGE, false)];
  }

  private section(blocks: readonly ManuscriptBlock[], type: SectionKind, numbered: boolean): ISectionOptions {
    const { draft, landscape = false } = this.manuscript;
    const watermark = this.reviewCopy?.watermark ?? (draft ? '草稿' : undefined);
    return sectionOf(this.styles, { type, numbered, landscape, watermark, children: this.children(blocks) });
  }

  /** A sheet of its own for each paper, numbered on, with the heads and feet of the text. */
  private following(blocks: readonly ManuscriptBlock[]): ISectionOptions {
    const { landscape = false } = this.manuscript;
    return followingSection(this.styles, { type: SectionType.ODD_PAGE, landscape, children: this.children(blocks) });
  }

  private children(blocks: readonly ManuscriptBlock[]): readonly Child[] {
    return blocks.flatMap((b, i) => this.block(b, blocks[i + 1]));
  }

  private block(block: ManuscriptBlock, next?: ManuscriptBlock): readonly Child[] {
    const { styles } = this;
    switch (block.kind) {
      case 'cover':
        return coverOf(styles, block);
      case 'contents':
        return contentsList(styles, this.manuscript, block.title);
      case 'heading':
        return [headingOf(styles, block.newPage || !this.breaks.has(block) ? block : { ...block, newPage: true })];
      case 'paragraph':
        return [
          paragraphOf(styles, block.style, block.runs, {
            ...(this.breaks.has(block) ? { pageBreakBefore: true } : {}),
            ...(block.below ? { keepNext: false } : {}),
          }),
        ];
      case 'table':
        return [
          block.bare ? picturesOf(styles, block) : tableOf(styles, block),
          ...(endsPage(next)
            ? []
            : [new Paragraph({ spacing: { line: AFTER_TABLE, lineRule: LineRuleType.EXACT }, children: [] })]),
        ];
      case 'list':
        return this.list(block, 0);
      case 'image':
        return [pictureOf(styles, block)];
      case 'signatures':
        return block.lines.map((line, i) => signatureOf(styles, line, i === 0));
      case 'page-break':
        return [new Paragraph({ children: [new PageBreak()] })];
    }
  }

  private list(block: Extract<ManuscriptBlock, { kind: 'list' }>, depth: number): readonly Child[] {
    const instance = ++this.lists;
    if (block.ordered) this.starts.add(block.start);
    const reference = listReference(block.ordered ? block.start : undefined);
    const level = Math.min(depth, DEEPEST_LIST);
    return block.items.flatMap((item) =>
      item.flatMap((b, i): readonly Child[] => {
        if (b.kind === 'list') return this.list(b, depth + 1);
        if (b.kind !== 'paragraph') return this.block(b);
        const left = listIndent(this.styles, level, block.ordered);
        const more = i === 0 ? { numbering: { reference, level, instance } } : { indent: { left } };
        return [paragraphOf(this.styles, b.style, b.runs, more)];
      }),
    );
  }
}

/** The text, then the blocks of each paper behind it. */
function cutAtAnnexes(body: readonly ManuscriptBlock[]): readonly (readonly ManuscriptBlock[])[] {
  const parts: ManuscriptBlock[][] = [[]];
  for (const block of body) {
    if (block.kind === 'heading' && block.annex) parts.push([]);
    parts.at(-1)!.push(block);
  }
  return parts;
}
