/** The commands that show a dossier clause by clause, or under each direction, as a document that follows the dossier. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { DIRECTIONS, type DossierParams, REVIEW } from '../../server/src/protocol.ts';
import type { DossierTracker } from './dossier-tracker.ts';
import { fileName, unknownCall } from './state-texts.ts';

const SCHEME = 'dossier-review';

/** What is asked for, by the fragment of the document's URI. */
const REQUESTS = { review: REVIEW, directions: DIRECTIONS } as const;
type Kind = keyof typeof REQUESTS;

/** Keeps the shown documents in step with their dossiers. */
export function reviewDocuments(client: LanguageClient, { onDidChange }: DossierTracker): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    async provideTextDocumentContent(uri) {
      const params: DossierParams = { uri: client.code2ProtocolConverter.asUri(dossierOf(uri)) };
      const markdown = await client.sendRequest<string | null>(REQUESTS[uri.fragment as Kind], params);
      return markdown === null ? unknownCall() : keepShortCellsTogether(markdown);
    },
  };
  const listener = onDidChange((uris) => {
    const analyzed = new Set(uris.map((uri) => uri.toString()));
    for (const { uri } of vscode.workspace.textDocuments)
      if (uri.scheme === SCHEME && analyzed.has(dossierOf(uri).toString())) changed.fire(uri);
  });
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider),
    listener,
    changed,
  );
}

/** Shown as VS Code shows Markdown; as text where that is switched off. Gives the document. */
export async function showReview(
  kind: Kind,
  dossier: vscode.Uri | undefined,
): Promise<vscode.TextDocument | undefined> {
  if (!dossier) {
    void vscode.window.showWarningMessage(vscode.l10n.t('Open a dossier (*.dossier.yaml) first.'));
    return undefined;
  }
  const name = fileName(dossier).replace(/\.dossier\.ya?ml$/i, '');
  const what = kind === 'review' ? vscode.l10n.t('clause by clause') : vscode.l10n.t('directions compared');
  const path = `/${name}-${what}.md`;
  const uri = vscode.Uri.from({ scheme: SCHEME, path, query: dossier.toString(), fragment: kind });
  const document = await vscode.workspace.openTextDocument(uri);
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch {
    await vscode.window.showTextDocument(document);
  }
  return document;
}

function dossierOf({ query }: vscode.Uri): vscode.Uri {
  return vscode.Uri.parse(query, true);
}

/**
 * A browser breaks Chinese anywhere, and would set a narrow column's `不适用` as three lines: short cells of tables are
 * held together by word joiners, which nobody sees and a search passes over.
 */
function keepShortCellsTogether(markdown: string): string {
  const hold = (text: string) => [...text].join('\u2060');
  return markdown.replace(/^\|.*/gm, (row) => row.replace(SHORT_CELL, hold));
}

const SHORT_CELL = /(?<=\| (?:\*\*)?)[^|*<>\\-]{2,9}(?=(?:\*\*)? \|)/g;
