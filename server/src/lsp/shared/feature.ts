/** What a language feature needs of the server, and what it gives. */
import type { ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../core/analysis/types.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import type { InitializationOptions } from '../../protocol.ts';
import type { CursorHistory } from './cursor.ts';
import type { DiagnosticsPublisher } from './diagnostics-publisher.ts';
import type { WorkspaceDossiers } from './dossiers.ts';

/** The server as its features see it. */
export interface ServerContext {
  readonly connection: Connection;
  readonly dossiers: WorkspaceDossiers;
  readonly publisher: DiagnosticsPublisher;
  /** Turns the place that a request is about into an analysis and an offset: `cursor.locate(uri, position)`. */
  readonly cursor: CursorHistory;
  /** What the editor said of itself when it started us. */
  readonly client: ClientCapabilities;
  readonly options: InitializationOptions;
  readonly locale: Locale;
  /** Takes in what the editor told of the disk so far; for an answer that depends on files or on dossiers that are not open. */
  settle(): void;
  /** An open document, a dossier or another. */
  document(uri: string): TextDocument | undefined;
  /** An open dossier as it stands; undefined for any other document. */
  open(
    uri: string,
  ): { readonly name: string; readonly document: TextDocument; readonly analysis: Analysis } | undefined;
  /** Runs a handler; if it throws, the fault goes into the log and the editor gets `otherwise`, so that every request is answered. */
  orElse<T>(otherwise: T, work: () => T): T;
  /** The same for work that takes a while. */
  orElseAsync<T>(otherwise: T, work: () => Promise<T>): Promise<T>;
}

/** One language feature: a request of LSP or of our protocol, or a few that belong together. */
export interface Feature {
  /** What it tells the editor of itself in the answer to `initialize`. */
  readonly capabilities: (server: ServerContext) => ServerCapabilities;
  /** Registers its handlers; called before the connection listens. */
  readonly listen: (server: ServerContext) => void;
}
