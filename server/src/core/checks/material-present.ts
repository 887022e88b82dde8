import * as z from 'zod';
import type { LocalizedText } from '../model/localized-text.ts';
import { text as localizedText } from '../model/notice-schema.ts';
import { defineCheck, type Issue } from './shared/check.ts';

/** Of each group of kinds of paper, at least one is listed; a group may be wanted only where a field says so. */
export const materialPresent = defineCheck({
  id: 'material-present',
  params: z.strictObject({
    list: z.string().describe('Field path of the list of papers'),
    kind: z.string().describe('Key of the kind of a paper'),
    wanted: z
      .array(
        z.strictObject({
          any: z.array(z.string()).min(1).describe('Kinds, any one of which is enough'),
          offer: z.array(z.string()).optional().describe('Kinds that a fix offers to add; all of `any` if absent'),
          what: localizedText.describe('What the group is called in the message'),
          clause: z.string().optional().describe('Id of the clause that asks for it; the rule’s own if absent'),
          when: z
            .strictObject({
              field: z.string().describe('Field path of the condition'),
              is: z.string().describe('The value under which the paper is wanted'),
            })
            .optional()
            .describe('Wanted only where a field has a value; always if absent'),
        }),
      )
      .min(1)
      .describe('Groups of kinds of paper, each of which must be there'),
  }),
  reads: (p) => [p.list, ...p.wanted.flatMap((w) => w.when?.field ?? [])],
  compares: (p) => [
    ...p.wanted.flatMap((w) => w.any.map((value) => ({ path: `${p.list}[].${p.kind}`, value }))),
    ...p.wanted.flatMap(({ when }) => (when ? [{ path: when.field, value: when.is }] : [])),
  ],
  run(p, { answers }) {
    const asked = p.wanted.filter((w) => !w.when || answers.text(w.when.field) === w.when.is);
    const unknown = p.wanted.every((w) => w.when && answers.text(w.when.field) === undefined);
    if (unknown) return undefined;
    if (!asked.length) return [];
    const list = answers.at(p.list);
    const items = list?.state === 'absent' ? [] : answers.items(p.list);
    // An item that cannot be read may be just the one.
    if (!list || !items || items.some((i) => i.children?.get(p.kind)?.state !== 'ok')) return undefined;
    const kinds = items.map((i) => String(i.children!.get(p.kind)!.value));
    return asked
      .filter((w) => !w.any.some((kind) => kinds.includes(kind)))
      .map((w): Issue => {
        const place = w.when ? { path: answers.at(w.when.field)!.path } : { path: list.path, part: 'key' as const };
        const fixSpecs = (w.offer ?? w.any).map((kind) => ({
          kind: 'item' as const,
          path: [p.list],
          known: { [p.kind]: kind },
        }));
        return {
          ...place,
          message: missingText(p.list, w.what, w.any),
          fixSpecs,
          ...(w.clause ? { clause: w.clause } : {}),
        };
      });
  },
});

function missingText(list: string, what: LocalizedText, any: readonly string[]): LocalizedText {
  const kinds =
    any.length > 1 ? { zh: `（${any.join('、')}任一）`, en: ` (any of ${any.join(', ')})` } : { zh: '', en: '' };
  return {
    zh: `“${list}”里缺少${what.zh}${kinds.zh}`,
    en: `“${list}” lacks ${what.en}${kinds.en}`,
  };
}
