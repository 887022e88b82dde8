/** Manuscript → Word file. The only file that knows `docx`. */
import {
  AlignmentType,
  Bookmark,
  BorderStyle,
  Document,
  DocumentGridType,
  Footer,
  Header,
  HeightRule,
  ImageRun,
  InternalHyperlink,
  type IParagraphOptions,
  type IRunOptions,
  type ISectionOptions,
  LeaderType,
  LevelFormat,
  LineRuleType,
  Packer,
  PageBreak,
  PageNumber,
  PageOrientation,
  PageReference,
  Paragraph,
  type ParagraphChild,
  SectionType,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { estimatePageNumbersWith } from 'docx/layout';
import { TextWatermark } from 'docx/watermarks';
import type { Layout, Style } from '../../core/notice.ts';
import type { Block, Cell, Manuscript, Run, Tone } from '../manuscript.ts';
import { shownSize } from '../pictures.ts';
import { type Remark, Remarks, withMarks } from './docx-marks.ts';

const TWIPS_PER_MM = 1440 / 25.4;
const TWIPS_PER_PT = 20;
/** A row with more text than this in a cell may break across pages, or it would leave half a page empty. */
const LONG_CELL = 160;
/** The same in a table that begins its cells at the top: it is made for long ones, in small print. In Han characters. */
const LONG_TOP_CELL = 300;
/** A table of so few rows with so little text is kept on one page. */
const SHORT_TABLE = { rows: 6, characters: 240 };
/** Word has nine levels of lists. */
const DEEPEST_LIST = 8;
/** From the text's lower edge to the page number, in mm, as GB/T 9704 has it. */
const TO_PAGE_NUMBER = 7;
/** Light enough for black words, and apart from each other when printed in grey as well. */
const FILLS: Readonly<Record<Tone, string>> = {
  good: 'E2F0D9',
  bad: 'F4B6B6',
  warning: 'FFE699',
  person: 'D6E6F5',
  lacking: 'E4D7EF',
  quiet: 'F2F2F2',
};
const QUIET_COLOR = '595959';

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
  return new Uint8Array(await Packer.toBuffer(new DocxWriter(manuscript, layout, matter).document()));
}

type Child = Paragraph | Table;
type SectionKind = (typeof SectionType)[keyof typeof SectionType];

class DocxWriter {
  private readonly manuscript: Manuscript;
  private readonly layout: Layout;
  private lists = 0;
  /** First numbers of the numbered lists met so far; each wants a definition of its own. */
  private readonly starts = new Set<number>();
  /** Width between the margins, in twips. */
  private readonly width: number;
  private readonly matter: ReviewMatter | undefined;
  private readonly remarks: Remarks | undefined;

  constructor(manuscript: Manuscript, layout: Layout, matter?: ReviewMatter) {
    this.manuscript = manuscript;
    this.layout = layout;
    this.matter = matter;
    this.remarks = matter && new Remarks(matter.remarks, matter.author, matter.day);
    const { width, height, margins } = layout.paper;
    const across = manuscript.landscape ? height : width;
    this.width = Math.round((across - margins.inside - margins.outside) * TWIPS_PER_MM);
  }

  document(): Document {
    const { title, author, front, body } = this.manuscript;
    const normal = this.style('body');
    const sections = [
      ...this.preface(),
      ...(front.length ? [this.section(this.children(front), SectionType.NEXT_PAGE, false)] : []),
      this.section(this.children(body), SectionType.ODD_PAGE, true),
    ];
    return new Document({
      title,
      creator: author,
      description: title,
      evenAndOddHeaderAndFooters: true,
      // Only a contents list tells the pages of others, and laying all out to know them takes its time.
      ...(front.some((b) => b.kind === 'contents')
        ? { pageNumbers: estimatePageNumbersWith({ guess: true, measureWidth }) }
        : {}),
      styles: {
        default: { document: { run: { ...this.font(normal), language: { value: 'en-US', eastAsia: 'zh-CN' } } } },
        paragraphStyles: this.headingStyles(),
      },
      numbering: { config: [...[...this.starts].map((start) => this.numbering(start)), this.numbering(undefined)] },
      ...this.remarks?.options,
      sections,
    });
  }

  /** In its own sizes, under the same watermark. */
  private preface(): readonly ISectionOptions[] {
    if (!this.matter) return [];
    const { preface, ...matter } = this.matter;
    const writer = new DocxWriter(preface.manuscript, preface.layout, { ...matter, preface, remarks: [] });
    return [writer.section(writer.children(preface.manuscript.body), SectionType.NEXT_PAGE, false)];
  }

  private section(children: readonly Child[], type: SectionKind, numbered: boolean): ISectionOptions {
    const { paper } = this.layout;
    const mm = (n: number) => Math.round(n * TWIPS_PER_MM);
    const { top, bottom, inside, outside } = paper.margins;
    return {
      properties: {
        type,
        page: {
          size: {
            width: mm(paper.width),
            height: mm(paper.height),
            ...(this.manuscript.landscape ? { orientation: PageOrientation.LANDSCAPE } : {}),
          },
          margin: {
            top: mm(top),
            bottom: mm(bottom),
            left: mm(inside),
            right: mm(outside),
            header: mm(15),
            footer: mm(Math.max(0, bottom - TO_PAGE_NUMBER)),
          },
          ...(numbered ? { pageNumbers: { start: 1 } } : {}),
        },
        grid: {
          // The pitch is told, but nothing snaps to it: LibreOffice and WPS would stretch the lines of tables.
          type: DocumentGridType.DEFAULT,
          linePitch: Math.floor((mm(paper.height) - mm(top) - mm(bottom)) / paper.lines),
        },
      },
      headers: { default: this.header(), even: this.header() },
      footers: numbered
        ? { default: this.footer('right'), even: this.footer('left') }
        : {
            default: new Footer({ children: [new Paragraph({})] }),
            even: new Footer({ children: [new Paragraph({})] }),
          },
      children,
    };
  }

  private header(): Header {
    const words = this.matter?.watermark ?? (this.manuscript.draft ? '草稿' : undefined);
    const mark = words
      ? [
          new TextWatermark({
            text: words,
            font: this.fontNames('黑体').eastAsia,
            color: 'C0C0C0',
            width: 360,
            height: 180,
          }),
        ]
      : [];
    return new Header({ children: [new Paragraph({ children: mark })] });
  }

  /** `— 1 —`: outside on both sides of the sheet, one character in from the edge. */
  private footer(side: 'left' | 'right'): Footer {
    const style = this.style('page');
    const look = this.font(style);
    const indent = side === 'left' ? { left: style.size * TWIPS_PER_PT } : { right: style.size * TWIPS_PER_PT };
    return new Footer({
      children: [
        new Paragraph({
          alignment: side === 'left' ? AlignmentType.LEFT : AlignmentType.RIGHT,
          indent,
          children: [new TextRun({ ...look, children: ['— ', PageNumber.CURRENT, ' —'] })],
        }),
      ],
    });
  }

  private children(blocks: readonly Block[]): readonly Child[] {
    return blocks.flatMap((b) => this.block(b));
  }

  private block(block: Block): readonly Child[] {
    switch (block.kind) {
      case 'cover':
        return this.cover(block);
      case 'contents':
        return this.contents(block.title);
      case 'heading':
        return [this.heading(block)];
      case 'paragraph':
        return [this.paragraph(block.style, block.runs)];
      case 'table':
        return [
          this.table(block),
          new Paragraph({ spacing: { line: 120, lineRule: LineRuleType.EXACT }, children: [] }),
        ];
      case 'list':
        return this.list(block, 0);
      case 'image':
        return [this.image(block)];
      case 'signatures':
        return block.lines.map((line, i) => this.signature(line, i === 0));
      case 'page-break':
        return [new Paragraph({ children: [new PageBreak()] })];
    }
  }

  private cover(block: Extract<Block, { kind: 'cover' }>): readonly Child[] {
    const [first = '', ...others] = block.title;
    const space = (pt: number) => new Paragraph({ spacing: { line: pt * TWIPS_PER_PT, lineRule: LineRuleType.EXACT } });
    const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
    const rule = { style: BorderStyle.SINGLE, size: 4, color: 'auto' };
    const widths = [37, 63].map((share) => Math.round((this.width * 0.96 * share) / 100));
    const rows = block.lines.map(
      ([label, runs]) =>
        new TableRow({
          cantSplit: true,
          height: { value: 900, rule: HeightRule.ATLEAST },
          children: [
            new TableCell({
              width: { size: widths[0]!, type: WidthType.DXA },
              verticalAlign: VerticalAlignTable.BOTTOM,
              borders: { top: none, bottom: none, left: none, right: none },
              children: [this.paragraph('cover-label', [{ text: label }])],
            }),
            new TableCell({
              width: { size: widths[1]!, type: WidthType.DXA },
              verticalAlign: VerticalAlignTable.BOTTOM,
              borders: { top: none, bottom: rule, left: none, right: none },
              children: [this.paragraph('cover-value', runs)],
            }),
          ],
        }),
    );
    return [
      space(70),
      this.paragraph('cover-subtitle', [{ text: first }]),
      space(20),
      ...others.map((line) => this.paragraph('cover-title', [{ text: [...line].join('　') }])),
      space(100),
      new Table({
        alignment: AlignmentType.CENTER,
        layout: TableLayoutType.FIXED,
        width: { size: widths[0]! + widths[1]!, type: WidthType.DXA },
        columnWidths: widths,
        borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
        rows,
      }),
      ...block.foot.map((line) => this.paragraph('cover-foot', [{ text: line }])),
    ];
  }

  /** The contents list, each line a link with the page that its heading stands on. */
  private contents(title: string): readonly Child[] {
    const headings = this.manuscript.body.filter((b) => b.kind === 'heading').filter((b) => b.level <= 2);
    const style = this.style('contents');
    const lines = headings.map(
      (h) =>
        new Paragraph({
          ...this.paragraphLook(style),
          indent: { left: (h.level - 1) * 2 * style.size * TWIPS_PER_PT },
          tabStops: [{ type: TabStopType.RIGHT, position: this.width, leader: LeaderType.MIDDLE_DOT }],
          children: [
            new InternalHyperlink({
              anchor: bookmark(h.id),
              children: [
                new TextRun({ ...this.font(style), text: h.text }),
                new TextRun({ ...this.font(style), children: [new Tab()] }),
              ],
            }),
            new TextRun({
              ...this.font(style),
              children: [new PageReference(bookmark(h.id), { hyperlink: true })] as never,
            }),
          ],
        }),
    );
    return [this.paragraph('title', [{ text: title }]), ...lines];
  }

  private heading(block: Extract<Block, { kind: 'heading' }>): Paragraph {
    return new Paragraph({
      style: `DossierHeading${block.level}`,
      pageBreakBefore: block.newPage,
      keepNext: true,
      children: [
        new Bookmark({
          id: bookmark(block.id),
          children: withMarks(
            [block],
            [new TextRun({ ...this.font(this.style(`heading${block.level}`)), text: block.text })],
            this.remarks,
          ),
        }),
      ],
    });
  }

  /** Headings carry an outline level, so that Word's navigation pane shows them. */
  private headingStyles() {
    return [1, 2, 3, 4].map((level) => {
      const style = this.style(`heading${level}`);
      return {
        id: `DossierHeading${level}`,
        name: `heading ${level}`,
        basedOn: 'Normal',
        next: 'Normal',
        quickFormat: true,
        run: this.font(style),
        paragraph: { ...this.paragraphLook(style), outlineLevel: level - 1, keepNext: true },
      };
    });
  }

  private paragraph(name: string, runs: readonly Run[], more: IParagraphOptions = {}): Paragraph {
    const style = this.style(name);
    const keepNext = name === 'caption' ? { keepNext: true } : {};
    return new Paragraph({ ...this.paragraphLook(style), ...keepNext, ...more, children: this.runs(runs, style) });
  }

  private runs(runs: readonly Run[], style: Style): ParagraphChild[] {
    const font = this.font(style);
    const made = runs.map((r) => {
      const look: IRunOptions = {
        ...font,
        text: r.text,
        ...(r.bold ? { bold: true } : {}),
        ...(r.italic ? { italics: true } : {}),
        ...(r.gap ? { highlight: 'yellow' as const, color: 'C00000' } : {}),
        ...(r.quiet ? { color: QUIET_COLOR, size: (style.size - 1) * 2 } : {}),
        ...(r.newLine ? { break: 1 } : {}),
      };
      return new TextRun(look);
    });
    return withMarks(runs, made, this.remarks);
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
        const left = (level + 1) * 2 * this.style('list').size * TWIPS_PER_PT;
        const more = i === 0 ? { numbering: { reference, level, instance } } : { indent: { left } };
        return [this.paragraph(b.style, b.runs, more)];
      }),
    );
  }

  /** Numbers in brackets, since headings have `1.`; dots where there is no number. */
  private numbering(start: number | undefined) {
    const size = this.style('list').size * TWIPS_PER_PT;
    const run = this.font(this.style('list'));
    const levels = Array.from({ length: DEEPEST_LIST + 1 }, (_, level) => ({
      level,
      format: start === undefined ? LevelFormat.BULLET : LevelFormat.DECIMAL,
      text: start === undefined ? '•' : `（%${level + 1}）`,
      alignment: AlignmentType.LEFT,
      start: level === 0 ? (start ?? 1) : 1,
      style: {
        run,
        paragraph: {
          indent: { left: (level + 1) * 2 * size, hanging: Math.round(size * (start === undefined ? 1.25 : 2)) },
        },
      },
    }));
    return { reference: listReference(start), levels };
  }

  private table(block: Extract<Block, { kind: 'table' }>): Table {
    const total = block.widths.reduce((a, b) => a + b, 0);
    const widths = block.widths.map((w) => Math.floor((this.width * w) / total));
    const rows = [...(block.head ? [block.head] : []), ...block.rows];
    return new Table({
      layout: TableLayoutType.FIXED,
      width: { size: widths.reduce((a, b) => a + b, 0), type: WidthType.DXA },
      columnWidths: widths,
      margins: { marginUnitType: WidthType.DXA, left: 85, right: 85, top: 40, bottom: 40 },
      rows: rows.map((cells, i) =>
        this.row(cells, widths, {
          isHead: block.head !== undefined && i === 0,
          keepNext: isShort(rows) && i + 1 < rows.length,
          top: block.top === true,
        }),
      ),
    });
  }

  private row(cells: readonly Cell[], widths: readonly number[], { isHead, keepNext, top }: RowLook): TableRow {
    const verticalAlign = top && !isHead ? VerticalAlignTable.TOP : VerticalAlignTable.CENTER;
    let column = 0;
    const children = cells.map((c) => {
      const span = c.span ?? 1;
      const width = widths.slice(column, column + span).reduce((a, b) => a + b, 0);
      column += span;
      return new TableCell({
        width: { size: width, type: WidthType.DXA },
        verticalAlign,
        ...(span > 1 ? { columnSpan: span } : {}),
        ...(isHead || c.tone ? { shading: { fill: FILLS[c.tone ?? 'quiet'] } } : {}),
        children: [this.paragraph(c.style, c.runs, keepNext ? { keepNext } : {})],
      });
    });
    const texts = cells.map((c) => c.runs.map((r) => r.text).join(''));
    const cantSplit = top
      ? texts.every((t) => measureWidth(t, { size: 1 }) <= LONG_TOP_CELL)
      : texts.every((t) => t.length <= LONG_CELL);
    return new TableRow({ cantSplit, tableHeader: isHead, children });
  }

  private image(block: Extract<Block, { kind: 'image' }>): Paragraph {
    const { type } = block.picture;
    const size = shownSize(block.picture, this.width / TWIPS_PER_MM);
    const altText = { name: block.alt, title: block.alt, description: block.alt };
    return new Paragraph({
      alignment: AlignmentType.CENTER,
      keepNext: true,
      children: [new ImageRun({ type, data: block.bytes, transformation: size, altText })],
    });
  }

  private signature(runs: readonly Run[], first: boolean): Paragraph {
    const before = (first ? 60 : 24) * TWIPS_PER_PT;
    const left = Math.round(this.width * 0.45);
    return this.paragraph('sign', runs, {
      indent: { left },
      spacing: { before, line: 36 * TWIPS_PER_PT, lineRule: LineRuleType.AT_LEAST },
      keepLines: true,
    });
  }

  private paragraphLook(style: Style): IParagraphOptions {
    const line =
      style.line === undefined ? {} : { line: Math.round(style.line * TWIPS_PER_PT), lineRule: LineRuleType.EXACT };
    return {
      alignment: ALIGNMENTS[style.align ?? 'left'],
      spacing: { before: (style.before ?? 0) * TWIPS_PER_PT, after: (style.after ?? 0) * TWIPS_PER_PT, ...line },
      ...(style.indent ? { indent: { firstLine: style.indent * style.size * TWIPS_PER_PT } } : {}),
    };
  }

  private font(style: Style): Pick<IRunOptions, 'font' | 'size' | 'bold' | 'characterSpacing'> {
    const body = style.size === this.style('body').size ? { characterSpacing: this.tightening() } : {};
    return { font: this.fontNames(style.font), size: style.size * 2, bold: style.bold ?? false, ...body };
  }

  /**
   * What brings the body's characters to so many a line, in twips. A character grid of the section would do the
   * same in Word, but spreads all text out in LibreOffice and WPS.
   */
  private tightening(): number {
    return Math.min(0, Math.floor(this.width / this.layout.paper.characters - this.style('body').size * TWIPS_PER_PT));
  }

  /** East Asian and Latin faces apart, as official documents want. */
  private fontNames(name: string) {
    const { east, latin } = this.layout.fonts[name] ?? { east: name, latin: name };
    return { ascii: latin, hAnsi: latin, cs: latin, eastAsia: east };
  }

  private style(name: string): Style {
    return this.layout.styles[name] ?? this.layout.styles.body ?? { font: '宋体', size: 12 };
  }
}

interface RowLook {
  readonly isHead: boolean;
  readonly keepNext: boolean;
  readonly top: boolean;
}

const ALIGNMENTS = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
  both: AlignmentType.BOTH,
  distribute: AlignmentType.DISTRIBUTE,
} as const;

function isShort(rows: readonly (readonly Cell[])[]): boolean {
  const characters = rows.flat().reduce((sum, c) => sum + c.runs.reduce((n, r) => n + r.text.length, 0), 0);
  return rows.length <= SHORT_TABLE.rows && characters <= SHORT_TABLE.characters;
}

function listReference(start: number | undefined): string {
  return start === undefined ? 'bullets' : `numbered-from-${start}`;
}

/** Width of a text in pt: a Han character is as wide as its size, a Latin one about half. */
function measureWidth(text: string, font: { readonly size: number }): number {
  return (
    [...text].reduce(
      (sum, c) => sum + (/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f“”‘’—…]/u.test(c) ? 1 : 0.5),
      0,
    ) * font.size
  );
}

/** Word's bookmark names: letters, digits and _, at most 40 characters. */
function bookmark(id: string): string {
  return `_${[...id].map((c) => (/[A-Za-z0-9]/.test(c) ? c : `${c.codePointAt(0)!.toString(36)}`)).join('')}`.slice(
    0,
    40,
  );
}
