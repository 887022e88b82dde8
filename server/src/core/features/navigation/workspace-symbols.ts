/** Dossiers by what they are called: applicant, platform, credit code. */

import { locate } from '../../analysis/locate.ts';
import type { Analysis } from '../../analysis/types.ts';
import type { Span } from '../../model/edit.ts';
import { narrow } from '../../text/count-characters.ts';

export interface DossierSymbol {
  readonly name: string;
  readonly kind: 'applicant' | 'platform' | 'code';
  /** Whose it is: the platform of an applicant, the applicant of a platform. */
  readonly of: string;
  readonly span: Span;
}

/** What a dossier has that answers to a query; all where the query is empty. */
export function symbols({ answers, source, pack }: Analysis, query: string): readonly DossierSymbol[] {
  if (!pack) return [];
  const { applicant, platform, code } = pack.form.roles;
  const parts = [
    ['applicant', applicant, platform],
    ['platform', platform, applicant],
    ['code', code, applicant],
  ] as const;
  return parts.flatMap(([kind, path, other]) => {
    const answer = answers.at(path);
    const name = answers.text(path)?.replace(/\s+/g, ' ');
    if (!answer || !name || !matches(query, name)) return [];
    const { span } = locate(source, answers, { path: answer.path });
    return [{ name, kind, of: answers.text(other)?.replace(/\s+/g, ' ') ?? '', span }];
  });
}

/** True where the characters of the query stand in the name in their order, as editors match; case and width aside. */
function matches(query: string, name: string): boolean {
  const [wanted, had] = [query, name].map((t) => narrow(t).toLowerCase());
  let at = 0;
  for (const c of wanted!.replace(/\s+/g, '')) {
    at = had!.indexOf(c, at) + c.length;
    if (at < c.length) return false;
  }
  return true;
}
