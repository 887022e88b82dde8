/** The VS Code face: starts and stops the client, registers the commands. */
import * as vscode from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';
import type { InitializationOptions } from '../../server/src/protocol.ts';
import { fixNext } from './fixes.ts';
import { newDossier } from './new.ts';
import { recovery, restart } from './recovery.ts';
import { render } from './render.ts';
import { openSample, openWalkthrough } from './welcome.ts';

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel(vscode.l10n.t('Dossier'), { log: true });
  const started = createClient(context, log);
  client = started;
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand('dossier.render', (uri?: vscode.Uri) => render(started, uri, { draft: false })),
    vscode.commands.registerCommand('dossier.renderDraft', (uri?: vscode.Uri) => render(started, uri, { draft: true })),
    vscode.commands.registerCommand('dossier.new', (answers?: unknown) => newDossier(started, answers)),
    vscode.commands.registerCommand('dossier.restart', () => restart(started, { tell: true })),
    vscode.commands.registerCommand('dossier.showLog', () => log.show()),
    vscode.commands.registerCommand('dossier.openWalkthrough', () => openWalkthrough(context)),
    vscode.commands.registerCommand('dossier.fixNext', () => fixNext(() => openSample(context, undefined))),
    vscode.commands.registerCommand('dossier.openSample', (folder?: unknown) => openSample(context, folder)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('dossier.language')) void restart(started, { tell: false });
    }),
  );
  // The client has said why; the commands stay, so that the log can be read and a restart be tried.
  await started.start().catch(() => undefined);
}

export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}

function createClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): LanguageClient {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.cjs').fsPath;
  const serverOptions: ServerOptions = { module, transport: TransportKind.ipc };
  const clientOptions: LanguageClientOptions = {
    // A chapter may stand in a Markdown file of its own.
    documentSelector: [{ language: 'dossier' }, { scheme: 'file', language: 'markdown' }],
    outputChannel: log,
    errorHandler: recovery(() => client),
    // Asked again at each start, so that a restart takes a changed setting along.
    initializationOptions: (): InitializationOptions => ({
      language: vscode.workspace.getConfiguration('dossier').get<'auto' | 'zh' | 'en'>('language', 'auto'),
      // The channel has levels of its own, and shows these lines to those who ask for them.
      debug: true,
    }),
  };
  const client: LanguageClient = new LanguageClient('dossier', vscode.l10n.t('Dossier'), serverOptions, clientOptions);
  return client;
}
