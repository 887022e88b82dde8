import * as z from 'zod';
import type { LocalizedText } from '../model/localized-text.ts';
import { type CheckContext, defineCheck, fieldName, type Issue, isOpen, partialResult } from './shared/check.ts';

const params = z.strictObject({
  fields: z.array(z.string()).min(1).describe('Field paths of the lists; each is checked by itself'),
  count: z.int().positive().describe('Least number of different items'),
  of: z.array(z.string()).optional().describe('Only these values count; all if absent'),
  absent: z
    .literal('fails')
    .optional()
    .describe('fails: a list that is absent counts as empty; undecided if this key is absent'),
});

/** Lists with at least so many items, each list by itself. */
export const atLeast = defineCheck({
  id: 'at-least',
  params,
  reads: (p) => p.fields,
  compares: (p) => p.fields.flatMap((field) => (p.of ?? []).map((value) => ({ path: `${field}[]`, value }))),
  perItem: true,
  run(p, context) {
    const results = p.fields.map((field) => missingItems(field, p, context));
    if (results.every((r) => r === undefined)) return undefined;
    const open = p.fields.filter((f, i) => !results[i] && isOpen(context.answers.at(f), context.direction));
    return partialResult(
      results.flatMap((r) => r ?? []),
      open,
    );
  },
});

function missingItems(
  field: string,
  p: z.infer<typeof params>,
  { answers }: CheckContext,
): readonly Issue[] | undefined {
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
      message: p.of
        ? noneOfText(fieldName(field), distinct, p.count, p.of)
        : tooFewText(fieldName(field), distinct, p.count),
    },
  ];
}

function tooFewText(key: string, has: number, least: number): LocalizedText {
  return { zh: `“${key}”有 ${has} 项，至少要 ${least} 项`, en: `“${key}” has ${has}, at least ${least} needed` };
}

function noneOfText(key: string, has: number, least: number, of: readonly string[]): LocalizedText {
  return {
    zh: `“${key}”里通知列举的有 ${has} 项，至少要 ${least} 项：${of.join('、')}`,
    en: `“${key}” has ${has} of those the notice names, at least ${least} needed: ${of.join(', ')}`,
  };
}
