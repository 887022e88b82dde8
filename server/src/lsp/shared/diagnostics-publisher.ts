/**
 * Keeps the diagnostics of the editor in step with the store. An editor that can pull is answered for its open documents; for other files,
 * and for an editor that cannot pull, diagnostics are sent.
 */
import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../core/analysis/types.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import { LineIndex } from '../../core/text/lines.ts';
import { analyzeAll } from './analyze-all.ts';
import type { WorkspaceDossiers } from './dossiers.ts';
import { type FileFindings, findingsIn } from './file-findings.ts';
import { RelatedPlaces } from './related-places.ts';
import { type DiagnosticContext, toDiagnostic, toSettingsDiagnostic } from './to-lsp.ts';

/** How long the store is left alone after a change before what follows from it for other files is worked out, in ms. */
const PAUSE = 120;

/** What the editor wants and can do. */
export interface PublisherOptions {
  readonly locale: Locale;
  /** The editor pulls the diagnostics of open documents, and can be told to pull again. */
  readonly pulls: boolean;
}

/** Answers pulls, and sends diagnostics in rounds, a short while after the last change. */
export class DiagnosticsPublisher {
  /** Called after each round with the dossiers that were analyzed in it, by name. */
  readonly onPublished: ((names: ReadonlySet<string>) => void)[] = [];
  private readonly connection: Connection;
  private readonly dossiers: WorkspaceDossiers;
  private options: PublisherOptions = { locale: 'zh', pulls: false };
  /** What was sent, by file. */
  private readonly sent = new Map<string, string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private readonly stale = new Set<string>();
  /** The analysis whose findings were last published, by dossier. */
  private readonly published = new Map<string, Analysis>();

  private readonly relatedPlaces: RelatedPlaces;

  constructor(connection: Connection, dossiers: WorkspaceDossiers) {
    this.connection = connection;
    this.dossiers = dossiers;
    this.relatedPlaces = new RelatedPlaces(dossiers);
  }

  start(abilities: PublisherOptions): void {
    this.options = abilities;
  }

  /** The findings of an open document, its evidence looked into. */
  async pull(uri: string): Promise<Diagnostic[]> {
    const dossiers = this.dossiers.dossiersNaming(uri);
    await this.dossiers.store.probeEvidence(dossiers);
    const shown = findingsIn(this.dossiers, uri);
    return shown ? this.diagnostics(shown) : [];
  }

  /** Sends the findings of an open document to an editor that does not ask for them. */
  async push({ uri, version }: TextDocument): Promise<void> {
    if (this.options.pulls) return;
    const diagnostics = await this.pull(uri);
    if (this.dossiers.versionOf(uri) !== version) return;
    this.sent.set(this.dossiers.nameOf(uri), JSON.stringify(diagnostics));
    await this.connection.sendDiagnostics({ uri, version, diagnostics });
  }

  /** Something changed: what follows for all files is worked out soon. */
  schedule(names: readonly string[]): void {
    for (const name of names) this.stale.add(name);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.publishStale(), PAUSE);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** One round at a time; what changes meanwhile makes another. */
  private async publishStale(): Promise<void> {
    this.again = true;
    if (this.running) return;
    while (this.again) {
      this.again = false;
      this.running = this.publishRound().catch((error: unknown) => this.log(error));
      await this.running;
    }
    this.running = undefined;
  }

  private async publishRound(): Promise<void> {
    const { store } = this.dossiers;
    const stale = new Set(this.stale);
    this.stale.clear();
    for (const path of await analyzeAll(store)) stale.add(path);
    for (const path of await store.probeEvidence()) stale.add(path);
    await analyzeAll(store);
    for (const path of this.dossiers.all) if (!store.has(path)) stale.add(path);
    // What the others say against it has changed, or a search or the overview has analyzed it meanwhile.
    for (const path of store.paths) if (store.analysis(path) !== this.published.get(path)) stale.add(path);
    // The other ends of findings have moved with the text that they are in.
    const moved = this.relatedPlaces.movedIn(stale);
    for (const path of store.dossiersReferringTo(moved)) stale.add(path);
    await this.publish(stale);
    this.keepPublished(stale);
    this.publishSettings();
    for (const told of this.onPublished) told(stale);
    // The document just typed in was asked for already, with what was known then. An editor may take its time to answer.
    if (this.options.pulls && [...stale].some((path) => this.hasOpen(path)))
      this.connection.languages.diagnostics.refresh().catch((error: unknown) => this.log(error));
  }

  private keepPublished(stale: ReadonlySet<string>): void {
    const { store } = this.dossiers;
    for (const path of stale) {
      const analysis = store.analysis(path);
      if (analysis) this.published.set(path, analysis);
    }
    for (const path of this.published.keys()) if (!store.has(path)) this.published.delete(path);
  }

  private async publish(stale: ReadonlySet<string>): Promise<void> {
    const { store } = this.dossiers;
    const files = new Set([...stale].flatMap((path) => [path, ...store.chapters(path)]));
    for (const name of files) {
      if (this.options.pulls && this.dossiers.isOpen(name)) this.send(name, []);
      else {
        const shown = findingsIn(this.dossiers, this.dossiers.uriOf(name));
        this.send(name, shown ? this.diagnostics(shown) : []);
      }
      await yieldToRequests();
    }
    // What no dossier names any more has nothing to show.
    const known = new Set(this.dossiers.all.flatMap((path) => [path, ...store.chapters(path)]));
    for (const name of this.sent.keys()) if (!known.has(name) && !name.startsWith(SETTINGS)) this.send(name, []);
  }

  private publishSettings(): void {
    const problems = this.dossiers.problems();
    const files = new Set([...problems.map((p) => p.file), ...[...this.sent.keys()].flatMap(settingsFile)]);
    for (const file of files) {
      const own = problems.filter((p) => p.file === file);
      this.send(
        SETTINGS + file,
        own.map((p) => toSettingsDiagnostic(p, this.options.locale)),
        file,
      );
    }
  }

  private send(key: string, diagnostics: Diagnostic[], name = key): void {
    const text = JSON.stringify(diagnostics);
    const before = this.sent.get(key);
    if (before === text || (before === undefined && !diagnostics.length)) return;
    if (diagnostics.length) this.sent.set(key, text);
    else this.sent.delete(key);
    const uri = this.dossiers.uriOf(name);
    this.connection.sendDiagnostics({ uri, diagnostics }).catch((error: unknown) => this.log(error));
  }

  private log(error: unknown): void {
    this.connection.console.error(String(error));
  }

  private hasOpen(path: string): boolean {
    const { store } = this.dossiers;
    return this.dossiers.isOpen(path) || store.chapters(path).some((c) => this.dossiers.isOpen(c));
  }

  private diagnostics({ text, findings }: FileFindings): Diagnostic[] {
    const lines = new LineIndex(text);
    const contexts = new Map([...new Set(findings.map((f) => f.dossier))].map((d) => [d, this.diagnosticContext(d)]));
    return findings.map(({ finding, dossier }) => toDiagnostic(finding, lines, contexts.get(dossier)!));
  }

  /** What the diagnostics of a dossier depend on: language, rules' pages, where the other ends of findings are. */
  diagnosticContext(dossier: string): DiagnosticContext {
    const { locale } = this.options;
    return {
      locale,
      rulePage: this.dossiers.rulePage(dossier, locale),
      locate: (related) => this.relatedPlaces.locate(dossier, related),
    };
  }
}

/** Keeps what is sent of settings apart from what is sent of dossiers. */
const SETTINGS = 'settings:';

function settingsFile(key: string): readonly string[] {
  return key.startsWith(SETTINGS) ? [key.slice(SETTINGS.length)] : [];
}

/** Lets requests of the editor in between. */
function yieldToRequests(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
