import * as z from 'zod';
import { defineCheck, type Issue } from './shared/check.ts';
import { gradesShape, gravity, readIncident, windowStart } from './shared/incidents.ts';

/** No incident of a grade or above in the look-back years before the application's day, that day included. */
export const incidentWindow = defineCheck({
  id: 'incident-window',
  params: z.strictObject({
    list: z.string(),
    date: z.string(),
    kind: z.string(),
    grade: z.string(),
    from: z.string(),
    day: z.string(),
    grades: gradesShape,
  }),
  reads: (p) => [p.list, p.day],
  run(p, { answers, notice, settings }) {
    const [items, day] = [answers.items(p.list), answers.text(p.day)];
    if (!items || day === undefined) return undefined;
    const start = windowStart(day, notice.lookback, settings.lookback);
    return items.flatMap((item): Issue[] => {
      const incident = readIncident(item, p, p.grades);
      const { date, kind, declared, computed } = incident;
      if (date === undefined || kind === undefined || date < start || date > day) return [];
      const grade = gravity(p.grades, kind, computed) > gravity(p.grades, kind, declared) ? computed : declared;
      if (gravity(p.grades, kind, grade) < gravity(p.grades, kind, p.from)) return [];
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
  },
  tells(p, { answers, notice, settings }) {
    const day = answers.text(p.day);
    if (day === undefined) return undefined;
    const start = windowStart(day, notice.lookback, settings.lookback);
    return {
      zh: `近 ${notice.lookback} 年指 ${start} 至 ${day}`,
      en: `the last ${notice.lookback} years are ${start} to ${day}`,
    };
  },
});
