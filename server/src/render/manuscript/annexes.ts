/** The papers of a dossier in the order of its annex list: the same numbers and names in the form, its pages and the bundle. */
import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import { describeEvidenceFile, type EvidenceFile } from '../../core/inputs/evidence.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { formatFieldPath, parseFieldPath } from '../../core/model/path.ts';
import { papersOf } from '../../core/review/papers.ts';
import { LONGEST_IN_FOLDER, safeName, UniqueNames } from './file-names.ts';

/** A paper of the annex list. */
export interface Annex {
  /** Its number in the list, from 1. */
  readonly position: number;
  /** Of its page in the form. */
  readonly id: string;
  /** Its place in the dossier, e.g. `附件材料[0]`. */
  readonly at: string;
  /** What the dossier calls it, and what kind it is. */
  readonly number: string;
  readonly kind: string;
  /** Its file as the dossier writes it; undefined where none is named. */
  readonly source: string | undefined;
  /** Where it goes in the bundle, with `/`; undefined where there is nothing to put there. */
  readonly path: string | undefined;
  /** What its file is by its content, e.g. `pdf`; undefined where that is not known. */
  readonly content: string | undefined;
  /** Pages of a PDF, as far as they are known. */
  readonly pages: number | undefined;
  /** Why a file that is named is not there. */
  readonly problem: LocalizedText | undefined;
}

/** States of a file that leave nothing to copy. */
const NOTHING_TO_COPY: readonly EvidenceFile['state'][] = ['missing', 'outside', 'folder', 'empty', 'unreadable'];

/** `names` are those that the bundle has given away already. */
export function annexesOf(dossier: NoticeAnalysis, names = new UniqueNames()): readonly Annex[] {
  const { layout, form } = dossier.pack;
  const papers = papersOf(dossier);
  const digits = Math.max(2, String(papers.length).length);
  return papers.map(({ number, kind, file }, i) => {
    const evidence = file === undefined ? undefined : dossier.cache.input.files?.get(file);
    const problem =
      file !== undefined && (!evidence || NOTHING_TO_COPY.includes(evidence.state))
        ? describeEvidenceFile(evidence)
        : undefined;
    const stem = [String(i + 1).padStart(digits, '0'), kind, number].filter(Boolean).join('-');
    const goes = file !== undefined && !problem;
    return {
      position: i + 1,
      id: annexId(i),
      at: formatFieldPath([...parseFieldPath(form.roles.materials!), i]),
      number,
      kind,
      source: file,
      path: goes
        ? names.take(`${layout.package.annexes}/${safeName(stem, endingOf(file, evidence), LONGEST_IN_FOLDER)}`)
        : undefined,
      content: evidence && 'kind' in evidence ? evidence.kind : undefined,
      pages: evidence && 'pages' in evidence ? evidence.pages : undefined,
      problem,
    };
  });
}

/** How a picture is called that is shown in the paper. */
const PICTURE = /\.(?:jpe?g|png|gif|bmp)$/i;

/** True of a paper that stands on its page in full, as far as its name and what is known of its content tell. */
export function isShown({ source, content }: Pick<Annex, 'source' | 'content'>): boolean {
  if (source === undefined || !PICTURE.test(source)) return false;
  return content === undefined || PICTURE.test(`.${content}`);
}

/** What the page of a paper is named by. */
export function annexId(i: number): string {
  return `annex-${i + 1}`;
}

/** The ending its file has, else the usual one of its content. */
function endingOf(file: string, evidence: EvidenceFile | undefined): string {
  const own = /\.[A-Za-z0-9]{1,8}$/.exec(file)?.[0].toLowerCase();
  return own ?? (evidence && 'kind' in evidence && evidence.kind ? `.${evidence.kind}` : '');
}
