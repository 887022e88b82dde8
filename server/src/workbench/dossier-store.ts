/**
 * The dossiers at hand, by absolute path, or by another name where they have no place on disk: their texts, what is known of the files beside them, and what they say about each other. Both faces
 * work at such a desk, so that they cannot disagree.
 */
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { minimatch } from 'minimatch';
import { analyze } from '../core/analysis/analyze.ts';
import { wanted } from '../core/analysis/named-files.ts';
import type { Analysis, Facts } from '../core/analysis/types.ts';
import type { Chapters, ChapterText, FileFact, Files } from '../core/inputs/evidence.ts';
import type { Far, Finding, Stretch } from '../core/model/finding.ts';
import { formWords } from '../core/model/form-paths.ts';
import type { Extract } from '../core/workspace/member.ts';
import { Workspace } from '../core/workspace/workspace.ts';
import { OUTSIDE, readChapter } from '../host/dossier-files.ts';
import { folderOf, type OpenedBefore, Prober } from '../host/evidence/prober.ts';
import { CONFIG_NAME } from '../host/file-names.ts';
import type { Packs } from '../host/load-packs.ts';
import { type ConfigProblem, type LoadedSettings, loadSettings } from '../host/load-settings.ts';

interface Held {
  text: string;
  analysis?: Analysis;
  files: Files;
  chapters: Chapters;
  /** The chapters that it names, read or not. */
  named: readonly string[];
}

/** A dossier was judged anew. */
export interface Analysed {
  readonly path: string;
  readonly analysis: Analysis;
  readonly milliseconds: number;
}

/** A stretch of a file, for a face to turn into lines. */
export interface Place {
  readonly path: string;
  readonly text: string;
  readonly span: Stretch['span'];
}

export class Desk {
  readonly packs: Packs['packs'];
  readonly words: Facts['words'];
  /** Told of every dossier that is judged anew, for a log. */
  onAnalysis: ((done: Analysed) => void) | undefined;
  private readonly shared: Packs['shared'];
  private readonly named: string | undefined;
  private readonly dossiers = new Map<string, Held>();
  private readonly workspace = new Workspace();
  private readonly prober = new Prober();
  /** Texts of chapters that are open in an editor, by path. */
  private readonly overlays = new Map<string, string>();
  private readonly settingsByFolder = new Map<string, LoadedSettings>();
  private readonly factsByFile = new Map<string, Facts>();

  /** `config` names the settings for all; else each dossier has those of the nearest file above it. */
  constructor({ packs, shared }: Packs, config?: string) {
    this.packs = packs;
    this.shared = shared;
    this.words = formWords(packs.values());
    this.named = config;
  }

  /** What is known of evidence from other runs, for as long as nobody takes it away. */
  set openedBefore(before: OpenedBefore) {
    this.prober.before = before;
  }

  /** Lays a dossier down, or its newer text. */
  put(path: string, text: string): void {
    const held = this.dossiers.get(path);
    if (held) held.text = text;
    else this.dossiers.set(path, { text, files: NONE, chapters: NONE, named: [] });
  }

  drop(path: string): void {
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

  /** What is known of a dossier now: files that have not been looked into, see {@link look}, are not judged. */
  analysis(path: string): Analysis | undefined {
    const held = this.dossiers.get(path);
    if (!held) return undefined;
    const before = held.analysis;
    const began = performance.now();
    const analysis = this.judge(path, held);
    if (analysis !== before) this.onAnalysis?.({ path, analysis, milliseconds: performance.now() - began });
    return analysis;
  }

  /** Reads a dossier and makes it known to the others, without asking yet what these say: for when many come at once. */
  meet(path: string): void {
    const held = this.dossiers.get(path);
    if (held) this.introduce(path, held);
  }

  /** What the dossiers here say to those that another process judges. */
  extracts(): readonly Extract[] {
    return this.workspace.extracts();
  }

  /** Sets the dossiers here among those of other processes, all in the order of the paths. */
  settle(paths: readonly string[], elsewhere: readonly Extract[]): void {
    this.workspace.settle(paths, elsewhere);
  }

  private judge(path: string, held: Held): Analysis {
    this.introduce(path, held);
    return this.step(path, held, this.workspace.others(path));
  }

  private introduce(path: string, held: Held): void {
    const others = held.analysis?.memo.facts.others;
    let analysis = this.step(path, held, others);
    if (this.readChapters(path, held, analysis)) analysis = this.step(path, held, others);
    if (isAbsolute(path) && !this.isIgnored(path)) this.workspace.set(path, analysis);
    else this.workspace.delete(path);
  }

  private step(path: string, held: Held, others: Facts['others']): Analysis {
    const base = this.facts(path);
    const facts = { ...base, files: held.files, chapters: held.chapters, ...(others ? { others } : {}) };
    const before = held.analysis;
    const same = before?.source.text === held.text && isSameFacts(before.memo.facts, facts);
    held.analysis = same ? before : analyze(held.text, facts, before);
    return held.analysis;
  }

  /** Looks into the evidence of these dossiers that has not been looked into; gives those for which that changed something. */
  async look(paths: readonly string[] = this.paths): Promise<readonly string[]> {
    const changed = await Promise.all(paths.map((path) => this.lookAt(path)));
    return paths.filter((_, i) => changed[i]);
  }

  /** The dossiers for which the others changed something since they were last judged. */
  affected(): readonly string[] {
    return this.paths.filter((path) => {
      const before = this.dossiers.get(path)?.analysis;
      return before && this.workspace.others(path) !== before.memo.facts.others;
    });
  }

  /** The dossiers whose findings have their other end in one of these. */
  pointingAt(paths: ReadonlySet<string>): readonly string[] {
    return this.paths.filter((path) =>
      this.dossiers
        .get(path)
        ?.analysis?.findings.some((f) => f.related.some((r) => 'far' in r && paths.has(r.far.dossier))),
    );
  }

  /** True where nothing of its own has changed since it was last judged. */
  isJudged(path: string): boolean {
    const held = this.dossiers.get(path);
    if (!held?.analysis) return false;
    const { facts } = held.analysis.memo;
    const same =
      held.analysis.source.text === held.text && facts.files === held.files && facts.chapters === held.chapters;
    return same && facts.settings === this.facts(path).settings;
  }

  /** Lets all that a dossier names be read again, for an editor that does not tell what changes on disk. */
  forget(path: string): void {
    const held = this.dossiers.get(path);
    if (held) [held.files, held.chapters] = [NONE, NONE];
  }

  /**
   * Lets a file of the disk be read again: evidence, a chapter, settings, a list; or all files of a folder, for one that comes or goes
   * is told as a whole. Gives the dossiers that name it.
   */
  changed(file: string): readonly string[] {
    const isIt = (path: string | undefined) => path === file || path?.startsWith(file + sep) === true;
    if (basename(file) === CONFIG_NAME || [...this.settingsByFolder.values()].some((s) => isIt(s.file) || isIt(s.list)))
      this.reload();
    return this.paths.filter((path) => {
      const held = this.dossiers.get(path)!;
      const rest = new Map([...held.chapters].filter(([name]) => !isIt(resolve(dirname(path), name))));
      const files = new Map([...held.files].filter(([name]) => !isIt(resolve(dirname(path), name))));
      const had = rest.size < held.chapters.size || files.size < held.files.size;
      if (rest.size < held.chapters.size) held.chapters = rest;
      if (files.size < held.files.size) held.files = files;
      return had;
    });
  }

  /** Settings may have changed: they are read again when they are next asked for. */
  reload(): void {
    this.settingsByFolder.clear();
    this.factsByFile.clear();
  }

  /** The text of a chapter that is open in an editor; undefined once it is closed. Gives the dossiers that name it. */
  overlay(file: string, text: string | undefined): readonly string[] {
    if (text === undefined) this.overlays.delete(file);
    else this.overlays.set(file, text);
    return this.changed(file);
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
    const way = relative(dirname(resolve(file)), resolve(path)).replaceAll('\\', '/');
    return settings.ignore.some((pattern) => minimatch(way, pattern, { dot: true }));
  }

  /** How many other dossiers a dossier is compared with. */
  othersOf(path: string): number {
    return this.workspace.otherThan(path);
  }

  /** The file and stretch that a finding is shown at: the dossier, or a chapter of it. */
  place(path: string, stretch: Stretch): Place {
    const held = this.dossiers.get(path);
    return placeIn(path, held?.text ?? '', held?.chapters, stretch);
  }

  /** The other end of a finding, in another dossier. */
  placeOf(far: Far): Place | undefined {
    const found = this.workspace.locate(far);
    return found && this.place(far.dossier, found);
  }

  /** The chapters that a dossier keeps in files of their own, as paths. */
  chapters(path: string): readonly string[] {
    return (this.dossiers.get(path)?.named ?? []).map((name) => resolve(dirname(path), name));
  }

  /** The text of a chapter that some dossier names, by its path. */
  chapterText(file: string): string | undefined {
    for (const [path, held] of this.dossiers) {
      for (const [name, chapter] of held.chapters) {
        if ('text' in chapter && resolve(dirname(path), name) === file) return chapter.text;
      }
    }
    return undefined;
  }

  private facts(path: string): Facts {
    const { settings, registry, file = '' } = this.settings(path);
    const known = this.factsByFile.get(file);
    if (known) return known;
    const facts = {
      packs: this.packs,
      shared: this.shared,
      words: this.words,
      settings,
      ...(registry ? { registry } : {}),
    };
    this.factsByFile.set(file, facts);
    return facts;
  }

  /** Reads the chapters that the dossier names and that are not read yet; true where there were any. */
  private readChapters(path: string, held: Held, analysis: Analysis): boolean {
    const names = isAbsolute(path) ? wanted(analysis).chapters : [];
    held.named = names;
    if (names.length === held.chapters.size && names.every((n) => held.chapters.has(n))) return false;
    held.chapters = new Map(names.map((name) => [name, held.chapters.get(name) ?? this.readChapter(path, name)]));
    return true;
  }

  private readChapter(path: string, name: string): ChapterText {
    const onDisk = readChapter(path, name);
    const open = this.overlays.get(resolve(dirname(path), name));
    const isOutside = 'fault' in onDisk && onDisk.fault === OUTSIDE;
    return open === undefined || isOutside ? onDisk : { text: open };
  }

  private async lookAt(path: string): Promise<boolean> {
    const analysis = this.analysis(path);
    if (!analysis || !isAbsolute(path)) return false;
    const names = wanted(analysis).files;
    const known = this.dossiers.get(path)!.files;
    if (names.length === known.size && names.every((n) => known.has(n))) return false;
    const folder = folderOf(path);
    const facts = await Promise.all(
      names.map(
        async (n): Promise<[string, FileFact]> => [n, known.get(n) ?? (await this.prober.probe(path, n, folder))],
      ),
    );
    const held = this.dossiers.get(path);
    // While we looked, something that we knew may have been let go.
    if (held?.files !== known) return held ? this.lookAt(path) : false;
    held.files = new Map(facts);
    return true;
  }
}

const NO_SETTINGS: LoadedSettings = { settings: {}, problems: [] };
const NONE: ReadonlyMap<string, never> = new Map<string, never>();

function isSameFacts(a: Facts, b: Facts): boolean {
  const keys = ['packs', 'settings', 'words', 'registry', 'files', 'chapters', 'others'] as const;
  return keys.every((key) => a[key] === b[key]);
}

/** The file and stretch that something of a dossier is shown at, by the dossier's text and its chapters. */
export function placeIn(path: string, text: string, chapters: Chapters | undefined, { file, span }: Stretch): Place {
  const chapter = file === undefined ? undefined : chapters?.get(file);
  if (file === undefined || !chapter || 'fault' in chapter) return { path, text, span };
  return { path: resolve(dirname(path), file), text: chapter.text, span };
}

/** Findings by the file that they are shown in, the dossier's own first. */
export function byFile(
  path: string,
  findings: readonly Finding[],
  desk: Desk,
): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>([[path, []]]);
  for (const chapter of desk.chapters(path)) found.set(chapter, []);
  for (const finding of findings) {
    const place = desk.place(path, finding);
    const there = found.get(place.path);
    if (there) there.push(finding);
    else found.set(place.path, [finding]);
  }
  return found;
}
