/** A dossier to the sheets that are shown beside its text. */
import type { NoticeAnalysis } from '../../../core/analysis/types.ts';
import { compose, type ReadFile } from '../../manuscript/compose.ts';
import { writePreview } from './preview.ts';

export interface PreviewOptions {
  readonly file: ReadFile;
  /** By what name {@link PreviewOptions.file} read a picture. */
  readonly source: (bytes: Uint8Array) => string | undefined;
}

export interface RenderedPreview {
  readonly title: string;
  readonly body: string;
  readonly style: string;
}

export function renderPreview(analysis: NoticeAnalysis, { file, source }: PreviewOptions): RenderedPreview {
  const manuscript = compose(analysis, { draft: true, file });
  const title = manuscript.author || manuscript.title;
  return { title, ...writePreview(manuscript, analysis.pack.layout, source) };
}
