import * as z from 'zod';
import { text as localizedText } from '../model/notice-schema.ts';
import { defineCheck } from './shared/check.ts';

/** Among papers that count as a licence, the one that the applicant's legal form has today is listed. */
export const ownLicence = defineCheck({
  id: 'own-licence',
  params: z.strictObject({
    list: z.string().describe('Field path of the list of papers'),
    kind: z.string().describe('Key of the kind of a paper'),
    form: z.string().describe('Field path of the legal form'),
    kinds: z.array(z.string()).min(1).describe('Kinds of paper that the call accepts as a licence'),
    own: z
      .record(z.string(), z.string())
      .describe('By legal form, the one of them that it has; a form not listed is not checked'),
    since: localizedText.describe('Since when the others are not issued any more, for the message'),
  }),
  reads: (p) => [p.list, p.form],
  run(p, { answers }) {
    const [items, form] = [answers.items(p.list), answers.text(p.form)];
    if (!items || form === undefined) return undefined;
    const kinds = items.map((i) => i.children?.get(p.kind));
    // A paper whose kind cannot be read may be just the one.
    if (kinds.some((k) => k?.state === 'bad')) return undefined;
    const wanted = p.own[form];
    const licences = kinds.filter((k) => k?.state === 'ok' && p.kinds.includes(String(k.value)));
    if (wanted === undefined || !licences.length || licences.some((k) => k!.value === wanted)) return [];
    const listed = licences.map((k) => String(k!.value)).join('、');
    return [
      {
        path: licences[0]!.path,
        message: {
          zh: `证照只有${listed}，没有${wanted}；${p.since.zh}`,
          en: `The only licence is ${listed}, not ${wanted}; ${p.since.en}`,
        },
      },
    ];
  },
});
