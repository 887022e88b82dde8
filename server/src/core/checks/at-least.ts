import * as z from 'zod';
import { defineCheck, type Given, type Issue, name } from './check.ts';

const params = z.strictObject({
  fields: z.array(z.string()).min(1),
  count: z.int().positive(),
  /** Only these values count. */
  of: z.array(z.string()).optional(),
  absent: z.literal('fails').optional(),
});

/** Lists with at least so many items, each list by itself. */
export const atLeast = defineCheck({
  id: 'at-least',
  params,
  reads: (p) => p.fields,
  run(p, given) {
    const results = p.fields.map((field) => short(field, p, given));
    return results.every((r) => r === undefined) ? undefined : results.flatMap((r) => r ?? []);
  },
});

function short(field: string, p: z.infer<typeof params>, { answers }: Given): readonly Issue[] | undefined {
  const answer = answers.at(field);
  const items = answer?.state === 'absent' && p.absent === 'fails' ? [] : answers.items(field);
  if (!answer || !items || items.some((i) => i.state === 'bad')) return undefined;
  const counted = p.of ? items.filter((i) => p.of!.includes(String(i.value))) : items.filter((i) => i.state === 'ok');
  const distinct =
    p.of || counted.every((i) => i.value !== undefined) ? new Set(counted.map((i) => i.value)).size : counted.length;
  if (distinct >= p.count) return [];
  const of = p.of ? { zh: `（${p.of.join('、')}）`, en: ` (${p.of.join(', ')})` } : { zh: '', en: '' };
  return [
    {
      path: answer.path,
      part: 'key',
      message: {
        zh: `“${name(field)}”有 ${distinct} 项，至少要 ${p.count} 项${of.zh}`,
        en: `“${name(field)}” has ${distinct}, at least ${p.count} needed${of.en}`,
      },
    },
  ];
}
