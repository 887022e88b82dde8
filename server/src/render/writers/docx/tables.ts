/** Tables on a fixed grid. */
import { Table, TableCell, TableLayoutType, TableRow, VerticalAlignTable, WidthType } from 'docx';
import type { Cell, ManuscriptBlock, Tone } from '../../manuscript/manuscript.ts';
import type { DocxStyles } from './docx-styles.ts';
import { measureWidth } from './measure.ts';
import { paragraphOf } from './text.ts';

/** A row with more text than this in a cell may break across pages, or it would leave half a page empty. */
const LONG_CELL = 160;
/** The same in a table that begins its cells at the top: it is made for long ones, in small print. In Han characters. */
const LONG_TOP_CELL = 300;
/** A table of so few rows with so little text is kept on one page. */
const SHORT_TABLE = { rows: 6, characters: 240 };
/** Light enough for black words, and apart from each other when printed in grey as well. */
const FILLS: Readonly<Record<Tone, string>> = {
  good: 'E2F0D9',
  bad: 'F4B6B6',
  warning: 'FFE699',
  person: 'D6E6F5',
  lacking: 'E4D7EF',
  quiet: 'F2F2F2',
};
/** Between the lines of a cell and its borders, in twips. */
export const CELL_MARGINS = { left: 85, right: 85, top: 40, bottom: 40 };
/** Of the blank line below a table, in twips. */
export const AFTER_TABLE = 120;

/** True of what begins a page: the space below a table that fills one would be a page of its own before it. */
export function endsPage(next: ManuscriptBlock | undefined): boolean {
  return next?.kind === 'heading' && next.newPage && !next.annex;
}

interface RowLook {
  readonly isHead: boolean;
  readonly keepNext: boolean;
  readonly top: boolean;
}

/** A bordered table of the full text width. Its head is repeated on each page. */
export function tableOf(styles: DocxStyles, block: Extract<ManuscriptBlock, { kind: 'table' }>): Table {
  const widths = columnWidths(styles, block.widths);
  const rows = [...(block.head ? [block.head] : []), ...block.rows];
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((a, b) => a + b, 0), type: WidthType.DXA },
    columnWidths: widths,
    margins: { marginUnitType: WidthType.DXA, ...CELL_MARGINS },
    rows: rows.map((cells, i) =>
      rowOf(styles, cells, widths, {
        isHead: block.head !== undefined && i === 0,
        keepNext: isShort(rows) && i + 1 < rows.length,
        top: block.top === true,
      }),
    ),
  });
}

function rowOf(
  styles: DocxStyles,
  cells: readonly Cell[],
  widths: readonly number[],
  { isHead, keepNext, top }: RowLook,
): TableRow {
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
      children: [paragraphOf(styles, c.style, c.runs, keepNext ? { keepNext } : {})],
    });
  });
  return new TableRow({ cantSplit: !splits(cells, top), tableHeader: isHead, children });
}

/** Columns of so many shares of the text's width, in twips. */
export function columnWidths(styles: DocxStyles, shares: readonly number[]): readonly number[] {
  const total = shares.reduce((a, b) => a + b, 0);
  return shares.map((w) => Math.floor((styles.width * w) / total));
}

/** Whether a row may break across pages. */
export function splits(cells: readonly Cell[], top: boolean): boolean {
  const texts = cells.map((c) => c.runs.map((r) => r.text).join(''));
  return top
    ? texts.some((t) => measureWidth(t, { size: 1 }) > LONG_TOP_CELL)
    : texts.some((t) => t.length > LONG_CELL);
}

/** True of a table so short that it is kept on one page. */
export function isShort(rows: readonly (readonly Cell[])[]): boolean {
  const characters = rows.flat().reduce((sum, c) => sum + c.runs.reduce((n, r) => n + r.text.length, 0), 0);
  return rows.length <= SHORT_TABLE.rows && characters <= SHORT_TABLE.characters;
}
