import * as z from 'zod';
import { occurrences } from '../text/find-words.ts';
import type { Issue } from './shared/check.ts';
import { defineCrossDossierCheck, type OtherDossiers } from './shared/cross-dossier.ts';

/** The prose names no other applicant, its platform or its code, unless the other is named here as a customer. */
export const foreignName = defineCrossDossierCheck({
  id: 'foreign-name',
  params: z.strictObject({
    fields: z.array(z.string()).min(1).describe('Field paths of the texts that are searched'),
    names: z
      .array(z.string())
      .min(1)
      .describe('Field paths of names and codes of other dossiers that must not stand there'),
    code: z.string().describe('Field path of the credit code: dossiers of one applicant are not compared'),
    applicant: z.string().describe('Field path of the other applicant’s name, looked up among the customers'),
    known: z.array(z.string()).describe('Field paths where this dossier names its customers, who may be named'),
  }),
  reads: (p) => [...p.fields, ...p.names, p.code, p.applicant, ...p.known],
  party: (p, one) => [one.text(p.code) ?? []].flat(),
  names: (p) => p.names,
  compare(p, own, others) {
    const known = new Set(p.known.flatMap((k) => own.answers.all(k)).map((a) => String(a.value ?? '')));
    const ours = [...p.names.flatMap((n) => own.answers.text(n) ?? []), ...known];
    const foreign = foreignNames(others, p.applicant, { known, ours: new Set(ours) });
    if (!foreign.length) return [];
    return own.answers.texts(p.fields).flatMap((answer) =>
      foreign.flatMap(({ text, dossier, path }) =>
        foreignOccurrences(String(answer.value), text, ours).map(
          (within): Issue => ({
            path: answer.path,
            within,
            message: {
              zh: `“${text}”是另一份申报书的内容，是否从那里抄来没有改`,
              en: `“${text}” belongs to another dossier: is this text left over from there?`,
            },
            related: [
              {
                remote: { dossier: dossier.dossier, path: dossier.pathOf(path)! },
                message: { zh: '它在这份申报书里', en: 'it belongs to this dossier' },
              },
            ],
          }),
        ),
      ),
    );
  },
});

/** The names that are no own ones, each with the first dossier that has it and is of no customer. */
function foreignNames(
  others: OtherDossiers,
  applicant: string,
  { known, ours }: { readonly known: ReadonlySet<string>; readonly ours: ReadonlySet<string> },
) {
  return others.named().flatMap(({ text, others: { first } }) => {
    if (ours.has(text)) return [];
    const other = first.find(({ dossier }) => !known.has(dossier.text(applicant) ?? ''));
    return other ? [{ text, ...other }] : [];
  });
}

/** Where the words stand, but not as a part of one of our own names. */
function foreignOccurrences(
  text: string,
  words: string,
  ours: readonly string[],
): readonly (readonly [number, number])[] {
  const covered = ours.filter((name) => name.includes(words)).flatMap((name) => occurrences(text, name));
  return occurrences(text, words).filter(([from, to]) => !covered.some(([a, b]) => a <= from && to <= b));
}
