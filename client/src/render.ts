/** The commands that render the 申报书 and a city's 推荐表: progress while it runs, then the files, or why there are none and what helps. */
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
import { askFolder, helpful, request, showFailure } from './failures.ts';
import { showPrintedAsNone } from './printed-as-none.ts';

/** How to render. */
export interface RenderChoice {
  /** With gaps, where required answers are missing. */
  readonly draft: boolean;
  /** A copy for reviewers instead. */
  readonly review?: boolean;
  /** Path of the folder for the files; that of the settings where absent. */
  readonly folder?: string;
}

/** Renders a dossier, or a copy of it for review, below its folder, and says what came of it. Undefined where the dossier has no file. */
export async function render(
  client: LanguageClient,
  uri: vscode.Uri | undefined,
  choice: RenderChoice,
): Promise<RenderResult | undefined> {
  if (!isSaved(uri)) return undefined;
  const { draft, review = false } = choice;
  const folder = choice.folder ?? resolve(uri.fsPath, '..', outputFolder(uri));
  const all = vscode.workspace.getConfiguration('dossier', uri).get('render.summary', true);
  const params: RenderParams = { uri: client.code2ProtocolConverter.asUri(uri), draft, review, all, folder };
  const title = vscode.l10n.t('Rendering the application …');
  const result = await withProgress(title, request<RenderResult>(client, RENDER, params));
  // Not waited for: a message stays until somebody answers it.
  void showResult(client, uri, result, (other) => render(client, uri, { ...choice, ...other }));
  return result;
}

/** Renders the 推荐表 of the city that a dossier names, with all dossiers of that city, below the workspace's folder. Undefined where the dossier has no file. */
export async function recommend(
  client: LanguageClient,
  uri: vscode.Uri | undefined,
  choice: RenderChoice,
): Promise<RenderResult | undefined> {
  if (!isSaved(uri)) return undefined;
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? resolve(uri.fsPath, '..');
  const folder = choice.folder ?? resolve(root, outputFolder(uri));
  const params: RecommendParams = { uri: client.code2ProtocolConverter.asUri(uri), draft: choice.draft, folder };
  const title = vscode.l10n.t('Rendering the table of recommendation …');
  const result = await withProgress(title, request<RenderResult>(client, RECOMMEND, params));
  void showResult(client, uri, result, (other) => recommend(client, uri, { ...choice, ...other }));
  return result;
}

function isSaved(uri: vscode.Uri | undefined): uri is vscode.Uri {
  if (uri?.scheme === 'file' || uri?.scheme === 'vscode-remote') return true;
  void vscode.window.showWarningMessage(vscode.l10n.t('Open a saved dossier (*.dossier.yaml) first.'));
  return false;
}

function outputFolder(uri: vscode.Uri): string {
  return vscode.workspace.getConfiguration('dossier', uri).get('render.folder', 'out');
}

function withProgress<T>(title: string, work: Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => work);
}

/** Renders the same again, in another way or to another folder. */
type RenderAgain = (other: Partial<RenderChoice>) => Promise<unknown>;

async function showResult(
  client: LanguageClient,
  dossier: vscode.Uri,
  result: RenderResult,
  again: RenderAgain,
): Promise<void> {
  if (result.kind === 'done') return showDone(client, dossier, result);
  if (result.kind === 'failed') {
    const message = vscode.l10n.t('The application was not rendered. {0}', result.message);
    return showFailure(
      message,
      helpful(result, { retry: () => again({}), elsewhere: () => renderElsewhere(dossier, again) }),
    );
  }
  const asDraft = vscode.l10n.t('Render a Draft');
  const show = vscode.l10n.t('Show Problems');
  const shown = result.missing.slice(0, 5).join('；');
  const message = vscode.l10n.t('Not rendered, {0} required item(s) are missing: {1}', result.missing.length, shown);
  const answer = await vscode.window.showErrorMessage(message, show, asDraft);
  if (answer === asDraft) await again({ draft: true });
  if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

async function renderElsewhere(dossier: vscode.Uri, again: RenderAgain): Promise<void> {
  const folder = await askFolder(vscode.Uri.joinPath(dossier, '..'));
  if (folder) await again({ folder: folder.fsPath });
}

async function showDone(
  client: LanguageClient,
  dossier: vscode.Uri,
  { files, errors, none }: Extract<RenderResult, { kind: 'done' }>,
): Promise<void> {
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
  const list = vscode.l10n.t('Show Blank Fields');
  const say = errors ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const answer = await say(doneText(first.path, errors, none.length), open, reveal, ...(none.length ? [list] : []));
  const file = vscode.Uri.file(first.path);
  if (answer === open) await vscode.env.openExternal(file);
  if (answer === reveal) await vscode.commands.executeCommand('revealFileInOS', file);
  if (answer === list) await showPrintedAsNone(client, dossier, none);
}

function doneText(path: string, errors: number, none: number): string {
  return [
    vscode.l10n.t('Rendered {0}.', path),
    ...(errors ? [vscode.l10n.t('Mind that {0} error(s) still stand.', errors)] : []),
    ...(none ? [vscode.l10n.t('{0} blank field(s) are printed as 无.', none)] : []),
  ].join(vscode.env.language.startsWith('zh') ? '' : ' ');
}
