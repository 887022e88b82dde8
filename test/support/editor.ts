/** An editor for tests: it speaks the real protocol with a server in this process, and keeps what it is shown. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { TestContext } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';
import {
  type CodeAction,
  type CompletionItem,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { countCharacters } from '../../server/src/core/text/count-characters.ts';
import { startServer } from '../../server/src/lsp/server.ts';
import { RENDER, type RenderParams, type RenderResult } from '../../server/src/protocol.ts';
import { SAMPLES, SMALLEST, smallest } from './engine.ts';

/** Far longer than anything a test waits for takes; a test that waits in vain says for what. */
const PATIENCE = 10_000;

export type Capabilities = InitializeParams['capabilities'];

/**
 * As VS Code: asks for the findings of what is open, can be told to ask again, watches the disk, has folders; expands
 * snippets, shows Markdown, takes edits as fixes.
 */
export const PULLS: Capabilities = {
  textDocument: {
    diagnostic: { relatedDocumentSupport: false },
    completion: {
      completionItem: {
        snippetSupport: true,
        documentationFormat: ['markdown', 'plaintext'],
        insertTextModeSupport: { valueSet: [1, 2] },
      },
      insertTextMode: 2,
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'source'] } } },
  },
  workspace: {
    diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceFolders: true,
  },
};

/** An editor that is sent everything. */
export const PUSHED: Capabilities = {
  workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, workspaceFolders: true },
};

/** What comes of the work, or a failure that says what never came. */
export async function within<T>(work: Promise<T>, what: string | (() => string), patience = PATIENCE): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new assert.AssertionError({ message: `never came: ${typeof what === 'string' ? what : what()}` })),
      patience,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export class Client {
  readonly connection: ProtocolConnection;
  readonly registrations: unknown[] = [];
  /** Everything that was pushed, in its order. */
  readonly pushes: PublishDiagnosticsParams[] = [];
  /** How often it was told to ask again. */
  refreshes = 0;
  private unread = 0;
  private readonly shown = new Map<string, readonly Diagnostic[]>();
  private readonly waiting = new Set<() => void>();
  private version = 0;
  private idle: TextDocument | undefined;

  constructor(connection: ProtocolConnection) {
    this.connection = connection;
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.pushes.push(params);
      this.shown.set(placeOf(params.uri), params.diagnostics);
      this.news();
    });
    // As editors do; a test that looks at these requests takes them over.
    connection.onRequest('client/registerCapability', (params: unknown) => {
      this.registrations.push(params);
      this.news();
      return null;
    });
    connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++;
      this.news();
      return null;
    });
    connection.listen();
  }

  async initialize(capabilities: Capabilities = {}, more: Partial<InitializeParams> = {}): Promise<InitializeResult> {
    const params: InitializeParams = { processId: null, rootUri: null, capabilities, ...more };
    const result = await within(this.connection.sendRequest<InitializeResult>('initialize', params), 'initialize');
    await this.connection.sendNotification('initialized', {});
    if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true)
      await this.until('a registration', () => this.registrations.length > 0);
    return result;
  }

  async open(uri: string, text: string, languageId = 'dossier'): Promise<TextDocument> {
    const document = TextDocument.create(uri, languageId, ++this.version, text);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: this.version, text },
    });
    return document;
  }

  /** Sends one incremental edit. */
  edit(document: TextDocument, from: string, to: string): Promise<TextDocument> {
    const at = document.getText().indexOf(from);
    assert.ok(at >= 0, `the text has “${from}”`);
    return this.change(document, { start: at, end: at + from.length }, to);
  }

  /** The same for a stretch of the text, in UTF-16 units. */
  async change(
    document: TextDocument,
    span: { readonly start: number; readonly end: number },
    text: string,
  ): Promise<TextDocument> {
    const range = { start: document.positionAt(span.start), end: document.positionAt(span.end) };
    const next = TextDocument.create(
      document.uri,
      document.languageId,
      ++this.version,
      TextDocument.applyEdits(document, [{ range, newText: text }]),
    );
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: document.uri, version: next.version },
      contentChanges: [{ range, text }],
    });
    return next;
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** Tells of files made (1), changed (2) or deleted (3) on disk. */
  async tell(...changes: readonly (readonly [uri: string, type: 1 | 2 | 3])[]): Promise<void> {
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: changes.map(([uri, type]) => ({ uri, type })),
    });
  }

  /** The next diagnostics pushed that were not looked at yet. */
  async next(): Promise<PublishDiagnosticsParams> {
    await this.until('diagnostics', () => this.unseen > 0);
    return this.pushes[this.unread++]!;
  }

  get unseen(): number {
    return this.pushes.length - this.unread;
  }

  /** What was last pushed for a file. */
  sent(uri: string): readonly Diagnostic[] {
    return this.shown.get(placeOf(uri)) ?? [];
  }

  /** Every file for which something is shown now that was pushed, by path. */
  get all(): ReadonlyMap<string, readonly Diagnostic[]> {
    return new Map([...this.shown].filter(([, list]) => list.length));
  }

  /** Waits until something holds: it is asked again whenever the server says something. */
  async until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const wait = async () => {
      for (;;) {
        const news = new Promise<void>((done) => this.waiting.add(done));
        if (await holds()) return;
        await news;
      }
    };
    await within(wait(), () => `${what}\nshown: ${this.told()}`);
  }

  /** Waits until what is pushed for a file has exactly these rules, hints left out. */
  untilSent(uri: string, rules: readonly string[]): Promise<void> {
    const wanted = [...rules].sort().join();
    return this.until(
      `[${wanted}] pushed for ${placeOf(uri)}`,
      () => [...serious(this.sent(uri))].sort().join() === wanted,
    );
  }

  /** Pulls until a file has exactly these rules, hints left out: again each time that the server says so. */
  async untilPulled(uri: string, rules: readonly string[]): Promise<readonly Diagnostic[]> {
    const wanted = [...rules].sort().join();
    let list: readonly Diagnostic[] = [];
    let asked = -1;
    await this.until(`[${wanted}] pulled for ${placeOf(uri)}`, async () => {
      if (asked !== this.refreshes) {
        asked = this.refreshes;
        list = await this.pull(uri);
      }
      return [...serious(list)].sort().join() === wanted;
    });
    return list;
  }

  /**
   * Waits until the server is done with all that it was told: it asks for a new pull at the end of each round in which
   * an open document changed. The first such may belong to a round that was under way; the second does not.
   */
  async settled(): Promise<void> {
    this.idle ??= await this.open('untitled:idle.dossier.yaml', '');
    for (let i = 0; i < 2; i++) {
      const before = this.refreshes;
      this.idle = await this.edit(this.idle, '', '#');
      await this.until('a refresh', () => this.refreshes > before);
    }
  }

  async pull(uri: string): Promise<readonly Diagnostic[]> {
    const report = await within(
      this.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri } }),
      `an answer to a pull of ${uri}`,
    );
    assert.equal(report.kind, 'full');
    return report.items;
  }

  completion(uri: string, position: { line: number; character: number }): Promise<CompletionItem[]> {
    return this.connection.sendRequest('textDocument/completion', { textDocument: { uri }, position });
  }

  hover(uri: string, position: { line: number; character: number }): Promise<Hover | null> {
    return this.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
  }

  /** `only`: kinds of action, where not all are asked for. */
  actions(uri: string, range: Diagnostic['range'], only?: readonly string[]): Promise<CodeAction[]> {
    return this.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [], ...(only ? { only } : {}) },
    });
  }

  render(params: RenderParams): Promise<RenderResult> {
    return this.connection.sendRequest(RENDER, params);
  }

  private news(): void {
    for (const done of this.waiting) done();
    this.waiting.clear();
  }

  private told(): string {
    return JSON.stringify([...this.all].map(([file, list]) => [file, serious(list)]));
  }
}

/** What an editor knows a file by: the path, however its URI is written. */
function placeOf(uri: string): string {
  return uri.startsWith('file:') ? fileURLToPath(uri) : uri;
}

/** Server and client joined by two pipes in this process. */
export function joined(t: TestContext): Client {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  startServer(server);
  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  // Left to themselves after that: to take the pipes from under a server at work would make it fail.
  t.after(() => connection.sendRequest('shutdown'));
  return new Client(connection);
}

export const codes = (list: readonly Diagnostic[]) => [...new Set(list.map((d) => String(d.code)))];
/** The rules that found more than hints. */
export const serious = (list: readonly Diagnostic[]) => codes(list.filter((d) => (d.severity ?? 1) < 3));

/** A folder on disk, of which an editor is told what changes in it. */
export class Place {
  readonly root: string;
  client: Client | undefined;

  constructor(root: string) {
    this.root = root;
  }

  path(name: string): string {
    return join(this.root, name);
  }

  uri(name = ''): string {
    return pathToFileURL(this.path(name)).href;
  }

  /** Writes a file. */
  put(name: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
  }

  /** Writes a file, and the editor is told. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    const type = existsSync(this.path(name)) ? 2 : 1;
    this.put(name, content);
    await this.client!.tell([this.uri(name), type]);
  }

  /** Deletes a file or a folder, and the editor is told: of a folder as one file, as VS Code does. */
  async remove(name: string): Promise<void> {
    rmSync(this.path(name), { recursive: true });
    await this.client!.tell([this.uri(name), 3]);
  }

  /** Puts the smallest sample's evidence beside the dossiers of a folder. */
  evidence(folder = ''): void {
    cpSync(join(SAMPLES, SMALLEST, 'evidence'), this.path(join(folder, 'evidence')), { recursive: true });
  }

  open(name: string, text: string, languageId = 'dossier'): Promise<TextDocument> {
    return this.client!.open(this.uri(name), text, languageId);
  }
}

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder with these files and, in its root, the evidence that the smallest sample names. */
export function place(t: TestContext, files: Files = {}): Place {
  const found = new Place(join(realpathSync(mkdtempSync(join(tmpdir(), 'dossier-'))), '申报 材料(2023)'));
  t.after(() => rmSync(dirname(found.root), { recursive: true, force: true }));
  mkdirSync(found.root);
  found.evidence();
  for (const [name, content] of Object.entries(files)) found.put(name, content);
  return found;
}

/** The same, open in an editor as a folder; what is shown of it first is there. */
export async function workspace(
  t: TestContext,
  files: Files,
  capabilities = PULLS,
): Promise<Place & { client: Client }> {
  const found = place(t, files);
  const client = joined(t);
  found.client = client;
  await client.initialize(capabilities, { workspaceFolders: [{ uri: found.uri(), name: 'x' }] });
  return found as Place & { client: Client };
}

/** A dossier of another applicant, the `n`th, of whom nothing stands in a dossier of the others. */
export function applicant(n: number, ...changes: readonly (readonly [string, string])[]): string {
  const stem = stemOf(n);
  let text = smallest()
    .replaceAll('砺穹', stem)
    .replaceAll('91371403MA3RE2N64H', creditCode(n))
    .replace(/^ {4}\S.*。$/gm, inShortParagraphs);
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), `the dossier has “${from}”`);
    text = text.replace(from, () => to);
  }
  return text;
}

/** A paragraph as several that are too short to be compared with those of others. */
function inShortParagraphs(line: string): string {
  return countCharacters(line) < 50 ? line : line.replace(/(.{30,}?)，/g, '$1。\n\n    ');
}

export function stemOf(n: number): string {
  return '甲乙丙丁戊己庚辛壬癸'[n % 10]! + '云海山川河湖岭原'[Math.floor(n / 10)]!;
}

/** A code of 德州市 whose two check characters hold (GB 11714, GB 32100). */
export function creditCode(n: number): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const body = `MA3T${String(n).padStart(4, '0')}`;
  const at = (c: string) => Number.parseInt(c, 36);
  const own = 11 - ([3, 7, 9, 10, 5, 8, 4, 2].reduce((sum, w, i) => sum + w * at(body[i]!), 0) % 11);
  const code = `91371403${body}${own === 10 ? 'X' : own === 11 ? '0' : own}`;
  const sum = [...code].reduce((s, c, i) => s + alphabet.indexOf(c) * (3 ** i % 31), 0);
  return code + alphabet[(31 - (sum % 31)) % 31];
}

/** A dossier with a chapter in a file of its own. */
export function withChapter(text: string, file: string, chapter = '平台定位'): string {
  const whole = new RegExp(`^ {2}${chapter}: \\|\\n(?: {4}.*\\n|\\n(?= {4}))+`, 'm');
  assert.match(text, whole);
  return text.replace(whole, () => `  ${chapter}: {文件: ${file}}\n`);
}

/** Text of a chapter with nothing to find in it. */
export const CHAPTER = `# 定位\n\n${'平台面向中小机械加工企业，提供专网规划、终端接入和网络质量监测。'.repeat(3)}\n`;
