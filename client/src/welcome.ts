/** The first steps: the walkthrough, and a sample with findings to try things out on. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** The sample that has a finding of each common kind, as it is packed with the extension. */
const SAMPLE = '常见问题';

/** Opens the walkthrough of the first steps. */
export async function openWalkthrough({ extension }: vscode.ExtensionContext): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extension.id}#start`, false);
}

/**
 * Copies the sample with its evidence into `given`, or into a new temporary folder, so that each one who tries it finds
 * it as it was meant and nothing of the user's is touched; and opens the copy.
 */
export async function openSample({ extensionUri }: vscode.ExtensionContext, given: unknown): Promise<vscode.Uri> {
  const folder = given instanceof vscode.Uri ? given : vscode.Uri.file(await mkdtemp(join(tmpdir(), 'dossier-')));
  const copy = vscode.Uri.joinPath(folder, SAMPLE);
  await vscode.workspace.fs.copy(vscode.Uri.joinPath(extensionUri, 'samples', SAMPLE), copy);
  const file = vscode.Uri.joinPath(copy, `${SAMPLE}.dossier.yaml`);
  await vscode.window.showTextDocument(file, { preview: false });
  return file;
}
