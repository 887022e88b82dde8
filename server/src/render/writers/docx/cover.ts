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
import type { Block, Run } from '../../manuscript/manuscript.ts';
import { type Look, TWIPS_PER_PT } from './look.ts';
import { paragraphOf } from './text.ts';

export function coverOf(look: Look, block: Extract<Block, { kind: 'cover' }>): readonly (Paragraph | Table)[] {
  const [first = '', ...others] = block.title;
  const space = (pt: number) => new Paragraph({ spacing: { line: pt * TWIPS_PER_PT, lineRule: LineRuleType.EXACT } });
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const rule = { style: BorderStyle.SINGLE, size: 4, color: 'auto' };
  const widths = [37, 63].map((share) => Math.round((look.width * 0.96 * share) / 100));
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
            children: [paragraphOf(look, 'cover-label', [{ text: label }])],
          }),
          new TableCell({
            width: { size: widths[1]!, type: WidthType.DXA },
            verticalAlign: VerticalAlignTable.BOTTOM,
            borders: { top: none, bottom: rule, left: none, right: none },
            children: [paragraphOf(look, 'cover-value', runs)],
          }),
        ],
      }),
  );
  return [
    space(70),
    paragraphOf(look, 'cover-subtitle', [{ text: first }]),
    space(20),
    ...others.map((line) => paragraphOf(look, 'cover-title', [{ text: [...line].join('　') }])),
    space(100),
    new Table({
      alignment: AlignmentType.CENTER,
      layout: TableLayoutType.FIXED,
      width: { size: widths[0]! + widths[1]!, type: WidthType.DXA },
      columnWidths: widths,
      borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
      rows,
    }),
    ...block.foot.map((line) => paragraphOf(look, 'cover-foot', [{ text: line }])),
  ];
}

export function signatureOf(look: Look, runs: readonly Run[], first: boolean): Paragraph {
  const before = (first ? 60 : 24) * TWIPS_PER_PT;
  const left = Math.round(look.width * 0.45);
  return paragraphOf(look, 'sign', runs, {
    indent: { left },
    spacing: { before, line: 36 * TWIPS_PER_PT, lineRule: LineRuleType.AT_LEAST },
    keepLines: true,
  });
}
