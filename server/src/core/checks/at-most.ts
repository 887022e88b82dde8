import * as z from 'zod';
import { type Answers, bareValue } from '../form/answers.ts';
import { showPath } from '../model/path.ts';
import { defineCheck, type Issue, name } from './shared/check.ts';

/** A part is not more than its whole; in a table, row by row. */
export const atMost = defineCheck({
  id: 'at-most',
  params: z.strictObject({
    pairs: z
      .array(z.strictObject({ part: z.string(), whole: z.string(), severity: z.enum(['error', 'warning']).optional() }))
      .min(1),
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
          path: bareValue(answers.at(part)!).path,
          ...(pair.severity ? { severity: pair.severity } : {}),
          message: {
            zh: `“${name(pair.part)}”（${a}）大于“${name(pair.whole)}”（${b}）`,
            en: `“${name(pair.part)}” (${a}) is more than “${name(pair.whole)}” (${b})`,
          },
          related: [
            {
              path: bareValue(answers.at(whole)!).path,
              message: { zh: `“${name(pair.whole)}”是 ${b}`, en: `“${name(pair.whole)}” is ${b}` },
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
        return { part: showPath(a.path), whole: whole.replace('[]', `[${row}]`) };
      })
    : [{ part, whole }];
  return places.filter((p) => answers.number(p.part) !== undefined && answers.number(p.whole) !== undefined);
}
