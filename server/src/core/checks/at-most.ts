import * as z from 'zod';
import { type Answers, valueOfAmount } from '../form/answers.ts';
import { formatFieldPath } from '../model/path.ts';
import { defineCheck, fieldName, type Issue } from './shared/check.ts';

/** A part is not more than its whole; in a table, row by row. */
export const atMost = defineCheck({
  id: 'at-most',
  params: z.strictObject({
    pairs: z
      .array(
        z.strictObject({
          part: z.string().describe('Field path of the part'),
          whole: z.string().describe('Field path of the whole'),
          severity: z.enum(['error', 'warning']).optional().describe('Severity of this pair; the rule’s own if absent'),
        }),
      )
      .min(1)
      .describe('Pairs of numbers of the same unit; in a table (`表[].a`), row by row'),
  }),
  reads: (p) => p.pairs.flatMap((pair) => [pair.part, pair.whole]),
  run(p, { answers }) {
    const known = p.pairs.flatMap((pair) => rows(pair.part, pair.whole, answers).map((row) => ({ ...row, pair })));
    if (!known.length) return undefined;
    return known
      .filter(({ part, whole }) => answers.number(part)! > answers.number(whole)!)
      .map(({ part, whole, pair }): Issue => {
        const [a, b] = [answers.number(part)!, answers.number(whole)!];
        return {
          path: valueOfAmount(answers.at(part)!).path,
          ...(pair.severity ? { severity: pair.severity } : {}),
          message: {
            zh: `“${fieldName(pair.part)}”（${a}）大于“${fieldName(pair.whole)}”（${b}）`,
            en: `“${fieldName(pair.part)}” (${a}) is more than “${fieldName(pair.whole)}” (${b})`,
          },
          related: [
            {
              path: valueOfAmount(answers.at(whole)!).path,
              message: { zh: `“${fieldName(pair.whole)}”是 ${b}`, en: `“${fieldName(pair.whole)}” is ${b}` },
            },
          ],
        };
      });
  },
});

/** The places of a pair where both numbers are known: `表[].a` and `表[].b` of the same row. */
function rows(part: string, whole: string, answers: Answers): readonly { part: string; whole: string }[] {
  const places = part.includes('[]')
    ? answers.all(part).map((a) => {
        const row = a.path.find((step) => typeof step === 'number');
        return { part: formatFieldPath(a.path), whole: whole.replace('[]', `[${row}]`) };
      })
    : [{ part, whole }];
  return places.filter((p) => answers.number(p.part) !== undefined && answers.number(p.whole) !== undefined);
}
