/** The notice as a read-only document, whose text comes from the server. */
import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import {
  NOTICE,
  NOTICE_SCHEME,
  NOTICES,
  type NoticeParams,
  type NoticeSummary,
  type NoticeText,
} from '../../server/src/protocol.ts';

/** Shows documents of the notices' scheme; to be disposed of with the extension. */
export function noticeDocuments(client: LanguageClient): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: async ({ path }) => {
      const [, notice = ''] = path.split('/');
      return (await ask(client, { notice }))?.text ?? '';
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(NOTICE_SCHEME, provider),
    // A server that was started again may speak another language.
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) return;
      for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === NOTICE_SCHEME) changed.fire(uri);
    }),
  );
}

/** Opens the notice of the dossier at hand, or one that is asked for; at a clause if one is given. */
export async function showNotice(client: LanguageClient, given?: unknown): Promise<vscode.TextEditor | undefined> {
  const wanted = isWanted(given) ? given : undefined;
  const found = wanted ? await ask(client, { notice: wanted.notice }) : await noticeAtHand(client);
  if (!found) return undefined;
  const line = found.clauses.find((c) => c.id === wanted?.clause)?.line;
  const at = line === undefined ? undefined : new vscode.Range(line, 0, line, 0);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(found.uri));
  return vscode.window.showTextDocument(document, at ? { selection: at } : {});
}

/** Which notice, and which clause of it, given by another command or a keybinding. */
interface Wanted {
  readonly notice: string;
  readonly clause?: string;
}

function isWanted(given: unknown): given is Wanted {
  return typeof given === 'object' && given !== null && 'notice' in given && typeof given.notice === 'string';
}

async function noticeAtHand(client: LanguageClient): Promise<NoticeText | null> {
  const document = vscode.window.activeTextEditor?.document;
  const own =
    document?.languageId === 'dossier'
      ? await ask(client, { dossier: client.code2ProtocolConverter.asUri(document.uri) })
      : null;
  if (own) return own;
  const notices = await client.sendRequest<readonly NoticeSummary[]>(NOTICES);
  const items = notices.map((n) => ({ label: n.title, description: n.id, detail: n.detail, notice: n.id }));
  const [only, ...others] = items;
  const chosen = others.length
    ? await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which notice do you want to read?') })
    : only;
  return chosen ? ask(client, { notice: chosen.notice }) : null;
}

function ask(client: LanguageClient, params: NoticeParams): Promise<NoticeText | null> {
  return client.sendRequest<NoticeText | null>(NOTICE, params);
}
