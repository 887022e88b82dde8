/** `textDocument/hover`: what a field asks for, and what its answer came to. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { hover } from '../../core/features/hover/hover.ts';
import { packHover } from '../../core/features/notice-pack/hover.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';
import { rangeInDocument, toMarkup } from '../shared/to-lsp.ts';

/** Answers requests for hovers, in Markdown where the editor shows it. */
export const hoverFeature: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  listen(server) {
    server.connection.onHover(({ textDocument, position }) =>
      server.orElse(null, () => {
        const document = server.document(textDocument.uri);
        const found = document && hoverIn(server, document, document.offsetAt(position));
        if (!found) return null;
        return {
          contents: toMarkup(found.markdown, server.client.textDocument?.hover?.contentFormat),
          range: rangeInDocument(found.span, document),
        };
      }),
    );
  },
};

/** In a dossier, or in a file of a notice pack. */
function hoverIn(server: ServerContext, document: TextDocument, offset: number) {
  const open = server.open(document.uri);
  if (open) return hover(open.analysis, offset, server.locale);
  const pack = server.dossiers.packDocument(document.uri);
  return pack && packHover(pack, offset, server.locale);
}
