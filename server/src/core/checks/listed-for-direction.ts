import * as z from 'zod';
import { defineCheck, fieldName, optionsOf } from './shared/check.ts';

/** Values that the notice names for the dossier's direction; its lists are open, so another is a warning at most. */
export const listedForDirection = defineCheck({
  id: 'listed-for-direction',
  params: z.strictObject({
    field: z.string().describe('Field path of the list; its values name their directions in the form'),
  }),
  reads: (p) => [p.field],
  perItem: true,
  run(p, { answers, direction, notice, slot }) {
    const items = answers.items(p.field);
    if (!items || !direction) return undefined;
    const listed = optionsOf(slot(p.field))
      .filter((o) => o.directions?.includes(direction))
      .map((o) => o.value);
    if (!listed.length) return [];
    const clause = notice.directions.find((d) => d.id === direction)?.clause;
    return items
      .filter((i) => i.state === 'ok' && !listed.includes(String(i.value)))
      .map((i) => ({
        path: i.path,
        ...(clause === undefined ? {} : { clause }),
        message: {
          zh: `“${i.value}”不在通知为“${direction}”列举的${fieldName(p.field)}中（${listed.join('、')}）；列举以“等”结尾，确属重点的请说明`,
          en: `“${i.value}” is not among those the notice names for “${direction}” (${listed.join(', ')}); its list is open`,
        },
      }));
  },
});
