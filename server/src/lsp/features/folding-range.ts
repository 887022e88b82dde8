/** `textDocument/foldingRange`: groups, items, chapters and comments that can be folded. */
import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import type { Analysis } from '../../core/analysis/types.ts';
import { type FoldingSpan, foldingRanges } from '../../core/features/structure/folding-ranges.ts';
import type { Feature } from '../shared/feature.ts';
import { rangeInDossier } from '../shared/to-lsp.ts';

/** Answers requests for folding ranges; null for a document that is no dossier, so that the editor folds it in its own way. */
export const foldingRangeFeature: Feature = {
  capabilities: () => ({ foldingRangeProvider: true }),
  listen(server) {
    server.connection.onFoldingRanges(({ textDocument }) =>
      server.orElse(null, () => {
        const open = server.open(textDocument.uri);
        return open ? foldingRanges(open.analysis).map((f) => toFoldingRange(f, open.analysis)) : null;
      }),
    );
  },
};

function toFoldingRange({ kind, ...span }: FoldingSpan, analysis: Analysis): FoldingRange {
  const { start, end } = rangeInDossier(span, analysis);
  return {
    startLine: start.line,
    endLine: end.line,
    ...(kind === 'comment' ? { kind: FoldingRangeKind.Comment } : {}),
  };
}
