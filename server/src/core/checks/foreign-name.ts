import * as z from 'zod';
import { occurrences } from '../text/find-words.ts';
import { defineCrossDossierCheck, type Issue } from './shared/check.ts';

/** Shortest name that is looked for: a shorter one may be a common word. */
const LEAST = 5;

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
  reads: (p) => [...p.fields, ...p.names, p.code, ...p.known],
  compare(p, own, others) {
    const code = own.answers.text(p.code);
    const known = p.known.flatMap((k) => own.answers.all(k)).map((a) => String(a.value ?? ''));
    const ours = [...p.names.flatMap((n) => own.answers.text(n) ?? []), ...known];
    const foreign = others.mentionedIn(p.names).filter(({ text, dossier: other }) => {
      const its = other.text(p.code);
      const customer = other.text(p.applicant);
      return (
        text.length >= LEAST &&
        (its === undefined || its !== code) &&
        !ours.includes(text) &&
        (customer === undefined || !known.includes(customer))
      );
    });
    if (!foreign.length) return [];
    return own.answers.texts(p.fields).flatMap((answer) =>
      foreign.flatMap(({ text, path, dossier: other }) =>
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
                remote: { dossier: other.dossier, path: other.pathOf(path)! },
                message: { zh: '它在这份申报书里', en: 'it belongs to this dossier' },
              },
            ],
          }),
        ),
      ),
    );
  },
});

/** Where the words stand, but not as a part of one of our own names. */
function foreignOccurrences(
  text: string,
  words: string,
  ours: readonly string[],
): readonly (readonly [number, number])[] {
  const covered = ours.filter((name) => name.includes(words)).flatMap((name) => occurrences(text, name));
  return occurrences(text, words).filter(([from, to]) => !covered.some(([a, b]) => a <= from && to <= b));
}
