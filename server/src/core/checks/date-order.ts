import * as z from 'zod';
import { defineCheck, fieldName, type Issue, isOpen, partialResult } from './shared/check.ts';

/** Days that follow each other: `a` not after `b`. Pairs are checked one by one; a missing day hides no other. */
export const dateOrder = defineCheck({
  id: 'date-order',
  params: z.strictObject({
    pairs: z
      .array(
        z.tuple([
          z.string().describe('Field path of the earlier day'),
          z.string().describe('Field path of the later day'),
        ]),
      )
      .min(1)
      .describe('Pairs of days, the first not after the second'),
  }),
  reads: (p) => p.pairs.flat(),
  perItem: true,
  run(p, { answers, direction }) {
    const known = p.pairs.filter((pair) => pair.every((f) => answers.text(f) !== undefined));
    if (!known.length) return undefined;
    const fields = p.pairs.filter((pair) => !known.includes(pair)).flat();
    const open = [...new Set(fields)].filter((f) => isOpen(answers.at(f), direction));
    const issues = known.flatMap(([first, second]): Issue[] => {
      const [a, b] = [answers.text(first)!, answers.text(second)!];
      if (a <= b) return [];
      return [
        {
          path: answers.at(first)!.path,
          message: {
            zh: `“${fieldName(first)}”（${a}）晚于“${fieldName(second)}”（${b}）`,
            en: `“${fieldName(first)}” (${a}) is later than “${fieldName(second)}” (${b})`,
          },
          related: [
            {
              path: answers.at(second)!.path,
              message: { zh: `“${fieldName(second)}”是 ${b}`, en: `“${fieldName(second)}” is ${b}` },
            },
          ],
        },
      ];
    });
    return partialResult(issues, open);
  },
});
