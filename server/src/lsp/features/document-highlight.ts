/** `textDocument/documentHighlight`: where else in the dossier the paper at the cursor is named. */
import { DocumentHighlightKind } from 'vscode-languageserver';
import { references } from '../../core/features/navigation/references.ts';
import type { Feature } from '../shared/feature.ts';
import { rangeInDossier } from '../shared/to-lsp.ts';

/** Answers requests for highlights: the definition of a number of a paper as written, its mentions as read. */
export const documentHighlightFeature: Feature = {
  capabilities: () => ({ documentHighlightProvider: true }),
  listen(server) {
    server.connection.onDocumentHighlight(({ textDocument, position }) =>
      server.orElse(null, () => {
        const at = server.cursor.locate(textDocument.uri, position);
        const found = at && references(at.analysis, at.offset);
        if (!at || !found) return null;
        return found.map(({ span, isDefinition }) => ({
          range: rangeInDossier(span, at.analysis),
          kind: isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        }));
      }),
    );
  },
};
