/** What the views and the status bar show: the newest answers of the server, asked again whenever it says that they changed. */
import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import {
  CHANGED,
  type ChangedParams,
  CLAUSES,
  type Clauses,
  type DossierParams,
  OVERVIEW,
  type Overview,
} from '../../server/src/protocol.ts';

/** The dossier that was last worked on, clause by clause. */
export interface ActiveDossier {
  readonly uri: vscode.Uri;
  /** Null where its call is not known. */
  readonly clauses: Clauses | null;
}

export interface DossierTracker extends vscode.Disposable {
  /** The dossier at hand: the one in the active editor, else the one that was last. */
  dossier(): vscode.Uri | undefined;
  readonly active: LatestAnswer<ActiveDossier | undefined>;
  readonly overview: LatestAnswer<Overview>;
  /** Which dossiers were analyzed anew, came or went. */
  readonly onDidChange: vscode.Event<readonly vscode.Uri[]>;
}

export function trackDossiers(client: LanguageClient): DossierTracker {
  let current = visibleDossier();
  const changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
  const active = new LatestAnswer(async (): Promise<ActiveDossier | undefined> => {
    const uri = current;
    if (!uri) return undefined;
    const params: DossierParams = { uri: client.code2ProtocolConverter.asUri(uri) };
    return { uri, clauses: await client.sendRequest<Clauses | null>(CLAUSES, params) };
  });
  const overview = new LatestAnswer(() => client.sendRequest<Overview>(OVERVIEW));
  const show = (uri: vscode.Uri | undefined) => {
    current = uri;
    void setContext('dossier.isShown', uri !== undefined);
    active.ask();
  };
  show(current);
  const listeners = [
    client.onNotification(CHANGED, ({ uris, dossiers }: ChangedParams) => {
      const analyzed = uris.map((uri) => client.protocol2CodeConverter.asUri(uri));
      void setContext('dossier.hasDossiers', dossiers > 0);
      overview.ask();
      if (analyzed.some((uri) => uri.toString() === current?.toString())) active.ask();
      changed.fire(analyzed);
    }),
    // A view or a preview that takes the focus is about the dossier that had it before.
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      const uri = dossierIn(editor);
      if (uri && uri.toString() !== current?.toString()) show(uri);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.toString() === current?.toString()) show(visibleDossier());
    }),
    // A document that is given another language is closed, still under its old one, and opened anew.
    vscode.workspace.onDidOpenTextDocument((document) => {
      const isDossier = document.languageId === 'dossier';
      const wasShown = document.uri.toString() === current?.toString();
      const isActive = document === vscode.window.activeTextEditor?.document;
      if (wasShown ? !isDossier : isDossier && isActive) show(visibleDossier());
    }),
    // What was asked while there was no server was not answered.
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) return;
      active.ask();
      overview.ask();
    }),
    // A night may have passed, and with it a day of those that are left.
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (!focused) return;
      active.ask();
      overview.ask();
    }),
  ];
  const dispose = () => {
    for (const one of [...listeners, active, overview, changed]) one.dispose();
  };
  const dossier = () => dossierIn(vscode.window.activeTextEditor) ?? current;
  return { dossier, active, overview, onDidChange: changed.event, dispose };
}

/** The newest answer to a question. One asking at a time: who asks meanwhile gets the next. */
export class LatestAnswer<T> implements vscode.Disposable {
  value: T | undefined;
  private readonly question: () => Promise<T>;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private isAsking = false;
  private again = false;

  constructor(question: () => Promise<T>) {
    this.question = question;
  }

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
        // The server is starting or stopping: once it is up it says that all has changed.
      }
    }
    this.isAsking = false;
  }
}

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
