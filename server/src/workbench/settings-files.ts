/** The settings of the dossiers at hand, each file of them read once, and what the analysis is given of them. */

import { dirname, isAbsolute, resolve } from 'node:path';
import { minimatch } from 'minimatch';
import type { AnalysisInput } from '../core/analysis/types.ts';
import type { LoadedPack } from '../core/model/pack.ts';
import { pathFrom } from '../host/file-paths.ts';
import { isCostlyPattern } from '../host/glob-limits.ts';
import { type ConfigProblem, type LoadedSettings, loadSettings } from '../host/load-settings.ts';
import { distinctProblems, type PackLibrary, type PacksAtHand } from '../host/pack-library.ts';

/** Reads and keeps the `dossier.config.yaml` that holds for each dossier. */
export class SettingsFiles {
  private readonly library: PackLibrary;
  private readonly config: string | undefined;
  private readonly byFolder = new Map<string, LoadedSettings>();
  /** One input for each settings file, so that two dossiers with the same settings have the same object. */
  private readonly inputs = new Map<string, AnalysisInput>();

  /** `config` is the file for all dossiers; undefined where each has the nearest `dossier.config.yaml` above it. */
  constructor(library: PackLibrary, config: string | undefined) {
    this.library = library;
    this.config = config;
  }

  /** The settings that hold for a dossier; none for one that has no place on disk, unless a file is given for all. */
  of(path: string): LoadedSettings {
    const folder = this.config ?? dirname(path);
    const known = this.byFolder.get(folder);
    if (known) return known;
    const loaded =
      this.config || isAbsolute(path)
        ? loadSettings(path, this.library, this.config)
        : { settings: {}, packs: this.library.packsFor({ named: [] }), lists: [], problems: [] };
    this.byFolder.set(folder, loaded);
    return loaded;
  }

  /** What a dossier is analyzed with besides its text and the files that it names. */
  inputFor(path: string): AnalysisInput {
    const { settings, packs: atHand, registry, calls, file = '' } = this.of(path);
    const known = this.inputs.get(file);
    if (known) return known;
    const { packs, shared, broken, formKeys } = atHand;
    const input = {
      packs,
      sharedRules: shared,
      formKeys,
      ...(broken.size ? { brokenPacks: broken } : {}),
      settings,
      ...(registry ? { registry } : {}),
      ...(calls ? { calls } : {}),
    };
    this.inputs.set(file, input);
    return input;
  }

  /** True where the settings that hold for a file say to pass it over. */
  isIgnored(path: string): boolean {
    const { settings, file } = this.of(path);
    if (!file || !settings.ignore?.length) return false;
    const way = pathFrom(dirname(resolve(file)), path);
    return settings.ignore.some((pattern) => !isCostlyPattern(pattern) && minimatch(way, pattern, { dot: true }));
  }

  /** The settings that hold for these dossiers, each file of them once. */
  all(paths: readonly string[]): readonly LoadedSettings[] {
    return [...new Map(paths.map((p) => this.of(p)).map((s) => [s.file, s])).values()];
  }

  /** What is wrong in the settings of these dossiers and in the packs at hand, each once. */
  problems(paths: readonly string[]): readonly ConfigProblem[] {
    return distinctProblems([...this.all(paths), ...this.packSets(paths)].flatMap((p) => p.problems));
  }

  /** All packs at hand for these dossiers, and for one that lies below no settings, by id. */
  packs(paths: readonly string[]): ReadonlyMap<string, LoadedPack> {
    return new Map(this.packSets(paths).flatMap(({ packs }) => [...packs]));
  }

  private packSets(paths: readonly string[]): readonly PacksAtHand[] {
    return [...this.all(paths).map((s) => s.packs), this.library.packsFor({ named: [] })];
  }

  /** True where settings that were read, or the list that they name, are a file for which `isIt` is true. */
  reads(isIt: (file: string | undefined) => boolean): boolean {
    return [...this.byFolder.values()].some((s) => isIt(s.file) || s.lists.some(isIt));
  }

  /** Lets all settings be read again when they are next asked for. */
  clear(): void {
    this.byFolder.clear();
    this.inputs.clear();
  }
}
