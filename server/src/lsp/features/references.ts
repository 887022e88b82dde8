/** `textDocument/references`: every place that names a paper; from a clause, the fields that answer it. */
import { references } from '../../core/features/navigation/references.ts';
import type { Feature } from '../shared/feature.ts';
import { rangeInDossier } from '../shared/to-lsp.ts';
import { fieldLocations, noticeDocumentAt, referenceAt } from './notice-documents.ts';

/** Answers in dossiers and in notices that are shown. */
export const referencesFeature: Feature = {
  capabilities: () => ({ referencesProvider: true }),
  listen(server) {
    server.connection.onReferences(({ textDocument: { uri }, position, context }) =>
      server.orElse(null, () => {
        const notice = noticeDocumentAt(server, uri);
        const reference = notice && referenceAt(notice, position.line, position.character);
        if (notice) return reference ? fieldLocations(server, notice, reference) : null;
        const at = server.cursor.locate(uri, position);
        const found = at && references(at.analysis, at.offset);
        if (!at || !found) return null;
        const wanted = found.filter((m) => context.includeDeclaration || !m.isDefinition);
        return wanted.map((m) => ({ uri, range: rangeInDossier(m.span, at.analysis) }));
      }),
    );
  },
};
