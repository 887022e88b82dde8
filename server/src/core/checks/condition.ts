import * as z from 'zod';
import { defineCheck } from './shared/check.ts';
import { condition, conditionText, holds, pathsOfCondition, valuesOfCondition } from './shared/condition.ts';

/** A condition that must hold: on answers, on numbers, on some of several conditions. Through a list, each item is judged. */
export const conditionCheck = defineCheck({
  id: 'condition',
  params: z.strictObject({
    that: z.union([condition]).describe('What must hold'),
    at: z.string().optional().describe('Field path at which it is reported; the first that it names if absent'),
  }),
  reads: (p) => [...(p.at === undefined ? [] : [p.at]), ...pathsOfCondition(p.that)],
  compares: (p) => valuesOfCondition(p.that),
  perItem: true,
  run(p, context) {
    const result = holds(p.that, context);
    if (result === undefined) return undefined;
    if (result) return [];
    const places = [...(p.at === undefined ? [] : [p.at]), ...pathsOfCondition(p.that)];
    const place = places.map((path) => context.answers.at(path)).find((answer) => answer !== undefined);
    const text = conditionText(p.that, context);
    const message = { zh: `不符合要求：${text.zh}`, en: `This does not hold: ${text.en}` };
    return [{ path: place?.path ?? [], message }];
  },
});
