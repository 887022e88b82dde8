import * as z from 'zod';
import { defineCheck, name } from './shared/check.ts';

/** A field has none of the values that bar the applicant. */
export const notValue = defineCheck({
  id: 'not-value',
  params: z.strictObject({ field: z.string(), values: z.array(z.string()).min(1) }),
  reads: (p) => [p.field],
  run(p, { answers }) {
    const given = answers.text(p.field);
    if (given === undefined) return undefined;
    if (!p.values.includes(given)) return [];
    return [
      {
        path: answers.at(p.field)!.path,
        message: {
          zh: `“${name(p.field)}”是“${given}”，不能申报`,
          en: `“${name(p.field)}” is “${given}”, which bars the applicant`,
        },
      },
    ];
  },
});
