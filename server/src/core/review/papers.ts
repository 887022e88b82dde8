/** The papers of a dossier, and which of them bear on a clause. */
import type { Analysis, NoticeAnalysis } from '../analysis/types.ts';
import type { Answer } from '../form/answer.ts';
import { childAnswers } from '../form/answers.ts';
import { paperReferences } from '../form/references.ts';
import { describeEvidenceFile, type EvidenceFiles } from '../inputs/evidence.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { Clause } from '../model/notice-schema.ts';
import type { ReviewEvidence } from './types.ts';

/** Finds the papers of a dossier that bear on a clause. */
export class ClausePapers {
  private readonly analysis: Analysis;
  private readonly files: EvidenceFiles;
  private readonly papers: readonly Paper[];

  constructor(analysis: NoticeAnalysis) {
    this.analysis = analysis;
    this.files = analysis.cache.input.files ?? new Map();
    this.papers = papersOf(analysis);
  }

  /** Those that the clause asks for, and those that its fields name as their proof. */
  of(clause: Clause): readonly ReviewEvidence[] {
    const ids = this.papers.map((p) => p.number);
    const claimed = clause.fields.flatMap((path) => this.analysis.answers.all(path)).flatMap(claimsBelow);
    const named = new Set(claimed.flatMap((a) => paperReferences(a, ids).map((r) => r.id)));
    return this.papers
      .map((paper, index) => ({ ...paper, index }))
      .filter((p) => p.clause === clause.id || named.has(p.number))
      .map(({ index, number, kind, file }) => {
        const content = file === undefined ? NO_FILE : describeEvidenceFile(this.files.get(file));
        return { index, number, kind, file, content };
      });
  }
}

const NO_FILE: LocalizedText = { zh: '没有写文件', en: 'no file named' };

/** The answers at or below one that refer to a paper by its number. */
function claimsBelow(answer: Answer): readonly Answer[] {
  if (answer.slot.ref !== undefined) return [answer];
  return childAnswers(answer).flatMap(claimsBelow);
}

/** An entry of 附件材料. */
export interface Paper {
  readonly number: string;
  readonly kind: string;
  readonly file: string | undefined;
  /** The clause that asks for papers of its kind. */
  readonly clause: string | undefined;
}

/** The papers of the dossier in their order; which key says what follows from the form. */
export function papersOf({ answers, pack }: NoticeAnalysis): readonly Paper[] {
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
