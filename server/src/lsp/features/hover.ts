/** `textDocument/hover`: what a field asks for, and what its answer came to. */
import { hover } from '../../core/features/hover/hover.ts';
import type { Feature } from '../shared/feature.ts';
import { rangeInDocument, toMarkup } from '../shared/to-lsp.ts';

/** Answers requests for hovers, in Markdown where the editor shows it. */
export const hoverFeature: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  listen(server) {
    server.connection.onHover(({ textDocument, position }) =>
      server.orElse(null, () => {
        const open = server.open(textDocument.uri);
        const found = open && hover(open.analysis, open.document.offsetAt(position), server.locale);
        if (!found) return null;
        return {
          contents: toMarkup(found.markdown, server.client.textDocument?.hover?.contentFormat),
          range: rangeInDocument(found.span, open.document),
        };
      }),
    );
  },
};
