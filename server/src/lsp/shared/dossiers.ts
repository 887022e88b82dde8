/** The dossiers of the workspace, open or not, by URI: a store that follows the editor and the disk. */
import { basename, dirname, isAbsolute, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../core/analysis/types.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import { findDossiers, isExcluded } from '../../host/dossier-files.ts';
import { EvidenceProber } from '../../host/evidence/prober.ts';
import { CONFIG_NAME, isDossier } from '../../host/file-names.ts';
import { loadPacks, noticePages, rulePages } from '../../host/load-packs.ts';
import type { ConfigProblem } from '../../host/load-settings.ts';
import { type ReadFault, unreadFinding } from '../../host/read-faults.ts';
import { readText } from '../../host/read-text.ts';
import { DossierStore } from '../../workbench/dossier-store.ts';
import { type FileLocation, groupByFile } from '../../workbench/file-location.ts';

/** What stands in a file: findings of a dossier, and of the chapters that it keeps apart. */
export interface FileFindings {
  readonly text: string;
  readonly findings: readonly { readonly finding: Finding; readonly dossier: string }[];
}

/** The store of the language server, fed by open documents and the files of the workspace. */
export class WorkspaceDossiers {
  readonly store: DossierStore;
  private readonly pages = rulePages();
  readonly noticePages = noticePages();
  /** Open documents by name, as the editor last told of them. */
  private readonly open = new Map<string, Pick<TextDocument, 'uri' | 'version'>>();
  /** What the editor called files by. */
  private readonly uris = new Map<string, string>();
  /** Dossiers of the workspace that could not be read. */
  private readonly faults = new Map<string, ReadFault>();
  private folders: readonly string[] = [];
  private readonly packs = loadPacks();
  private readonly prober = new EvidenceProber();
  private readonly log: (message: string) => void;

  constructor(log: (message: string) => void) {
    this.store = new DossierStore(this.packs, undefined, this.prober);
    this.log = log;
    for (const p of this.packs.problems) log(`${p.file}:${p.line + 1}:${p.character + 1} ${p.message.zh}`);
  }

  /** The URIs of rules' pages, as the dossier's call has them; of a dossier whose call is not known, as any call has them. */
  rulePage(dossier: string, locale: Locale): (rule: string) => string | undefined {
    const id = this.store.analysis(dossier)?.pack?.notice.id;
    const ids = id === undefined ? [...this.packs.packs.keys()] : [id];
    const pageOf = (one: string, rule: string) => this.pages.get(`${one}.${rule}.${locale}`);
    return (rule) => {
      const one = ids.find((i) => pageOf(i, rule) !== undefined);
      return one === undefined ? undefined : pageOf(one, rule);
    };
  }

  /** The folders of the workspace; their dossiers are read. */
  setFolders(uris: readonly string[]): void {
    this.folders = uris.flatMap((uri) => pathOf(uri) ?? []);
    this.rescan();
  }

  /** Reads what is new in the workspace's folders, and forgets what is gone. */
  rescan(): void {
    const found = new Set(this.folders.flatMap((f) => this.dossiersIn(f)));
    for (const path of this.names) {
      if (found.has(path) || this.open.has(path)) continue;
      this.store.delete(path);
      this.faults.delete(path);
    }
    for (const path of found) if (!this.store.has(path)) this.read(path);
  }

  /** Takes the text of an open document: a dossier, or a chapter of one. */
  update(document: TextDocument): void {
    const name = documentName(document.uri);
    this.open.set(name, { uri: document.uri, version: document.version });
    this.uris.set(name, document.uri);
    this.faults.delete(name);
    if (isDossierDocument(document)) this.store.set(name, document.getText());
    else this.store.overlay(name, document.getText());
  }

  /** A document was closed: what is on disk counts again. */
  close({ uri, languageId }: TextDocument): void {
    const name = documentName(uri);
    this.open.delete(name);
    if (!isDossierDocument({ uri, languageId })) this.store.overlay(name, undefined);
    else if (this.isInWorkspace(name)) this.read(name);
    else this.store.delete(name);
  }

  /** A file was made, changed or deleted on disk. Gives what there is to look at again. */
  diskChanged(uri: string): readonly string[] {
    const path = pathOf(uri);
    if (path === undefined) return [];
    const named = this.store.fileChanged(path);
    if (basename(path) === CONFIG_NAME) this.rescan();
    if (!isDossier(path) || this.open.has(path) || !this.isInWorkspace(path)) return named;
    this.read(path);
    return [...named, path];
  }

  /** Every dossier there is, read or not. */
  get names(): readonly string[] {
    return [...this.store.paths, ...this.faults.keys()];
  }

  /** How many dossiers stand below each folder of the workspace. */
  countByFolder(): readonly { readonly folder: string; readonly count: number }[] {
    return this.folders.map((folder) => ({
      folder,
      count: this.names.filter((path) => isBelow(folder, path)).length,
    }));
  }

  /** True of a document that the editor has open. */
  isOpen(name: string): boolean {
    return this.open.has(name);
  }

  /** The version of an open document; undefined for one that is not open. */
  versionOf(uri: string): number | undefined {
    return this.open.get(documentName(uri))?.version;
  }

  /** The URI that the editor knows a file by. */
  uriOf(name: string): string {
    return this.uris.get(name) ?? (isAbsolute(name) ? pathToFileURL(name).href : name);
  }

  /** The analysis of an open document as it stands. */
  analysis(document: TextDocument): Analysis | undefined {
    const name = documentName(document.uri);
    if (!isDossierDocument(document)) return undefined;
    if (this.store.text(name) !== document.getText()) this.update(document);
    return this.store.analysis(name);
  }

  /** The analysis of a dossier, open or on disk, its evidence looked into; or why there is none. */
  async analysisAt(uri: string): Promise<Analysis | ReadFault> {
    const name = documentName(uri);
    if (this.store.has(name)) {
      await this.store.probeEvidence([name]);
      return this.store.analysis(name)!;
    }
    const read = readText(name);
    if ('fault' in read) return read.fault;
    const store = new DossierStore(this.packs, undefined, this.prober);
    store.set(name, read.text);
    await store.probeEvidence();
    return store.analysis(name)!;
  }

  /** All that there is to show, by file: every dossier and chapter at hand has an entry. */
  findingsByFile(paths: readonly string[]): ReadonlyMap<string, FileFindings> {
    const all = new Map<string, FileFindings>();
    for (const dossier of paths) {
      const fault = this.faults.get(dossier);
      if (fault) all.set(dossier, { text: '', findings: [{ finding: unreadFinding(fault), dossier }] });
      const analysis = this.store.analysis(dossier);
      if (!analysis) continue;
      for (const [path, findings] of groupByFile(dossier, analysis.findings, this.store)) {
        const before = all.get(path)?.findings ?? [];
        const text = path === dossier ? analysis.source.text : (this.store.chapterText(path) ?? '');
        all.set(path, { text, findings: [...before, ...findings.map((finding) => ({ finding, dossier }))] });
      }
    }
    return all;
  }

  /** What stands in one file. */
  findingsIn(uri: string): FileFindings | undefined {
    return this.findingsByFile(this.dossiersNaming(uri)).get(documentName(uri));
  }

  /** The dossiers that a file is, or is a chapter of. */
  dossiersNaming(uri: string): readonly string[] {
    const name = documentName(uri);
    return this.store.has(name) || this.faults.has(name)
      ? [name]
      : this.store.paths.filter((p) => this.store.chapters(p).includes(name));
  }

  /** Dossiers of the workspace that could not be read, and why. */
  get unread(): ReadonlyMap<string, ReadFault> {
    return this.faults;
  }

  /** Errors in the settings that hold for the dossiers at hand. */
  problems(): readonly ConfigProblem[] {
    return this.store.problems();
  }

  /** The other end of a finding, in the dossier or in another; undefined where that is not at hand. */
  locateRelated(dossier: string, related: Finding['related'][number]): FileLocation | undefined {
    return 'remote' in related ? this.store.locateRemote(related.remote) : this.store.locate(dossier, related);
  }

  private read(path: string): void {
    const read = this.store.isIgnored(path) ? undefined : readText(path);
    this.faults.delete(path);
    if (read && 'text' in read) this.store.set(path, read.text);
    else this.store.delete(path);
    if (read && 'fault' in read && read.fault !== 'missing') this.faults.set(path, read.fault);
  }

  private dossiersIn(folder: string): readonly string[] {
    const faults = {
      folder: (error: unknown) => this.log(String(error)),
      gitIgnore: (file: string, { zh }: LocalizedText) => this.log(`${file}: ${zh}`),
    };
    return findDossiers(folder, faults).filter((path) => !this.store.isIgnored(path));
  }

  private isInWorkspace(path: string): boolean {
    return this.folders.some((folder) => isBelow(folder, path) && !isExcluded(folder, path));
  }
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function isDossierDocument({ uri, languageId }: Pick<TextDocument, 'uri' | 'languageId'>): boolean {
  return languageId === 'dossier' || isDossier(uri) || (!uri.startsWith('file:') && languageId !== 'markdown');
}

/** What a document is called in the store: its path, or its URI where it is no file. */
export function documentName(uri: string): string {
  return pathOf(uri) ?? uri;
}

/** The path of a file's URI; undefined for what is no file of this machine. */
export function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}

/** The URI of a file that a dossier names, relative to the dossier's folder; undefined where the dossier itself is no file. */
export function uriBeside(dossier: string, file: string): string | undefined {
  const path = pathOf(dossier);
  return path === undefined ? undefined : pathToFileURL(resolve(dirname(path), file)).href;
}
