/** Tables on a fixed grid. */
import { Table, TableCell, TableLayoutType, TableRow, VerticalAlignTable, WidthType } from 'docx';
import type { Cell, ManuscriptBlock, Tone } from '../../manuscript/manuscript.ts';
import { type DocxStyles, TWIPS_PER_PT } from './docx-styles.ts';
import { measureWidth } from './measure.ts';
import { paragraphOf } from './text.ts';

/** A row with more text than this in a cell may break across pages, or it would leave half a page empty. */
const LONG_CELL = 160;
/** The same in a table that begins its cells at the top: it is made for long ones, in small print. In Han characters. */
const LONG_TOP_CELL = 300;
/** A table of so few rows with so little text is kept on one page. */
const SHORT_TABLE = { rows: 5, characters: 120 };
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
  const widths = columnWidths(styles, block);
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

/**
 * The columns of a table, in twips: their shares of the text's width, but wide enough for what should not be broken, a code, a number or a label,
 * where others have room to spare.
 */
export function columnWidths(
  styles: DocxStyles,
  block: Extract<ManuscriptBlock, { kind: 'table' }>,
): readonly number[] {
  const total = block.widths.reduce((a, b) => a + b, 0);
  const shares = block.widths.map((w) => Math.floor((styles.width * w) / total));
  const needs = shares.map((_, i) => Math.min(neededWidth(styles, block, i), styles.width * LARGEST_NEED));
  const missing = needs.reduce((sum, need, i) => sum + Math.max(0, need - shares[i]!), 0);
  const spare = shares.map((share, i) => Math.max(0, share - Math.max(needs[i]!, share * LEAST_LEFT)));
  const room = spare.reduce((a, b) => a + b, 0);
  if (missing <= 0 || room <= 0) return shares;
  const part = Math.min(1, missing / room);
  const given = Math.min(1, room / missing);
  return shares.map((share, i) => Math.floor(share + Math.max(0, needs[i]! - share) * given - spare[i]! * part));
}

/** No column takes more than this of the table for a long word, and none gives away more than leaves this of its own. */
const LARGEST_NEED = 0.4;
const LEAST_LEFT = 0.6;
/** A label of so many characters beside its value stays on one line. */
const LONGEST_LABEL = 9;

/** Of the longest word in a column, with the margins of its cell, in twips. */
function neededWidth(
  styles: DocxStyles,
  { head, rows }: Extract<ManuscriptBlock, { kind: 'table' }>,
  column: number,
): number {
  const sides = CELL_MARGINS.left + CELL_MARGINS.right + SLACK;
  const widths = rows.map((cells) => {
    const cell = cellAt(cells, column);
    if (!cell) return 0;
    const text = cell.runs.map((r) => r.text).join('');
    const isLabel = !head && cell.style === 'table-label' && [...text].length <= LONGEST_LABEL;
    const { size } = styles.style(cell.style);
    const words = text.split(BREAKS).map((word) => measureWidth(word, { size }) * LATIN_RESERVE);
    const longest = Math.max(isLabel ? measureWidth(text, { size }) : 0, ...words);
    return longest * TWIPS_PER_PT + sides;
  });
  return widths.reduce((a, b) => Math.max(a, b), 0);
}

/** The cell that stands in one column alone. */
function cellAt(cells: readonly Cell[], column: number): Cell | undefined {
  let at = 0;
  for (const cell of cells) {
    if (at === column) return (cell.span ?? 1) > 1 ? undefined : cell;
    at += cell.span ?? 1;
  }
  return undefined;
}

/** By how much letters and digits of a font that stands in for the one of the layout may be wider. */
const LATIN_RESERVE = 1.3;
/** Where a line may end: at blanks, beside Han characters and their marks, behind a hyphen or slash. */
const BREAKS = /[\s\u2e80-\u9fff\uf900-\uffef\u2014\u2018-\u201d\u2026\u3000-\u303f]|(?<=[-/])/u;
/** What readers reckon differently, in twips. */
const SLACK = 30;

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
