/** The cover, and where it is signed. */
import {
  AlignmentType,
  BorderStyle,
  HeightRule,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import type { ManuscriptBlock, Run } from '../../manuscript/manuscript.ts';
import { type DocxStyles, TWIPS_PER_PT, twips } from './docx-styles.ts';
import { countLines } from './measure.ts';
import { paragraphOf } from './text.ts';

/** The cover: title lines, a table of label and value, and what stands at the foot, all on one page. */
export function coverOf(
  styles: DocxStyles,
  block: Extract<ManuscriptBlock, { kind: 'cover' }>,
): readonly (Paragraph | Table)[] {
  const [first = '', ...others] = block.title;
  const space = (pt: number) =>
    new Paragraph({ spacing: { line: Math.round(pt * TWIPS_PER_PT), lineRule: LineRuleType.EXACT } });
  const widths = SHARES.map((share) => Math.round((styles.width * 0.96 * share) / 100)) as [number, number];
  const { above, between, row } = coverSpaces(styles, block, widths[1]);
  return [
    space(above),
    paragraphOf(styles, 'cover-subtitle', [{ text: first }]),
    space(20),
    ...others.map((line) => paragraphOf(styles, 'cover-title', [{ text: [...line].join('　') }])),
    space(between),
    new Table({
      alignment: AlignmentType.CENTER,
      layout: TableLayoutType.FIXED,
      width: { size: widths[0] + widths[1], type: WidthType.DXA },
      columnWidths: widths,
      borders: { top: NONE, bottom: NONE, left: NONE, right: NONE, insideHorizontal: NONE, insideVertical: NONE },
      rows: block.lines.map(([label, runs]) => coverRow(styles, widths, row, [label, runs])),
    }),
    ...block.foot.map((line) => paragraphOf(styles, 'cover-foot', [{ text: line }])),
  ];
}

/** Of label and value, in percent. */
const SHARES = [37, 63];
const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const RULE = { style: BorderStyle.SINGLE, size: 4, color: 'auto' };

function coverRow(
  styles: DocxStyles,
  widths: readonly [number, number],
  height: number,
  [label, runs]: readonly [string, readonly Run[]],
): TableRow {
  const cell = (width: number, bottom: typeof RULE | typeof NONE, child: Paragraph) =>
    new TableCell({
      width: { size: width, type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.BOTTOM,
      borders: { top: NONE, bottom, left: NONE, right: NONE },
      children: [child],
    });
  return new TableRow({
    cantSplit: true,
    height: { value: Math.round(height * TWIPS_PER_PT), rule: HeightRule.ATLEAST },
    children: [
      cell(widths[0], NONE, paragraphOf(styles, 'cover-label', [{ text: label }])),
      cell(widths[1], RULE, paragraphOf(styles, 'cover-value', runs)),
    ],
  });
}

/** Room above the title, between it and the table, and height of a row, in pt, where every value takes one line. */
const SPACES = { above: 70, between: 100, row: 45 };
/** The least of each. */
const LEAST_SPACES = { above: 10, between: 16, row: 24 };
/** Left and right of a value within its cell, in pt; above and below its line, borders included. */
const CELL_PADDING = { sides: 11, around: 3 };
/** Below the table, for the line that turns the page and for what a reader reckons otherwise, in pt. */
const RESERVE = 14;

/** The spaces of a cover that stays on one page: they shrink as values take more lines, those between the parts before the rows. */
function coverSpaces(
  styles: DocxStyles,
  { title, lines, foot }: Extract<ManuscriptBlock, { kind: 'cover' }>,
  width: number,
): typeof SPACES {
  const { height, margins } = styles.layout.paper;
  const style = styles.style('cover-value');
  const line = Math.max(styles.line(style), style.size * 1.45);
  const room = { width: width / TWIPS_PER_PT - CELL_PADDING.sides, size: style.size };
  const values = lines.map(([, runs]) => {
    const text = runs.map((r) => r.text).join('');
    return countLines(text, room, { gap: 0.25, hangs: false, least: 1 }) * line + CELL_PADDING.around;
  });
  const fixed =
    styles.line(styles.style('cover-subtitle')) +
    20 +
    (title.length - 1) * styles.line(styles.style('cover-title')) +
    foot.length * styles.line(styles.style('cover-foot')) +
    RESERVE;
  const page = (twips(height) - twips(margins.top) - twips(margins.bottom)) / TWIPS_PER_PT;
  const over = ({ above, between, row }: typeof SPACES) =>
    above + between + fixed + values.reduce((sum, v) => sum + Math.max(v, row), 0) - page;
  const between = Math.max(LEAST_SPACES.between, SPACES.between - Math.max(0, over(SPACES)));
  const above = Math.max(LEAST_SPACES.above, SPACES.above - Math.max(0, over({ ...SPACES, between })));
  let row = SPACES.row;
  while (row > LEAST_SPACES.row && over({ above, between, row }) > 0) row--;
  return { above, between, row };
}

/** A line to sign on, in the right half of the page; `first` leaves more room above. */
export function signatureOf(styles: DocxStyles, runs: readonly Run[], first: boolean): Paragraph {
  const before = (first ? 60 : 24) * TWIPS_PER_PT;
  const left = Math.round(styles.width * 0.45);
  return paragraphOf(styles, 'sign', runs, {
    indent: { left },
    spacing: { before, line: 36 * TWIPS_PER_PT, lineRule: LineRuleType.AT_LEAST },
    keepLines: true,
  });
}
