/** While one types: completion, hovers, inlay hints, quick fixes. */
import { complete } from '../../core/features/completion/completion.ts';
import { describe } from '../../core/features/hover/hover.ts';
import { hints } from '../../core/features/structure/inlay-hints.ts';
import { filesBeside, localDay } from '../../host/dossier-files.ts';
import { nameOf, pathOf } from '../shared/dossiers.ts';
import type { Feature } from '../shared/feature.ts';
import { codeActions, completionItem, FIX_ALL, hover, inlayHint } from '../shared/to-lsp.ts';

export const writing: Feature = {
  capabilities: ({ client }) => ({
    completionProvider: { triggerCharacters: [' ', '[', '{', ','], resolveProvider: false },
    hoverProvider: true,
    inlayHintProvider: { resolveProvider: false },
    // A fix is an edit; an editor that takes nothing but commands has none.
    ...(client.textDocument?.codeAction?.codeActionLiteralSupport
      ? { codeActionProvider: { codeActionKinds: ['quickfix', 'refactor.rewrite', FIX_ALL] } }
      : {}),
  }),
  listen(host) {
    const { connection, dossiers } = host;
    connection.onCompletion(({ textDocument, position }) =>
      host.eventually([], async () => {
        // Its dictionary is large: loaded when somebody writes, not when somebody reads.
        const { spell } = await import('../../core/text/pinyin.ts');
        const open = host.open(textDocument.uri);
        if (!open) return [];
        const { words, packs } = dossiers.desk;
        const path = pathOf(textDocument.uri);
        const suggestions = complete(open.analysis, {
          offset: open.document.offsetAt(position),
          locale: host.locale,
          words,
          packs,
          today: localDay(),
          files: () => (path === undefined ? [] : filesBeside(path)),
          spell,
        });
        return suggestions.map((s) => completionItem(s, open.document, host.client, host.options.commands));
      }),
    );
    connection.onHover(({ textDocument, position }) =>
      host.safely(null, () => {
        const open = host.open(textDocument.uri);
        const found = open && describe(open.analysis, open.document.offsetAt(position), host.locale);
        return found ? hover(found, open.document, host.client) : null;
      }),
    );
    connection.languages.inlayHint.on(({ textDocument, range }) =>
      host.safely([], () => {
        const open = host.open(textDocument.uri);
        if (!open) return [];
        const { document, analysis } = open;
        const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
        return hints(analysis, span).map((h) => inlayHint(h, document, host.locale));
      }),
    );
    connection.onCodeAction((params) =>
      host.safely([], () => {
        const open = host.open(params.textDocument.uri);
        const telling = host.publisher.telling(nameOf(params.textDocument.uri));
        return open ? codeActions(open, params, telling, { today: localDay() }) : [];
      }),
    );
  },
};
