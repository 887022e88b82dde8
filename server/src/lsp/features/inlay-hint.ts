/** `textDocument/inlayHint`: units and sums beside values. */
import { inlayHints } from '../../core/features/structure/inlay-hints.ts';
import type { Feature } from '../shared/feature.ts';

/** Answers requests for inlay hints, of the lines that the editor shows. */
export const inlayHintFeature: Feature = {
  capabilities: () => ({ inlayHintProvider: { resolveProvider: false } }),
  listen(server) {
    server.connection.languages.inlayHint.on(({ textDocument, range }) =>
      server.orElse([], () => {
        const open = server.open(textDocument.uri);
        if (!open) return [];
        const { document, analysis } = open;
        const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
        return inlayHints(analysis, span).map(({ offset, label }) => ({
          position: document.positionAt(offset),
          label: label[server.locale],
          paddingLeft: true,
        }));
      }),
    );
  },
};
