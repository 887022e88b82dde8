/**
 * Keeps what the editor shows in step with the desk. An editor that can asks for the findings of what it has open; all
 * else, and everything for an editor that cannot ask, is sent.
 */
import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Locale } from '../../core/model/localized-text.ts';
import { Lines } from '../../core/text/lines.ts';
import { type Dossiers, nameOf, type Shown } from './dossiers.ts';
import { diagnostic, rangeIn, settingsDiagnostic, type Telling } from './to-lsp.ts';

/** How long the desk is left alone after a change before what follows from it for other files is worked out, in ms. */
const PAUSE = 120;

export interface Abilities {
  readonly locale: Locale;
  /** The editor asks for the findings of open documents, and can be told to ask again. */
  readonly pulls: boolean;
}

export class Publisher {
  /** Told after each round of the dossiers that were judged in it, by name. */
  readonly onPublished: ((names: ReadonlySet<string>) => void)[] = [];
  private readonly connection: Connection;
  private readonly dossiers: Dossiers;
  private abilities: Abilities = { locale: 'zh', pulls: false };
  /** What was sent, by file. */
  private readonly sent = new Map<string, string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private readonly stale = new Set<string>();

  constructor(connection: Connection, dossiers: Dossiers) {
    this.connection = connection;
    this.dossiers = dossiers;
  }

  start(abilities: Abilities): void {
    this.abilities = abilities;
  }

  /** The findings of an open document, its evidence looked into. */
  async pull(uri: string): Promise<Diagnostic[]> {
    const dossiers = this.dossiers.namedBy(uri);
    await this.dossiers.desk.look(dossiers);
    const shown = this.dossiers.shownIn(uri);
    return shown ? this.diagnostics(shown) : [];
  }

  /** Sends the findings of an open document to an editor that does not ask for them. */
  async push({ uri, version }: TextDocument): Promise<void> {
    if (this.abilities.pulls) return;
    const diagnostics = await this.pull(uri);
    if (this.dossiers.versionOf(uri) !== version) return;
    this.sent.set(nameOf(uri), JSON.stringify(diagnostics));
    await this.connection.sendDiagnostics({ uri, version, diagnostics });
  }

  /** Something changed: what follows for all files is worked out soon. */
  touch(names: readonly string[]): void {
    for (const name of names) this.stale.add(name);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.settle(), PAUSE);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** One round at a time; what changes meanwhile makes another. */
  private async settle(): Promise<void> {
    this.again = true;
    if (this.running) return;
    while (this.again) {
      this.again = false;
      this.running = this.round().catch((error: unknown) => this.log(error));
      await this.running;
    }
    this.running = undefined;
  }

  private async round(): Promise<void> {
    const { desk } = this.dossiers;
    const stale = new Set(this.stale);
    this.stale.clear();
    for (const path of desk.paths) {
      if (desk.isJudged(path)) continue;
      stale.add(path);
      desk.analysis(path);
      await breathe();
    }
    for (const path of desk.affected()) stale.add(path);
    for (const path of await desk.look()) stale.add(path);
    for (const path of desk.affected()) stale.add(path);
    for (const path of this.dossiers.names) if (!desk.has(path)) stale.add(path);
    // The other ends of findings have moved with the text that they are in.
    for (const path of desk.pointingAt(stale)) stale.add(path);
    await this.publish(stale);
    this.publishSettings();
    for (const told of this.onPublished) told(stale);
    // The document just typed in was asked for already, with what was known then. An editor may take its time to answer.
    if (this.abilities.pulls && [...stale].some((path) => this.hasOpen(path)))
      this.connection.languages.diagnostics.refresh().catch((error: unknown) => this.log(error));
  }

  private async publish(stale: ReadonlySet<string>): Promise<void> {
    const { desk } = this.dossiers;
    const files = new Set([...stale].flatMap((path) => [path, ...desk.chapters(path)]));
    for (const name of files) {
      if (this.abilities.pulls && this.dossiers.isOpen(name)) this.send(name, []);
      else {
        const shown = this.dossiers.shownIn(this.dossiers.uriOf(name));
        this.send(name, shown ? this.diagnostics(shown) : []);
      }
      await breathe();
    }
    // What no dossier names any more has nothing to show.
    const known = new Set(this.dossiers.names.flatMap((path) => [path, ...desk.chapters(path)]));
    for (const name of this.sent.keys()) if (!known.has(name) && !name.startsWith(SETTINGS)) this.send(name, []);
  }

  private publishSettings(): void {
    const problems = this.dossiers.problems();
    const files = new Set([...problems.map((p) => p.file), ...[...this.sent.keys()].flatMap(settingsFile)]);
    for (const file of files) {
      const own = problems.filter((p) => p.file === file);
      this.send(
        SETTINGS + file,
        own.map((p) => settingsDiagnostic(p, this.abilities.locale)),
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
    const { desk } = this.dossiers;
    return this.dossiers.isOpen(path) || desk.chapters(path).some((c) => this.dossiers.isOpen(c));
  }

  private diagnostics({ text, findings }: Shown): Diagnostic[] {
    const lines = new Lines(text);
    const tellings = new Map([...new Set(findings.map((f) => f.dossier))].map((d) => [d, this.telling(d)]));
    return findings.map(({ finding, dossier }) => diagnostic(finding, lines, tellings.get(dossier)!));
  }

  telling(dossier: string): Telling {
    const { locale } = this.abilities;
    return {
      locale,
      page: this.dossiers.rulePage(dossier, locale),
      place: (related) => {
        const place = this.dossiers.place(dossier, related);
        return place && { uri: this.dossiers.uriOf(place.path), range: rangeIn(place.span, new Lines(place.text)) };
      },
    };
  }
}

/** Keeps what is sent of settings apart from what is sent of dossiers. */
const SETTINGS = 'settings:';

function settingsFile(key: string): readonly string[] {
  return key.startsWith(SETTINGS) ? [key.slice(SETTINGS.length)] : [];
}

/** Lets requests of the editor in between. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
