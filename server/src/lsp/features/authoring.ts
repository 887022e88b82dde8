/** While one types: completion, hovers, inlay hints, quick fixes. */
import { completion } from '../../core/features/completion/completion.ts';
import { hover } from '../../core/features/hover/hover.ts';
import { inlayHints } from '../../core/features/structure/inlay-hints.ts';
import type { Speller } from '../../core/text/pinyin.ts';
import { filesBeside, localDay } from '../../host/dossier-files.ts';
import { documentName, pathOf } from '../shared/dossiers.ts';
import type { Feature } from '../shared/feature.ts';
import { codeActions, FIX_ALL, toCompletionItem, toHover, toInlayHint } from '../shared/to-lsp.ts';

export const authoringFeature: Feature = {
  capabilities: ({ client }) => ({
    completionProvider: { triggerCharacters: [' ', '[', '{', ','], resolveProvider: false },
    hoverProvider: true,
    inlayHintProvider: { resolveProvider: false },
    // A fix is an edit; an editor that takes nothing but commands has none.
    ...(client.textDocument?.codeAction?.codeActionLiteralSupport
      ? { codeActionProvider: { codeActionKinds: ['quickfix', 'refactor.rewrite', FIX_ALL] } }
      : {}),
  }),
  listen(server) {
    const { connection, dossiers } = server;
    let speller: Speller | undefined;
    connection.onCompletion(({ textDocument, position }) =>
      server.orElseAsync([], async () => {
        // Its dictionary is large: loaded when somebody writes, not when somebody reads.
        speller ??= (await import('../../core/text/pinyin.ts')).createSpeller();
        const open = server.open(textDocument.uri);
        if (!open) return [];
        const { formKeys, packs } = dossiers.store;
        const path = pathOf(textDocument.uri);
        const suggestions = completion(open.analysis, {
          offset: open.document.offsetAt(position),
          locale: server.locale,
          formKeys,
          packs,
          today: localDay(),
          files: () => (path === undefined ? [] : filesBeside(path)),
          spell: speller,
        });
        return suggestions.map((s) => toCompletionItem(s, open.document, server.client, server.options.commands));
      }),
    );
    connection.onHover(({ textDocument, position }) =>
      server.orElse(null, () => {
        const open = server.open(textDocument.uri);
        const found = open && hover(open.analysis, open.document.offsetAt(position), server.locale);
        return found ? toHover(found, open.document, server.client) : null;
      }),
    );
    connection.languages.inlayHint.on(({ textDocument, range }) =>
      server.orElse([], () => {
        const open = server.open(textDocument.uri);
        if (!open) return [];
        const { document, analysis } = open;
        const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
        return inlayHints(analysis, span).map((h) => toInlayHint(h, document, server.locale));
      }),
    );
    connection.onCodeAction((params) =>
      server.orElse([], () => {
        const open = server.open(params.textDocument.uri);
        const context = server.publisher.diagnosticContext(documentName(params.textDocument.uri));
        return open ? codeActions(open, params, context, { today: localDay() }) : [];
      }),
    );
  },
};
