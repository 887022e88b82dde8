import * as z from 'zod';
import { defineCheck, type Issue } from './shared/check.ts';
import { gradeRank, gradesShape, readIncident } from './shared/incidents.ts';

/** The grade declared for an incident is not lower than its numbers make it. */
export const incidentGrade = defineCheck({
  id: 'incident-grade',
  params: z.strictObject({
    list: z.string().describe('Field path of the list of incidents'),
    date: z.string().describe('Key of the day of an incident'),
    kind: z.string().describe('Key of its kind'),
    grade: z.string().describe('Key of its declared grade'),
    grades: gradesShape.describe('By kind, its grades from the highest down, and what reaches each'),
  }),
  reads: (p) => [p.list],
  run(p, { answers }) {
    const items = answers.items(p.list);
    return items?.flatMap((item): Issue[] => {
      const { kind, declared, computed, because } = readIncident(item, p, p.grades);
      if (declared === undefined || computed === undefined) return [];
      if (gradeRank(p.grades, kind, computed) <= gradeRank(p.grades, kind, declared)) return [];
      return [
        {
          path: item.children?.get(p.grade)?.path ?? item.path,
          message: {
            zh: `等级填“${declared}”，但按${because}，${kind}事故应为“${computed}”`,
            en: `Declared “${declared}”, but ${because} makes this ${kind} incident “${computed}”`,
          },
        },
      ];
    });
  },
});
