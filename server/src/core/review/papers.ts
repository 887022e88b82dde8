/** The papers of a dossier, and which of them bear on a clause. */
import type { Analysis } from '../analysis/types.ts';
import type { Answer } from '../form/answer.ts';
import { partsOf } from '../form/answers.ts';
import { referencesOf } from '../form/references.ts';
import { type Files, tellFile } from '../inputs/evidence.ts';
import type { Text } from '../model/localized-text.ts';
import type { Clause } from '../model/notice-schema.ts';
import type { LoadedPack } from '../model/pack.ts';
import type { ReviewEvidence } from './types.ts';

export class Papers {
  private readonly analysis: Analysis;
  private readonly files: Files;
  private readonly papers: readonly Paper[];

  constructor(analysis: Analysis & { readonly pack: LoadedPack }) {
    this.analysis = analysis;
    this.files = analysis.memo.facts.files ?? new Map();
    this.papers = papersOf(analysis);
  }

  /** Those that the clause asks for, and those that its fields name as their proof. */
  of(clause: Clause): readonly ReviewEvidence[] {
    const ids = this.papers.map((p) => p.number);
    const claimed = clause.fields.flatMap((path) => this.analysis.answers.all(path)).flatMap(claims);
    const named = new Set(claimed.flatMap((a) => referencesOf(a, ids).map((r) => r.id)));
    return this.papers
      .filter((p) => p.clause === clause.id || named.has(p.number))
      .map(({ number, kind, file }) => {
        const content = file === undefined ? NO_FILE : tellFile(this.files.get(file));
        return { number, kind, file, content };
      });
  }
}

const NO_FILE: Text = { zh: '没有写文件', en: 'no file named' };

/** The answers at or below one that refer to a paper by its number. */
function claims(answer: Answer): readonly Answer[] {
  if (answer.slot.ref !== undefined) return [answer];
  return partsOf(answer).flatMap(claims);
}

export interface Paper {
  readonly number: string;
  readonly kind: string;
  readonly file: string | undefined;
  /** The clause that asks for papers of its kind. */
  readonly clause: string | undefined;
}

/** The papers of the dossier in their order; which key says what follows from the form. */
export function papersOf({ answers, pack }: Analysis & { readonly pack: LoadedPack }): readonly Paper[] {
  return (answers.items(pack.form.roles.materials) ?? []).map((item) => {
    const children = [...(item.children?.values() ?? [])];
    const text = (a: Answer | undefined) => (a?.state === 'ok' && a.value !== undefined ? String(a.value) : undefined);
    const kind = children.find((a) => a.slot.type === 'choice');
    return {
      number: text(children[0]) ?? '',
      kind: text(kind) ?? '',
      file: text(children.find((a) => a.slot.type === 'file')),
      clause: kind?.slot.values?.find((v) => v.value === kind.value)?.clause,
    };
  });
}
