/** The VS Code face: starts and stops the client, registers the commands. */
import * as vscode from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';
import type { InitializationOptions } from '../../server/src/protocol.ts';
import { newDossier } from './new.ts';
import { Preview } from './preview.ts';
import { render } from './render.ts';

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const started = createClient(context);
  client = started;
  context.subscriptions.push(
    vscode.commands.registerCommand('dossier.render', (uri?: vscode.Uri) => render(started, uri, { draft: false })),
    vscode.commands.registerCommand('dossier.renderDraft', (uri?: vscode.Uri) => render(started, uri, { draft: true })),
    vscode.commands.registerCommand('dossier.new', (answers?: unknown) => newDossier(started, answers)),
    new Preview(started, context.extensionUri).register(),
    vscode.commands.registerCommand('dossier.restart', () => started.restart()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('dossier.language')) void started.restart();
    }),
  );
  await started.start();
}

export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}

function createClient(context: vscode.ExtensionContext): LanguageClient {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.cjs').fsPath;
  const serverOptions: ServerOptions = { module, transport: TransportKind.ipc };
  const clientOptions: LanguageClientOptions = {
    // A chapter may stand in a Markdown file of its own.
    documentSelector: [{ language: 'dossier' }, { scheme: 'file', language: 'markdown' }],
    outputChannelName: vscode.l10n.t('Dossier'),
    // Asked again at each start, so that a restart takes a changed setting along.
    initializationOptions: (): InitializationOptions => ({
      language: vscode.workspace.getConfiguration('dossier').get<'auto' | 'zh' | 'en'>('language', 'auto'),
    }),
  };
  return new LanguageClient('dossier', vscode.l10n.t('Dossier'), serverOptions, clientOptions);
}
