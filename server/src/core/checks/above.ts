import * as z from 'zod';
import { valueOfAmount } from '../form/answers.ts';
import { defineCheck, fieldName, isOpen, partialResult } from './shared/check.ts';

/** Numbers that must be greater than a bound. */
export const above = defineCheck({
  id: 'above',
  params: z.strictObject({
    fields: z.array(z.string()).min(1).describe('Field paths of the numbers, in their own units'),
    than: z.number().describe('The bound: a number that is not greater is reported'),
  }),
  reads: (p) => p.fields,
  perItem: true,
  run(p, { answers, direction }) {
    const given = p.fields.filter((f) => answers.number(f) !== undefined);
    if (!given.length) return undefined;
    const open = p.fields.filter((f) => !given.includes(f) && isOpen(answers.at(f), direction));
    const issues = given
      .filter((f) => answers.number(f)! <= p.than)
      .map((f) => ({
        path: valueOfAmount(answers.at(f)!).path,
        message: {
          zh: `“${fieldName(f)}”是 ${answers.number(f)}，应大于 ${p.than}`,
          en: `“${fieldName(f)}” is ${answers.number(f)}; it must be more than ${p.than}`,
        },
      }));
    return partialResult(issues, open);
  },
});
