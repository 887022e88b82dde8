/** Pictures on their lines, the right way up, one or several to a row. */
import {
  AlignmentType,
  BorderStyle,
  HeightRule,
  ImageRun,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  WidthType,
} from 'docx';
import type { Block, Cell } from '../../manuscript/manuscript.ts';
import { isOnSide, type Size, shownSize } from '../../manuscript/pictures.ts';
import { type Look, TWIPS_PER_MM, TWIPS_PER_PT } from './look.ts';
import { paragraphOf } from './text.ts';

type Image = Extract<Block, { kind: 'image' }>;

const PT_PER_PIXEL = 0.75;
/** Below a picture on its line, where the letters' tails would be, in pt. */
const TAIL = 4;
/** Between pictures side by side, in twips. */
const APART = 85;

/**
 * A picture on a line of its own, kept with its caption. One that stands up only once it is turned has a frame as low as its pixels: some
 * readers give its line that height, others the height that is seen. So it stands in a row of the height that is seen.
 */
export function pictureOf(look: Look, image: Image): Paragraph | Table {
  const { width, height } = sizeOf(look, image, look.width);
  if (!isOnSide(image.picture) || width > height) return line(look, image, look.width);
  return tableOfRows([look.width], [pictureRow(look, [{ style: 'caption', runs: [], image }], look.width)]);
}

/** Pictures side by side, each with its caption below. */
export function picturesOf(look: Look, { rows, widths }: Extract<Block, { kind: 'table' }>): Table {
  const width = columnOf(look, widths.length);
  const made = rows.flatMap((cells) => [pictureRow(look, cells, width), captionRow(look, cells, width)]);
  return tableOfRows(
    widths.map(() => width),
    made,
  );
}

/** Of one of so many columns side by side, in twips. */
export function columnOf(look: Look, columns: number): number {
  return Math.floor(look.width / columns);
}

/** Height of its line in a column of so many twips, in pt. */
export function pictureHeight(look: Look, image: Image, width = look.width): number {
  return sizeOf(look, image, width).height * PT_PER_PIXEL + TAIL;
}

/** What a picture's caption and the picture itself may fill of a column, in twips. */
export function insideOf(width: number): number {
  return width - 2 * APART;
}

function sizeOf({ room, width: whole }: Look, { picture, tallest = room.height }: Image, width: number): Size {
  const inside = width < whole ? insideOf(width) : width;
  return shownSize(picture, { width: inside / TWIPS_PER_MM, height: tallest });
}

function line(look: Look, image: Image, width: number): Paragraph {
  const run = imageOf(image, sizeOf(look, image, width));
  return new Paragraph({ alignment: AlignmentType.CENTER, keepNext: true, children: [run] });
}

function tableOfRows(widths: readonly number[], rows: readonly TableRow[]): Table {
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((a, b) => a + b, 0), type: WidthType.DXA },
    columnWidths: widths,
    margins: { marginUnitType: WidthType.DXA, left: APART, right: APART, top: 0, bottom: 0 },
    borders: NO_BORDERS,
    rows,
  });
}

function pictureRow(look: Look, cells: readonly Cell[], width: number): TableRow {
  const heights = cells.map((c) => (c.image ? pictureHeight(look, c.image, width) : 0));
  const children = cells.map((c) =>
    cellOf(width, c.image ? line(look, c.image, width) : new Paragraph({ keepNext: true })),
  );
  const value = Math.ceil(Math.max(...heights) * TWIPS_PER_PT);
  return new TableRow({ cantSplit: true, height: { value, rule: HeightRule.EXACT }, children });
}

function captionRow(look: Look, cells: readonly Cell[], width: number): TableRow {
  const children = cells.map((c) => cellOf(width, paragraphOf(look, c.style, c.runs, { keepNext: false }), 'top'));
  return new TableRow({ cantSplit: true, children });
}

function cellOf(width: number, child: Paragraph, verticalAlign: 'top' | 'center' = 'center'): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign,
    borders: NO_BORDERS,
    children: [child],
  });
}

function imageOf({ bytes, picture, alt }: Image, size: Size): ImageRun {
  const { type, turn } = picture;
  const altText = { name: alt, title: alt, description: alt };
  if (!turn) return new ImageRun({ type, data: bytes, transformation: size, altText });
  // A frame is that of the pixels, and turned as a whole.
  const [width, height] = isOnSide(picture) ? [size.height, size.width] : [size.width, size.height];
  const flip = turn.mirrored ? { flip: { horizontal: true } } : {};
  const transformation = { width, height, rotation: turn.degrees, ...flip };
  return new ImageRun({ type, data: bytes, transformation, altText });
}

const NO_BORDER = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const NO_BORDERS = {
  top: NO_BORDER,
  bottom: NO_BORDER,
  left: NO_BORDER,
  right: NO_BORDER,
  insideHorizontal: NO_BORDER,
  insideVertical: NO_BORDER,
};
