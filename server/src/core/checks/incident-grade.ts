import * as z from 'zod';
import { defineCheck, type Issue } from './shared/check.ts';
import { gradesShape, gravity, readIncident } from './shared/incidents.ts';

/** The grade declared for an incident is not lower than its numbers make it. */
export const incidentGrade = defineCheck({
  id: 'incident-grade',
  params: z.strictObject({
    list: z.string(),
    date: z.string(),
    kind: z.string(),
    grade: z.string(),
    grades: gradesShape,
  }),
  reads: (p) => [p.list],
  run(p, { answers }) {
    const items = answers.items(p.list);
    return items?.flatMap((item): Issue[] => {
      const { kind, declared, computed, because } = readIncident(item, p, p.grades);
      if (declared === undefined || computed === undefined) return [];
      if (gravity(p.grades, kind, computed) <= gravity(p.grades, kind, declared)) return [];
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
