import * as z from 'zod';
import type { Answer } from '../form/answer.ts';
import { defineCheck, type Issue } from './shared/check.ts';

/**
 * What a paper of a kind must say of itself: its year, its month, where it comes from, who signed it. With `enough: one`
 * a kind may be there several times, as with the accounts of earlier years, if one of them is right.
 */
export const materialField = defineCheck({
  id: 'material-field',
  params: z.strictObject({
    list: z.string().describe('Field path of the list of papers'),
    kind: z.string().describe('Key of the kind of a paper'),
    wanted: z
      .array(
        z.strictObject({
          of: z.string().describe('Kind of paper'),
          field: z.string().describe('Key of the paper that must have the value'),
          value: z.union([z.string(), z.number()]).describe('The value it must have'),
          clause: z.string().optional().describe('Id of the clause that asks for it; the rule’s own if absent'),
        }),
      )
      .min(1)
      .describe('What papers must say'),
    absent: z.enum(['fails', 'silent']).describe('Whether a paper that does not say it is reported'),
    enough: z.enum(['one', 'all']).describe('Whether one paper of a kind is enough, or each must say it'),
  }),
  reads: (p) => [p.list],
  compares: (p) =>
    p.wanted.flatMap((w) => [
      { path: `${p.list}[].${p.kind}`, value: w.of },
      { path: `${p.list}[].${w.field}`, value: String(w.value) },
    ]),
  run(p, { answers }) {
    const items = answers.items(p.list);
    if (!items) return undefined;
    return p.wanted.flatMap((w) => {
      const papers = items.filter((i) => i.children?.get(p.kind)?.value === w.of);
      const says = (paper: Answer) => paper.children?.get(w.field);
      const wrong = papers.filter((paper) => {
        const said = says(paper);
        if (said?.state === 'bad') return false;
        return said?.value === undefined ? p.absent === 'fails' : String(said.value) !== String(w.value);
      });
      if (p.enough === 'one' && wrong.length < papers.length) return [];
      return wrong.map((paper): Issue => {
        const said = says(paper);
        const got =
          said?.value === undefined
            ? { zh: '没有填写', en: 'is not given' }
            : { zh: `是“${said.value}”`, en: `is “${said.value}”` };
        return {
          path: said?.value === undefined ? (paper.children?.get(p.kind) ?? paper).path : said.path,
          message: {
            zh: `${w.of}的“${w.field}”${got.zh}，通知要求的是“${w.value}”`,
            en: `“${w.field}” of ${w.of} ${got.en}; the notice asks for “${w.value}”`,
          },
          ...(w.clause ? { clause: w.clause } : {}),
        };
      });
    });
  },
});
