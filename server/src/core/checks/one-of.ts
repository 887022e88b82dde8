import * as z from 'zod';
import { text as localizedText } from '../model/notice-schema.ts';
import { closestMatch } from '../text/closest-match.ts';
import { defineCheck, fieldName } from './shared/check.ts';

/** A text field holds one of a list of the notice, such as its cities. */
export const oneOf = defineCheck({
  id: 'one-of',
  params: z.strictObject({
    field: z.string().describe('Field path of the text'),
    list: z.enum(['cities']).describe('Key of notice.yaml with the list'),
    what: localizedText.describe('What the list is called in the message'),
  }),
  reads: (p) => [p.field],
  perItem: true,
  run(p, { answers, notice }) {
    const given = answers.text(p.field);
    const values = notice[p.list];
    if (given === undefined) return undefined;
    if (values.includes(given)) return [];
    const near = closestMatch(given, values);
    return [
      {
        path: answers.at(p.field)!.path,
        message: {
          zh: `“${fieldName(p.field)}”填的“${given}”不是${p.what.zh}${near ? `，是否应为“${near}”` : ''}`,
          en: `“${given}” is not ${p.what.en}${near ? `; did you mean “${near}”` : ''}`,
        },
        ...(near ? { fixSpecs: [{ kind: 'value' as const, text: near }] } : {}),
      },
    ];
  },
});
