import * as z from 'zod';
import { defineCheck, fieldName, type Issue, partialResult } from './shared/check.ts';

/** The applicant has legal personality of its own, by its form and by its name. */
export const legalForm = defineCheck({
  id: 'legal-form',
  params: z.strictObject({
    field: z.string().describe('Field path of the legal form'),
    without: z.array(z.string()).describe('Legal forms without legal personality'),
    name: z.string().describe('Field path of the applicant’s name'),
    branches: z.array(z.string()).describe('Endings of names of branches'),
  }),
  reads: (p) => [p.field, p.name],
  compares: (p) => p.without.map((value) => ({ path: p.field, value })),
  perItem: true,
  run(p, { answers }) {
    const [form, title] = [answers.text(p.field), answers.text(p.name)];
    if (form === undefined && title === undefined) return undefined;
    const issues: Issue[] = [];
    if (form !== undefined && p.without.includes(form)) {
      const message = {
        zh: `“${fieldName(p.field)}”是“${form}”，没有独立法人资格`,
        en: `“${form}” has no legal personality of its own`,
      };
      issues.push({ path: answers.at(p.field)!.path, message });
    }
    const branch = p.branches.find((b) => title?.replace(/[（(][^（()）]*[)）]$/, '').endsWith(b));
    if (branch && !issues.length) {
      const message = {
        zh: `名称以“${branch}”结尾，是分支机构，没有独立法人资格`,
        en: `A name ending in “${branch}” is a branch's, without legal personality`,
      };
      issues.push({ path: answers.at(p.name)!.path, message });
    }
    const open = [p.field, p.name].filter((f) => answers.text(f) === undefined);
    return partialResult(issues, open);
  },
});
