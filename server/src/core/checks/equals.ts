import * as z from 'zod';
import { defineCheck, fieldName } from './shared/check.ts';

/** A field has one value that is acceptable; `absent: fails` where saying nothing is not. */
export const equals = defineCheck({
  id: 'equals',
  params: z.strictObject({
    field: z.string().describe('Field path of the answer'),
    value: z.string().describe('The only value that is accepted'),
    absent: z
      .literal('fails')
      .optional()
      .describe('fails: no answer is a finding too; undecided if this key is absent'),
  }),
  reads: (p) => [p.field],
  compares: (p) => [{ path: p.field, value: p.value }],
  perItem: true,
  run(p, { answers }) {
    const answer = answers.at(p.field);
    if (!answer || answer.state === 'bad') return undefined;
    const given = answers.text(p.field);
    if (given === p.value) return [];
    if (given === undefined && p.absent !== 'fails') return undefined;
    const key = fieldName(p.field);
    const got =
      given === undefined ? { zh: '没有填写', en: 'is not given' } : { zh: `填的是“${given}”`, en: `is “${given}”` };
    return [
      {
        path: answer.path,
        message: {
          zh: `“${key}”${got.zh}，不符合这一条的要求`,
          en: `“${key}” ${got.en}, which does not meet this clause`,
        },
      },
    ];
  },
});
