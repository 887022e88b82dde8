import * as z from 'zod';
import { paperReferences } from '../form/references.ts';
import { defineCheck, type Issue } from './shared/check.ts';

/** A paper of these kinds is there to prove something: a claim refers to it. */
export const referred = defineCheck({
  id: 'referred',
  params: z.strictObject({
    list: z.string().describe('Field path of the list of papers'),
    kind: z.string().describe('Key of the kind of a paper'),
    number: z.string().describe('Key of its number'),
    kinds: z.array(z.string()).min(1).describe('Kinds that must be referred to'),
    fields: z.array(z.string()).min(1).describe('Field paths that refer to papers'),
  }),
  reads: (p) => [p.list, ...p.fields],
  compares: (p) => p.kinds.map((value) => ({ path: `${p.list}[].${p.kind}`, value })),
  run(p, { answers }) {
    const items = answers.items(p.list);
    if (!items) return undefined;
    const ids = items.flatMap((i) => i.children?.get(p.number)?.value ?? []).map(String);
    const places = p.fields.flatMap((f) => answers.all(f));
    // What cannot be read may refer to any of them.
    if (places.some((a) => a.state === 'bad')) return undefined;
    const used = new Set(places.flatMap((a) => paperReferences(a, ids).map((r) => r.id)));
    return items.flatMap((item): Issue[] => {
      const [kind, id] = [item.children?.get(p.kind)?.value, item.children?.get(p.number)];
      if (id?.value === undefined || !p.kinds.includes(String(kind)) || used.has(String(id.value))) return [];
      return [
        {
          path: id.path,
          message: {
            zh: `${kind}“${id.value}”没有任何一处引用，请在它证明的内容里写上，或删去`,
            en: `Nothing refers to “${id.value}” (${kind}): name it at what it proves, or take it out`,
          },
        },
      ];
    });
  },
});
