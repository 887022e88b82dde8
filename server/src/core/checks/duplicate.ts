import * as z from 'zod';
import type { LocalizedText } from '../model/localized-text.ts';
import { text as localizedText } from '../model/notice-schema.ts';
import { fieldName } from './shared/check.ts';
import { defineCrossDossierCheck, type Few, listDossiers, type OtherDossier } from './shared/cross-dossier.ts';

/** No other dossier says the same in all of these fields, unless it also says the same in the field that excuses it. */
export const duplicate = defineCrossDossierCheck({
  id: 'duplicate',
  params: z.strictObject({
    fields: z.array(z.string()).min(1).describe('Field paths that another dossier must not share, all of them at once'),
    unlessSame: z.string().optional().describe('Field path that excuses it where both dossiers say the same there'),
    what: localizedText.describe('What is found, the beginning of the message'),
  }),
  reads: (p) => [...p.fields, ...(p.unlessSame ? [p.unlessSame] : [])],
  group: (p, one) => {
    const values = p.fields.map((f) => one.text(f));
    const isComplete = values.every((v) => v !== undefined) && (!p.unlessSame || one.text(p.unlessSame) !== undefined);
    return isComplete ? JSON.stringify(values) : undefined;
  },
  party: (p, one) => (p.unlessSame ? [one.text(p.unlessSame) ?? ''] : []),
  compare(p, own, others) {
    const values = p.fields.map((f) => own.answers.text(f));
    const [first] = p.fields;
    if (values.some((v) => v === undefined) || (p.unlessSame && own.answers.text(p.unlessSame) === undefined))
      return undefined;
    const same = others.inGroup();
    if (!same.count) return [];
    const fields = { zh: p.fields.map(quotedName).join('和'), en: p.fields.map(quotedName).join(' and ') };
    return [
      {
        path: own.answers.at(first!)!.path,
        message: sameText(p.what, fields, { own, same, values: values.join(', ') }),
        related: same.first.map((other) => ({
          remote: { dossier: other.dossier, path: other.pathOf(first!)! },
          message: { zh: '另一份在这里', en: 'the other dossier' },
        })),
      },
    ];
  },
});

function sameText(
  what: LocalizedText,
  fields: LocalizedText,
  { own, same, values }: { readonly own: OtherDossier; readonly same: Few<OtherDossier>; readonly values: string },
): LocalizedText {
  const names = listDossiers(own, same);
  const [zh, en] =
    same.count === 1
      ? [`另一份申报书（${names.zh}）`, `another dossier (${names.en}) has`]
      : [`另有 ${same.count} 份申报书（${names.zh}）`, `${same.count} other dossiers (${names.en}) have`];
  return {
    zh: `${what.zh}：${zh}的${fields.zh}与本份相同（${values.replaceAll(', ', '，')}）`,
    en: `${what.en}: ${en} the same ${fields.en} (${values})`,
  };
}

function quotedName(path: string): string {
  return `“${fieldName(path)}”`;
}
