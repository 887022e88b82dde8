/** A manuscript's body as what fills pages: paragraphs and rows with their heights, for one reader. Lengths in pt. */
import type { Cell, ManuscriptBlock, Run } from '../../manuscript/manuscript.ts';
import { type DocxStyles, TWIPS_PER_PT } from './docx-styles.ts';
import { columnOf, insideOf, pictureHeight } from './images.ts';
import { DEEPEST_LIST, listIndent, numberText } from './lists.ts';
import { countLines, type WordProcessor } from './measure.ts';
import { AFTER_TABLE, CELL_MARGINS, columnWidths, endsPage, isShort, splits } from './tables.ts';
import { headingStyle } from './text.ts';

/** What stands on a page by itself, or is broken between its lines. */
export interface FlowPiece {
  /** The block of the body that it belongs to. */
  readonly block: ManuscriptBlock;
  readonly lines: number;
  readonly line: number;
  /** Borders and margins that come with each part of it. */
  readonly frame: number;
  readonly before: number;
  readonly after: number;
  readonly breakBefore: boolean;
  /** On a sheet of its own: on a page with an odd number. */
  readonly sheet: boolean;
  /** On the page of what follows. */
  readonly keepNext: boolean;
  readonly whole: boolean;
  /** Height of the head that is repeated above it on a new page. */
  readonly head: number;
}

const BORDER = 0.5;

type PieceOf = Pick<FlowPiece, 'lines' | 'line'> & Partial<FlowPiece>;

/** The body as pieces in reading order, measured as one word processor would set them. */
export function piecesOf(
  styles: DocxStyles,
  body: readonly ManuscriptBlock[],
  processor: WordProcessor,
): readonly FlowPiece[] {
  return body.flatMap((block, i) =>
    piecesBefore(body[i + 1], piecesIn(styles, block, 0, processor), block).map((piece) => ({
      block,
      frame: 0,
      before: 0,
      after: 0,
      breakBefore: false,
      sheet: false,
      keepNext: false,
      whole: false,
      head: 0,
      ...piece,
    })),
  );
}

/** A table's last piece is the space below it. */
function piecesBefore(
  next: ManuscriptBlock | undefined,
  pieces: readonly PieceOf[],
  { kind }: ManuscriptBlock,
): readonly PieceOf[] {
  return kind === 'table' && endsPage(next) ? pieces.slice(0, -1) : pieces;
}

function piecesIn(
  styles: DocxStyles,
  block: ManuscriptBlock,
  depth: number,
  processor: WordProcessor,
): readonly PieceOf[] {
  switch (block.kind) {
    case 'heading': {
      const piece = textPiece(styles, headingStyle(block), block.text, {}, processor);
      const { newPage, annex = false } = block;
      return [{ ...piece, ...(newPage ? { before: 0 } : {}), breakBefore: newPage, sheet: annex, keepNext: true }];
    }
    case 'paragraph':
      return [
        {
          ...textPiece(styles, block.style, textOf(block.runs), {}, processor),
          keepNext: block.style === 'caption' && !block.below,
        },
      ];
    case 'list':
      return listPieces(styles, block, depth, processor);
    case 'table':
      return block.bare ? picturePieces(styles, block, processor) : tablePieces(styles, block, processor);
    case 'image':
      return [{ lines: 1, line: pictureHeight(styles, block), keepNext: true }];
    case 'signatures':
      return block.lines.map((_, i) => ({ lines: 1, line: 36, before: i === 0 ? 60 : 24 }));
    default:
      return [];
  }
}

/** A row of pictures stays with its captions. */
function picturePieces(
  styles: DocxStyles,
  { rows, widths }: Extract<ManuscriptBlock, { kind: 'table' }>,
  processor: WordProcessor,
): readonly PieceOf[] {
  const column = columnOf(styles, widths.length);
  const width = insideOf(column) / TWIPS_PER_PT;
  const heightOf = ({ style, runs, image }: Cell) => {
    const { lines, line, before = 0, after = 0 } = textPiece(styles, style, textOf(runs), { width }, processor);
    return [image ? pictureHeight(styles, image, column) : 0, before + lines * line + after] as const;
  };
  const pieces = rows.map((cells): PieceOf => {
    const heights = cells.map(heightOf);
    const tallest = (part: 0 | 1) => Math.max(...heights.map((h) => h[part]));
    return { lines: 1, line: tallest(0) + tallest(1), whole: true };
  });
  return [...pieces, { lines: 1, line: AFTER_TABLE / TWIPS_PER_PT }];
}

function listPieces(
  styles: DocxStyles,
  { ordered, start, items }: Extract<ManuscriptBlock, { kind: 'list' }>,
  depth: number,
  processor: WordProcessor,
): readonly PieceOf[] {
  const left = listIndent(styles, Math.min(depth, DEEPEST_LIST), ordered) / TWIPS_PER_PT;
  return items.flatMap((item, n) =>
    item.flatMap((b, i): readonly PieceOf[] => {
      if (b.kind === 'list') return piecesIn(styles, b, depth + 1, processor);
      if (b.kind !== 'paragraph') return piecesIn(styles, b, depth, processor);
      // A dot stands before the words, a number with them.
      const number = ordered && i === 0 ? numberText(start + n) : '';
      const indent = number ? 2 * styles.style('list').size : 0;
      return [textPiece(styles, b.style, number + textOf(b.runs), { left, ...(i === 0 ? { indent } : {}) }, processor)];
    }),
  );
}

function textPiece(
  styles: DocxStyles,
  name: string,
  text: string,
  { left = 0, indent, width = styles.width / TWIPS_PER_PT }: { left?: number; indent?: number; width?: number },
  processor: WordProcessor,
): PieceOf {
  const style = styles.style(name);
  const room = { width: width - left, indent: indent ?? (style.indent ?? 0) * style.size, size: style.size };
  const spacing = styles.spacing(style) / TWIPS_PER_PT;
  const lines = text
    .split('\n')
    .map((words, i) => countLines(words, { ...room, ...(i ? { indent: 0 } : {}), spacing }, processor))
    .reduce((sum, n) => sum + n, 0);
  return { lines, line: styles.line(style), before: style.before ?? 0, after: style.after ?? 0 };
}

function tablePieces(
  styles: DocxStyles,
  block: Extract<ManuscriptBlock, { kind: 'table' }>,
  processor: WordProcessor,
): readonly PieceOf[] {
  const widths = columnWidths(styles, block.widths).map((w) => w / TWIPS_PER_PT);
  const all = [...(block.head ? [block.head] : []), ...block.rows];
  const frame = (CELL_MARGINS.top + CELL_MARGINS.bottom) / TWIPS_PER_PT + BORDER;
  const rows = all.map(
    (cells, i): PieceOf => ({
      ...rowLines(styles, cells, widths, processor),
      frame: i + 1 === all.length ? frame + BORDER : frame,
      keepNext: isShort(all) && i + 1 < all.length,
      whole: !splits(cells, block.top === true),
    }),
  );
  const head = block.head && rows[0] ? rows[0].lines * rows[0].line + frame : 0;
  return [...rows.map((r, i) => (i === 0 ? r : { ...r, head })), { lines: 1, line: AFTER_TABLE / TWIPS_PER_PT }];
}

/** The lines of the tallest cell. */
function rowLines(styles: DocxStyles, cells: readonly Cell[], widths: readonly number[], processor: WordProcessor) {
  const sides = (CELL_MARGINS.left + CELL_MARGINS.right) / TWIPS_PER_PT;
  let column = 0;
  const pieces = cells.map((c) => {
    const span = c.span ?? 1;
    const width = widths.slice(column, column + span).reduce((a, b) => a + b, 0) - sides;
    column += span;
    return textPiece(styles, c.style, textOf(c.runs), { width }, processor);
  });
  return { lines: Math.max(1, ...pieces.map((p) => p.lines)), line: Math.max(12, ...pieces.map((p) => p.line)) };
}

function textOf(runs: readonly Run[]): string {
  return runs.map((r) => (r.newLine ? `\n${r.text}` : r.text)).join('');
}
