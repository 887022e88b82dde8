/** What a group of language features needs of the server, and what it gives. */
import type { ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../core/analysis/types.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import type { InitializationOptions } from '../../protocol.ts';
import type { Publisher } from './diagnostics-publisher.ts';
import type { Dossiers } from './dossiers.ts';

export interface Host {
  readonly connection: Connection;
  readonly dossiers: Dossiers;
  readonly publisher: Publisher;
  /** What the editor said of itself when it started us. */
  readonly client: ClientCapabilities;
  readonly options: InitializationOptions;
  readonly locale: Locale;
  document(uri: string): TextDocument | undefined;
  /** An open dossier as it stands; undefined for any other document. */
  open(uri: string): { readonly document: TextDocument; readonly analysis: Analysis } | undefined;
  /** A fault is told in the log, and the editor gets the empty answer: the server never goes quiet. */
  safely<T>(otherwise: T, work: () => T): T;
  /** The same for work that takes a while. */
  eventually<T>(otherwise: T, work: () => Promise<T>): Promise<T>;
}

export interface Feature {
  /** What it can do for this editor. */
  readonly capabilities: (host: Host) => ServerCapabilities;
  /** Takes up its requests; called before the editor says anything. */
  readonly listen: (host: Host) => void;
}
