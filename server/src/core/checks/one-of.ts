import * as z from 'zod';
import { nearest } from '../text/closest-match.ts';
import { defineCheck, name } from './shared/check.ts';

/** A text field holds one of a list of the notice, such as its cities. */
export const oneOf = defineCheck({
  id: 'one-of',
  params: z.strictObject({
    field: z.string(),
    list: z.enum(['cities']),
    what: z.strictObject({ zh: z.string(), en: z.string() }),
  }),
  reads: (p) => [p.field],
  run(p, { answers, notice }) {
    const given = answers.text(p.field);
    const values = notice[p.list];
    if (given === undefined) return undefined;
    if (values.includes(given)) return [];
    const near = nearest(given, values);
    return [
      {
        path: answers.at(p.field)!.path,
        message: {
          zh: `“${name(p.field)}”填的“${given}”不是${p.what.zh}${near ? `，是否应为“${near}”` : ''}`,
          en: `“${given}” is not ${p.what.en}${near ? `; did you mean “${near}”` : ''}`,
        },
        ...(near ? { mends: [{ kind: 'value' as const, text: near }] } : {}),
      },
    ];
  },
});
