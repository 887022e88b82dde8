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
import type { Block, Manuscript } from '../../manuscript/manuscript.ts';
import { contentsList } from './contents.ts';
import { coverOf, signatureOf } from './cover.ts';
import { pictureOf, picturesOf } from './images.ts';
import { DEEPEST_LIST, listIndent, listReference, numberingOf } from './lists.ts';
import { Look } from './look.ts';
import { type Remark, Remarks } from './marks.ts';
import { followingSection, sectionOf } from './pages.ts';
import { pagingOf } from './paging.ts';
import { SETTINGS } from './settings.ts';
import { stylesOf } from './styles.ts';
import { AFTER_TABLE, endsPage, tableOf } from './tables.ts';
import { headingOf, paragraphOf } from './text.ts';

/** What a review copy has that a paper to be handed in never has. */
export interface ReviewMatter {
  /** Across every page. */
  readonly watermark: string;
  readonly remarks: readonly Remark[];
  readonly author: string;
  /** That the remarks are of, `YYYY-MM-DD`. */
  readonly day: string;
  /** Pages of their own in front of all others. */
  readonly preface: { readonly manuscript: Manuscript; readonly layout: Layout };
}

/** The bytes of a .docx file. */
export async function writeDocx(manuscript: Manuscript, layout: Layout, matter?: ReviewMatter): Promise<Uint8Array> {
  const document = new DocxWriter(manuscript, layout, matter).document();
  return new Uint8Array(await Packer.toBuffer(document, undefined, [SETTINGS]));
}

type Child = Paragraph | Table;
type SectionKind = (typeof SectionType)[keyof typeof SectionType];

class DocxWriter {
  private readonly manuscript: Manuscript;
  private readonly look: Look;
  /** Blocks that begin a page, though the manuscript does not say so. */
  private breaks: ReadonlySet<Block> = new Set();
  private lists = 0;
  /** First numbers of the numbered lists met so far; each wants a definition of its own. */
  private readonly starts = new Set<number>();
  private readonly matter: ReviewMatter | undefined;

  constructor(manuscript: Manuscript, layout: Layout, matter: ReviewMatter | undefined) {
    this.manuscript = manuscript;
    this.matter = matter;
    const remarks = matter && new Remarks(matter.remarks, matter.author, matter.day);
    this.look = new Look(layout, manuscript.landscape === true, remarks);
  }

  document(): Document {
    const { title, author, front, body } = this.manuscript;
    const { look } = this;
    // Only a contents list tells the pages of others.
    const paging = front.some((b) => b.kind === 'contents') ? pagingOf(look, body) : undefined;
    this.breaks = paging?.breaks ?? this.breaks;
    look.pages = paging?.pages ?? look.pages;
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
      description: title,
      styles: stylesOf(look),
      numbering: {
        config: [...[...this.starts].map((start) => numberingOf(look, start)), numberingOf(look, undefined)],
      },
      ...look.remarks?.options,
      sections,
    });
  }

  /** In its own sizes, under the same watermark. */
  private preface(): readonly ISectionOptions[] {
    if (!this.matter) return [];
    const { preface, ...matter } = this.matter;
    const writer = new DocxWriter(preface.manuscript, preface.layout, { ...matter, preface, remarks: [] });
    return [writer.section(preface.manuscript.body, SectionType.NEXT_PAGE, false)];
  }

  private section(blocks: readonly Block[], type: SectionKind, numbered: boolean): ISectionOptions {
    const { draft, landscape = false } = this.manuscript;
    const watermark = this.matter?.watermark ?? (draft ? '草稿' : undefined);
    return sectionOf(this.look, { type, numbered, landscape, watermark, children: this.children(blocks) });
  }

  /** A sheet of its own for each paper, numbered on, with the heads and feet of the text. */
  private following(blocks: readonly Block[]): ISectionOptions {
    const { landscape = false } = this.manuscript;
    return followingSection(this.look, { type: SectionType.ODD_PAGE, landscape, children: this.children(blocks) });
  }

  private children(blocks: readonly Block[]): readonly Child[] {
    return blocks.flatMap((b, i) => this.block(b, blocks[i + 1]));
  }

  private block(block: Block, next?: Block): readonly Child[] {
    const { look } = this;
    switch (block.kind) {
      case 'cover':
        return coverOf(look, block);
      case 'contents':
        return contentsList(look, this.manuscript, block.title);
      case 'heading':
        return [headingOf(look, block.newPage || !this.breaks.has(block) ? block : { ...block, newPage: true })];
      case 'paragraph':
        return [
          paragraphOf(look, block.style, block.runs, {
            ...(this.breaks.has(block) ? { pageBreakBefore: true } : {}),
            ...(block.below ? { keepNext: false } : {}),
          }),
        ];
      case 'table':
        return [
          block.bare ? picturesOf(look, block) : tableOf(look, block),
          ...(endsPage(next)
            ? []
            : [new Paragraph({ spacing: { line: AFTER_TABLE, lineRule: LineRuleType.EXACT }, children: [] })]),
        ];
      case 'list':
        return this.list(block, 0);
      case 'image':
        return [pictureOf(look, block)];
      case 'signatures':
        return block.lines.map((line, i) => signatureOf(look, line, i === 0));
      case 'page-break':
        return [new Paragraph({ children: [new PageBreak()] })];
    }
  }

  private list(block: Extract<Block, { kind: 'list' }>, depth: number): readonly Child[] {
    const instance = ++this.lists;
    if (block.ordered) this.starts.add(block.start);
    const reference = listReference(block.ordered ? block.start : undefined);
    const level = Math.min(depth, DEEPEST_LIST);
    return block.items.flatMap((item) =>
      item.flatMap((b, i): readonly Child[] => {
        if (b.kind === 'list') return this.list(b, depth + 1);
        if (b.kind !== 'paragraph') return this.block(b);
        const left = listIndent(this.look, level, block.ordered);
        const more = i === 0 ? { numbering: { reference, level, instance } } : { indent: { left } };
        return [paragraphOf(this.look, b.style, b.runs, more)];
      }),
    );
  }
}

/** The text, then the blocks of each paper behind it. */
function cutAtAnnexes(body: readonly Block[]): readonly (readonly Block[])[] {
  const parts: Block[][] = [[]];
  for (const block of body) {
    if (block.kind === 'heading' && block.annex) parts.push([]);
    parts.at(-1)!.push(block);
  }
  return parts;
}
