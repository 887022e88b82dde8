import * as z from 'zod';
import { defineCheck, fieldName } from './shared/check.ts';

/** Two fields say the same. */
export const same = defineCheck({
  id: 'same',
  params: z.strictObject({
    field: z.string().describe('Field path that is reported'),
    other: z.string().describe('Field path that it is compared with'),
  }),
  reads: (p) => [p.field, p.other],
  perItem: true,
  run(p, { answers }) {
    const [given, other] = [answers.text(p.field), answers.text(p.other)];
    if (given === undefined || other === undefined) return undefined;
    if (given === other) return [];
    return [
      {
        path: answers.at(p.field)!.path,
        message: {
          zh: `“${fieldName(p.field)}”填的是“${given}”，而“${p.other}”是“${other}”`,
          en: `“${fieldName(p.field)}” is “${given}” but “${p.other}” is “${other}”`,
        },
        related: [
          { path: answers.at(p.other)!.path, message: { zh: `这里是“${other}”`, en: `here it is “${other}”` } },
        ],
      },
    ];
  },
});
