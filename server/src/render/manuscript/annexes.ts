/** The papers of a dossier in the order of its annex list: the same numbers and names in the form, its pages and the bundle. */
import type { Analysis } from '../../core/analysis/types.ts';
import { type FileFact, tellFile } from '../../core/inputs/evidence.ts';
import type { Text } from '../../core/model/localized-text.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import { showPath } from '../../core/model/path.ts';
import { papersOf } from '../../core/review/papers.ts';
import { LONGEST_IN_FOLDER, Names, safeName } from './file-names.ts';

/** A paper of the annex list. */
export interface Annex {
  /** Its number in the list, from 1. */
  readonly place: number;
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
  readonly lost: Text | undefined;
}

/** States of a file that leave nothing to copy. */
const LOST: readonly FileFact['state'][] = ['missing', 'outside', 'folder', 'empty', 'unreadable'];

/** `names` are those that the bundle has given away already. */
export function annexesOf(dossier: Analysis & { readonly pack: LoadedPack }, names = new Names()): readonly Annex[] {
  const { layout, form } = dossier.pack;
  const papers = papersOf(dossier);
  const digits = Math.max(2, String(papers.length).length);
  return papers.map(({ number, kind, file }, i) => {
    const fact = file === undefined ? undefined : dossier.memo.facts.files?.get(file);
    const lost = file !== undefined && (!fact || LOST.includes(fact.state)) ? tellFile(fact) : undefined;
    const stem = [String(i + 1).padStart(digits, '0'), kind, number].filter(Boolean).join('-');
    const goes = file !== undefined && !lost;
    return {
      place: i + 1,
      id: annexId(i),
      at: showPath([...form.roles.materials.split('.'), i]),
      number,
      kind,
      source: file,
      path: goes
        ? names.take(`${layout.package.annexes}/${safeName(stem, endingOf(file, fact), LONGEST_IN_FOLDER)}`)
        : undefined,
      content: fact && 'kind' in fact ? fact.kind : undefined,
      pages: fact && 'pages' in fact ? fact.pages : undefined,
      lost,
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
function endingOf(file: string, fact: FileFact | undefined): string {
  const own = /\.[A-Za-z0-9]{1,8}$/.exec(file)?.[0].toLowerCase();
  return own ?? (fact && 'kind' in fact && fact.kind ? `.${fact.kind}` : '');
}
