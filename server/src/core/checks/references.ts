import * as z from 'zod';
import { paperReferences } from '../form/references.ts';
import { closestMatch } from '../text/closest-match.ts';
import { defineCheck, type Issue } from './shared/check.ts';

/** What a field refers to by its number is listed. */
export const references = defineCheck({
  id: 'references',
  params: z.strictObject({
    fields: z.array(z.string()).min(1).describe('Field paths that refer to papers'),
    list: z.string().describe('Field path of the list of papers'),
    number: z.string().describe('Key of the number of a paper'),
  }),
  reads: (p) => [...p.fields, p.list],
  run(p, { answers }) {
    const items = answers.items(p.list);
    if (!items) return undefined;
    const ids = items.flatMap((i) => i.children?.get(p.number)?.value ?? []).map(String);
    return p.fields
      .flatMap((f) => answers.all(f))
      .flatMap((answer) => paperReferences(answer, ids))
      .filter(({ id }) => !ids.includes(id))
      .map(({ answer, id, within }): Issue => {
        const near = closestMatch(id, ids);
        const whole = within[1] - within[0] === String(answer.value).length;
        return {
          path: answer.path,
          ...(whole ? {} : { within }),
          message: {
            zh: `“${p.list}”里没有${p.number}为“${id}”的材料${near ? `，是否应为“${near}”` : ''}`,
            en: `“${p.list}” has no paper numbered “${id}”${near ? `; did you mean “${near}”` : ''}`,
          },
          fixSpecs: [
            ...(near && whole ? [{ kind: 'value' as const, text: near }] : []),
            { kind: 'item', path: [p.list], known: { [p.number]: id } },
          ],
        };
      });
  },
});
