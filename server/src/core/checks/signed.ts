import * as z from 'zod';
import type { Answer } from '../form/answer.ts';
import { defineCheck, type Issue } from './shared/check.ts';

const YES = '是';
/** What the whole is called. */
const WHOLE = '申报材料';

/** Signatures and seals are declared to be there: on the papers that need them, and on the whole. */
export const signed = defineCheck({
  id: 'signed',
  params: z.strictObject({
    list: z.string().describe('Field path of the list of papers'),
    kind: z.string().describe('Key of the kind of a paper'),
    papers: z
      .array(
        z.strictObject({
          of: z.string().describe('Kind of paper'),
          fields: z.array(z.string()).min(1).describe('Keys that must say 是'),
          clause: z.string().describe('Id of the clause that asks for it'),
        }),
      )
      .describe('Papers that must be signed or sealed'),
    fields: z.array(z.string()).describe('Field paths apart from the papers that must say 是'),
    notDenied: z.array(z.string()).describe('Keys of any paper that must not say 否; they may be absent'),
  }),
  reads: (p) => [p.list, ...p.fields],
  compares: (p) => p.papers.map((w) => ({ path: `${p.list}[].${p.kind}`, value: w.of })),
  run(p, { answers }) {
    const items = answers.items(p.list);
    if (!items) return undefined;
    const ofPapers = items.flatMap((item): Issue[] => {
      const kind = item.children?.get(p.kind);
      const wanted = p.papers.find((w) => w.of === kind?.value);
      const fields = wanted?.fields ?? p.notDenied.filter((f) => item.children?.get(f)?.value !== undefined);
      return fields.flatMap((f) =>
        missingDeclaration(item.children?.get(f), f, String(kind?.value ?? ''), wanted?.clause, kind ?? item),
      );
    });
    const ofWhole = p.fields.flatMap((f) => {
      const [group, field] = [f.split('.')[0]!, f.split('.').at(-1)!];
      const parent = answers.at(group);
      return parent?.state === 'ok' ? missingDeclaration(answers.at(f), field, WHOLE, undefined, parent) : [];
    });
    return [...ofPapers, ...ofWhole];
  },
});

function missingDeclaration(
  said: Answer | undefined,
  field: string,
  what: string,
  clause: string | undefined,
  place: Answer,
): readonly Issue[] {
  if (said?.state === 'bad' || said?.value === YES) return [];
  const given = said?.value !== undefined;
  const message = given
    ? {
        zh: `${what}的“${field}”填的是“${said.value}”，不符合这一条的要求`,
        en: `“${field}” of ${what} is “${said.value}”, which does not meet this clause`,
      }
    : {
        zh: `${what}的“${field}”没有填写，看不出是否已完成`,
        en: `“${field}” of ${what} is not given: nothing says that it is done`,
      };
  return [
    {
      path: given || said?.state === 'blank' ? said!.path : place.path,
      ...(given ? {} : { part: 'key' as const }),
      message,
      clause,
    },
  ];
}
