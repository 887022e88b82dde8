import * as z from 'zod';
import { defineCheck, fieldName } from './shared/check.ts';

/** Of a list of rights, at least one belongs to the applicant by name. */
export const owned = defineCheck({
  id: 'owned',
  params: z.strictObject({
    list: z.string().describe('Field path of the list of rights'),
    owner: z.string().describe('Key of the holder of a right, one or several names'),
    name: z.string().describe('Field path of the applicant’s name'),
  }),
  reads: (p) => [p.list, p.name],
  run(p, { answers }) {
    const [items, applicant] = [answers.items(p.list), answers.text(p.name)];
    if (answers.at(p.list)?.state === 'absent') return [];
    if (!items || applicant === undefined) return undefined;
    if (!items.length) return [];
    const owners = items.map((i) => i.children?.get(p.owner)?.value).filter((o) => o !== undefined);
    if (
      owners.some((o) =>
        String(o)
          .split(/[、，,;；\s]+/)
          .includes(applicant),
      )
    )
      return [];
    return [
      {
        path: answers.at(p.list)!.path,
        part: 'key',
        message: {
          zh: `列出的 ${items.length} 项“${fieldName(p.list)}”里，没有一项的“${p.owner}”是申报单位“${applicant}”`,
          en: `None of the ${items.length} listed has the applicant, “${applicant}”, as its “${p.owner}”`,
        },
      },
    ];
  },
});
