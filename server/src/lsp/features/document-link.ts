/** `textDocument/documentLink`: files of evidence, chapters and web addresses as links. */
import type { DocumentLink } from 'vscode-languageserver';
import type { Analysis } from '../../core/analysis/types.ts';
import { documentLinks, type LinkSpan } from '../../core/features/navigation/document-links.ts';
import { uriBeside } from '../shared/document-names.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';
import { rangeInDossier } from '../shared/to-lsp.ts';

/** Answers requests for links, once the evidence was looked into: a link leads to a file that is known to be there. */
export const documentLinkFeature: Feature = {
  capabilities: () => ({ documentLinkProvider: { resolveProvider: false } }),
  listen(server) {
    const { connection, dossiers } = server;
    connection.onDocumentLinks(({ textDocument: { uri } }) =>
      server.orElseAsync(null, async () => {
        server.settle();
        if (server.open(uri)) await dossiers.store.probeEvidence([dossiers.nameOf(uri)]);
        const open = server.open(uri);
        return open ? documentLinks(open.analysis).map((l) => toDocumentLink(l, open.analysis, uri, server)) : null;
      }),
    );
  },
};

function toDocumentLink(
  { span, target, tooltip }: LinkSpan,
  analysis: Analysis,
  uri: string,
  { locale }: ServerContext,
): DocumentLink {
  const to = 'url' in target ? target.url : uriBeside(uri, target.file);
  return {
    range: rangeInDossier(span, analysis),
    ...(to === undefined ? {} : { target: to }),
    ...(tooltip ? { tooltip: tooltip[locale] } : {}),
  };
}
