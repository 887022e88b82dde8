/** How a submission folder is laid out, before anything is written. */

import type { Dossier } from '../../core/analysis/types.ts';
import type { Finding } from '../../core/model/finding.ts';
import { type Annex, annexesOf } from '../manuscript/annexes.ts';
import { fileName, LONGEST_IN_FOLDER, Names } from '../manuscript/file-names.ts';
import { bookmark } from '../writers/docx/text.ts';

export interface PlannedAnnex extends Annex {
  /** On its page in the form. */
  readonly bookmark: string;
}

/** How a bundle is laid out, before anything is written. */
export interface Plan {
  readonly folder: string;
  readonly form: string;
  /** The form and its annexes in one. */
  readonly pdf: string;
  readonly summary: string;
  readonly checklist: string;
  readonly annexes: readonly PlannedAnnex[];
}

/** Files that every bundle has beside those of the dossier. */
export const MANIFEST = 'manifest.json';

export const SUMS = 'SHA256SUMS';

export function planBundle(dossier: Dossier, draft: boolean): Plan {
  const { layout } = dossier.pack;
  const names = new Names();
  for (const name of [MANIFEST, SUMS, layout.package.annexes]) names.take(name);
  const name = (template: string) => fileName(template, dossier, draft, LONGEST_IN_FOLDER);
  const form = names.take(name(layout.file));
  return {
    folder: name(layout.package.folder),
    form,
    pdf: names.take(form.replace(/\.[^.]*$/, '.pdf')),
    summary: names.take(name(layout.summary.file)),
    checklist: names.take(name(layout.package.checklist.file)),
    annexes: annexesOf(dossier, names).map((annex) => ({ ...annex, bookmark: bookmark(annex.id) })),
  };
}

export interface ChecklistFacts {
  readonly day: string;
  readonly draft: boolean;
  /** The files of the bundle that come before the annexes. */
  readonly files: readonly string[];
  /** What stands against handing it in; a draft may have some. */
  readonly errors: readonly Finding[];
}
