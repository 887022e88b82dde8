/** `dossier/render`: the 申报书 of a dossier as Word files, or a copy for review. */

import { basename, dirname, join } from 'node:path';
import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import { review } from '../../core/review/review.ts';
import { localDay, readBeside } from '../../host/dossier-files.ts';
import { programVersion } from '../../host/load-packs.ts';
import { saveFiles } from '../../host/save-files.ts';
import * as protocol from '../../protocol.ts';
import { pathOf } from '../shared/document-names.ts';
import { failure, refusal, unreadDossier, whyUnknown } from '../shared/failure.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';

/** Answers requests to render; what went wrong is part of the answer. */
export const renderFeature: Feature = {
  capabilities: () => ({}),
  listen(server) {
    server.connection.onRequest<protocol.RenderResult, void>(protocol.RENDER, (params: protocol.RenderParams) =>
      render(server, params),
    );
  },
};

const SAVE_FIRST = { zh: '请先把申报书保存为文件，再生成', en: 'Save the dossier to a file first' };

async function render(
  server: ServerContext,
  { uri, draft, all, folder, review: isReview }: protocol.RenderParams,
): Promise<protocol.RenderResult> {
  server.settle();
  const { dossiers, locale } = server;
  try {
    // Loaded when it is first wanted: an editor that only checks has no use for the Word library.
    const { printedAsNone } = await import('../../render/manuscript/printed-as-none.ts');
    const { gapText, render: renderDossier } = await import('../../render/submission/render.ts');
    const file = pathOf(uri);
    if (file === undefined) return refusal(server, SAVE_FIRST);
    const analysis = await dossiers.analysisAt(uri);
    if (typeof analysis === 'string') return unreadDossier(server, analysis, file);
    if (!analysis.pack) return refusal(server, whyUnknown(analysis, file));
    const dossier = { ...analysis, pack: analysis.pack };
    const errors = analysis.findings.filter((f) => f.severity === 'error').length;
    const none = printedAsNone(dossier);
    const out = folder ?? join(dirname(file), 'out');
    if (isReview) {
      const copy = await reviewCopy(server, uri, file, dossier);
      return { kind: 'done', files: saveFiles(out, [copy]), errors, none };
    }
    const result = await renderDossier(dossier, {
      draft,
      all,
      file: (path) => readBeside(file, path),
      name: basename(file),
      version: programVersion(),
    });
    if ('missing' in result) return { kind: 'missing', missing: result.missing.map((g) => gapText(g)[locale]) };
    return { kind: 'done', files: saveFiles(out, result.files), errors, none };
  } catch (error) {
    return failure(server, error);
  }
}

async function reviewCopy({ dossiers, locale }: ServerContext, uri: string, file: string, dossier: NoticeAnalysis) {
  const { renderReviewCopy } = await import('../../render/review/review-copy.ts');
  const today = localDay();
  return renderReviewCopy(dossier, {
    review: review(dossier, { today, others: dossiers.store.countOthers(dossiers.nameOf(uri)) }),
    locale,
    today,
    file: (path) => readBeside(file, path),
    name: basename(file),
    version: programVersion(),
  });
}
