/** `textDocument/documentSymbol`: the outline of a dossier. */
import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import type { Analysis } from '../../core/analysis/types.ts';
import { documentSymbols, type SymbolNode } from '../../core/features/structure/document-symbols.ts';
import type { Feature } from '../shared/feature.ts';
import { rangeInDossier } from '../shared/to-lsp.ts';

/** Answers with a tree, or with a list for an editor that shows none; with null for a document that is no dossier, so that the editor uses its own outline. */
export const documentSymbolFeature: Feature = {
  capabilities: () => ({ documentSymbolProvider: true }),
  listen(server) {
    server.connection.onDocumentSymbol(({ textDocument: { uri } }) =>
      server.orElse(null, () => {
        const open = server.open(uri);
        if (!open) return null;
        const found = documentSymbols(open.analysis, server.locale);
        const nests = server.client.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
        return nests
          ? found.map((s) => toDocumentSymbol(s, open.analysis))
          : found.flatMap((s) => toSymbolInformation(s, open.analysis, uri));
      }),
    );
  },
};

const SYMBOL_KINDS: Readonly<Record<SymbolNode['kind'], SymbolKind>> = {
  section: SymbolKind.Module,
  map: SymbolKind.Object,
  list: SymbolKind.Array,
  item: SymbolKind.Struct,
  text: SymbolKind.String,
  narrative: SymbolKind.String,
  heading: SymbolKind.Key,
  choice: SymbolKind.EnumMember,
  'yes-no': SymbolKind.Boolean,
  date: SymbolKind.Constant,
  month: SymbolKind.Constant,
  year: SymbolKind.Number,
  integer: SymbolKind.Number,
  number: SymbolKind.Number,
  phone: SymbolKind.Constant,
  email: SymbolKind.Constant,
  url: SymbolKind.Constant,
  code: SymbolKind.Constant,
  file: SymbolKind.File,
  reference: SymbolKind.Variable,
};

function toDocumentSymbol(symbol: SymbolNode, analysis: Analysis): DocumentSymbol {
  const { name, detail, kind, span, selection, children } = symbol;
  return {
    name,
    ...(detail ? { detail } : {}),
    kind: SYMBOL_KINDS[kind],
    range: rangeInDossier(span, analysis),
    selectionRange: rangeInDossier(selection, analysis),
    ...(children.length ? { children: children.map((c) => toDocumentSymbol(c, analysis)) } : {}),
  };
}

/** For an editor that has no tree. */
function toSymbolInformation(symbol: SymbolNode, analysis: Analysis, uri: string, above?: string): SymbolInformation[] {
  const { name, kind, span, children } = symbol;
  const own: SymbolInformation = {
    name,
    kind: SYMBOL_KINDS[kind],
    location: { uri, range: rangeInDossier(span, analysis) },
    ...(above === undefined ? {} : { containerName: above }),
  };
  return [own, ...children.flatMap((c) => toSymbolInformation(c, analysis, uri, name))];
}
