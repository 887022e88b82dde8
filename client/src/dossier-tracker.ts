/** What the views and the status bar show: the newest answers of the server, asked again whenever it says that they changed. */
import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import {
  CHANGED,
  type ChangedParams,
  CLAUSES,
  type Clauses,
  type DossierParams,
  FOCUSED,
  OVERVIEW,
  type Overview,
} from '../../server/src/protocol.ts';

/** The dossier that was last worked on, clause by clause. */
export interface ActiveDossier {
  readonly uri: vscode.Uri;
  /** Null where its call is not known. */
  readonly clauses: Clauses | null;
}

/** Follows the active editor and the server. */
export interface DossierTracker extends vscode.Disposable {
  /** The dossier in the active editor, else the one that was active last; undefined where no dossier is open. */
  dossier(): vscode.Uri | undefined;
  /** The review of that dossier. */
  readonly active: LatestAnswer<ActiveDossier | undefined>;
  /** All dossiers of the workspace. */
  readonly overview: LatestAnswer<Overview>;
  /** Tells which dossiers were analyzed again, appeared or disappeared. */
  readonly onDidChange: vscode.Event<readonly vscode.Uri[]>;
}

/** Begins to follow them. */
export function trackDossiers(client: LanguageClient): DossierTracker {
  return new Tracker(client);
}

class Tracker implements DossierTracker {
  readonly active: LatestAnswer<ActiveDossier | undefined>;
  readonly overview: LatestAnswer<Overview>;
  private readonly client: LanguageClient;
  private readonly changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
  readonly onDidChange = this.changed.event;
  private readonly listeners: readonly vscode.Disposable[];
  private current: vscode.Uri | undefined;

  constructor(client: LanguageClient) {
    this.client = client;
    this.active = new LatestAnswer(() => this.review());
    this.overview = new LatestAnswer(() => client.sendRequest<Overview>(OVERVIEW));
    this.show(visibleDossier());
    this.listeners = [...this.followServer(), ...this.followEditor()];
  }

  dossier(): vscode.Uri | undefined {
    return dossierIn(vscode.window.activeTextEditor) ?? this.current;
  }

  dispose(): void {
    for (const one of [...this.listeners, this.active, this.overview, this.changed]) one.dispose();
  }

  private async review(): Promise<ActiveDossier | undefined> {
    const uri = this.current;
    if (!uri) return undefined;
    const params: DossierParams = { uri: this.client.code2ProtocolConverter.asUri(uri) };
    return { uri, clauses: await this.client.sendRequest<Clauses | null>(CLAUSES, params) };
  }

  private show(uri: vscode.Uri | undefined): void {
    this.current = uri;
    void setContext('dossier.isShown', uri !== undefined);
    this.active.ask();
  }

  private isCurrent(uri: vscode.Uri): boolean {
    return uri.toString() === this.current?.toString();
  }

  private askAll(): void {
    this.active.ask();
    this.overview.ask();
  }

  private followServer(): readonly vscode.Disposable[] {
    const { client } = this;
    return [
      client.onNotification(CHANGED, ({ uris, dossiers }: ChangedParams) => {
        const analyzed = uris.map((uri) => client.protocol2CodeConverter.asUri(uri));
        void setContext('dossier.hasDossiers', dossiers > 0);
        this.overview.ask();
        if (analyzed.some((uri) => this.isCurrent(uri))) this.active.ask();
        this.changed.fire(analyzed);
      }),
      // What was asked while there was no server was not answered.
      client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) this.askAll();
      }),
    ];
  }

  private followEditor(): readonly vscode.Disposable[] {
    return [
      // A view or a preview that takes the focus is about the dossier that had it before.
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        const uri = dossierIn(editor);
        if (uri && !this.isCurrent(uri)) this.show(uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (this.isCurrent(uri)) this.show(visibleDossier());
      }),
      // A document that is given another language is closed, still under its old one, and opened anew.
      vscode.workspace.onDidOpenTextDocument((document) => {
        const isDossier = document.languageId === 'dossier';
        const isActive = document === vscode.window.activeTextEditor?.document;
        if (this.isCurrent(document.uri) ? !isDossier : isDossier && isActive) this.show(visibleDossier());
      }),
      // A night may have passed, and with it a day of those that are left.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (!focused) return;
        // The disk may have changed too, where the editor hears of no change.
        this.client.sendNotification(FOCUSED).catch(() => undefined);
        this.askAll();
      }),
    ];
  }
}

/** The newest answer to a request. One request at a time: asking while it runs makes one more. */
export class LatestAnswer<T> implements vscode.Disposable {
  /** Undefined before the first answer. */
  value: T | undefined;
  private readonly question: () => Promise<T>;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private isAsking = false;
  private again = false;

  constructor(question: () => Promise<T>) {
    this.question = question;
  }

  /** Asks again; {@link onDidChange} tells of the answer. */
  ask(): void {
    this.again = true;
    if (!this.isAsking) void this.run();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async run(): Promise<void> {
    this.isAsking = true;
    while (this.again) {
      this.again = false;
      try {
        this.value = await this.question();
        if (!this.again) this.changed.fire();
      } catch {
        // The server is starting or stopping: it is asked again once it runs.
      }
    }
    this.isAsking = false;
  }
}

/** Sets a context key, by which menus and views of the manifest show or hide. */
export function setContext(key: string, value: boolean): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', key, value);
}

/** In the active editor, else in one beside it. */
function visibleDossier(): vscode.Uri | undefined {
  const { activeTextEditor: active, visibleTextEditors: visible } = vscode.window;
  return [active, ...visible].map(dossierIn).find((found) => found !== undefined);
}

function dossierIn(editor: vscode.TextEditor | undefined): vscode.Uri | undefined {
  return editor?.document.languageId === 'dossier' ? editor.document.uri : undefined;
}
