/** The dossiers of the workspace, open or not, by URI: a store that follows the editor and the disk. */
import { basename, isAbsolute, resolve } from 'node:path';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../core/analysis/types.ts';
import { PackDocument } from '../../core/features/notice-pack/pack-document.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import { EvidenceProber } from '../../host/evidence/prober.ts';
import { CONFIG_NAME, isDossier } from '../../host/file-names.ts';
import { noticePages, rulePages } from '../../host/load-packs.ts';
import type { ConfigProblem } from '../../host/load-settings.ts';
import { PackLibrary } from '../../host/pack-library.ts';
import type { ReadFault } from '../../host/read-faults.ts';
import { readText } from '../../host/read-text.ts';
import { DossierStore } from '../../workbench/dossier-store.ts';
import type { FileLocation } from '../../workbench/file-location.ts';
import { DocumentNames, pathOf } from './document-names.ts';
import { isBelow, WorkspaceFolders } from './workspace-folders.ts';

/** A file that was made, changed or deleted on disk, by its path. */
export interface DiskChange {
  readonly path: string;
  readonly type: 'made' | 'changed' | 'deleted';
}

/** The store of the language server, fed by open documents and the files of the workspace. */
export class WorkspaceDossiers {
  readonly store: DossierStore;
  private readonly names = new DocumentNames();
  readonly noticePages = noticePages();
  private readonly pages = rulePages();
  /** Open documents by name, as the editor last told of them. */
  private readonly open = new Map<string, Pick<TextDocument, 'uri' | 'version'>>();
  /** Dossiers of the workspace that could not be read. */
  private readonly faults = new Map<string, ReadFault>();
  private readonly folders: WorkspaceFolders;
  private readonly library = new PackLibrary();
  private readonly prober = new EvidenceProber();

  constructor(log: (message: string) => void) {
    this.store = new DossierStore(this.library, undefined, this.prober);
    this.folders = new WorkspaceFolders(log);
  }

  /** The URIs of rules' pages, as the dossier's call has them; of a dossier whose call is not known, as any call has them. */
  rulePage(dossier: string, locale: Locale): (rule: string) => string | undefined {
    const id = this.store.analysis(dossier)?.pack?.notice.id;
    const ids = id === undefined ? [...this.store.packs.keys()] : [id];
    const pageOf = (one: string, rule: string) => this.pages.get(`${one}.${rule}.${locale}`);
    return (rule) => {
      const one = ids.find((i) => pageOf(i, rule) !== undefined);
      return one === undefined ? undefined : pageOf(one, rule);
    };
  }

  /** Folders of notice packs that the editor's settings name; relative ones count from each folder of the workspace. */
  setNotices(folders: readonly string[], roots: readonly string[]): void {
    const bases = roots.flatMap((uri) => pathOf(uri) ?? []);
    const absolute = folders.flatMap((f) => (isAbsolute(f) ? [f] : bases.map((base) => resolve(base, f))));
    if (absolute.length) this.library.addFolders(absolute);
  }

  /** An open file of a notice pack; undefined of any other document. */
  packDocument(uri: string): PackDocument | undefined {
    const file = this.names.nameOf(uri);
    const open = this.library.openFile(file);
    return open && new PackDocument(file, open.text, open.pack);
  }

  /** The folders of the workspace; their dossiers are read. */
  setFolders(uris: readonly string[]): void {
    this.folders.set(uris.flatMap((uri) => pathOf(uri) ?? []));
    this.library.setRoots(this.folders.paths);
    this.store.reload();
    this.rescan();
  }

  /** The folders above those of the workspace, in which settings may be that hold for it. */
  foldersAbove(): readonly string[] {
    return this.folders.foldersAbove();
  }

  /** Walks through the workspace's folders, reads what is new, and forgets what is gone. */
  rescan(): void {
    this.folders.forgetIgnored();
    this.takeFound(this.folders.search());
  }

  /** As {@link rescan}, with other work in between. True where a dossier came or went. */
  async rescanAsync(): Promise<boolean> {
    this.folders.forgetIgnored();
    return this.takeFound(await this.folders.searchAsync());
  }

  private takeFound(paths: readonly string[]): boolean {
    this.names.refresh((name) => this.has(name));
    const found = new Set(paths.map((path) => this.names.nameOfPath(path)));
    const gone = this.all.filter((name) => !this.open.has(name) && (!found.has(name) || this.store.isIgnored(name)));
    for (const name of gone) this.drop(name);
    const made = [...found].filter((name) => !this.has(name) && !this.store.isIgnored(name));
    for (const name of made) this.read(name);
    return gone.length > 0 || made.length > 0;
  }

  /** Takes the text of an open document: a dossier, or a chapter of one. */
  update(document: TextDocument): void {
    const name = this.names.nameOf(document.uri);
    this.open.set(name, { uri: document.uri, version: document.version });
    this.names.setUri(name, document.uri);
    this.faults.delete(name);
    if (isDossierDocument(document)) this.store.set(name, document.getText());
    else this.store.overlay(name, document.getText());
  }

  /** A document was closed: what is on disk counts again. */
  close({ uri, languageId }: TextDocument): void {
    const name = this.names.nameOf(uri);
    // It is open by another of its paths.
    if (this.open.get(name)?.uri !== uri) return;
    this.open.delete(name);
    if (!isDossierDocument({ uri, languageId })) this.store.overlay(name, undefined);
    else if (this.folders.includes(name)) this.read(name);
    else this.drop(name);
  }

  /**
   * Files came, changed or went on disk. Reads the dossiers among them, and those of folders that came; walks through nothing else, but
   * where a `.gitignore` or settings changed. Gives the dossiers to look at again.
   */
  diskChanged(changes: readonly DiskChange[]): readonly string[] {
    const again = new Set(this.store.filesChanged(changes.map((c) => c.path)));
    const isLinkGone = changes.some(({ path, type }) => type === 'deleted' && this.names.isLink(path));
    if (isLinkGone || changes.some(({ path }) => SEARCH_FILES.has(basename(path)))) this.rescan();
    for (const { path, type } of changes) {
      const touched = type === 'deleted' ? this.namesBelow(path) : this.folders.dossiersAt(path);
      for (const name of new Set(touched.map((p) => this.names.nameOfPath(p)))) {
        again.add(name);
        if (this.open.has(name)) this.store.setCompared(name, type !== 'deleted');
        else if (type === 'deleted' || !this.store.isIgnored(name)) this.read(name);
      }
    }
    if (changes.some((c) => c.type !== 'changed')) this.names.refresh((name) => this.has(name));
    return [...again];
  }

  /** Every dossier there is, read or not, by name. */
  get all(): readonly string[] {
    return [...this.store.paths, ...this.faults.keys()];
  }

  /** How many dossiers stand below each folder of the workspace. */
  countByFolder(): readonly { readonly folder: string; readonly count: number }[] {
    return this.folders.paths.map((folder) => ({
      folder,
      count: this.all.filter((path) => isBelow(folder, path)).length,
    }));
  }

  /** True of a document that the editor has open. */
  isOpen(name: string): boolean {
    return this.open.has(name);
  }

  /** The name of a document in the store: the path of a file, the URI of another. */
  nameOf(uri: string): string {
    return this.names.nameOf(uri);
  }

  /** The URI that the editor knows a document by. */
  uriOf(name: string): string {
    return this.names.uriOf(name);
  }

  /** The version of an open document; undefined for one that is not open. */
  versionOf(uri: string): number | undefined {
    return this.open.get(this.names.nameOf(uri))?.version;
  }

  /** The analysis of an open document as it stands. */
  analysis(document: TextDocument): Analysis | undefined {
    const name = this.names.nameOf(document.uri);
    if (!isDossierDocument(document)) return undefined;
    if (this.store.text(name) !== document.getText()) this.update(document);
    return this.store.analysis(name);
  }

  /** The analysis of a dossier, open or on disk, its evidence looked into; or why there is none. */
  async analysisAt(uri: string): Promise<Analysis | ReadFault> {
    const name = this.names.nameOf(uri);
    if (this.store.has(name)) {
      await this.store.probeEvidence([name]);
      return this.store.analysis(name)!;
    }
    const read = readText(name);
    if ('fault' in read) return read.fault;
    const store = new DossierStore(this.library, undefined, this.prober);
    store.set(name, read.text);
    await store.probeEvidence();
    return store.analysis(name)!;
  }

  /** The dossiers that a file is, or is a chapter of, by name. */
  dossiersNaming(uri: string): readonly string[] {
    const name = this.names.nameOf(uri);
    const isDossier = this.store.has(name) || this.faults.has(name);
    return isDossier ? [name] : this.store.paths.filter((p) => this.store.chapters(p).includes(name));
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

  private has(name: string): boolean {
    return this.store.has(name) || this.faults.has(name) || this.open.has(name);
  }

  private drop(name: string): void {
    this.store.delete(name);
    this.faults.delete(name);
  }

  private read(path: string): void {
    const read = this.store.isIgnored(path) ? undefined : readText(path);
    this.faults.delete(path);
    if (read && 'text' in read) this.store.set(path, read.text);
    else this.store.delete(path);
    if (read && 'fault' in read && read.fault !== 'missing') this.faults.set(path, read.fault);
  }

  /** The dossiers at hand at a path or, if it was a folder, below it. */
  private namesBelow(path: string): readonly string[] {
    const own = this.names.nameOfPath(path);
    return this.all.filter((name) => name === own || name === path || isBelow(path, name));
  }
}

/** Files by which it is decided what a search finds. */
const SEARCH_FILES: ReadonlySet<string> = new Set([CONFIG_NAME, '.gitignore', '.git']);

function isDossierDocument({ uri, languageId }: Pick<TextDocument, 'uri' | 'languageId'>): boolean {
  return languageId === 'dossier' || isDossier(uri) || (!uri.startsWith('file:') && languageId !== 'markdown');
}
