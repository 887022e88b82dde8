/** The commands that render the 申报书 and a city's 推荐表: progress while it runs, then the files or what is missing for them. */
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  RECOMMEND,
  RENDER,
  type RecommendParams,
  type RenderParams,
  type RenderResult,
} from '../../server/src/protocol.ts';

/**
 * Renders a dossier, or a copy of it for review, below its folder, and says what came of it. Undefined where the dossier has no file. With
 * `draft` gaps are allowed.
 */
export async function render(
  client: LanguageClient,
  uri: vscode.Uri | undefined,
  { draft, review = false }: { draft: boolean; review?: boolean },
): Promise<RenderResult | undefined> {
  if (uri?.scheme !== 'file' && uri?.scheme !== 'vscode-remote') {
    void vscode.window.showWarningMessage(vscode.l10n.t('Open a saved dossier (*.dossier.yaml) first.'));
    return undefined;
  }
  const settings = vscode.workspace.getConfiguration('dossier', uri);
  const folder = resolve(uri.fsPath, '..', settings.get('render.folder', 'out'));
  const all = settings.get('render.summary', true);
  const params: RenderParams = { uri: client.code2ProtocolConverter.asUri(uri), draft, review, all, folder };
  const title = vscode.l10n.t('Rendering the application …');
  const result = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
    client.sendRequest<RenderResult>(RENDER, params),
  );
  // Not waited for: a message stays until somebody answers it.
  void showResult(result, () => render(client, uri, { draft: true }));
  return result;
}

/** Renders the 推荐表 of the city that a dossier names, with all dossiers of that city, below the workspace's folder. Undefined where the dossier has no file. */
export async function recommend(
  client: LanguageClient,
  uri: vscode.Uri | undefined,
  { draft }: { draft: boolean },
): Promise<RenderResult | undefined> {
  if (uri?.scheme !== 'file' && uri?.scheme !== 'vscode-remote') {
    void vscode.window.showWarningMessage(vscode.l10n.t('Open a saved dossier (*.dossier.yaml) first.'));
    return undefined;
  }
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? resolve(uri.fsPath, '..');
  const folder = resolve(root, vscode.workspace.getConfiguration('dossier', uri).get('render.folder', 'out'));
  const params: RecommendParams = { uri: client.code2ProtocolConverter.asUri(uri), draft, folder };
  const title = vscode.l10n.t('Rendering the table of recommendation …');
  const result = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
    client.sendRequest<RenderResult>(RECOMMEND, params),
  );
  void showResult(result, () => recommend(client, uri, { draft: true }));
  return result;
}

async function showResult(result: RenderResult, asDraftAgain: () => Promise<unknown>): Promise<void> {
  if (result.kind === 'done') return showDone(result);
  if (result.kind === 'failed') {
    void vscode.window.showErrorMessage(vscode.l10n.t('The application could not be rendered: {0}', result.message));
    return;
  }
  const asDraft = vscode.l10n.t('Render a Draft');
  const show = vscode.l10n.t('Show Problems');
  const shown = result.missing.slice(0, 5).join('；');
  const message = vscode.l10n.t('Not rendered, {0} required item(s) are missing: {1}', result.missing.length, shown);
  const answer = await vscode.window.showErrorMessage(message, show, asDraft);
  if (answer === asDraft) await asDraftAgain();
  if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

async function showDone({ files, errors }: Extract<RenderResult, { kind: 'done' }>): Promise<void> {
  const [first] = files;
  if (!first) return;
  for (const { kept, path } of files) {
    if (kept)
      void vscode.window.showWarningMessage(
        vscode.l10n.t('{0} was changed since it was rendered and is left alone; the new file is {1}', kept, path),
      );
  }
  const open = vscode.l10n.t('Open');
  const reveal = vscode.l10n.t('Show in Folder');
  const message = errors
    ? vscode.l10n.t('Rendered {0}. Mind that {1} error(s) still stand.', first.path, errors)
    : vscode.l10n.t('Rendered {0}', first.path);
  const say = errors ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const answer = await say(message, open, reveal);
  const file = vscode.Uri.file(first.path);
  if (answer === open) await vscode.env.openExternal(file);
  if (answer === reveal) await vscode.commands.executeCommand('revealFileInOS', file);
}
