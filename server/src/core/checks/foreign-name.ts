import * as z from 'zod';
import { defineAcross, type Issue } from './shared/check.ts';

/** Shortest name that is looked for: a shorter one may be a common word. */
const LEAST = 5;

/** The prose names no other applicant, its platform or its code, unless the other is named here as a customer. */
export const foreignName = defineAcross({
  id: 'foreign-name',
  params: z.strictObject({
    fields: z.array(z.string()).min(1),
    names: z.array(z.string()).min(1),
    code: z.string(),
    /** The other's name, and where this dossier may name it as its own customer. */
    applicant: z.string(),
    known: z.array(z.string()),
  }),
  reads: (p) => [...p.fields, ...p.names, p.code, ...p.known],
  across(p, own, others) {
    const code = own.answers.text(p.code);
    const known = p.known.flatMap((k) => own.answers.all(k)).map((a) => String(a.value ?? ''));
    const ours = [...p.names.flatMap((n) => own.answers.text(n) ?? []), ...known];
    const foreign = others.named(p.names).filter(({ words, peer }) => {
      const its = peer.text(p.code);
      const customer = peer.text(p.applicant);
      return (
        words.length >= LEAST &&
        (its === undefined || its !== code) &&
        !ours.includes(words) &&
        (customer === undefined || !known.includes(customer))
      );
    });
    if (!foreign.length) return [];
    return own.answers.texts(p.fields).flatMap((answer) =>
      foreign.flatMap(({ words, path, peer }) =>
        places(String(answer.value), words, ours).map(
          (within): Issue => ({
            path: answer.path,
            within,
            message: {
              zh: `“${words}”是另一份申报书的内容，是否从那里抄来没有改`,
              en: `“${words}” belongs to another dossier: is this text left over from there?`,
            },
            related: [
              {
                far: { dossier: peer.dossier, path: peer.place(path)! },
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
function places(text: string, words: string, ours: readonly string[]): readonly (readonly [number, number])[] {
  const longer = ours.filter((name) => name.includes(words));
  const covered = longer.flatMap((name) => all(text, name).map((at) => [at, at + name.length] as const));
  return all(text, words)
    .map((at) => [at, at + words.length] as const)
    .filter(([from, to]) => !covered.some(([a, b]) => a <= from && to <= b));
}

function all(text: string, words: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) found.push(at);
  return found;
}
