import * as z from 'zod';
import { defineCheck, type Issue, name } from './shared/check.ts';

/** Days that follow each other: `a` not after `b`. Pairs are judged one by one; a missing day hides no other. */
export const dateOrder = defineCheck({
  id: 'date-order',
  params: z.strictObject({ pairs: z.array(z.tuple([z.string(), z.string()])).min(1) }),
  reads: (p) => p.pairs.flat(),
  run(p, { answers }) {
    const known = p.pairs.filter((pair) => pair.every((f) => answers.text(f) !== undefined));
    if (!known.length) return undefined;
    return known.flatMap(([first, second]): Issue[] => {
      const [a, b] = [answers.text(first)!, answers.text(second)!];
      if (a <= b) return [];
      return [
        {
          path: answers.at(first)!.path,
          message: {
            zh: `“${name(first)}”（${a}）晚于“${name(second)}”（${b}）`,
            en: `“${name(first)}” (${a}) is later than “${name(second)}” (${b})`,
          },
          related: [
            {
              path: answers.at(second)!.path,
              message: { zh: `“${name(second)}”是 ${b}`, en: `“${name(second)}” is ${b}` },
            },
          ],
        },
      ];
    });
  },
});
