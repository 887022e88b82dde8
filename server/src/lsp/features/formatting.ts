/** Putting a dossier, or a part of it, in order. */
import type { Range, TextEdit } from 'vscode-languageserver';
import { format } from '../../core/features/formatting/formatting.ts';
import { Lines } from '../../core/text/lines.ts';
import type { Feature, Host } from '../shared/feature.ts';
import { rangeIn } from '../shared/to-lsp.ts';

export const formatting: Feature = {
  // An editor's own width of tabs is not asked for: a dossier has two spaces a level wherever it is written.
  capabilities: () => ({ documentFormattingProvider: true, documentRangeFormattingProvider: true }),
  listen(host) {
    const { connection } = host;
    connection.onDocumentFormatting(({ textDocument }) => edits(host, textDocument.uri));
    connection.onDocumentRangeFormatting(({ textDocument, range }) => edits(host, textDocument.uri, range));
  },
};

function edits(host: Host, uri: string, range?: Range): TextEdit[] {
  return host.safely([], () => {
    const open = host.open(uri);
    if (!open) return [];
    const { document, analysis } = open;
    const span = range && { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const lines = new Lines(document.getText());
    return format(analysis, span).map((e) => ({ range: rangeIn(e.span, lines), newText: e.text }));
  });
}
