/** A dossier to the sheets that are shown beside its text. */
import type { NoticeAnalysis } from '../../../core/analysis/types.ts';
import { compose } from '../../manuscript/compose.ts';
import { printedAsNone } from '../../manuscript/printed-as-none.ts';
import type { ReadFile } from '../../manuscript/read-chapter.ts';
import { writePreview } from './preview.ts';

/** How pictures of a preview are read and named. */
export interface PreviewOptions {
  readonly file: ReadFile;
  /** By what name {@link PreviewOptions.file} read a picture. */
  readonly source: (bytes: Uint8Array) => string | undefined;
}

/** The parts of a preview page: its title, the HTML of its sheets, and their style sheet. */
export interface RenderedPreview {
  readonly title: string;
  readonly body: string;
  readonly style: string;
  /** The fields that were left blank and are printed as 无, as paths in the order of the paper. */
  readonly none: readonly string[];
}

/** The preview of a dossier, as a draft: gaps are shown. */
export function renderPreview(analysis: NoticeAnalysis, { file, source }: PreviewOptions): RenderedPreview {
  const manuscript = compose(analysis, { draft: true, file });
  const title = manuscript.author || manuscript.title;
  const none = printedAsNone(analysis, manuscript);
  return { title, none, ...writePreview(manuscript, analysis.pack.layout, source) };
}
