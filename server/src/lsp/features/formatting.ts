/** `textDocument/formatting` and `textDocument/rangeFormatting`: fields in the order of the form, with its indentation. */
import type { Range, TextEdit } from 'vscode-languageserver';
import { formatting } from '../../core/features/formatting/formatting.ts';
import { LineIndex } from '../../core/text/lines.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';
import { toRange } from '../shared/to-lsp.ts';

/** Answers both requests. */
export const formattingFeature: Feature = {
  // An editor's own width of tabs is not asked for: a dossier has two spaces a level wherever it is written.
  capabilities: () => ({ documentFormattingProvider: true, documentRangeFormattingProvider: true }),
  listen(server) {
    const { connection } = server;
    connection.onDocumentFormatting(({ textDocument }) => formattingEdits(server, textDocument.uri));
    connection.onDocumentRangeFormatting(({ textDocument, range }) => formattingEdits(server, textDocument.uri, range));
  },
};

function formattingEdits(server: ServerContext, uri: string, range?: Range): TextEdit[] {
  return server.orElse([], () => {
    const open = server.open(uri);
    if (!open) return [];
    const { document, analysis } = open;
    const span = range && { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const lines = new LineIndex(document.getText());
    return formatting(analysis, span).map((e) => ({ range: toRange(e.span, lines), newText: e.text }));
  });
}
