import * as z from 'zod';
import { defineCheck, fieldName } from './shared/check.ts';

/** A field has none of the values that bar the applicant. */
export const notValue = defineCheck({
  id: 'not-value',
  params: z.strictObject({
    field: z.string().describe('Field path of the answer'),
    values: z.array(z.string()).min(1).describe('Values that bar the applicant'),
  }),
  reads: (p) => [p.field],
  compares: (p) => p.values.map((value) => ({ path: p.field, value })),
  perItem: true,
  run(p, { answers }) {
    const given = answers.text(p.field);
    if (given === undefined) return undefined;
    if (!p.values.includes(given)) return [];
    return [
      {
        path: answers.at(p.field)!.path,
        message: {
          zh: `“${fieldName(p.field)}”是“${given}”，不能申报`,
          en: `“${fieldName(p.field)}” is “${given}”, which bars the applicant`,
        },
      },
    ];
  },
});
