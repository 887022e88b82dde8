import * as z from 'zod';
import { referencesOf } from '../form/references.ts';
import { nearest } from '../text/closest-match.ts';
import { defineCheck, type Issue } from './shared/check.ts';

/** What a field refers to by its number is listed. */
export const references = defineCheck({
  id: 'references',
  params: z.strictObject({ fields: z.array(z.string()).min(1), list: z.string(), number: z.string() }),
  reads: (p) => [...p.fields, p.list],
  run(p, { answers }) {
    const items = answers.items(p.list);
    if (!items) return undefined;
    const ids = items.flatMap((i) => i.children?.get(p.number)?.value ?? []).map(String);
    return p.fields
      .flatMap((f) => answers.all(f))
      .flatMap((answer) => referencesOf(answer, ids))
      .filter(({ id }) => !ids.includes(id))
      .map(({ answer, id, within }): Issue => {
        const near = nearest(id, ids);
        const whole = within[1] - within[0] === String(answer.value).length;
        return {
          path: answer.path,
          ...(whole ? {} : { within }),
          message: {
            zh: `“${p.list}”里没有${p.number}为“${id}”的材料${near ? `，是否应为“${near}”` : ''}`,
            en: `“${p.list}” has no paper numbered “${id}”${near ? `; did you mean “${near}”` : ''}`,
          },
          mends: [
            ...(near && whole ? [{ kind: 'value' as const, text: near }] : []),
            { kind: 'item', path: [p.list], known: { [p.number]: id } },
          ],
        };
      });
  },
});
