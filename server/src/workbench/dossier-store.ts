/**
 * The dossiers at hand, by absolute path, or by another name where they have no place on disk: their texts, what is known
 * of the files beside them, and what they say about each other. The language server and the command line work on the
 * same store, so that they find the same.
 */

import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { analyze } from '../core/analysis/analyze.ts';
import type { Analysis, AnalysisInput } from '../core/analysis/types.ts';
import type { FileSpan, RemoteLocation } from '../core/model/finding.ts';
import type { LoadedPack } from '../core/model/pack.ts';
import type { DossierSummary } from '../core/workspace/indexed-dossier.ts';
import { Workspace } from '../core/workspace/workspace.ts';
import { localDay } from '../host/dossier-files.ts';
import { EvidenceProber, type OpenCache } from '../host/evidence/prober.ts';
import { CONFIG_NAME } from '../host/file-names.ts';
import { isAtOrBelow } from '../host/file-paths.ts';
import type { ConfigProblem, LoadedSettings } from '../host/load-settings.ts';
import type { PackLibrary } from '../host/pack-library.ts';
import { ChapterFiles } from './chapter-files.ts';
import { type FileLocation, locateSpan } from './file-location.ts';
import { NamedFilesCache } from './named-files-cache.ts';
import { SettingsFiles } from './settings-files.ts';
import {
  type AnalysisEvent,
  forgetFiles,
  isSameInput,
  NO_FILES,
  probeFiles,
  type StoredDossier,
} from './stored-dossier.ts';

/**
 * Holds dossiers and analyzes them when they are asked for. `set` takes a text, `probeEvidence` looks into the files that
 * the dossiers name, `analysis` gives what is found; `filesChanged` and `reload` say that something on disk is no longer as
 * it was read.
 */
export class DossierStore {
  /** Told of every dossier that is analyzed anew, for a log. */
  onAnalysis: ((done: AnalysisEvent) => void) | undefined;
  /** Gives today as `YYYY-MM-DD`, for the dates of waivers. */
  today: () => string = localDay;
  private readonly dossiers = new Map<string, StoredDossier>();
  private readonly workspace = new Workspace();
  /** Dossiers that are compared with no other. */
  private readonly uncompared = new Set<string>();
  private readonly prober: EvidenceProber;
  private readonly chapterFiles = new ChapterFiles();
  private readonly settingsFiles: SettingsFiles;
  private readonly library: PackLibrary;
  private readonly named = new NamedFilesCache();

  /**
   * `library` has the notice packs. `config` is the settings file for all dossiers; without it each has those of the nearest file above it. `prober` looks
   * into evidence; several stores may share one.
   */
  constructor(library: PackLibrary, config?: string, prober = new EvidenceProber()) {
    this.library = library;
    this.settingsFiles = new SettingsFiles(library, config);
    this.prober = prober;
  }

  /** What is known of evidence from other runs, for as long as nobody takes it away. */
  set openCache(before: OpenCache) {
    this.prober.openCache = before;
  }

  /** Lays a dossier down, or its newer text. */
  set(path: string, text: string): void {
    const stored = this.dossiers.get(path);
    if (stored) stored.text = text;
    else this.dossiers.set(path, { text, files: NO_FILES, chapters: NO_FILES, named: [] });
  }

  /** Lets a dossier be compared with the others, or not: one whose file is gone is no application beside them. */
  setCompared(path: string, isCompared: boolean): void {
    if (this.uncompared.has(path) !== isCompared) return;
    if (isCompared) this.uncompared.delete(path);
    else this.uncompared.add(path);
    const stored = this.dossiers.get(path);
    if (stored) this.addToWorkspace(path, stored);
  }

  /** False of a dossier that has no place on disk, that settings pass over, or whose file is gone. */
  isCompared(path: string): boolean {
    return isAbsolute(path) && !this.isIgnored(path) && !this.uncompared.has(path);
  }

  delete(path: string): void {
    this.uncompared.delete(path);
    this.dossiers.delete(path);
    this.workspace.delete(path);
  }

  has(path: string): boolean {
    return this.dossiers.has(path);
  }

  get paths(): readonly string[] {
    return [...this.dossiers.keys()];
  }

  text(path: string): string | undefined {
    return this.dossiers.get(path)?.text;
  }

  /** What is known of a dossier now: files that have not been looked into, see {@link probeEvidence}, are not analyzed. */
  analysis(path: string): Analysis | undefined {
    const stored = this.dossiers.get(path);
    if (!stored) return undefined;
    const before = stored.analysis;
    const began = performance.now();
    const analysis = this.analyzeDossier(path, stored);
    if (analysis !== before) this.onAnalysis?.({ path, analysis, milliseconds: performance.now() - began });
    return analysis;
  }

  /** Reads a dossier and makes it known to the others, without asking yet what these say: for when many come at once. */
  load(path: string): void {
    const stored = this.dossiers.get(path);
    if (stored) this.addToWorkspace(path, stored);
  }

  /** What the dossiers here say to those that another process analyzes. */
  summaries(): readonly DossierSummary[] {
    return this.workspace.summaries();
  }

  /** Sets the dossiers here among those of other processes. */
  setWorkspace(elsewhere: readonly DossierSummary[]): void {
    this.workspace.setDossiers(elsewhere);
  }

  private analyzeDossier(path: string, stored: StoredDossier): Analysis {
    this.addToWorkspace(path, stored);
    return this.analyzeOnce(path, stored, this.workspace.issuesOf(path));
  }

  private addToWorkspace(path: string, stored: StoredDossier): void {
    const others = stored.analysis?.cache.input.crossDossierIssues;
    let analysis = this.analyzeOnce(path, stored, others);
    if (this.readChapters(path, stored, analysis)) analysis = this.analyzeOnce(path, stored, others);
    if (this.isCompared(path)) this.workspace.set(path, analysis);
    else this.workspace.delete(path);
  }

  private analyzeOnce(path: string, stored: StoredDossier, others: AnalysisInput['crossDossierIssues']): Analysis {
    const base = this.settingsFiles.inputFor(path);
    const input = {
      ...base,
      files: stored.files,
      chapters: stored.chapters,
      today: this.today(),
      ...(others ? { crossDossierIssues: others } : {}),
    };
    const { analysis: before, text } = stored;
    const isSame = before?.source.text === text && isSameInput(before, input);
    stored.analysis = isSame ? before : analyze(text, input, before);
    return stored.analysis;
  }

  /** Looks into the evidence of these dossiers that has not been looked into; gives those for which that changed something. */
  async probeEvidence(paths: readonly string[] = this.paths): Promise<readonly string[]> {
    const changed = await Promise.all(paths.map((path) => this.probeDossier(path)));
    return paths.filter((_, i) => changed[i]);
  }

  /** The dossiers for which the others changed something since they were last analyzed. */
  affected(): readonly string[] {
    return this.paths.filter((path) => {
      const before = this.dossiers.get(path)?.analysis;
      return before && this.workspace.issuesOf(path) !== before.cache.input.crossDossierIssues;
    });
  }

  /** The dossiers of whose findings one has its other end at such a place. */
  dossiersReferringTo(isIt: (remote: RemoteLocation) => boolean): readonly string[] {
    return this.paths.filter((path) =>
      this.dossiers.get(path)?.analysis?.findings.some((f) => f.related.some((r) => 'remote' in r && isIt(r.remote))),
    );
  }

  /** True where nothing of its own has changed since it was last analyzed. */
  isAnalyzed(path: string): boolean {
    const stored = this.dossiers.get(path);
    if (!stored?.analysis) return false;
    const { given } = stored.analysis.cache;
    if (stored.analysis.source.text !== stored.text) return false;
    const isSameSettings = given.settings === this.settingsFiles.inputFor(path).settings;
    return isSameSettings && given.files === stored.files && given.chapters === stored.chapters;
  }

  /** Lets all that a dossier names be read again, for an editor that does not tell what changes on disk. */
  forget(path: string): void {
    const stored = this.dossiers.get(path);
    if (stored) [stored.files, stored.chapters] = [NO_FILES, NO_FILES];
  }

  /**
   * Lets files of the disk be read again: evidence, a chapter, settings, a list; or all files of a folder, for one that comes or goes
   * is told as a whole. Gives the dossiers that name one.
   */
  filesChanged(files: readonly string[]): readonly string[] {
    const isIt = (path: string | undefined) => path !== undefined && isAtOrBelow(path, new Set(files));
    const isOfSettings = files.some((file) => basename(file) === CONFIG_NAME) || this.settingsFiles.reads(isIt);
    if (this.library.changed(files) || isOfSettings) this.reload();
    return this.paths.filter((path) =>
      forgetFiles(this.dossiers.get(path)!, (name) => isIt(resolve(dirname(path), name))),
    );
  }

  /** Settings may have changed: they are read again when they are next asked for. */
  reload(): void {
    this.settingsFiles.clear();
  }

  /** The text of a chapter that is open in an editor; undefined once it is closed. Gives the dossiers that name it. */
  overlay(file: string, text: string | undefined): readonly string[] {
    this.chapterFiles.overlay(file, text);
    this.library.overlay(file, text);
    return this.filesChanged([file]);
  }

  /** The settings that hold for a dossier: those of the nearest file above it, or of the file given for all. */
  settings(path: string): LoadedSettings {
    return this.settingsFiles.of(path);
  }

  /** What is wrong in the settings of the dossiers at hand and in the notice packs, each once. */
  problems(): readonly ConfigProblem[] {
    return this.settingsFiles.problems(this.paths);
  }

  /** All packs at hand, by id: for what is not about a dossier. */
  get packs(): ReadonlyMap<string, LoadedPack> {
    return this.settingsFiles.packs(this.paths);
  }

  /** The settings of the dossiers at hand, each file of them once. */
  loadedSettings(): readonly LoadedSettings[] {
    return this.settingsFiles.all(this.paths);
  }

  /** True where the settings that hold for a file say to pass it over. */
  isIgnored(path: string): boolean {
    return this.settingsFiles.isIgnored(path);
  }

  /** How many other dossiers a dossier is compared with. */
  countOthers(path: string): number {
    return this.workspace.countOthers(path);
  }

  /** The file and stretch that a finding is shown at: the dossier, or a chapter of it. */
  locate(path: string, fileSpan: FileSpan): FileLocation {
    const stored = this.dossiers.get(path);
    return locateSpan(path, stored?.text ?? '', stored?.chapters, fileSpan);
  }

  /** The other end of a finding, in another dossier. */
  locateRemote(remote: RemoteLocation): FileLocation | undefined {
    const found = this.workspace.locate(remote);
    return found && this.locate(remote.dossier, found);
  }

  /** The chapters that a dossier keeps in files of their own, as paths. */
  chapters(path: string): readonly string[] {
    return (this.dossiers.get(path)?.named ?? []).map((name) => resolve(dirname(path), name));
  }

  /** The evidence and the chapters that a dossier names, as absolute paths; found when it was last analyzed. */
  pathsNamedBy(path: string): readonly string[] {
    const analysis = this.dossiers.get(path)?.analysis;
    const named = analysis && isAbsolute(path) ? this.named.of(analysis) : { files: [], chapters: [] };
    return [...named.files, ...named.chapters].map((name) => resolve(dirname(path), name));
  }

  /** The text of a chapter that some dossier names, by its path. */
  chapterText(file: string): string | undefined {
    for (const [path, stored] of this.dossiers) {
      for (const [name, chapter] of stored.chapters) {
        if ('text' in chapter && resolve(dirname(path), name) === file) return chapter.text;
      }
    }
    return undefined;
  }

  /** Reads the chapters that the dossier names and that are not read yet; true where there were any. */
  private readChapters(path: string, stored: StoredDossier, analysis: Analysis): boolean {
    const names = isAbsolute(path) ? this.named.of(analysis).chapters : [];
    stored.named = names;
    if (names.length === stored.chapters.size && names.every((n) => stored.chapters.has(n))) return false;
    stored.chapters = new Map(
      names.map((name) => [name, stored.chapters.get(name) ?? this.chapterFiles.read(path, name)]),
    );
    return true;
  }

  private async probeDossier(path: string): Promise<boolean> {
    const analysis = this.analysis(path);
    if (!analysis || !isAbsolute(path)) return false;
    const names = this.named.of(analysis).files;
    const known = this.dossiers.get(path)!.files;
    if (names.length === known.size && names.every((n) => known.has(n))) return false;
    const files = await probeFiles(this.prober, path, names, known);
    const stored = this.dossiers.get(path);
    // While we looked, something that we knew may have been let go.
    if (stored?.files !== known) return stored ? this.probeDossier(path) : false;
    stored.files = files;
    return true;
  }
}
