/** The command that makes a new dossier, by questions: which notice, which direction, which file. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { NOTICES, type NoticeSummary, SKELETON, type SkeletonParams } from '../../server/src/protocol.ts';

/** Answers given beforehand, by a keybinding or a test. */
interface Answers {
  readonly file: vscode.Uri;
  readonly notice: string;
  readonly direction?: string;
}

export async function newDossier(client: LanguageClient, given?: unknown): Promise<vscode.Uri | undefined> {
  const answers = isAnswers(given) ? given : await ask(client, given instanceof vscode.Uri ? given : undefined);
  if (!answers) return undefined;
  const { file, notice, direction } = answers;
  if (await exists(file)) {
    void vscode.window.showErrorMessage(vscode.l10n.t('{0} is there already and is left as it is.', file.fsPath));
    return undefined;
  }
  const params: SkeletonParams = { notice, direction };
  const text = await client.sendRequest<string | null>(SKELETON, params);
  if (text === null) return undefined;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
  return file;
}

async function ask(client: LanguageClient, folder: vscode.Uri | undefined): Promise<Answers | undefined> {
  const notices = await client.sendRequest<readonly NoticeSummary[]>(NOTICES);
  const notice = await vscode.window.showQuickPick(
    notices.map((n) => ({ label: n.title, description: n.id, detail: n.detail, notice: n })),
    { title: vscode.l10n.t('New dossier (1/3): which call?') },
  );
  if (!notice) return undefined;
  const direction = await vscode.window.showQuickPick(
    notice.notice.directions.map((d) => ({ label: d.id, detail: d.detail })),
    { title: vscode.l10n.t('New dossier (2/3): which direction?') },
  );
  if (!direction) return undefined;
  const base = folder ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('New dossier (3/3): where?'),
    filters: { [vscode.l10n.t('Dossier')]: ['dossier.yaml'] },
    ...(base ? { defaultUri: vscode.Uri.joinPath(base, vscode.l10n.t('new.dossier.yaml')) } : {}),
  });
  return file && { file, notice: notice.notice.id, direction: direction.label };
}

function isAnswers(given: unknown): given is Answers {
  return typeof given === 'object' && given !== null && 'notice' in given && 'file' in given;
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
