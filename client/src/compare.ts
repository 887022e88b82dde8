/** The command that shows what somebody changed in the Word file, each change an edit for the author to accept or leave. */
import { basename, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { COMPARE, type CompareParams, type CompareResult } from '../../server/src/protocol.ts';
import { helpful, request, showFailure } from './failures.ts';

/** Compares a Word file, asked for where `file` is no path, with a dossier and shows the changes. Undefined where no file was chosen. */
export async function compare(
  client: LanguageClient,
  dossier: vscode.Uri | undefined,
  file?: unknown,
): Promise<CompareResult | undefined> {
  if (dossier?.scheme !== 'file' && dossier?.scheme !== 'vscode-remote') {
    void vscode.window.showWarningMessage(vscode.l10n.t('Open a saved dossier (*.dossier.yaml) first.'));
    return undefined;
  }
  const path = typeof file === 'string' ? file : await pick(dossier);
  if (path === undefined) return undefined;
  const params: CompareParams = { uri: client.code2ProtocolConverter.asUri(dossier), file: path };
  const title = vscode.l10n.t('Comparing with {0} …', basename(path));
  const result = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
    request<CompareResult>(client, COMPARE, params),
  );
  // Not waited for: a message stays until somebody answers it.
  void show(result, client, path, (other) => compare(client, dossier, other));
  return result;
}

interface FileChoice extends vscode.QuickPickItem {
  readonly path?: string;
}

/** Lets the user choose among the Word files in the output folder and beside the dossier, the newest first, or another file. */
async function pick(dossier: vscode.Uri): Promise<string | undefined> {
  const folder = vscode.workspace.getConfiguration('dossier', dossier).get('render.folder', 'out');
  const folders = [resolve(dossier.fsPath, '..', folder), resolve(dossier.fsPath, '..')];
  const found = (await Promise.all([...new Set(folders)].map(wordFiles))).flat().sort((a, b) => b.time - a.time);
  const other: FileChoice = { label: vscode.l10n.t('Another File…'), alwaysShow: true };
  if (found.length) {
    const choices = found.map(({ path, time }): FileChoice => {
      const label = basename(path);
      return { label, description: new Date(time).toLocaleString(vscode.env.language), detail: path, path };
    });
    const placeHolder = vscode.l10n.t('The Word file that came back');
    const chosen = await vscode.window.showQuickPick([...choices, other], { placeHolder });
    if (chosen?.path !== undefined || !chosen) return chosen?.path;
  }
  const opened = await vscode.window.showOpenDialog({
    defaultUri: vscode.Uri.file(found[0]?.path ?? resolve(dossier.fsPath, '..')),
    filters: { Word: ['docx'] },
    title: vscode.l10n.t('The Word file that came back'),
  });
  return opened?.[0]?.fsPath;
}

async function wordFiles(folder: string): Promise<readonly { path: string; time: number }[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.file(folder));
    // Word keeps a file of its own beside one that is open.
    const names = entries.flatMap(([name, type]) =>
      type === vscode.FileType.File && /^(?!~\$).*\.docx$/i.test(name) ? [name] : [],
    );
    return await Promise.all(
      names.map(async (name) => {
        const path = resolve(folder, name);
        return { path, time: (await vscode.workspace.fs.stat(vscode.Uri.file(path))).mtime };
      }),
    );
  } catch {
    return [];
  }
}

/** Shows what came of comparing the file at `path`; `again` compares the same or, for undefined, a file that it asks for. */
async function show(
  result: CompareResult,
  client: LanguageClient,
  path: string,
  again: (path: string | undefined) => Promise<unknown>,
): Promise<void> {
  if (result.kind === 'failed') {
    const message = vscode.l10n.t('{0} was not compared. {1}', basename(path), result.message);
    const remedies = helpful(result, { retry: () => again(path) });
    return showFailure(message, { ...remedies, another: () => again(undefined) });
  }
  const { changes, others, report } = result;
  if (!changes.length && !others) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Nothing was changed in {0} that the dossier does not say.', basename(path)),
    );
    return;
  }
  if (others) void reportOthers(others, report);
  if (changes.length) await vscode.workspace.applyEdit(editOf(changes, client));
}

/** Each change waits in the refactor preview until the author ticks it. */
function editOf(
  changes: Extract<CompareResult, { kind: 'done' }>['changes'],
  client: LanguageClient,
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { path, old, text, edits } of changes) {
    const metadata = { needsConfirmation: true, label: path, description: `${old} → ${text}` };
    for (const { uri, range, text: words } of edits) {
      const { start, end } = range;
      const place = new vscode.Range(start.line, start.character, end.line, end.character);
      edit.replace(client.protocol2CodeConverter.asUri(uri), place, words, metadata);
    }
  }
  return edit;
}

async function reportOthers(count: number, report: string): Promise<void> {
  const open = vscode.l10n.t('Show All Changes');
  const message = vscode.l10n.t('{0} change(s) in Word cannot be taken over by machine; look at them yourself.', count);
  if ((await vscode.window.showWarningMessage(message, open)) !== open) return;
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: report });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}
