import * as z from 'zod';
import type { Answer } from '../form/answer.ts';
import type { FixSpec } from '../model/finding.ts';
import { defineCheck, type Issue } from './shared/check.ts';

/** The amounts of a column are of one order: one a thousand times another was entered in another unit. */
export const sameScale = defineCheck({
  id: 'same-scale',
  params: z.strictObject({
    list: z.string().describe('Field path of the table'),
    label: z.string().describe('Key that names a row: its year'),
    columns: z.array(z.string()).min(1).describe('Keys of the amounts'),
    factor: z.number().positive().describe('How many times another an amount must be to be reported'),
    unit: z.string().describe('Unit that the columns want'),
    instead: z.string().describe('Unit that is likely to have been used by mistake'),
    per: z.number().positive().describe('How many of the other unit make one of the wanted unit'),
  }),
  reads: (p) => [p.list],
  run(p, { answers }) {
    const items = answers.items(p.list);
    if (!items) return undefined;
    return p.columns.flatMap((column): Issue[] => {
      // A profit may turn into a loss, and either may be next to nothing: only amounts of one sign are of one kind.
      const cells = items.flatMap((item) => amount(item, column) ?? []).filter((c) => c.value > 0);
      const [least, most] = [cells.toSorted(byValue)[0], cells.toSorted(byValue).at(-1)];
      if (!least || !most || most.value < least.value * p.factor) return [];
      const label = (cell: AmountCell) => String(cell.row.children?.get(p.label)?.value ?? '');
      // The odd one out is what slipped: the one far from the middle.
      const middle = cells.toSorted(byValue)[Math.floor(cells.length / 2)]!;
      const odd = middle.value * p.factor <= most.value || middle === least ? most : least;
      const other = odd === most ? least : most;
      return [
        {
          path: odd.answer.path,
          fixSpecs: converted(odd, odd === most ? p.per : undefined),
          message: {
            zh: `${label(odd)} 年“${column}”是 ${odd.value}，与 ${label(other)} 年的 ${other.value} 相差 ${p.factor} 倍以上；单位是${p.unit}，是否按${p.instead}填写`,
            en: `“${column}” of ${label(odd)} is ${odd.value}, and ${other.value} in ${label(other)}: ${p.factor} times apart. The unit is ${p.unit}; was it entered in ${p.instead}?`,
          },
          related: [
            {
              path: other.answer.path,
              message: { zh: `${label(other)} 年是 ${other.value}`, en: `${label(other)}: ${other.value}` },
            },
          ],
        },
      ];
    });
  },
});

interface AmountCell {
  readonly row: Answer;
  readonly answer: Answer;
  readonly value: number;
}

function amount(row: Answer, column: string): AmountCell | undefined {
  const answer = row.children?.get(column);
  return answer?.state === 'ok' && typeof answer.value === 'number' ? { row, answer, value: answer.value } : undefined;
}

/** The amount in the wanted unit, where that is a plain number. */
function converted({ value }: AmountCell, per: number | undefined): readonly FixSpec[] {
  const text = per === undefined ? '' : String(value / per);
  return /^\d+(?:\.\d{1,4})?$/.test(text) ? [{ kind: 'value', text }] : [];
}

function byValue(a: AmountCell, b: AmountCell): number {
  return a.value - b.value;
}
