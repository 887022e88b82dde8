import * as z from 'zod';
import { defineCheck } from './shared/check.ts';
import { isCodeShaped } from './shared/credit-code-digits.ts';

/** Digits 3–8: the registry's region. A code never changes when a firm moves, so this can only be a hint. */
export const creditCodeRegion = defineCheck({
  id: 'credit-code-region',
  params: z.strictObject({
    field: z.string().describe('Field path of the credit code'),
    region: z.string().describe('Digits from the third on that are expected, such as 37'),
    also: z.array(z.string()).describe('Digits 3 to 8 that are accepted too, such as 100000'),
    province: z.string().describe('Name of the province, for the message'),
  }),
  reads: (p) => [p.field],
  perItem: true,
  run(p, { answers }) {
    const code = answers.text(p.field);
    if (code === undefined || !isCodeShaped(code)) return undefined;
    const region = code.slice(2, 8);
    if (region.startsWith(p.region) || p.also.includes(region)) return [];
    return [
      {
        path: answers.at(p.field)!.path,
        within: [2, 4],
        message: {
          zh: `代码第 3–4 位是 ${region.slice(0, 2)}，${p.province}是 ${p.region}：请核对代码；若是迁入的单位，以营业执照住所为准`,
          en: `Digits 3–4 are ${region.slice(0, 2)}, not ${p.region}: check the code; for a firm that moved in, the licence decides`,
        },
      },
    ];
  },
});
