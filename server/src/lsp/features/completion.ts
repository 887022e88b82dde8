/** `textDocument/completion`: keys, values, files and whole items that may stand at the cursor. */
import {
  type ClientCapabilities,
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  type Position,
  TextEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { completion } from '../../core/features/completion/completion.ts';
import type { CompletionSuggestion } from '../../core/features/completion/suggestion.ts';
import { packCompletion } from '../../core/features/notice-pack/completion.ts';
import type { Speller } from '../../core/text/pinyin.ts';
import { filesBeside, localDay } from '../../host/dossier-files.ts';
import { OFFER } from '../../protocol.ts';
import { pathOf } from '../shared/document-names.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';
import { plainSnippet } from '../shared/plain-text.ts';
import { rangeInDocument, toMarkup } from '../shared/to-lsp.ts';

/** Answers requests for completion, with snippets and Markdown only where the editor takes them. */
export const completionFeature: Feature = {
  capabilities: () => ({
    completionProvider: { triggerCharacters: [' ', '[', '{', ','], resolveProvider: false },
  }),
  listen(server) {
    const { connection, dossiers } = server;
    let speller: Speller | undefined;
    connection.onCompletion(({ textDocument, position }) =>
      server.orElseAsync([], async () => {
        if (!server.open(textDocument.uri)) return packItems(server, textDocument.uri, position);
        // Its dictionary is large: loaded when somebody writes, not when somebody reads.
        speller ??= (await import('../../core/text/pinyin.ts')).createSpeller();
        const open = server.open(textDocument.uri);
        if (!open) return [];
        const { formKeys, packs } = dossiers.store.settings(dossiers.nameOf(textDocument.uri)).packs;
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
  },
};

const ITEM_KINDS: Readonly<Record<CompletionSuggestion['kind'], CompletionItemKind>> = {
  field: CompletionItemKind.Field,
  group: CompletionItemKind.Module,
  value: CompletionItemKind.EnumMember,
  reference: CompletionItemKind.Reference,
  file: CompletionItemKind.File,
  skeleton: CompletionItemKind.Snippet,
};

function toCompletionItem(
  suggestion: CompletionSuggestion,
  document: TextDocument,
  client: ClientCapabilities,
  commands: readonly string[] = [],
): CompletionItem {
  const { label, kind, detail, documentation, insert, span, order, filter, commit } = suggestion;
  const { completion, hover } = client.textDocument ?? {};
  const item = completion?.completionItem;
  const format = insertFormat(client);
  const text = format.isSnippet ? insert : plainSnippet(insert);
  return {
    label,
    kind: ITEM_KINDS[kind],
    ...(detail ? { detail } : {}),
    // Some editors tell of Markdown only where they tell of hovers.
    ...(documentation
      ? { documentation: toMarkup(documentation, item?.documentationFormat ?? hover?.contentFormat) }
      : {}),
    insertTextFormat: format.isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(format.namesMode ? { insertTextMode: format.mode } : {}),
    textEdit: {
      range: rangeInDocument(span, document),
      newText: format.indents ? text : text.replaceAll('\n', `\n${indentAt(span.start, document)}`),
    },
    sortText: String(order + 1).padStart(4, '0'),
    filterText: filter,
    ...(commit.length ? { commitCharacters: [...commit] } : {}),
    // Where the first tab stop is a place still empty, not one behind a value.
    ...(format.isSnippet && /[ []\$\{1\}/.test(insert) && commands.includes(OFFER)
      ? { command: { title: '', command: OFFER } }
      : {}),
  };
}

interface InsertFormat {
  readonly isSnippet: boolean;
  readonly mode: InsertTextMode;
  /** The editor knows modes: each item names its own. */
  readonly namesMode: boolean;
  /** The editor indents the lines behind the first itself. */
  readonly indents: boolean;
}

/** How this editor inserts text of several lines. One that expands snippets repeats the first line's indentation; for others it is written out. */
function insertFormat({ textDocument }: ClientCapabilities): InsertFormat {
  const { completion } = textDocument ?? {};
  const item = completion?.completionItem;
  const isSnippet = item?.snippetSupport === true;
  const mode = isSnippet ? InsertTextMode.adjustIndentation : InsertTextMode.asIs;
  const namesMode = item?.insertTextModeSupport?.valueSet.includes(mode) === true;
  const indents = isSnippet || (!namesMode && completion?.insertTextMode === InsertTextMode.adjustIndentation);
  return { isSnippet, mode, namesMode, indents };
}

/** The blanks that a line begins with, up to a place in it. */
function indentAt(offset: number, document: TextDocument): string {
  const { line } = document.positionAt(offset);
  const before = document.getText({ start: { line, character: 0 }, end: document.positionAt(offset) });
  return /^[ \t]*/.exec(before)![0];
}

/** The items in a file of a notice pack; none in any other document. */
function packItems(server: ServerContext, uri: string, position: Position): CompletionItem[] {
  const document = server.document(uri);
  const pack = server.dossiers.packDocument(uri);
  if (!document || !pack) return [];
  return packCompletion(pack, document.offsetAt(position)).map((s) => ({
    label: s.label,
    kind: s.kind === 'key' ? CompletionItemKind.Property : CompletionItemKind.EnumMember,
    sortText: `${s.isRequired ? 0 : 1}${s.label}`,
    ...(s.documentation ? { documentation: s.documentation } : {}),
    textEdit: TextEdit.replace(rangeInDocument(s.span, document), s.insert),
  }));
}
