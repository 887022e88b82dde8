import * as z from 'zod';
import { defineCheck, fieldName } from './shared/check.ts';
import { isCodeShaped } from './shared/credit-code-digits.ts';

/** The first two characters: registering authority and kind of body, against the legal form declared. */
export const creditCodeCategory = defineCheck({
  id: 'credit-code-category',
  params: z.strictObject({
    field: z.string().describe('Field path of the credit code'),
    form: z.string().describe('Field path of the legal form'),
    categories: z
      .record(z.string(), z.array(z.string()))
      .describe('By legal form, the first two characters that its codes may have; a form not listed is not checked'),
  }),
  reads: (p) => [p.field, p.form],
  compares: (p) => Object.keys(p.categories).map((value) => ({ path: p.form, value })),
  perItem: true,
  run(p, { answers }) {
    const [code, form] = [answers.text(p.field), answers.text(p.form)];
    if (code === undefined || form === undefined || !isCodeShaped(code)) return undefined;
    const allowed = p.categories[form];
    if (!allowed || allowed.includes(code.slice(0, 2))) return [];
    return [
      {
        path: answers.at(p.field)!.path,
        within: [0, 2],
        message: {
          zh: `代码以 ${code.slice(0, 2)} 开头，与“${fieldName(p.form)}”所填“${form}”（${allowed.join('、')} 开头）不符`,
          en: `The code begins with ${code.slice(0, 2)}, but “${form}” codes begin with ${allowed.join(' or ')}`,
        },
        related: [
          { path: answers.at(p.form)!.path, message: { zh: `这里填的是“${form}”`, en: `“${form}” is declared here` } },
        ],
      },
    ];
  },
});
