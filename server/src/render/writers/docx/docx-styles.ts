/** The layout's styles as Word wants them: sizes, faces, spacings. */
import { AlignmentType, type IParagraphOptions, type IRunOptions, LineRuleType } from 'docx';
import type { Layout, Style } from '../../../core/model/layout-schema.ts';
import { type PictureRoom, pictureRoom } from '../../manuscript/pictures.ts';
import type { WordComments } from './bookmarks.ts';

/** Twips (twentieths of a point) in a millimetre; not a whole number. */
export const TWIPS_PER_MM = 1440 / 25.4;
/** Twips in a point. */
export const TWIPS_PER_PT = 20;
/** Height of a line that says none, in parts of its size. */
const SINGLE = 1.3;

/** mm → whole twips. */
export function twips(mm: number): number {
  return Math.round(mm * TWIPS_PER_MM);
}

/** The layout's styles as options of `docx`, for one paper size and orientation. */
export class DocxStyles {
  readonly layout: Layout;
  /** Width between the margins, in twips. */
  readonly width: number;
  /** What a picture may fill, in mm. */
  readonly room: PictureRoom;
  /** The page of each heading by its id, as far as it is known for certain. */
  pages: ReadonlyMap<string, number> = new Map();
  /** What is said at the margin; undefined in a paper to be handed in. */
  readonly comments: WordComments | undefined;

  constructor(layout: Layout, landscape: boolean, comments?: WordComments) {
    this.layout = layout;
    this.comments = comments;
    const { width, height, margins } = layout.paper;
    this.room = pictureRoom(layout, landscape);
    this.width = twips((landscape ? height : width) - margins.inside - margins.outside);
  }

  paragraph(style: Style): IParagraphOptions {
    const line =
      style.line === undefined ? {} : { line: Math.round(style.line * TWIPS_PER_PT), lineRule: LineRuleType.EXACT };
    return {
      alignment: ALIGNMENTS[style.align ?? 'left'],
      spacing: { before: (style.before ?? 0) * TWIPS_PER_PT, after: (style.after ?? 0) * TWIPS_PER_PT, ...line },
      ...(style.indent ? { indent: { firstLine: style.indent * style.size * TWIPS_PER_PT } } : {}),
    };
  }

  font(style: Style): Pick<IRunOptions, 'font' | 'size' | 'bold' | 'characterSpacing'> {
    const spacing = this.spacing(style);
    const body = style.size === this.style('body').size ? { characterSpacing: spacing } : {};
    return { ...this.face(style), bold: style.bold ?? false, ...body };
  }

  /** Height of a line, in pt. */
  line(style: Style): number {
    return style.line === undefined ? style.size * SINGLE : Math.round(style.line * TWIPS_PER_PT) / TWIPS_PER_PT;
  }

  /** What all text has that says nothing else: no tightening, or the small print of tables would have it too. */
  face(style: Style): Pick<IRunOptions, 'font' | 'size'> {
    return { font: this.fontNames(style.font), size: style.size * 2 };
  }

  /**
   * What brings the body's characters to so many a line, in twips. A character grid of the section would do the
   * same in Word, but spreads all text out in LibreOffice and WPS.
   */
  spacing(style: Style): number {
    if (style.size !== this.style('body').size) return 0;
    return Math.min(0, Math.floor(this.width / this.layout.paper.characters - this.style('body').size * TWIPS_PER_PT));
  }

  /** East Asian and Latin faces apart, as official documents want. What both have (“”, …, —) is of the East Asian one. */
  fontNames(name: string) {
    const { east, latin } = this.layout.fonts[name] ?? { east: name, latin: name };
    return { ascii: latin, hAnsi: latin, cs: latin, eastAsia: east, hint: 'eastAsia' };
  }

  style(name: string): Style {
    return this.layout.styles[name] ?? this.layout.styles.body ?? { font: '宋体', size: 12 };
  }
}

const ALIGNMENTS = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
  both: AlignmentType.BOTH,
  distribute: AlignmentType.DISTRIBUTE,
} as const;
