import * as z from 'zod';
import type { Text } from '../model/localized-text.ts';
import { defineCheck, type Issue } from './shared/check.ts';

const words = z.strictObject({ zh: z.string(), en: z.string() });

/** Of each group of kinds of paper, at least one is listed; a group may be wanted only where a field says so. */
export const materialPresent = defineCheck({
  id: 'material-present',
  params: z.strictObject({
    list: z.string(),
    kind: z.string(),
    wanted: z
      .array(
        z.strictObject({
          any: z.array(z.string()).min(1),
          what: words,
          clause: z.string().optional(),
          when: z.strictObject({ field: z.string(), is: z.string() }).optional(),
        }),
      )
      .min(1),
  }),
  reads: (p) => [p.list, ...p.wanted.flatMap((w) => w.when?.field ?? [])],
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
        const mends = w.any.map((kind) => ({ kind: 'item' as const, path: [p.list], known: { [p.kind]: kind } }));
        return { ...place, message: lack(p.list, w.what, w.any), mends, ...(w.clause ? { clause: w.clause } : {}) };
      });
  },
});

function lack(list: string, what: Text, any: readonly string[]): Text {
  const kinds =
    any.length > 1 ? { zh: `（${any.join('、')}任一）`, en: ` (any of ${any.join(', ')})` } : { zh: '', en: '' };
  return {
    zh: `“${list}”里缺少${what.zh}${kinds.zh}`,
    en: `“${list}” lacks ${what.en}${kinds.en}`,
  };
}
