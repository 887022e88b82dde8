/**
 * The dossiers at hand, by absolute path, or by another name where they have no place on disk: their texts, what is known of the files beside them, and what they say about each other. Both faces
 * work on such a store, so that they cannot disagree.
 */

import { basename, dirname, isAbsolute, resolve, sep } from 'node:path';
import { minimatch } from 'minimatch';
import { analyze } from '../core/analysis/analyze.ts';
import { namedFiles } from '../core/analysis/named-files.ts';
import type { Analysis, AnalysisInput } from '../core/analysis/types.ts';
import type { ChapterText, ChapterTexts, EvidenceFile, EvidenceFiles } from '../core/inputs/evidence.ts';
import type { FileSpan, Finding, RemoteLocation } from '../core/model/finding.ts';
import { formKeysOf } from '../core/model/form-paths.ts';
import type { DossierSummary } from '../core/workspace/indexed-dossier.ts';
import { Workspace } from '../core/workspace/workspace.ts';
import { OUTSIDE, readChapter } from '../host/dossier-files.ts';
import { EvidenceProber, folderOf, type OpenCache } from '../host/evidence/prober.ts';
import { CONFIG_NAME } from '../host/file-names.ts';
import { pathFrom } from '../host/file-paths.ts';
import { isCostlyPattern } from '../host/glob-limits.ts';
import type { Packs } from '../host/load-packs.ts';
import { type ConfigProblem, type LoadedSettings, loadSettings } from '../host/load-settings.ts';

interface StoredDossier {
  text: string;
  analysis?: Analysis;
  files: EvidenceFiles;
  chapters: ChapterTexts;
  /** The chapters that it names, read or not. */
  named: readonly string[];
}

/** A dossier was analyzed anew. */
export interface AnalysisEvent {
  readonly path: string;
  readonly analysis: Analysis;
  readonly milliseconds: number;
}

/** A stretch of a file, for a face to turn into lines. */
export interface FileLocation {
  readonly path: string;
  readonly text: string;
  readonly span: FileSpan['span'];
}

export class DossierStore {
  readonly packs: Packs['packs'];
  readonly formKeys: AnalysisInput['formKeys'];
  /** Told of every dossier that is analyzed anew, for a log. */
  onAnalysis: ((done: AnalysisEvent) => void) | undefined;
  private readonly shared: Packs['shared'];
  private readonly named: string | undefined;
  private readonly dossiers = new Map<string, StoredDossier>();
  private readonly workspace = new Workspace();
  private readonly prober: EvidenceProber;
  /** Texts of chapters that are open in an editor, by path. */
  private readonly overlays = new Map<string, string>();
  private readonly settingsByFolder = new Map<string, LoadedSettings>();
  private readonly inputsByFile = new Map<string, AnalysisInput>();

  /** `config` names the settings for all; else each dossier has those of the nearest file above it. `prober` looks into evidence, for several stores perhaps. */
  constructor({ packs, shared }: Packs, config?: string, prober = new EvidenceProber()) {
    this.packs = packs;
    this.shared = shared;
    this.formKeys = formKeysOf(packs.values());
    this.named = config;
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

  delete(path: string): void {
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

  /** Sets the dossiers here among those of other processes, all in the order of the paths. */
  setWorkspace(paths: readonly string[], elsewhere: readonly DossierSummary[]): void {
    this.workspace.setDossiers(paths, elsewhere);
  }

  private analyzeDossier(path: string, stored: StoredDossier): Analysis {
    this.addToWorkspace(path, stored);
    return this.analyzeOnce(path, stored, this.workspace.issuesOf(path));
  }

  private addToWorkspace(path: string, stored: StoredDossier): void {
    const others = stored.analysis?.cache.input.crossDossierIssues;
    let analysis = this.analyzeOnce(path, stored, others);
    if (this.readChapters(path, stored, analysis)) analysis = this.analyzeOnce(path, stored, others);
    if (isAbsolute(path) && !this.isIgnored(path)) this.workspace.set(path, analysis);
    else this.workspace.delete(path);
  }

  private analyzeOnce(path: string, stored: StoredDossier, others: AnalysisInput['crossDossierIssues']): Analysis {
    const base = this.inputFor(path);
    const input = {
      ...base,
      files: stored.files,
      chapters: stored.chapters,
      ...(others ? { crossDossierIssues: others } : {}),
    };
    const before = stored.analysis;
    const same = before?.source.text === stored.text && isSameInput(before.cache.input, input);
    stored.analysis = same ? before : analyze(stored.text, input, before);
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

  /** The dossiers whose findings have their other end in one of these. */
  dossiersReferringTo(paths: ReadonlySet<string>): readonly string[] {
    return this.paths.filter((path) =>
      this.dossiers
        .get(path)
        ?.analysis?.findings.some((f) => f.related.some((r) => 'remote' in r && paths.has(r.remote.dossier))),
    );
  }

  /** True where nothing of its own has changed since it was last analyzed. */
  isAnalyzed(path: string): boolean {
    const stored = this.dossiers.get(path);
    if (!stored?.analysis) return false;
    const { input } = stored.analysis.cache;
    const same =
      stored.analysis.source.text === stored.text && input.files === stored.files && input.chapters === stored.chapters;
    return same && input.settings === this.inputFor(path).settings;
  }

  /** Lets all that a dossier names be read again, for an editor that does not tell what changes on disk. */
  forget(path: string): void {
    const stored = this.dossiers.get(path);
    if (stored) [stored.files, stored.chapters] = [NO_FILES, NO_FILES];
  }

  /**
   * Lets a file of the disk be read again: evidence, a chapter, settings, a list; or all files of a folder, for one that comes or goes
   * is told as a whole. Gives the dossiers that name it.
   */
  fileChanged(file: string): readonly string[] {
    const isIt = (path: string | undefined) => path === file || path?.startsWith(file + sep) === true;
    if (basename(file) === CONFIG_NAME || [...this.settingsByFolder.values()].some((s) => isIt(s.file) || isIt(s.list)))
      this.reload();
    return this.paths.filter((path) => {
      const stored = this.dossiers.get(path)!;
      const rest = new Map([...stored.chapters].filter(([name]) => !isIt(resolve(dirname(path), name))));
      const files = new Map([...stored.files].filter(([name]) => !isIt(resolve(dirname(path), name))));
      const had = rest.size < stored.chapters.size || files.size < stored.files.size;
      if (rest.size < stored.chapters.size) stored.chapters = rest;
      if (files.size < stored.files.size) stored.files = files;
      return had;
    });
  }

  /** Settings may have changed: they are read again when they are next asked for. */
  reload(): void {
    this.settingsByFolder.clear();
    this.inputsByFile.clear();
  }

  /** The text of a chapter that is open in an editor; undefined once it is closed. Gives the dossiers that name it. */
  overlay(file: string, text: string | undefined): readonly string[] {
    if (text === undefined) this.overlays.delete(file);
    else this.overlays.set(file, text);
    return this.fileChanged(file);
  }

  settings(path: string): LoadedSettings {
    const folder = this.named ?? dirname(path);
    const known = this.settingsByFolder.get(folder);
    if (known) return known;
    const loaded = this.named || isAbsolute(path) ? loadSettings(path, this.packs, this.named) : NO_SETTINGS;
    this.settingsByFolder.set(folder, loaded);
    return loaded;
  }

  /** What is wrong in the settings of the dossiers at hand, each once. */
  problems(): readonly ConfigProblem[] {
    return this.loadedSettings().flatMap((s) => s.problems);
  }

  /** The settings of the dossiers at hand, each file of them once. */
  loadedSettings(): readonly LoadedSettings[] {
    return [...new Map(this.paths.map((p) => this.settings(p)).map((s) => [s.file, s])).values()];
  }

  /** True where the settings that hold for a file say to pass it over. */
  isIgnored(path: string): boolean {
    const { settings, file } = this.settings(path);
    if (!file || !settings.ignore?.length) return false;
    const way = pathFrom(dirname(resolve(file)), path);
    return settings.ignore.some((pattern) => !isCostlyPattern(pattern) && minimatch(way, pattern, { dot: true }));
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

  /** The text of a chapter that some dossier names, by its path. */
  chapterText(file: string): string | undefined {
    for (const [path, stored] of this.dossiers) {
      for (const [name, chapter] of stored.chapters) {
        if ('text' in chapter && resolve(dirname(path), name) === file) return chapter.text;
      }
    }
    return undefined;
  }

  private inputFor(path: string): AnalysisInput {
    const { settings, registry, file = '' } = this.settings(path);
    const known = this.inputsByFile.get(file);
    if (known) return known;
    const input = {
      packs: this.packs,
      sharedRules: this.shared,
      formKeys: this.formKeys,
      settings,
      ...(registry ? { registry } : {}),
    };
    this.inputsByFile.set(file, input);
    return input;
  }

  /** Reads the chapters that the dossier names and that are not read yet; true where there were any. */
  private readChapters(path: string, stored: StoredDossier, analysis: Analysis): boolean {
    const names = isAbsolute(path) ? namedFiles(analysis).chapters : [];
    stored.named = names;
    if (names.length === stored.chapters.size && names.every((n) => stored.chapters.has(n))) return false;
    stored.chapters = new Map(names.map((name) => [name, stored.chapters.get(name) ?? this.readChapter(path, name)]));
    return true;
  }

  private readChapter(path: string, name: string): ChapterText {
    const onDisk = readChapter(path, name);
    const open = this.overlays.get(resolve(dirname(path), name));
    const isOutside = 'fault' in onDisk && onDisk.fault === OUTSIDE;
    return open === undefined || isOutside ? onDisk : { text: open };
  }

  private async probeDossier(path: string): Promise<boolean> {
    const analysis = this.analysis(path);
    if (!analysis || !isAbsolute(path)) return false;
    const names = namedFiles(analysis).files;
    const known = this.dossiers.get(path)!.files;
    if (names.length === known.size && names.every((n) => known.has(n))) return false;
    const folder = folderOf(path);
    const files = await Promise.all(
      names.map(
        async (n): Promise<[string, EvidenceFile]> => [n, known.get(n) ?? (await this.prober.probe(path, n, folder))],
      ),
    );
    const stored = this.dossiers.get(path);
    // While we looked, something that we knew may have been let go.
    if (stored?.files !== known) return stored ? this.probeDossier(path) : false;
    stored.files = new Map(files);
    return true;
  }
}

const NO_SETTINGS: LoadedSettings = { settings: {}, problems: [] };
const NO_FILES: ReadonlyMap<string, never> = new Map<string, never>();

function isSameInput(a: AnalysisInput, b: AnalysisInput): boolean {
  const keys = ['packs', 'settings', 'formKeys', 'registry', 'files', 'chapters', 'crossDossierIssues'] as const;
  return keys.every((key) => a[key] === b[key]);
}

/** The file and stretch that something of a dossier is shown at, by the dossier's text and its chapters. */
export function locateSpan(
  path: string,
  text: string,
  chapters: ChapterTexts | undefined,
  { file, span }: FileSpan,
): FileLocation {
  const chapter = file === undefined ? undefined : chapters?.get(file);
  if (file === undefined || !chapter || 'fault' in chapter) return { path, text, span };
  return { path: resolve(dirname(path), file), text: chapter.text, span };
}

/** Findings by the file that they are shown in, the dossier's own first. */
export function groupByFile(
  path: string,
  findings: readonly Finding[],
  store: DossierStore,
): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>([[path, []]]);
  for (const chapter of store.chapters(path)) found.set(chapter, []);
  for (const finding of findings) {
    const location = store.locate(path, finding);
    const there = found.get(location.path);
    if (there) there.push(finding);
    else found.set(location.path, [finding]);
  }
  return found;
}
