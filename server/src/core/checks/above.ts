import * as z from 'zod';
import { bareValue } from '../form/answers.ts';
import { defineCheck, name } from './shared/check.ts';

/** Numbers that must be greater than a bound. */
export const above = defineCheck({
  id: 'above',
  params: z.strictObject({ fields: z.array(z.string()).min(1), than: z.number() }),
  reads: (p) => p.fields,
  run(p, { answers }) {
    const given = p.fields.filter((f) => answers.number(f) !== undefined);
    if (!given.length) return undefined;
    return given
      .filter((f) => answers.number(f)! <= p.than)
      .map((f) => ({
        path: bareValue(answers.at(f)!).path,
        message: {
          zh: `“${name(f)}”是 ${answers.number(f)}，应大于 ${p.than}`,
          en: `“${name(f)}” is ${answers.number(f)}; it must be more than ${p.than}`,
        },
      }));
  },
});
