import * as z from 'zod';
import { formatFieldPath } from '../model/path.ts';
import { defineCheck, type Issue, partialResult } from './shared/check.ts';
import { gradeRank, gradesShape, readIncident, windowStart } from './shared/incidents.ts';

/** No incident of a grade or above in the look-back years before the application's day, that day included. */
export const incidentWindow = defineCheck({
  id: 'incident-window',
  params: z.strictObject({
    list: z.string().describe('Field path of the list of incidents'),
    date: z.string().describe('Key of the day of an incident'),
    kind: z.string().describe('Key of its kind'),
    grade: z.string().describe('Key of its declared grade'),
    from: z.string().describe('Lowest grade that counts'),
    day: z.string().describe('Field path of the day of the application, from which the years are counted back'),
    grades: gradesShape.describe('By kind, its grades from the highest down, and what reaches each'),
  }),
  reads: (p) => [p.list, p.day],
  run(p, { answers, notice, settings }) {
    const [items, day] = [answers.items(p.list), answers.text(p.day)];
    if (!items || day === undefined) return undefined;
    const start = windowStart(day, notice.lookback, settings.lookback);
    const open: string[] = [];
    const issues = items.flatMap((item): Issue[] => {
      const incident = readIncident(item, p, p.grades);
      const { date, kind, declared, computed } = incident;
      // What is not known of an incident may be what bars the applicant.
      const isUnknown = date === undefined || kind === undefined || (declared === undefined && computed === undefined);
      if (isUnknown && (date === undefined || (date >= start && date <= day))) open.push(formatFieldPath(item.path));
      if (date === undefined || kind === undefined || date < start || date > day) return [];
      const grade = gradeRank(p.grades, kind, computed) > gradeRank(p.grades, kind, declared) ? computed : declared;
      if (gradeRank(p.grades, kind, grade) < gradeRank(p.grades, kind, p.from)) return [];
      const how =
        grade === declared
          ? { zh: '', en: '' }
          : { zh: `（按${incident.because} 推定）`, en: ` (by ${incident.because})` };
      return [
        {
          path: item.path,
          message: {
            zh: `${date} 的${kind}事故为“${grade}”${how.zh}，在近 ${notice.lookback} 年（${start} 至 ${day}）内，达到“${p.from}”及以上`,
            en: `The ${kind} incident of ${date} is “${grade}”${how.en}, within ${start} – ${day} and “${p.from}” or above`,
          },
        },
      ];
    });
    return partialResult(issues, open);
  },
  note(p, { answers, notice, settings }) {
    const day = answers.text(p.day);
    if (day === undefined) return undefined;
    const start = windowStart(day, notice.lookback, settings.lookback);
    return {
      zh: `近 ${notice.lookback} 年指 ${start} 至 ${day}`,
      en: `the last ${notice.lookback} years are ${start} to ${day}`,
    };
  },
});
