import * as z from 'zod';
import { findInRegistry } from '../inputs/registry.ts';
import { defineCheck, fieldName, type Issue } from './shared/check.ts';

/** The platform was not selected before: neither by its own answer nor by the list that the user keeps. */
export const prior = defineCheck({
  id: 'prior',
  params: z.strictObject({
    size: z
      .int()
      .positive()
      .optional()
      .describe('How many platforms the notice says were selected before; a shorter list decides nothing'),
    field: z.string().describe('Field path of the answer whether it was selected before'),
    value: z.string().describe('The only answer that is accepted'),
    platform: z.string().describe('Field path of the platform’s name, looked up in the list'),
    applicant: z.string().describe('Field path of the applicant’s name, looked up in the list'),
    code: z.string().describe('Field path of the credit code, looked up in the list'),
  }),
  reads: (p) => [p.field, p.platform, p.applicant, p.code],
  compares: (p) => [{ path: p.field, value: p.value }],
  run(p, { answers, registry }) {
    const said = answers.text(p.field);
    const declared: Issue[] =
      said !== undefined && said !== p.value
        ? [
            {
              path: answers.at(p.field)!.path,
              message: {
                zh: `“${fieldName(p.field)}”填的是“${said}”，不符合这一条的要求`,
                en: `“${fieldName(p.field)}” is “${said}”, which does not meet this clause`,
              },
            },
          ]
        : [];
    const texts = {
      platform: answers.text(p.platform) ?? '',
      applicant: answers.text(p.applicant) ?? '',
      code: answers.text(p.code) ?? '',
    };
    const hit = registry && findInRegistry(registry, texts);
    if (!hit) return said === undefined ? undefined : declared;
    const path = answers.at(p[hit.by])!.path;
    const row = [hit.row.platform, hit.row.applicant, hit.row.code].filter(Boolean).join('，');
    return [
      ...declared,
      {
        path,
        message: {
          zh: `“${texts[hit.by]}”在名单 ${registry.name} 第 ${hit.row.line} 行（${row}），不得重复申报`,
          en: `“${texts[hit.by]}” stands in ${registry.name}, line ${hit.row.line} (${row}): it may not apply again`,
        },
      },
    ];
  },
  note: (_, { registry }) =>
    registry && {
      zh: `对照名单 ${registry.name}（${[registry.source, registry.date, `${registry.rows.length} 行`].filter(Boolean).join('，')}）`,
      en: `compared with ${registry.name} (${[registry.source, registry.date, `${registry.rows.length} rows`].filter(Boolean).join(', ')})`,
    },
});
