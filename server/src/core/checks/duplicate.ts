import * as z from 'zod';
import { text as localizedText } from '../model/notice-schema.ts';
import { defineCrossDossierCheck, fieldName } from './shared/check.ts';

/** No other dossier says the same in all of these fields, unless it also says the same in the field that excuses it. */
export const duplicate = defineCrossDossierCheck({
  id: 'duplicate',
  params: z.strictObject({
    fields: z.array(z.string()).min(1).describe('Field paths that another dossier must not share, all of them at once'),
    unlessSame: z.string().optional().describe('Field path that excuses it where both dossiers say the same there'),
    what: localizedText.describe('What is found, the beginning of the message'),
  }),
  reads: (p) => [...p.fields, ...(p.unlessSame ? [p.unlessSame] : [])],
  compare(p, own, others) {
    const values = p.fields.map((f) => own.answers.text(f));
    const excuse = p.unlessSame && own.answers.text(p.unlessSame);
    const [first] = p.fields;
    if (values.some((v) => v === undefined) || (p.unlessSame && excuse === undefined)) return undefined;
    return others
      .withValue(first!, values[0]!)
      .filter((other) => p.fields.every((f, i) => other.text(f) === values[i]))
      .filter((other) => {
        const its = p.unlessSame && other.text(p.unlessSame);
        return !p.unlessSame || (its !== undefined && its !== excuse);
      })
      .map((other) => ({
        path: own.answers.at(first!)!.path,
        message: {
          zh: `${p.what.zh}：另一份申报书的${p.fields.map((f) => `“${fieldName(f)}”`).join('和')}与本份相同（${values.join('，')}）`,
          en: `${p.what.en}: another dossier has the same ${p.fields.map((f) => `“${fieldName(f)}”`).join(' and ')} (${values.join(', ')})`,
        },
        related: [
          {
            remote: { dossier: other.dossier, path: other.pathOf(first!)! },
            message: { zh: '另一份在这里', en: 'the other dossier' },
          },
        ],
      }));
  },
});
