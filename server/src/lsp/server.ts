/** Handlers: look up, ask the engine, convert. Each answers with nothing rather than fail. */
import { dirname, join } from 'node:path';
import {
  type Connection,
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
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
import { CONFIG_NAME, readBeside } from '../world.ts';
import { codeActions, completionItem, diagnostic, hover, type Telling } from './convert.ts';
import { Dossiers, pathOf } from './dossiers.ts';

export function startServer(connection: Connection): void {
  new Server(connection).listen();
}

const SAVE_FIRST = { zh: '请先把申报书保存为文件，再生成', en: 'Save the dossier to a file first' };

class Server {
  private readonly connection: Connection;
  private readonly documents = new TextDocuments(TextDocument);
  private readonly dossiers = new Dossiers((message) => this.connection.console.error(message));
  private locale: Locale = 'zh';
  private pulls = false;
  private refreshes = false;
  private watches = false;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  listen(): void {
    const { connection } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => this.initialized());
    connection.languages.diagnostics.on(({ textDocument }) => ({
      kind: DocumentDiagnosticReportKind.Full,
      items: this.safely([], () => this.diagnostics(textDocument.uri)),
    }));
    connection.onCompletion(({ textDocument, position }) =>
      this.safely([], () => this.completion(textDocument.uri, position)),
    );
    connection.onHover(({ textDocument, position }) => this.safely(null, () => this.hover(textDocument.uri, position)));
    connection.onCodeAction(({ textDocument, range }) =>
      this.safely([], () => {
        const document = this.documents.get(textDocument.uri);
        return document ? codeActions(document, this.dossiers.analysis(document), range, this.telling()) : [];
      }),
    );
    connection.onDidChangeWatchedFiles(() => this.settingsChanged());
    connection.onRequest<protocol.RenderResult, void>(protocol.RENDER, (params: protocol.RenderParams) =>
      this.render(params),
    );
    connection.onRequest(protocol.NOTICES, () => this.notices());
    connection.onRequest(protocol.SKELETON, ({ notice, direction }: protocol.SkeletonParams) => {
      const pack = this.dossiers.packs.get(notice);
      return pack ? newDossier(pack, direction) : null;
    });
    this.documents.onDidChangeContent(({ document }) => this.push(document));
    this.documents.onDidClose(({ document }) => {
      this.dossiers.forget(document.uri);
      if (!this.pulls) this.quietly(connection.sendDiagnostics({ uri: document.uri, diagnostics: [] }));
    });
    this.documents.listen(connection);
    connection.listen();
  }

  private initialize(params: InitializeParams): InitializeResult {
    const { language = 'auto' } = (params.initializationOptions ?? {}) as protocol.InitializationOptions;
    const editor = params.locale === undefined || /^zh/i.test(params.locale) ? 'zh' : 'en';
    this.locale = language === 'auto' ? editor : language;
    const { textDocument, workspace } = params.capabilities;
    this.pulls = textDocument?.diagnostic !== undefined;
    this.refreshes = workspace?.diagnostics?.refreshSupport === true;
    this.watches = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    return {
      serverInfo: { name: 'dossier' },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        completionProvider: { triggerCharacters: [' ', '[', '{', ','], resolveProvider: false },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: ['quickfix'] },
        ...(this.pulls
          ? { diagnosticProvider: { identifier: 'dossier', interFileDependencies: false, workspaceDiagnostics: false } }
          : {}),
      },
    };
  }

  private initialized(): void {
    if (!this.watches) return;
    const watchers = [{ globPattern: `**/${CONFIG_NAME}` }];
    this.quietly(this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
  }

  private settingsChanged(): void {
    this.dossiers.reload();
    if (this.pulls && this.refreshes) this.quietly(Promise.resolve(this.connection.languages.diagnostics.refresh()));
    else for (const document of this.documents.all()) this.push(document);
  }

  private push(document: TextDocument): void {
    if (this.pulls) return;
    const diagnostics = this.safely([], () => this.diagnostics(document.uri));
    this.quietly(this.connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics }));
  }

  private diagnostics(uri: string): Diagnostic[] {
    const document = this.documents.get(uri);
    if (!document) return [];
    const telling = this.telling();
    return this.dossiers.analysis(document).findings.map((f) => diagnostic(f, document, telling));
  }

  private completion(uri: string, position: { line: number; character: number }) {
    const document = this.documents.get(uri);
    if (!document) return [];
    const analysis = this.dossiers.analysis(document);
    const { words, packs } = this.dossiers;
    const offset = document.offsetAt(position);
    return complete(analysis, { offset, locale: this.locale, words, packs }).map((s) => completionItem(s, document));
  }

  private hover(uri: string, position: { line: number; character: number }) {
    const document = this.documents.get(uri);
    if (!document) return null;
    const found = describe(this.dossiers.analysis(document), document.offsetAt(position), this.locale);
    return found ? hover(found, document) : null;
  }

  private async render({ uri, draft, all, folder }: protocol.RenderParams): Promise<protocol.RenderResult> {
    try {
      // Loaded when it is first wanted: an editor that only checks has no use for the Word library.
      const { gapText, render } = await import('../render/render.ts');
      const file = pathOf(uri);
      if (file === undefined) return { kind: 'failed', message: SAVE_FIRST[this.locale] };
      const analysis = this.dossiers.at(uri, this.documents.get(uri));
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
    return [...this.dossiers.packs.values()].map(({ notice: n }) => ({
      id: n.id,
      title: n.title[this.locale],
      detail: `${n.issuer[this.locale]} · ${n.opens} – ${n.closes}`,
      directions: n.directions.map((d) => ({ id: d.id, detail: d.title[this.locale] })),
    }));
  }

  private telling(): Telling {
    return { locale: this.locale, pages: this.dossiers.pages };
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
      this.connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return otherwise;
    }
  }
}
