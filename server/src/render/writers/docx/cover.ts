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
import { type DocxStyles, TWIPS_PER_PT } from './docx-styles.ts';
import { paragraphOf } from './text.ts';

/** The cover: title lines, a table of label and value, and what stands at the foot. */
export function coverOf(
  styles: DocxStyles,
  block: Extract<ManuscriptBlock, { kind: 'cover' }>,
): readonly (Paragraph | Table)[] {
  const [first = '', ...others] = block.title;
  const space = (pt: number) => new Paragraph({ spacing: { line: pt * TWIPS_PER_PT, lineRule: LineRuleType.EXACT } });
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const rule = { style: BorderStyle.SINGLE, size: 4, color: 'auto' };
  const widths = [37, 63].map((share) => Math.round((styles.width * 0.96 * share) / 100));
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
            children: [paragraphOf(styles, 'cover-label', [{ text: label }])],
          }),
          new TableCell({
            width: { size: widths[1]!, type: WidthType.DXA },
            verticalAlign: VerticalAlignTable.BOTTOM,
            borders: { top: none, bottom: rule, left: none, right: none },
            children: [paragraphOf(styles, 'cover-value', runs)],
          }),
        ],
      }),
  );
  return [
    space(70),
    paragraphOf(styles, 'cover-subtitle', [{ text: first }]),
    space(20),
    ...others.map((line) => paragraphOf(styles, 'cover-title', [{ text: [...line].join('　') }])),
    space(100),
    new Table({
      alignment: AlignmentType.CENTER,
      layout: TableLayoutType.FIXED,
      width: { size: widths[0]! + widths[1]!, type: WidthType.DXA },
      columnWidths: widths,
      borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
      rows,
    }),
    ...block.foot.map((line) => paragraphOf(styles, 'cover-foot', [{ text: line }])),
  ];
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
