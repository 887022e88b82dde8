import * as z from 'zod';
import type { LocalizedText } from '../model/localized-text.ts';
import { paragraphFingerprint } from '../text/paragraph-fingerprint.ts';
import type { Issue } from './shared/check.ts';
import {
  type DossierParagraph,
  defineCrossDossierCheck,
  type Few,
  NAMED_IN_MESSAGES,
  type Paragraph,
} from './shared/cross-dossier.ts';

/** No paragraph of some length stands in another applicant's dossier too, word for word or with small changes. */
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
  party: (p, one) =>
    [p.code, p.applicant].flatMap((path) => {
      const text = one.text(path);
      return text === undefined ? [] : [`${path}: ${text}`];
    }),
  names: (p) => p.names,
  comparesParagraphs: true,
  compare(p, own, others) {
    const foreign = others.named().map(({ text }) => text);
    return own.paragraphs
      .filter(({ characters }) => characters >= p.least)
      .flatMap((paragraph): Issue[] => {
        const { fingerprint } = paragraph;
        const same = others.withParagraph([...new Set([fingerprint, paragraphFingerprint(fingerprint, foreign)])]);
        const found = same.count ? same : others.withNearCopy(fingerprint);
        if (!found.count) return [];
        return [copyIssue(paragraph, found, { isNear: !same.count, applicant: p.applicant })];
      });
  },
});

function copyIssue(
  { characters, location, within }: Paragraph,
  found: Few<DossierParagraph>,
  { isNear, applicant }: { readonly isNear: boolean; readonly applicant: string },
): Issue {
  const names = found.first.map(({ dossier }) => `“${dossier.text(applicant) ?? dossier.dossier}”`);
  return {
    path: location.path,
    within,
    message: isNear
      ? nearText(characters, dossiersText(names, found))
      : sameText(characters, dossiersText(names, found)),
    related: found.first.map((twin) => ({
      remote: { dossier: twin.dossier.dossier, ...twin.location },
      message: isNear
        ? { zh: '相近的一段在这里', en: 'the paragraph like it' }
        : { zh: '雷同的一段在这里', en: 'the same paragraph' },
    })),
  };
}

/** Whose dossiers: `“甲公司”的申报书`, `“甲公司”、“乙公司”等 12 份申报书`. */
function dossiersText(names: readonly string[], { count, isMore }: Few<DossierParagraph>): LocalizedText {
  const shown = [...new Set(names)].slice(0, NAMED_IN_MESSAGES);
  if (count === 1) return { zh: `${shown[0]}的申报书`, en: `the dossier of ${shown[0]}` };
  const least = isMore ? { zh: '至少 ', en: 'at least ' } : { zh: ' ', en: '' };
  return {
    zh: `${shown.join('、')}等${least.zh}${count} 份申报书`,
    en: `${least.en}${count} dossiers (${shown.join(', ')}${count > shown.length ? ' and others' : ''})`,
  };
}

function sameText(characters: number, where: LocalizedText): LocalizedText {
  return {
    zh: `这一段 ${characters} 字与${where.zh}雷同，请改写成本单位的情况`,
    en: `This paragraph of ${characters} 字 stands in ${where.en} too`,
  };
}

function nearText(characters: number, where: LocalizedText): LocalizedText {
  return {
    zh: `这一段 ${characters} 字与${where.zh}相近，只换了名称、数字或个别字词，请改写成本单位的情况`,
    en: `This paragraph of ${characters} 字 stands in ${where.en} too, with other names, figures or words here and there`,
  };
}
