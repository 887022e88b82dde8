/** The first steps: the walkthrough, and a sample with findings to try things out on. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { askFolder, errorText, showFailure } from './failures.ts';

/** The sample that has a finding of each common kind, as it is packed with the extension. */
const SAMPLE = '常见问题';

/** Opens the walkthrough of the first steps. */
export async function openWalkthrough({ extension }: vscode.ExtensionContext): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extension.id}#start`, false);
}

/**
 * Copies the sample with its evidence into `given`, or into a new temporary folder, so that each one who tries it finds
 * it as it was meant and nothing of the user's is touched; and opens the copy. Undefined where it could not be copied, which is told.
 */
export async function openSample(context: vscode.ExtensionContext, given: unknown): Promise<vscode.Uri | undefined> {
  const file = await copySample(context, given).catch((error: unknown) => {
    const message = vscode.l10n.t('The sample could not be copied. {0}', errorText(error));
    void showFailure(message, {
      retry: () => openSample(context, given),
      elsewhere: () => copyElsewhere(context),
    });
  });
  if (file) await vscode.window.showTextDocument(file, { preview: false });
  return file ?? undefined;
}

async function copySample({ extensionUri }: vscode.ExtensionContext, given: unknown): Promise<vscode.Uri> {
  const folder = given instanceof vscode.Uri ? given : vscode.Uri.file(await mkdtemp(join(tmpdir(), 'dossier-')));
  const copy = vscode.Uri.joinPath(folder, SAMPLE);
  await vscode.workspace.fs.copy(vscode.Uri.joinPath(extensionUri, 'samples', SAMPLE), copy);
  return vscode.Uri.joinPath(copy, `${SAMPLE}.dossier.yaml`);
}

async function copyElsewhere(context: vscode.ExtensionContext): Promise<void> {
  const folder = await askFolder();
  if (folder) await openSample(context, folder);
}
