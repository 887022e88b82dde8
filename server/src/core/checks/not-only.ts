import * as z from 'zod';
import { defineCheck, fieldName } from './shared/check.ts';

/** A list that names something besides the catch-all values. */
export const notOnly = defineCheck({
  id: 'not-only',
  params: z.strictObject({
    field: z.string().describe('Field path of the list'),
    values: z.array(z.string()).describe('Catch-all values, which are not enough by themselves'),
  }),
  reads: (p) => [p.field],
  compares: (p) => p.values.map((value) => ({ path: `${p.field}[]`, value })),
  perItem: true,
  run(p, { answers }) {
    const words = answers.textList(p.field);
    if (!words?.length) return undefined;
    if (words.some((w) => !p.values.includes(w))) return [];
    return [
      {
        path: answers.at(p.field)!.path,
        message: {
          zh: `“${fieldName(p.field)}”只填了“${p.values.join('、')}”，要写明至少一项具体的`,
          en: `“${fieldName(p.field)}” says only “${p.values.join(', ')}”: name at least one in particular`,
        },
      },
    ];
  },
});
