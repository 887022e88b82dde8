import * as z from 'zod';
import type { Text } from '../model/localized-text.ts';
import { defineCheck, type Given, type Issue, name } from './shared/check.ts';

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
  return [
    {
      path: answer.path,
      part: 'key',
      message: p.of ? noneOf(name(field), distinct, p.count, p.of) : few(name(field), distinct, p.count),
    },
  ];
}

function few(key: string, has: number, least: number): Text {
  return { zh: `“${key}”有 ${has} 项，至少要 ${least} 项`, en: `“${key}” has ${has}, at least ${least} needed` };
}

function noneOf(key: string, has: number, least: number, of: readonly string[]): Text {
  return {
    zh: `“${key}”里通知列举的有 ${has} 项，至少要 ${least} 项：${of.join('、')}`,
    en: `“${key}” has ${has} of those the notice names, at least ${least} needed: ${of.join(', ')}`,
  };
}
