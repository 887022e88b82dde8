/** Loads the settings for a dossier, with the list of platforms that they name. */

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { CallInput } from '../core/inputs/call-input.ts';
import { type Registry, readRegistry } from '../core/inputs/registry.ts';
import { priorPlatformsList, type Settings, settingsForCall } from '../core/inputs/settings.ts';
import type { LocalizedText } from '../core/model/localized-text.ts';
import type { FieldPath } from '../core/model/path.ts';
import { readSettings, type SettingsProblem } from '../core/settings/read-settings.ts';
import { CONFIG_NAME, isDossier } from './file-names.ts';
import { isInside, realPath } from './file-paths.ts';
import { repositoryOf } from './gitignore.ts';
import { isCostlyPattern } from './glob-limits.ts';
import { misnamedSettings } from './misnamed-settings.ts';
import type { PackLibrary, PacksAtHand } from './pack-library.ts';
import { READ_FAULT_TEXTS } from './read-faults.ts';
import { readText } from './read-text.ts';

/** Something wrong in a `dossier.config.yaml` or in the list it names, with its place. */
export interface ConfigProblem extends SettingsProblem {
  readonly file: string;
}

/** Settings with the list that they name, and all that is wrong in either. */
export interface LoadedSettings {
  readonly settings: Settings;
  /** The packs for the dossiers that these settings hold for. */
  readonly packs: PacksAtHand;
  readonly registry?: Registry;
  /** Settings and list of the calls that have their own, by id of the call. */
  readonly calls?: ReadonlyMap<string, CallInput>;
  /** The `dossier.config.yaml`; undefined where there is none. */
  readonly file?: string;
  /** The lists that it names, as absolute paths. */
  readonly lists: readonly string[];
  readonly problems: readonly ConfigProblem[];
  /** A problem at the value of a key of the settings' file. */
  readonly problemAt?: (path: FieldPath, message: LocalizedText) => ConfigProblem;
}

/** The settings for a dossier: of the nearest `dossier.config.yaml` above it, or of the file named. */
export function loadSettings(near: string, library: PackLibrary, named?: string): LoadedSettings {
  const { file, misnamed } = named === undefined ? findConfig(near) : { file: named, misnamed: [] };
  const loaded =
    file === undefined
      ? { ...NO_SETTINGS, packs: library.packsFor({ named: [] }) }
      : readConfig(resolve(file), library);
  return { ...loaded, problems: [...misnamed.map((path) => lineProblem(path, 0, MISNAMED)), ...loaded.problems] };
}

const MISNAMED: LocalizedText = {
  zh: `这个文件没有读取：设置文件的名称应为 ${CONFIG_NAME}`,
  en: `This file is not read: settings are named ${CONFIG_NAME}`,
};

const NO_SETTINGS = { settings: {}, lists: [], problems: [] };

function readConfig(file: string, library: PackLibrary): LoadedSettings {
  const read = readText(file);
  let packs = library.packsFor({ config: file, named: [] });
  if ('fault' in read)
    return { ...NO_SETTINGS, packs, file, problems: [lineProblem(file, 0, READ_FAULT_TEXTS[read.fault])] };
  const result = readSettings(read.text, (named) => {
    packs = library.packsFor({ config: file, named });
    return packs.packs;
  });
  const { settings, problems, problemAt: at } = result;
  const problemAt = (path: FieldPath, message: LocalizedText) => ({ file, ...at(path, message) });
  const own = loadList(settings, REGISTRY_KEY, file, problemAt);
  const ofCalls = Object.keys(settings.calls ?? {}).map((id) => {
    const merged = settingsForCall(settings, id);
    const hasOwn = settings.calls?.[id]?.registry?.['prior-platforms'] !== undefined;
    const list = hasOwn ? loadList(merged, ['calls', id, ...REGISTRY_KEY], file, problemAt) : own;
    return { id, merged, list };
  });
  const lists = [...new Set([own, ...ofCalls.map((c) => c.list)])];
  const calls = new Map(
    ofCalls.map(({ id, merged, list }): [string, CallInput] => [
      id,
      { settings: merged, ...(list.registry ? { registry: list.registry } : {}) },
    ]),
  );
  return {
    settings,
    packs,
    ...(own.registry ? { registry: own.registry } : {}),
    ...(calls.size ? { calls } : {}),
    file,
    lists: lists.flatMap((l) => l.path ?? []),
    problems: [
      ...problems.map((p) => ({ file, ...p })),
      ...missingDossiers(settings, file, problemAt),
      ...costlyPatterns(settings, problemAt),
      ...lists.flatMap((l) => l.problems),
    ],
    problemAt,
  };
}

interface LoadedList {
  readonly registry?: Registry;
  /** Undefined where the settings name no list. */
  readonly path?: string;
  readonly problems: readonly ConfigProblem[];
}

/** Reads the list of platforms selected before; `key` is where the settings name it. */
function loadList(
  settings: Settings,
  key: FieldPath,
  config: string,
  problemAt: (path: FieldPath, message: LocalizedText) => ConfigProblem,
): LoadedList {
  const list = priorPlatformsList(settings);
  if (!list) return { problems: [] };
  const path = resolve(dirname(config), list.file);
  if (isForeign(path, config)) return { problems: [problemAt(key, FOREIGN)] };
  const csv = readText(path);
  if ('fault' in csv) {
    const { zh, en } = READ_FAULT_TEXTS[csv.fault];
    return { path, problems: [problemAt(key, { zh: `${list.file}：${zh}`, en: `${list.file}: ${en}` })] };
  }
  const result = readRegistry(csv.text, list);
  if ('registry' in result) return { path, registry: result.registry, problems: [] };
  return { path, problems: [lineProblem(path, result.problem.line, result.problem.message)] };
}

/** Files in the order of a city that are not there. */
function missingDossiers(
  { recommend = {} }: Settings,
  file: string,
  problemAt: (path: FieldPath, message: LocalizedText) => ConfigProblem,
): readonly ConfigProblem[] {
  return Object.entries(recommend).flatMap(([city, names]) =>
    names.flatMap((name, i) => {
      if (!isDossier(name) || existsSync(resolve(dirname(file), name))) return [];
      const { zh, en } = READ_FAULT_TEXTS.missing;
      return [problemAt(['recommend', city, i], { zh: `${name}：${zh}`, en: `${name}: ${en}` })];
    }),
  );
}

/** Patterns of files to pass over that would take too long to match; nothing is passed over by them. */
function costlyPatterns(
  { ignore = [] }: Settings,
  problemAt: (path: FieldPath, message: LocalizedText) => ConfigProblem,
): readonly ConfigProblem[] {
  return ignore.flatMap((pattern, i) => (isCostlyPattern(pattern) ? [problemAt(['ignore', i], COSTLY)] : []));
}

const COSTLY: LocalizedText = {
  zh: '通配符过多，匹配可能极慢；一段文件名里最多三个 *',
  en: 'Too many wildcards, matching could take very long: a name has three * at most',
};

/**
 * True of a list that is not within the folder of the settings or its repository, be it through a link. Settings may come with somebody
 * else's folder: what they name elsewhere on this machine is not read, so that nothing of it is shown.
 */
function isForeign(list: string, file: string): boolean {
  const folder = realPath(dirname(resolve(file)));
  return !isInside(repositoryOf(folder) ?? folder, realPath(list));
}

const FOREIGN: LocalizedText = {
  zh: '名单不在设置文件所在的文件夹或仓库之内，没有读取',
  en: 'The list lies outside the folder of the settings and its repository: not read',
};

const REGISTRY_KEY = ['registry', 'prior-platforms'] as const;

function lineProblem(file: string, line: number, message: LocalizedText): ConfigProblem {
  return { file, from: { line, character: 0 }, to: { line, character: Number.MAX_SAFE_INTEGER }, message };
}

/** The nearest settings above a path, and files on the way there that are taken for settings by their name. */
function findConfig(near: string): { readonly file?: string; readonly misnamed: readonly string[] } {
  const misnamed: string[] = [];
  for (let folder = dirname(resolve(near)); ; folder = dirname(folder)) {
    misnamed.push(...misnamedSettings(folder));
    const file = join(folder, CONFIG_NAME);
    if (existsSync(file)) return { file, misnamed };
    if (folder === dirname(folder)) return { misnamed };
  }
}
