import * as z from 'zod';
import { defineCheck, name } from './shared/check.ts';

/** A list that names something besides the catch-all values. */
export const notOnly = defineCheck({
  id: 'not-only',
  params: z.strictObject({ field: z.string(), values: z.array(z.string()) }),
  reads: (p) => [p.field],
  run(p, { answers }) {
    const words = answers.words(p.field);
    if (!words?.length) return undefined;
    if (words.some((w) => !p.values.includes(w))) return [];
    return [
      {
        path: answers.at(p.field)!.path,
        message: {
          zh: `“${name(p.field)}”只填了“${p.values.join('、')}”，要写明至少一项具体的`,
          en: `“${name(p.field)}” says only “${p.values.join(', ')}”: name at least one in particular`,
        },
      },
    ];
  },
});
