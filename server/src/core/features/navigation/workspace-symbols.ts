/** Workspace symbols: the applicant, platform and credit code of each dossier. */

import { locate } from '../../analysis/locate.ts';
import type { Analysis } from '../../analysis/types.ts';
import type { Span } from '../../model/edit.ts';
import { toHalfWidth } from '../../text/count-characters.ts';

/** A name by which a dossier is found. */
export interface DossierSymbol {
  readonly name: string;
  readonly kind: 'applicant' | 'platform' | 'code';
  /** What it belongs to: for an applicant its platform, for a platform or a code the applicant; empty where not given. */
  readonly of: string;
  readonly span: Span;
}

/** The symbols of a dossier that match a query; all where the query is empty. */
export function workspaceSymbols({ answers, source, pack }: Analysis, query: string): readonly DossierSymbol[] {
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
  const [wanted, had] = [query, name].map((t) => toHalfWidth(t).toLowerCase());
  let at = 0;
  for (const c of wanted!.replace(/\s+/g, '')) {
    at = had!.indexOf(c, at) + c.length;
    if (at < c.length) return false;
  }
  return true;
}
