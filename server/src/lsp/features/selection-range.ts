/** `textDocument/selectionRange`: from the word at the cursor to its value, its group, the whole dossier. */
import type { SelectionRange } from 'vscode-languageserver';
import type { Analysis } from '../../core/analysis/types.ts';
import { selectionRanges } from '../../core/features/structure/selection-ranges.ts';
import type { Feature } from '../shared/feature.ts';
import { rangeInDossier } from '../shared/to-lsp.ts';

/** Answers requests for selection ranges; null for a document that is no dossier, so that the editor widens selections in its own way. */
export const selectionRangeFeature: Feature = {
  capabilities: () => ({ selectionRangeProvider: true }),
  listen(server) {
    server.connection.onSelectionRanges(({ textDocument, positions }) =>
      server.orElse(null, () => {
        const open = server.open(textDocument.uri);
        return open ? positions.map((p) => toSelectionRange(open.analysis, open.document.offsetAt(p))) : null;
      }),
    );
  },
};

function toSelectionRange(analysis: Analysis, offset: number): SelectionRange {
  const [first, ...wider] = selectionRanges(analysis, offset).map((s) => rangeInDossier(s, analysis));
  const parent = wider.reduceRight<SelectionRange | undefined>(
    (above, range) => ({ range, ...(above ? { parent: above } : {}) }),
    undefined,
  );
  return { range: first!, ...(parent ? { parent } : {}) };
}
