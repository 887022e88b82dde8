import * as z from 'zod';
import type { LocalizedText } from '../model/localized-text.ts';
import { formatFieldPath } from '../model/path.ts';
import { daysBetween } from '../text/dates.ts';
import { defineCheck, type Issue, partialResult } from './shared/check.ts';
import { gradeRank, gradesShape, readIncident, windowStart } from './shared/incidents.ts';

/**
 * No incident of a grade or above in the look-back years before the application's day, that day included; with `before`, in
 * the days just before these years, for a rule that gives a note.
 */
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
    before: z
      .int()
      .positive()
      .optional()
      .describe('Looks at so many days before the look-back years, and not at these'),
  }),
  reads: (p) => [p.list, p.day],
  compares: (p) => Object.keys(p.grades).map((value) => ({ path: `${p.list}[].${p.kind}`, value })),
  run(p, { answers, notice, settings }) {
    const [items, day] = [answers.items(p.list), answers.text(p.day)];
    const { lookback } = notice;
    if (!items || day === undefined || lookback === undefined) return undefined;
    const start = windowStart(day, lookback, settings.lookback);
    const isLooked = (date: string) =>
      p.before === undefined ? date >= start && date <= day : date < start && daysBetween(date, start) <= p.before;
    const open: string[] = [];
    const issues = items.flatMap((item): Issue[] => {
      const incident = readIncident(item, p, p.grades);
      const { date, kind, declared, computed } = incident;
      // What is not known of an incident may be what bars the applicant.
      const isUnknown = kind === undefined || (declared === undefined && computed === undefined);
      if (date === undefined || (isUnknown && isLooked(date))) open.push(formatFieldPath(item.path));
      if (date === undefined || kind === undefined || !isLooked(date)) return [];
      const grade = gradeRank(p.grades, kind, computed) > gradeRank(p.grades, kind, declared) ? computed : declared;
      if (gradeRank(p.grades, kind, grade) < gradeRank(p.grades, kind, p.from)) return [];
      const how =
        grade === declared
          ? { zh: '', en: '' }
          : { zh: `（按${incident.because} 推定）`, en: ` (by ${incident.because})` };
      const what = {
        zh: `${date} 的${kind}事故为“${grade}”${how.zh}`,
        en: `The ${kind} incident of ${date} is “${grade}”${how.en}`,
      };
      const window = { from: p.from, years: lookback, start, day };
      return [{ path: item.path, message: p.before === undefined ? inside(what, window) : outside(what, window) }];
    });
    return partialResult(issues, open);
  },
  note(p, { answers, notice, settings }) {
    const day = answers.text(p.day);
    const { lookback } = notice;
    if (day === undefined || lookback === undefined) return undefined;
    const start = windowStart(day, lookback, settings.lookback);
    return {
      zh: `近 ${lookback} 年指 ${start} 至 ${day}`,
      en: `the last ${lookback} years are ${start} to ${day}`,
    };
  },
});

/** The look-back years of an application and the lowest grade that counts in them. */
interface LookbackWindow {
  readonly from: string;
  readonly years: number;
  /** First and last day, `YYYY-MM-DD`, both included. */
  readonly start: string;
  readonly day: string;
}

function inside(what: LocalizedText, { from, years, start, day }: LookbackWindow): LocalizedText {
  return {
    zh: `${what.zh}，在近 ${years} 年（${start} 至 ${day}）内，达到“${from}”及以上`,
    en: `${what.en}, within ${start} – ${day} and “${from}” or above`,
  };
}

function outside(what: LocalizedText, { from, years, start, day }: LookbackWindow): LocalizedText {
  return {
    zh: `${what.zh}，达到“${from}”及以上，按近 ${years} 年（${start} 至 ${day}）计不在其内，但相距不远；起算日以主管部门的解释为准`,
    en: `${what.en} and “${from}” or above, just outside the ${years} years (${start} – ${day}); from where they count is for the authority to say`,
  };
}
