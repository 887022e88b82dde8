/** The extension for VS Code: starts and stops the language client and registers the commands. */
import * as vscode from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';
import { type InitializationOptions, NOTICE_SCHEME } from '../../server/src/protocol.ts';
import { compare } from './compare.ts';
import { type DossierTracker, trackDossiers } from './dossier-tracker.ts';
import { commandRegistrar, type RegisterCommand } from './failures.ts';
import { fixNext } from './fixes.ts';
import { newDossier } from './new.ts';
import { noticeDocuments, showNotice } from './notice.ts';
import { offerSnippets } from './offer-snippets.ts';
import { Preview } from './preview.ts';
import { Restarts, recovery } from './recovery.ts';
import { recommend, render } from './render.ts';
import { commandTarget, groupMember } from './target.ts';
import { type ExtensionApi, views } from './views.ts';
import { openSample, openWalkthrough } from './welcome.ts';

/** VS Code calls {@link deactivate} without arguments and waits for it, so the running client must be known here. */
let client: LanguageClient | undefined;

/** Called by VS Code when a dossier is opened or a command is run. The result shows tests what the views show. */
export async function activate(context: vscode.ExtensionContext): Promise<ExtensionApi> {
  const log = vscode.window.createOutputChannel(vscode.l10n.t('Dossier'), { log: true });
  const started = createClient(context, log);
  client = started;
  const tracker = trackDossiers(started);
  const restarts = new Restarts(started);
  const register = commandRegistrar(context.extension, log);
  context.subscriptions.push(
    log,
    tracker,
    ...renderCommands(register, started, tracker),
    register('dossier.compare', (on?: unknown, file?: unknown) => compare(started, commandTarget(on, tracker), file)),
    register('dossier.new', (answers?: unknown) => newDossier(started, answers)),
    register('dossier.showNotice', (wanted?: unknown) => showNotice(started, wanted)),
    noticeDocuments(started),
    new Preview(started, tracker, context.extensionUri).register(register),
    register('dossier.restart', () => restarts.restart({ isTold: true })),
    register('dossier.showLog', () => log.show()),
    ...firstSteps(register, context),
    vscode.workspace.onDidChangeConfiguration((event) => {
      const isOfServer = ['language', 'notices'].some((key) => event.affectsConfiguration(`dossier.${key}`));
      if (isOfServer) void restarts.restart({ isTold: false });
    }),
  );
  // Before it starts, so that its first word of the dossiers is heard.
  const shown = views(register, started, tracker, context);
  // The client has said why; the commands stay, so that the log can be read and a restart be tried.
  await started.start().catch(() => undefined);
  return shown;
}

/** Called by VS Code when it closes: stops the server. */
export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}

function renderCommands(
  register: RegisterCommand,
  started: LanguageClient,
  tracker: DossierTracker,
): readonly vscode.Disposable[] {
  return [
    register('dossier.render', (on?: unknown) => render(started, commandTarget(on, tracker), { draft: false })),
    register('dossier.renderDraft', (on?: unknown) => render(started, commandTarget(on, tracker), { draft: true })),
    register('dossier.recommend', (on?: unknown) => recommend(started, groupMember(on, tracker), { draft: false })),
    register('dossier.renderReview', (on?: unknown) =>
      render(started, commandTarget(on, tracker), { draft: true, review: true }),
    ),
  ];
}

function firstSteps(register: RegisterCommand, context: vscode.ExtensionContext): readonly vscode.Disposable[] {
  return [
    register('dossier.openWalkthrough', () => openWalkthrough(context)),
    register('dossier.fixNext', () => fixNext(() => openSample(context, undefined))),
    register('dossier.offer', offerSnippets),
    register('dossier.openSample', (folder?: unknown) => openSample(context, folder)),
  ];
}

function createClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): LanguageClient {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.cjs').fsPath;
  const serverOptions: ServerOptions = { module, args: ['lsp'], transport: TransportKind.ipc };
  const clientOptions: LanguageClientOptions = {
    // A chapter may stand in a Markdown file of its own; a notice is read as Markdown.
    documentSelector: [
      { language: 'dossier' },
      { scheme: 'file', language: 'markdown' },
      { scheme: NOTICE_SCHEME, language: 'markdown' },
      // Notice packs are checked while they are written.
      { scheme: 'file', pattern: '**/*.notice.yaml' },
      { scheme: 'file', pattern: '**/notices/*/{notice,form,rules,layout}.yaml' },
    ],
    outputChannel: log,
    errorHandler: recovery(() => client),
    // Asked again at each start, so that a restart takes a changed setting along.
    initializationOptions: (): InitializationOptions => ({
      showsNotices: true,
      language: vscode.workspace.getConfiguration('dossier').get<'auto' | 'zh' | 'en'>('language', 'auto'),
      notices: vscode.workspace.getConfiguration('dossier').get<string[]>('notices', []),
      commands: context.extension.packageJSON.contributes.commands.map((c: { command: string }) => c.command),
      follows: true,
      // The channel has levels of its own, and shows these lines to those who ask for them.
      debug: true,
    }),
  };
  const client: LanguageClient = new LanguageClient('dossier', vscode.l10n.t('Dossier'), serverOptions, clientOptions);
  return client;
}
