/** Loads the settings for a dossier, with the list of platforms that they name. */

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Registry, readRegistry } from '../core/inputs/registry.ts';
import type { Settings } from '../core/inputs/settings.ts';
import type { LocalizedText } from '../core/model/localized-text.ts';
import type { LoadedPack } from '../core/model/pack.ts';
import type { FieldPath } from '../core/model/path.ts';
import { readSettings, type SettingsProblem } from '../core/settings/read-settings.ts';
import { CONFIG_NAME, isDossier } from './file-names.ts';
import { isInside, realPath } from './file-paths.ts';
import { repositoryOf } from './gitignore.ts';
import { isCostlyPattern } from './glob-limits.ts';
import { READ_FAULT_TEXTS } from './read-faults.ts';
import { readText } from './read-text.ts';

/** Something wrong in a `dossier.config.yaml` or in the list it names, with its place. */
export interface ConfigProblem extends SettingsProblem {
  readonly file: string;
}

/** Settings with the list that they name, and all that is wrong in either. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly registry?: Registry;
  /** The `dossier.config.yaml`, and the list beside it. */
  readonly file?: string;
  readonly list?: string;
  readonly problems: readonly ConfigProblem[];
  /** A problem at the value of a key of the settings' file. */
  readonly problemAt?: (path: FieldPath, message: LocalizedText) => ConfigProblem;
}

/** The settings for a dossier: of the nearest `dossier.config.yaml` above it, or of the file named. */
export function loadSettings(near: string, packs: ReadonlyMap<string, LoadedPack>, named?: string): LoadedSettings {
  const file = named ?? findConfig(near);
  if (!file) return { settings: {}, problems: [] };
  const read = readText(file);
  if ('fault' in read) return { settings: {}, file, problems: [lineProblem(file, 0, READ_FAULT_TEXTS[read.fault])] };
  const { settings, problems, problemAt: at } = readSettings(read.text, packs);
  const problemAt = (path: FieldPath, message: LocalizedText) => ({ file, ...at(path, message) });
  const found = [
    ...problems.map((p) => ({ file, ...p })),
    ...missingDossiers(settings, file, problemAt),
    ...costlyPatterns(settings, problemAt),
  ];
  const name = settings.registry?.['prior-platforms'];
  if (name === undefined) return { settings, file, problems: found, problemAt };
  const list = resolve(dirname(file), name);
  if (isForeign(list, file))
    return { settings, file, problems: [...found, problemAt(REGISTRY_KEY, FOREIGN)], problemAt };
  const csv = readText(list);
  if ('fault' in csv) {
    const { zh, en } = READ_FAULT_TEXTS[csv.fault];
    const message = { zh: `${name}：${zh}`, en: `${name}: ${en}` };
    return { settings, file, list, problems: [...found, problemAt(REGISTRY_KEY, message)], problemAt };
  }
  const result = readRegistry(csv.text, name);
  if ('registry' in result) return { settings, registry: result.registry, file, list, problems: found, problemAt };
  const wrong = lineProblem(list, result.problem.line, result.problem.message);
  return { settings, file, list, problems: [...found, wrong], problemAt };
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

function findConfig(near: string): string | undefined {
  for (let folder = dirname(resolve(near)); ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_NAME);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return undefined;
  }
}
