import * as z from 'zod';
import { fingerprintOf } from '../text/paragraph-fingerprint.ts';
import { defineAcross, type Issue } from './shared/check.ts';

/** No paragraph of some length stands in another applicant's dossier too. */
export const copiedText = defineAcross({
  id: 'copied-text',
  params: z.strictObject({
    fields: z.array(z.string()).min(1),
    least: z.int().positive(),
    code: z.string(),
    applicant: z.string(),
    /** The other's names, which a copy may still bear. */
    names: z.array(z.string()),
  }),
  reads: (p) => [...p.fields, p.code, p.applicant, ...p.names],
  across(p, own, others) {
    const [code, applicant] = [own.answers.text(p.code), own.answers.text(p.applicant)];
    const foreign = others.named(p.names).map(({ words }) => words);
    return own.paragraphs
      .filter(({ words }) => words >= p.least)
      .flatMap(({ fingerprint, words, place }): Issue[] => {
        const prints = new Set([fingerprint, fingerprintOf(fingerprint, foreign)]);
        const twins = [...prints].flatMap(others.having).filter(([other]) => {
          const sameCode = code !== undefined && other.text(p.code) === code;
          return !sameCode && !(applicant !== undefined && other.text(p.applicant) === applicant);
        });
        const [first] = twins;
        if (!first) return [];
        const of = first[0].text(p.applicant) ?? first[0].dossier;
        const more =
          twins.length > 1 ? { zh: `等 ${twins.length} 份`, en: ` and ${twins.length - 1} more` } : { zh: '', en: '' };
        return [
          {
            ...place,
            message: {
              zh: `这一段 ${words} 字与“${of}”${more.zh}的申报书雷同，请改写成本单位的情况`,
              en: `This paragraph of ${words} 字 stands in the dossier of “${of}”${more.en} too`,
            },
            related: twins.map(([other, twin]) => ({
              far: { dossier: other.dossier, ...twin.place },
              message: { zh: '雷同的一段在这里', en: 'the same paragraph' },
            })),
          },
        ];
      });
  },
});
