/** Handlers: look up, ask the engine, convert. Each answers with nothing rather than fail. */
import { dirname, join } from 'node:path';
import {
  type Connection,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  FileChangeType,
  type FileEvent,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { complete } from '../core/complete.ts';
import { describe } from '../core/describe.ts';
import type { Locale } from '../core/finding.ts';
import { newDossier } from '../core/skeleton.ts';
import { FAULTS } from '../faults.ts';
import * as protocol from '../protocol.ts';
import { saveFiles } from '../save.ts';
import { readBeside } from '../world.ts';
import { codeActions, completionItem, hover } from './convert.ts';
import { Dossiers, nameOf, pathOf } from './dossiers.ts';
import { Publisher } from './publisher.ts';

export function startServer(connection: Connection): void {
  new Server(connection).listen();
}

const SAVE_FIRST = { zh: '请先把申报书保存为文件，再生成', en: 'Save the dossier to a file first' };

class Server {
  private readonly connection: Connection;
  private readonly documents = new TextDocuments(TextDocument);
  private readonly dossiers = new Dossiers((message) => this.connection.console.error(message));
  private readonly publisher: Publisher;
  private locale: Locale = 'zh';
  private watches = false;
  private folders: readonly string[] = [];
  private followsFolders = false;

  constructor(connection: Connection) {
    this.connection = connection;
    this.publisher = new Publisher(connection, this.dossiers);
  }

  listen(): void {
    const { connection } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => this.initialized());
    connection.languages.diagnostics.on(async ({ textDocument }) => ({
      kind: DocumentDiagnosticReportKind.Full,
      items: await this.publisher.pull(textDocument.uri).catch((error: unknown) => this.failed([], error)),
    }));
    connection.onCompletion(({ textDocument, position }) =>
      this.safely([], () => this.completion(textDocument.uri, position)),
    );
    connection.onHover(({ textDocument, position }) => this.safely(null, () => this.hover(textDocument.uri, position)));
    connection.onCodeAction(({ textDocument, range }) =>
      this.safely([], () => {
        const document = this.documents.get(textDocument.uri);
        const analysis = document && this.dossiers.analysis(document);
        return analysis ? codeActions(document, analysis, range, this.publisher.telling(nameOf(document.uri))) : [];
      }),
    );
    connection.onDidChangeWatchedFiles(({ changes }) => this.safely(undefined, () => this.diskChanged(changes)));
    connection.onRequest<protocol.RenderResult, void>(protocol.RENDER, (params: protocol.RenderParams) =>
      this.render(params),
    );
    connection.onRequest(protocol.NOTICES, () => this.notices());
    connection.onRequest(protocol.SKELETON, ({ notice, direction }: protocol.SkeletonParams) => {
      const pack = this.dossiers.desk.packs.get(notice);
      return pack ? newDossier(pack, direction) : null;
    });
    this.documents.onDidChangeContent(({ document }) => {
      this.dossiers.take(document);
      this.quietly(this.publisher.push(document));
      this.publisher.touch(this.dossiers.namedBy(document.uri));
    });
    this.documents.onDidSave(({ document }) => this.saved(document.uri));
    this.documents.onDidClose(({ document }) => {
      const names = this.dossiers.namedBy(document.uri);
      this.dossiers.close(document);
      this.publisher.touch([...names, nameOf(document.uri)]);
    });
    connection.onShutdown(() => this.publisher.stop());
    this.documents.listen(connection);
    connection.listen();
  }

  private initialize(params: InitializeParams): InitializeResult {
    const { language = 'auto' } = (params.initializationOptions ?? {}) as protocol.InitializationOptions;
    const editor = params.locale === undefined || /^zh/i.test(params.locale) ? 'zh' : 'en';
    this.locale = language === 'auto' ? editor : language;
    const { textDocument, workspace } = params.capabilities;
    const pulls = textDocument?.diagnostic !== undefined;
    this.publisher.start({ locale: this.locale, pulls, refreshes: workspace?.diagnostics?.refreshSupport === true });
    this.watches = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    this.followsFolders = workspace?.workspaceFolders === true;
    const { rootUri, workspaceFolders } = params;
    this.folders = workspaceFolders?.map((f) => f.uri) ?? (rootUri ? [rootUri] : []);
    return {
      serverInfo: { name: 'dossier' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        completionProvider: { triggerCharacters: [' ', '[', '{', ','], resolveProvider: false },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: ['quickfix'] },
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
    if (this.followsFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map((f) => f.uri));
        this.setFolders([...this.folders.filter((uri) => !gone.has(uri)), ...added.map((f) => f.uri)]);
      });
    }
    this.setFolders(this.folders);
    // Evidence may be any file.
    const watchers = [{ globPattern: '**/*' }];
    if (this.watches) this.quietly(connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
  }

  private setFolders(uris: readonly string[]): void {
    this.folders = uris;
    this.safely(undefined, () => this.dossiers.setFolders(uris));
    this.publisher.touch([]);
  }

  private diskChanged(changes: readonly FileEvent[]): void {
    const names = changes.flatMap(({ uri }) => this.dossiers.diskChanged(uri));
    // A folder that comes or goes is told as one file.
    if (changes.some((c) => c.type !== FileChangeType.Changed)) this.dossiers.rescan();
    this.publisher.touch(names);
  }

  /** An editor that does not watch the disk at least saves. */
  private saved(uri: string): void {
    if (this.watches) return;
    this.dossiers.desk.reload();
    for (const name of this.dossiers.namedBy(uri)) this.dossiers.desk.forget(name);
    this.dossiers.rescan();
    this.publisher.touch(this.dossiers.namedBy(uri));
  }

  private completion(uri: string, position: { line: number; character: number }) {
    const document = this.documents.get(uri);
    if (!document) return [];
    const analysis = this.dossiers.analysis(document);
    if (!analysis) return [];
    const { words, packs } = this.dossiers.desk;
    const offset = document.offsetAt(position);
    return complete(analysis, { offset, locale: this.locale, words, packs }).map((s) => completionItem(s, document));
  }

  private hover(uri: string, position: { line: number; character: number }) {
    const document = this.documents.get(uri);
    if (!document) return null;
    const analysis = this.dossiers.analysis(document);
    const found = analysis && describe(analysis, document.offsetAt(position), this.locale);
    return found ? hover(found, document) : null;
  }

  private async render({ uri, draft, all, folder }: protocol.RenderParams): Promise<protocol.RenderResult> {
    try {
      // Loaded when it is first wanted: an editor that only checks has no use for the Word library.
      const { gapText, render } = await import('../render/render.ts');
      const file = pathOf(uri);
      if (file === undefined) return { kind: 'failed', message: SAVE_FIRST[this.locale] };
      const analysis = await this.dossiers.at(uri);
      if (typeof analysis === 'string') return { kind: 'failed', message: `${FAULTS[analysis][this.locale]}: ${file}` };
      if (!analysis.pack) return { kind: 'failed', message: analysis.findings[0]?.message[this.locale] ?? file };
      const result = await render(
        { ...analysis, pack: analysis.pack },
        { draft, all, file: (path) => readBeside(file, path) },
      );
      if ('missing' in result) return { kind: 'missing', missing: result.missing.map((g) => gapText(g)[this.locale]) };
      const files = saveFiles(folder ?? join(dirname(file), 'out'), result.files);
      return { kind: 'done', files, errors: analysis.findings.filter((f) => f.severity === 'error').length };
    } catch (error) {
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }

  private notices(): readonly protocol.NoticeSummary[] {
    return [...this.dossiers.desk.packs.values()].map(({ notice: n }) => ({
      id: n.id,
      title: n.title[this.locale],
      detail: `${n.issuer[this.locale]} · ${n.opens} – ${n.closes}`,
      directions: n.directions.map((d) => ({ id: d.id, detail: d.title[this.locale] })),
    }));
  }

  /** An editor may refuse what it is asked; that is told in the log and ends nothing. */
  private quietly(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.connection.console.error(String(error)));
  }

  /** A fault is told in the log, and the editor gets the empty answer: the server never goes quiet. */
  private safely<T>(otherwise: T, work: () => T): T {
    try {
      return work();
    } catch (error) {
      return this.failed(otherwise, error);
    }
  }

  private failed<T>(otherwise: T, error: unknown): T {
    this.connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return otherwise;
  }
}
