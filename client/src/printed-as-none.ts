/** The fields that were left blank and are printed as 无, as a list that leads to each. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { LOCATE, type LocateParams, type LocateResult } from '../../server/src/protocol.ts';
import { toEditorLocation } from './rows.ts';

/** Shows the fields, by their paths; the one that is chosen is shown in the dossier, or where it would stand. */
export async function showPrintedAsNone(
  client: LanguageClient,
  dossier: vscode.Uri,
  paths: readonly string[],
): Promise<void> {
  const title = vscode.l10n.t('Left blank and printed as 无');
  const placeHolder = vscode.l10n.t('Choose a field to fill it in. Leave it blank if there is nothing to say.');
  const path = await vscode.window.showQuickPick(paths, { title, placeHolder });
  if (path === undefined) return;
  // The server locates fields of open dossiers only.
  await vscode.workspace.openTextDocument(dossier);
  const params: LocateParams = { uri: client.code2ProtocolConverter.asUri(dossier), path };
  const found = await client.sendRequest<LocateResult | null>(LOCATE, params);
  if (!found) return;
  const { uri, range } = toEditorLocation(found);
  await vscode.window.showTextDocument(uri, { selection: range, preview: false });
}
