import * as z from 'zod';
import { deadlineOf } from '../inputs/deadline.ts';
import { daysBetween } from '../text/dates.ts';
import { defineCheck } from './shared/check.ts';

/** A day not before the call opens, or not after it closes; a city's own deadline goes first. */
export const dateLimit = defineCheck({
  id: 'date-limit',
  params: z.strictObject({
    field: z.string().describe('Field path of the day'),
    bound: z
      .enum(['opens', 'closes'])
      .describe('opens: not before the first day of the call; closes: not after its last'),
    city: z
      .string()
      .optional()
      .describe('Of closes: field path of the city, whose own earlier last day in the settings goes first'),
  }),
  reads: (p) => [p.field, ...(p.city ? [p.city] : [])],
  perItem: true,
  run(p, { answers, notice, settings }) {
    const day = answers.text(p.field);
    if (day === undefined) return undefined;
    const path = answers.at(p.field)!.path;
    if (p.bound === 'opens') {
      const { opens } = notice;
      if (opens === undefined) return undefined;
      if (day >= opens) return [];
      const message = { zh: `${day} 早于通知发布日 ${opens}`, en: `${day} is before the call opened, ${opens}` };
      return [{ path, message }];
    }
    const city = p.city ? answers.text(p.city) : undefined;
    const deadline = deadlineOf(notice.closes, city, settings);
    if (!deadline) return undefined;
    const { day: last, isOwn } = deadline;
    if (day <= last) return [];
    const whose = isOwn ? { zh: `${city}截止日`, en: `${city}'s last day` } : { zh: '截止日', en: 'the last day' };
    const late = daysBetween(last, day);
    return [
      {
        path,
        message: {
          zh: `${day} 晚于${whose.zh} ${last}，迟了 ${late} 天`,
          en: `${day} is ${late} day(s) after ${whose.en}, ${last}`,
        },
      },
    ];
  },
});
