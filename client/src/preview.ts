/** The 申报书 beside its text: one panel that follows the dossier one writes. */

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import {
  LOCATE,
  type LocateParams,
  type LocateResult,
  PATH_AT,
  type PathAtParams,
  type PathAtResult,
  PREVIEW,
  type PreviewParams,
  type PreviewResult,
} from '../../server/src/protocol.ts';
import type { DossierTracker } from './dossier-tracker.ts';
import type { RegisterCommand } from './failures.ts';
import type { FromPage, PageState, PreviewPart, ShownMessage, ToPage } from './preview-messages.ts';
import { toEditorLocation } from './rows.ts';
import { commandTarget } from './target.ts';

const PREVIEW_PANEL = 'dossier.preview';

/** How long typing rests before the preview follows, in ms. */
const PAUSE = 150;
/** The same for the cursor. */
const CURSOR_PAUSE = 60;
/** What a chapter shows, and chapters themselves. */
const CHAPTER_FILES = '**/*.{png,jpg,jpeg,gif,bmp,md}';

/** The panel of the preview. It follows the active dossier, and comes back when the window is opened again. */
export class Preview implements vscode.WebviewPanelSerializer<PageState> {
  private readonly client: LanguageClient;
  private readonly tracker: DossierTracker;
  /** The folder of the page's script and look. */
  private readonly media: vscode.Uri;
  private readonly page = new vscode.EventEmitter<ShownMessage | undefined>();
  private panel: vscode.WebviewPanel | undefined;
  private dossier: vscode.Uri | undefined;
  private watcher: vscode.Disposable | undefined;
  /** Counts the changes of pictures on disk. */
  private stamp = 0;
  /** Counts the questions to the server: only the answer to the last one is shown. */
  private asked = 0;
  private readonly refreshing = delayed(PAUSE, () => this.refresh());
  private readonly pointing = delayed(CURSOR_PAUSE, () => this.point());

  constructor(client: LanguageClient, tracker: DossierTracker, extension: vscode.Uri) {
    this.client = client;
    this.tracker = tracker;
    this.media = vscode.Uri.joinPath(extension, 'dist');
  }

  /** Registers the command and what keeps the panel up to date; to be disposed of with the extension. */
  register(register: RegisterCommand): vscode.Disposable {
    return vscode.Disposable.from(
      register('dossier.preview', (on?: unknown) => this.open(commandTarget(on, this.tracker))),
      vscode.window.registerWebviewPanelSerializer(PREVIEW_PANEL, this),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.onEditorActivated(editor)),
      vscode.window.onDidChangeTextEditorSelection(() => this.panel && this.pointing.start()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.onDocumentChanged(document)),
      this.client.onDidChangeState(({ newState }) => newState === State.Running && this.refreshing.start()),
      { dispose: () => this.panel?.dispose() },
      this.page,
    );
  }

  /** Opens the panel beside the dossier; resolves when it shows the dossier as it stands. */
  async open(uri: vscode.Uri | undefined): Promise<Omit<ShownMessage, 'type'> | undefined> {
    if (!uri) return undefined;
    const document = await vscode.workspace.openTextDocument(uri);
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    if (this.panel) this.panel.reveal(undefined, true);
    else this.take(vscode.window.createWebviewPanel(PREVIEW_PANEL, '', where, { enableFindWidget: true }));
    this.follow(uri);
    this.refreshing.start();
    return this.showing(document, this.asked);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: PageState | undefined): Promise<void> {
    if (this.panel || !state?.uri) return panel.dispose();
    this.take(panel);
    this.follow(vscode.Uri.parse(state.uri));
  }

  private take(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.webview.onDidReceiveMessage((message: FromPage) => this.onMessage(message));
    panel.onDidDispose(() => {
      this.watcher?.dispose();
      [this.panel, this.dossier, this.watcher] = [undefined, undefined, undefined];
      this.page.fire(undefined);
    });
  }

  /** Shows another dossier. The page may read what lies in the dossier's folder, and nothing else of the author's. */
  private follow(uri: vscode.Uri): void {
    const { panel } = this;
    if (!panel || this.dossier?.toString() === uri.toString()) return;
    this.dossier = uri;
    // Ends the waiting for another dossier.
    this.page.fire(undefined);
    const folder = vscode.Uri.joinPath(uri, '..');
    panel.title = vscode.l10n.t('Preview {0}', uri.path.split('/').at(-1) ?? '');
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.media, folder] };
    panel.webview.html = this.html(panel.webview);
    this.watcher?.dispose();
    this.watcher = uri.scheme === 'untitled' ? undefined : this.watch(folder);
  }

  private watch(folder: vscode.Uri): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, CHAPTER_FILES));
    const changed = () => {
      this.stamp++;
      this.refreshing.start();
    };
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) event(changed);
    return watcher;
  }

  private html(webview: vscode.Webview): string {
    const nonce = randomBytes(16).toString('base64');
    const [script, look] = ['preview.js', 'preview.css'].map((name) =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.media, name)),
    );
    const policy = [
      "default-src 'none'",
      `img-src ${webview.cspSource}`,
      `style-src ${webview.cspSource}`,
      `script-src 'nonce-${nonce}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; ');
    const label = vscode.l10n.t(
      'The application as it will be printed. Tab goes from field to field, Enter to its source.',
    );
    return [
      '<!DOCTYPE html>',
      '<html lang="zh-CN">',
      '<head>',
      '<meta charset="utf-8">',
      `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      `<link rel="stylesheet" href="${look}">`,
      '</head>',
      `<body><main aria-label="${label}"></main><script nonce="${nonce}" src="${script}"></script></body>`,
      '</html>',
    ].join('\n');
  }

  private onMessage(message: FromPage): void {
    // The page is made anew each time that it comes into sight.
    if (message.type === 'ready') void this.refresh();
    if (message.type === 'go') void this.go(message);
    if (message.type !== 'shown' || message.uri !== this.dossier?.toString()) return;
    this.page.fire(message);
  }

  private onEditorActivated(editor: vscode.TextEditor | undefined): void {
    if (!this.panel || !editor) return;
    if (editor.document.languageId === 'dossier') this.follow(editor.document.uri);
    this.pointing.start();
  }

  /** A chapter may stand in a Markdown file. */
  private onDocumentChanged({ uri, languageId }: vscode.TextDocument): void {
    const isShown = uri.toString() === this.dossier?.toString();
    if (this.panel && (isShown || languageId === 'markdown')) this.refreshing.start();
  }

  private async refresh(): Promise<void> {
    const { panel, dossier: uri } = this;
    if (!panel?.visible || !uri) return;
    const asked = ++this.asked;
    const result = await this.ask<PreviewResult | null, PreviewParams>(PREVIEW, { uri: this.titleOf(uri) });
    // Without an answer what is shown stays: the server may be on its way back.
    if (result === undefined || asked !== this.asked || panel !== this.panel) return;
    const base = panel.webview.asWebviewUri(vscode.Uri.joinPath(uri, '..')).toString();
    const text = vscode.l10n.t('There is nothing to preview yet: the dossier does not say which call it is for.');
    const about = { uri: uri.toString(), version: opened(uri)?.version ?? 0, asked };
    const message: ToPage = result
      ? { type: 'show', ...about, ...result, noneHeading: noneHeading(result.none.length), base, stamp: this.stamp }
      : { type: 'nothing', ...about, text };
    await panel.webview.postMessage(message);
    await this.point();
  }

  /** Shows the page where the cursor is, if that is in the dossier or in one of its chapters. */
  private async point(): Promise<void> {
    const { panel, dossier: uri } = this;
    const editor = vscode.window.activeTextEditor;
    if (!panel?.visible || !uri || !editor) return;
    const { document, selection } = editor;
    const position = { line: selection.active.line, character: selection.active.character };
    const params = { uri: this.titleOf(uri), document: this.titleOf(document.uri), position };
    const found = await this.ask<PathAtResult | null, PathAtParams>(PATH_AT, params);
    if (found && panel === this.panel && uri === this.dossier)
      await panel.webview.postMessage({ type: 'mark', ...found } satisfies ToPage);
  }

  private async go({ path, from }: PreviewPart): Promise<void> {
    const { panel, dossier: uri } = this;
    if (!panel || !uri) return;
    const params = { uri: this.titleOf(uri), path, ...(from === undefined ? {} : { from }) };
    const found = await this.ask<LocateResult | null, LocateParams>(LOCATE, params);
    if (!found) return;
    const { uri: target, range } = toEditorLocation(found);
    const open = vscode.window.visibleTextEditors.find((e) => e.document.uri.toString() === target.toString());
    const beside = panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
    const editor = await vscode.window.showTextDocument(target, { viewColumn: open?.viewColumn ?? beside });
    editor.selection = new vscode.Selection(range.start, range.start);
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** Asks the server; undefined where it cannot answer now. What it is asked about it must know: a dossier whose editor was closed is opened again. */
  private async ask<R, P>(what: string, params: P): Promise<R | undefined> {
    const { dossier } = this;
    try {
      if (dossier && !opened(dossier)) {
        // One that has never been saved is gone with its editor; opening it would make another of its name.
        if (dossier.scheme === 'untitled') return undefined;
        await vscode.workspace.openTextDocument(dossier);
      }
      return await this.client.sendRequest<R>(what, params);
    } catch {
      return undefined;
    }
  }

  private titleOf(uri: vscode.Uri): string {
    return this.client.code2ProtocolConverter.asUri(uri);
  }

  /**
   * Resolves when the page shows a document as it stands, by a later question than `since`: one that was never saved may have the
   * name of another that is gone. To undefined when the page is closed or turns to another.
   */
  private showing(document: vscode.TextDocument, since: number): Promise<Omit<ShownMessage, 'type'> | undefined> {
    return new Promise((resolve) => {
      const listener = this.page.event((shown) => {
        if (shown && (shown.asked <= since || shown.version < document.version)) return;
        listener.dispose();
        resolve(shown);
      });
    });
  }
}

function noneHeading(count: number): string {
  return vscode.l10n.t('{0} blank field(s) are printed as 无. Show them', count);
}

function opened(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((d) => d.uri.toString() === uri.toString());
}

/** Work that is done once those who want it have rested for a while. */
function delayed(pause: number, work: () => Promise<void>): { readonly start: () => void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    start: () => {
      clearTimeout(timer);
      timer = setTimeout(() => void work(), pause);
    },
  };
}
