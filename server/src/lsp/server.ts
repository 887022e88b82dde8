/** The life of the server: documents, folders, the disk. What it can do for an editor is in {@link FEATURES}. */
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  type FileSystemWatcher,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Locale } from '../core/model/localized-text.ts';
import { CONFIG_NAME } from '../host/file-names.ts';
import { FOCUSED, type InitializationOptions } from '../protocol.ts';
import { changedFeature } from './features/changed.ts';
import { clausesFeature } from './features/clauses.ts';
import { codeActionFeature } from './features/code-action.ts';
import { codeLensFeature } from './features/code-lens.ts';
import { compareFeature } from './features/compare.ts';
import { completionFeature } from './features/completion.ts';
import { definitionFeature } from './features/definition.ts';
import { documentHighlightFeature } from './features/document-highlight.ts';
import { documentLinkFeature } from './features/document-link.ts';
import { documentSymbolFeature } from './features/document-symbol.ts';
import { foldingRangeFeature } from './features/folding-range.ts';
import { formattingFeature } from './features/formatting.ts';
import { hoverFeature } from './features/hover.ts';
import { inlayHintFeature } from './features/inlay-hint.ts';
import { noticeFeature } from './features/notice.ts';
import { overviewFeature } from './features/overview.ts';
import { previewFeature } from './features/preview.ts';
import { recommendFeature } from './features/recommend.ts';
import { referencesFeature } from './features/references.ts';
import { renameFeature } from './features/rename.ts';
import { renderFeature } from './features/render.ts';
import { selectionRangeFeature } from './features/selection-range.ts';
import { workspaceSymbolFeature } from './features/workspace-symbol.ts';
import { CursorHistory } from './shared/cursor.ts';
import { DiagnosticsPublisher } from './shared/diagnostics-publisher.ts';
import { DiskFollower } from './shared/disk-follower.ts';
import { WorkspaceDossiers } from './shared/dossiers.ts';
import type { Feature, ServerContext } from './shared/feature.ts';
import { ServerLog } from './shared/log.ts';

/** Answers an editor on a connection, from its `initialize` on; returns at once. */
export function startServer(connection: Connection): void {
  new Server(connection).listen();
}

const FEATURES: readonly Feature[] = [
  completionFeature,
  hoverFeature,
  inlayHintFeature,
  codeActionFeature,
  formattingFeature,
  documentSymbolFeature,
  foldingRangeFeature,
  documentLinkFeature,
  definitionFeature,
  referencesFeature,
  documentHighlightFeature,
  renameFeature,
  selectionRangeFeature,
  workspaceSymbolFeature,
  codeLensFeature,
  clausesFeature,
  overviewFeature,
  changedFeature,
  noticeFeature,
  previewFeature,
  renderFeature,
  recommendFeature,
  compareFeature,
];

class Server implements ServerContext {
  readonly connection: Connection;
  private readonly documents = new TextDocuments(TextDocument);
  readonly dossiers = new WorkspaceDossiers((message) => this.connection.console.error(message));
  readonly publisher: DiagnosticsPublisher;
  readonly cursor = new CursorHistory((uri) => this.open(uri));
  private readonly disk = new DiskFollower(
    this.dossiers,
    (names) => this.filesChanged(names),
    (error) => this.connection.console.error(String(error)),
  );
  private readonly serverLog = new ServerLog(this);
  client: ClientCapabilities = {};
  options: InitializationOptions = {};
  locale: Locale = 'zh';
  private debug = false;
  private watches = false;
  private folders: readonly string[] = [];
  private followsFolders = false;

  constructor(connection: Connection) {
    this.connection = connection;
    this.publisher = new DiagnosticsPublisher(connection, this.dossiers);
    this.publisher.onPublished.push(() => {
      this.serverLog.logSettings();
      this.quietly(this.disk.remember());
    });
  }

  listen(): void {
    const { connection } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => this.initialized());
    connection.languages.diagnostics.on(async ({ textDocument }) => ({
      kind: DocumentDiagnosticReportKind.Full,
      items: await this.orElseAsync([], () => this.pull(textDocument.uri)),
    }));
    for (const feature of FEATURES) feature.listen(this);
    connection.onDidChangeWatchedFiles(({ changes }) => this.disk.take(changes));
    connection.onNotification(FOCUSED, () => this.quietly(this.disk.lookAtAll()));
    this.documents.onDidChangeContent(({ document }) => {
      this.dossiers.update(document);
      this.quietly(this.publisher.push(document));
      this.publisher.schedule(this.dossiers.dossiersNaming(document.uri));
    });
    this.documents.onDidSave(({ document }) => this.saved(document.uri));
    this.documents.onDidClose(({ document }) => {
      const names = this.dossiers.dossiersNaming(document.uri);
      this.dossiers.close(document);
      this.publisher.schedule([...names, this.dossiers.nameOf(document.uri)]);
    });
    connection.onShutdown(() => {
      this.disk.stop();
      this.publisher.stop();
    });
    this.documents.listen(connection);
    connection.listen();
  }

  private initialize(params: InitializeParams): InitializeResult {
    this.options = (params.initializationOptions ?? {}) as InitializationOptions;
    const { language, debug = false } = this.options;
    const editor = params.locale === undefined || /^zh/i.test(params.locale) ? 'zh' : 'en';
    // Written by hand in most editors, so it may be anything.
    this.locale = language === 'zh' || language === 'en' ? language : editor;
    this.client = params.capabilities;
    this.debug = debug;
    const { textDocument, workspace } = params.capabilities;
    // One that cannot be told to ask again would go on showing what another file has changed since.
    const pulls = textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true;
    this.publisher.start({ locale: this.locale, pulls });
    this.watches = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    this.followsFolders = workspace?.workspaceFolders === true;
    const { rootUri, workspaceFolders } = params;
    this.folders = workspaceFolders?.map((f) => f.uri) ?? (rootUri ? [rootUri] : []);
    const { notices } = this.options;
    if (Array.isArray(notices)) this.dossiers.setNotices(notices.map(String), this.folders);
    return {
      serverInfo: { name: 'dossier' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        ...Object.assign({}, ...FEATURES.map((feature) => feature.capabilities(this))),
        ...(this.followsFolders
          ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } }
          : {}),
        ...(pulls
          ? { diagnosticProvider: { identifier: 'dossier', interFileDependencies: true, workspaceDiagnostics: false } }
          : {}),
      },
    };
  }

  private initialized(): void {
    const { connection } = this;
    this.orElse(undefined, () => this.serverLog.start({ debug: this.debug }));
    if (this.followsFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map((f) => f.uri));
        this.setFolders([...this.folders.filter((uri) => !gone.has(uri)), ...added.map((f) => f.uri)]);
      });
    }
    this.setFolders(this.folders);
    if (this.watches)
      this.quietly(
        connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [...this.watchers()] }),
      );
  }

  /** Evidence may be any file of the workspace; settings may lie in folders above it. */
  private watchers(): readonly FileSystemWatcher[] {
    const inside = { globPattern: '**/*' };
    if (!this.client.workspace?.didChangeWatchedFiles?.relativePatternSupport) return [inside];
    const above = this.dossiers.foldersAbove().map((folder) => ({
      globPattern: { baseUri: pathToFileURL(folder).href, pattern: CONFIG_NAME },
    }));
    return [inside, ...above];
  }

  private setFolders(uris: readonly string[]): void {
    this.folders = uris;
    this.orElse(undefined, () => this.dossiers.setFolders(uris));
    this.serverLog.logWorkspace();
    this.publisher.schedule([]);
  }

  private async pull(uri: string): Promise<Diagnostic[]> {
    this.settle();
    const items = await this.publisher.pull(uri);
    // What changed without an event is told in the next answer, for which the editor is told to ask.
    this.quietly(this.disk.look(this.dossiers.dossiersNaming(uri), { isDue: true }));
    return items;
  }

  private filesChanged(names: readonly string[]): void {
    this.serverLog.logWorkspace();
    this.publisher.schedule(names);
  }

  /** An editor that does not watch the disk at least saves; and one that does may never hear of a network drive. */
  private saved(uri: string): void {
    const names = this.dossiers.dossiersNaming(uri);
    this.quietly(this.disk.look(names, { isDue: false }));
    if (this.watches) return;
    this.dossiers.store.reload();
    for (const name of names) this.dossiers.store.forget(name);
    this.quietly(this.dossiers.rescanAsync().then(() => this.publisher.schedule(names)));
  }

  settle(): void {
    this.disk.settle();
  }

  /** An editor may refuse what it is asked; that is told in the log and ends nothing. */
  private quietly(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.connection.console.error(String(error)));
  }

  document(uri: string): TextDocument | undefined {
    return this.documents.get(uri);
  }

  open(uri: string): ReturnType<ServerContext['open']> {
    const document = this.documents.get(uri);
    const analysis = document && this.dossiers.analysis(document);
    return analysis && { name: this.dossiers.nameOf(uri), document, analysis };
  }

  orElse<T>(otherwise: T, work: () => T): T {
    try {
      return work();
    } catch (error) {
      return this.failed(otherwise, error);
    }
  }

  orElseAsync<T>(otherwise: T, work: () => Promise<T>): Promise<T> {
    return work().catch((error: unknown) => this.failed(otherwise, error));
  }

  private failed<T>(otherwise: T, error: unknown): T {
    this.connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return otherwise;
  }
}
