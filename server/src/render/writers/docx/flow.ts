/** A manuscript's body as what fills pages: paragraphs and rows with their heights, for one reader. Lengths in pt. */
import type { Block, Cell, Run } from '../../manuscript/manuscript.ts';
import { columnOf, insideOf, pictureHeight } from './images.ts';
import { DEEPEST_LIST, listIndent, numberText } from './lists.ts';
import { type Look, TWIPS_PER_PT } from './look.ts';
import { countLines, type Reader } from './measure.ts';
import { AFTER_TABLE, CELL_MARGINS, columnWidths, endsPage, isShort, splits } from './tables.ts';
import { headingStyle } from './text.ts';

/** What stands on a page by itself, or is broken between its lines. */
export interface Piece {
  /** The block of the body that it belongs to. */
  readonly block: Block;
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

type PieceOf = Pick<Piece, 'lines' | 'line'> & Partial<Piece>;

export function piecesOf(look: Look, body: readonly Block[], reader: Reader): readonly Piece[] {
  return body.flatMap((block, i) =>
    piecesBefore(body[i + 1], piecesIn(look, block, 0, reader), block).map((piece) => ({
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
function piecesBefore(next: Block | undefined, pieces: readonly PieceOf[], { kind }: Block): readonly PieceOf[] {
  return kind === 'table' && endsPage(next) ? pieces.slice(0, -1) : pieces;
}

function piecesIn(look: Look, block: Block, depth: number, reader: Reader): readonly PieceOf[] {
  switch (block.kind) {
    case 'heading': {
      const piece = textPiece(look, headingStyle(block), block.text, {}, reader);
      const { newPage, annex = false } = block;
      return [{ ...piece, ...(newPage ? { before: 0 } : {}), breakBefore: newPage, sheet: annex, keepNext: true }];
    }
    case 'paragraph':
      return [
        {
          ...textPiece(look, block.style, textOf(block.runs), {}, reader),
          keepNext: block.style === 'caption' && !block.below,
        },
      ];
    case 'list':
      return listPieces(look, block, depth, reader);
    case 'table':
      return block.bare ? picturePieces(look, block, reader) : tablePieces(look, block, reader);
    case 'image':
      return [{ lines: 1, line: pictureHeight(look, block), keepNext: true }];
    case 'signatures':
      return block.lines.map((_, i) => ({ lines: 1, line: 36, before: i === 0 ? 60 : 24 }));
    default:
      return [];
  }
}

/** A row of pictures stays with its captions. */
function picturePieces(
  look: Look,
  { rows, widths }: Extract<Block, { kind: 'table' }>,
  reader: Reader,
): readonly PieceOf[] {
  const column = columnOf(look, widths.length);
  const width = insideOf(column) / TWIPS_PER_PT;
  const heightOf = ({ style, runs, image }: Cell) => {
    const { lines, line, before = 0, after = 0 } = textPiece(look, style, textOf(runs), { width }, reader);
    return [image ? pictureHeight(look, image, column) : 0, before + lines * line + after] as const;
  };
  const pieces = rows.map((cells): PieceOf => {
    const heights = cells.map(heightOf);
    const tallest = (part: 0 | 1) => Math.max(...heights.map((h) => h[part]));
    return { lines: 1, line: tallest(0) + tallest(1), whole: true };
  });
  return [...pieces, { lines: 1, line: AFTER_TABLE / TWIPS_PER_PT }];
}

function listPieces(
  look: Look,
  { ordered, start, items }: Extract<Block, { kind: 'list' }>,
  depth: number,
  reader: Reader,
): readonly PieceOf[] {
  const left = listIndent(look, Math.min(depth, DEEPEST_LIST), ordered) / TWIPS_PER_PT;
  return items.flatMap((item, n) =>
    item.flatMap((b, i): readonly PieceOf[] => {
      if (b.kind === 'list') return piecesIn(look, b, depth + 1, reader);
      if (b.kind !== 'paragraph') return piecesIn(look, b, depth, reader);
      // A dot stands before the words, a number with them.
      const number = ordered && i === 0 ? numberText(start + n) : '';
      const indent = number ? 2 * look.style('list').size : 0;
      return [textPiece(look, b.style, number + textOf(b.runs), { left, ...(i === 0 ? { indent } : {}) }, reader)];
    }),
  );
}

function textPiece(
  look: Look,
  name: string,
  text: string,
  { left = 0, indent, width = look.width / TWIPS_PER_PT }: { left?: number; indent?: number; width?: number },
  reader: Reader,
): PieceOf {
  const style = look.style(name);
  const room = { width: width - left, indent: indent ?? (style.indent ?? 0) * style.size, size: style.size };
  const lines = countLines(text, { ...room, spacing: look.spacing(style) / TWIPS_PER_PT }, reader);
  return { lines, line: look.line(style), before: style.before ?? 0, after: style.after ?? 0 };
}

function tablePieces(look: Look, block: Extract<Block, { kind: 'table' }>, reader: Reader): readonly PieceOf[] {
  const widths = columnWidths(look, block.widths).map((w) => w / TWIPS_PER_PT);
  const all = [...(block.head ? [block.head] : []), ...block.rows];
  const frame = (CELL_MARGINS.top + CELL_MARGINS.bottom) / TWIPS_PER_PT + BORDER;
  const rows = all.map(
    (cells, i): PieceOf => ({
      ...rowLines(look, cells, widths, reader),
      frame: i + 1 === all.length ? frame + BORDER : frame,
      keepNext: isShort(all) && i + 1 < all.length,
      whole: !splits(cells, block.top === true),
    }),
  );
  const head = block.head && rows[0] ? rows[0].lines * rows[0].line + frame : 0;
  return [...rows.map((r, i) => (i === 0 ? r : { ...r, head })), { lines: 1, line: AFTER_TABLE / TWIPS_PER_PT }];
}

/** The lines of the tallest cell. */
function rowLines(look: Look, cells: readonly Cell[], widths: readonly number[], reader: Reader) {
  const sides = (CELL_MARGINS.left + CELL_MARGINS.right) / TWIPS_PER_PT;
  let column = 0;
  const pieces = cells.map((c) => {
    const span = c.span ?? 1;
    const width = widths.slice(column, column + span).reduce((a, b) => a + b, 0) - sides;
    column += span;
    return textPiece(look, c.style, textOf(c.runs), { width }, reader);
  });
  return { lines: Math.max(1, ...pieces.map((p) => p.lines)), line: Math.max(12, ...pieces.map((p) => p.line)) };
}

function textOf(runs: readonly Run[]): string {
  return runs.map((r) => r.text).join('');
}
