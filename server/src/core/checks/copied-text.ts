import * as z from 'zod';
import { paragraphFingerprint } from '../text/paragraph-fingerprint.ts';
import { defineCrossDossierCheck, type Issue } from './shared/check.ts';

/** No paragraph of some length stands in another applicant's dossier too. */
export const copiedText = defineCrossDossierCheck({
  id: 'copied-text',
  params: z.strictObject({
    fields: z.array(z.string()).min(1).describe('Field paths of the texts that are compared'),
    least: z.int().positive().describe('Shortest paragraph that is compared, in 字 as Word counts them'),
    code: z.string().describe('Field path of the credit code: dossiers of one applicant are not compared'),
    applicant: z.string().describe('Field path of the applicant’s name, for the same purpose and for the message'),
    names: z.array(z.string()).describe('Field paths of names that a copy may have changed'),
  }),
  reads: (p) => [...p.fields, p.code, p.applicant, ...p.names],
  compare(p, own, others) {
    const [code, applicant] = [own.answers.text(p.code), own.answers.text(p.applicant)];
    const foreign = others.mentionedIn(p.names).map(({ text }) => text);
    return own.paragraphs
      .filter(({ characters }) => characters >= p.least)
      .flatMap(({ fingerprint, characters, location }): Issue[] => {
        const prints = new Set([fingerprint, paragraphFingerprint(fingerprint, foreign)]);
        const twins = [...prints].flatMap(others.withParagraph).filter(([other]) => {
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
            ...location,
            message: {
              zh: `这一段 ${characters} 字与“${of}”${more.zh}的申报书雷同，请改写成本单位的情况`,
              en: `This paragraph of ${characters} 字 stands in the dossier of “${of}”${more.en} too`,
            },
            related: twins.map(([other, twin]) => ({
              remote: { dossier: other.dossier, ...twin.location },
              message: { zh: '雷同的一段在这里', en: 'the same paragraph' },
            })),
          },
        ];
      });
  },
});
