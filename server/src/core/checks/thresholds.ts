import * as z from 'zod';
import { valueOfAmount } from '../form/answers.ts';
import { defineCheck, type Issue } from './shared/check.ts';

/** Indicators against the least values that the user configured; with none configured nothing can be said. */
export const thresholds = defineCheck({
  id: 'thresholds',
  params: z.strictObject({
    of: z.string().describe('Field path of the group of indicators; the thresholds are in the settings'),
  }),
  reads: (p) => [p.of],
  run(p, { answers, settings }) {
    const wanted = Object.entries(settings.thresholds ?? {});
    const known = wanted.flatMap(([name, least]) => {
      const answer = answers.at(`${p.of}.${name}`);
      const value = answers.number(`${p.of}.${name}`);
      return answer && value !== undefined ? [{ name, least, value, path: valueOfAmount(answer).path }] : [];
    });
    if (!known.length) return undefined;
    return known
      .filter(({ value, least }) => value < least)
      .map(
        ({ name, value, least, path }): Issue => ({
          path,
          message: {
            zh: `“${name}”是 ${value}，低于设置的要素条件 ${least}`,
            en: `“${name}” is ${value}, below the configured threshold, ${least}`,
          },
        }),
      );
  },
});
