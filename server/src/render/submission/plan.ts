/** How a submission folder is laid out, before anything is written. */

import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import type { Finding } from '../../core/model/finding.ts';
import { type Annex, annexesOf } from '../manuscript/annexes.ts';
import { fileName, LONGEST_IN_FOLDER, UniqueNames } from '../manuscript/file-names.ts';
import { bookmark } from '../writers/docx/text.ts';

/** An annex with the bookmark of its page in the 申报书, behind which its own pages are bound in the PDF. */
export interface PlannedAnnex extends Annex {
  /** On its page in the form. */
  readonly bookmark: string;
}

/** How a bundle is laid out, before anything is written. */
export interface BundlePlan {
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

/** The file with the SHA-256 sums of all others, in the format of `sha256sum`. */
export const CHECKSUMS = 'SHA256SUMS';

/** The names of all files of a submission folder, each used once. The names of a draft say that it is one. */
export function planBundle(dossier: NoticeAnalysis, draft: boolean): BundlePlan {
  const { layout } = dossier.pack;
  const names = new UniqueNames();
  for (const name of [MANIFEST, CHECKSUMS, layout.package.annexes]) names.take(name);
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

/** What the checklist tells besides the dossier and its annexes. */
export interface ChecklistInput {
  readonly day: string;
  readonly draft: boolean;
  /** The files of the bundle that come before the annexes. */
  readonly files: readonly string[];
  /** What stands against handing it in; a draft may have some. */
  readonly errors: readonly Finding[];
}
