/** Loads the settings for a dossier, with the list of platforms that they name. */

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Registry, readRegistry } from '../core/inputs/registry.ts';
import type { Settings } from '../core/inputs/settings.ts';
import type { Text } from '../core/model/localized-text.ts';
import type { LoadedPack } from '../core/model/pack.ts';
import type { Path } from '../core/model/path.ts';
import { readSettings, type SettingsProblem } from '../core/settings/read-settings.ts';
import { CONFIG_NAME, isDossier } from './file-names.ts';
import { FAULTS } from './read-faults.ts';
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
  readonly problemAt?: (path: Path, message: Text) => ConfigProblem;
}

/** The settings for a dossier: of the nearest `dossier.config.yaml` above it, or of the file named. */
export function loadSettings(near: string, packs: ReadonlyMap<string, LoadedPack>, named?: string): LoadedSettings {
  const file = named ?? findConfig(near);
  if (!file) return { settings: {}, problems: [] };
  const read = readText(file);
  if ('fault' in read) return { settings: {}, file, problems: [lineProblem(file, 0, FAULTS[read.fault])] };
  const { settings, problems, problemAt: at } = readSettings(read.text, packs);
  const problemAt = (path: Path, message: Text) => ({ file, ...at(path, message) });
  const found = [...problems.map((p) => ({ file, ...p })), ...lostDossiers(settings, file, problemAt)];
  const name = settings.registry?.['prior-platforms'];
  if (name === undefined) return { settings, file, problems: found, problemAt };
  const list = resolve(dirname(file), name);
  const csv = readText(list);
  if ('fault' in csv) {
    const { zh, en } = FAULTS[csv.fault];
    const message = { zh: `${name}：${zh}`, en: `${name}: ${en}` };
    return { settings, file, list, problems: [...found, problemAt(REGISTRY_KEY, message)], problemAt };
  }
  const result = readRegistry(csv.text, name);
  if ('registry' in result) return { settings, registry: result.registry, file, list, problems: found, problemAt };
  const wrong = lineProblem(list, result.problem.line, result.problem.message);
  return { settings, file, list, problems: [...found, wrong], problemAt };
}

/** Files in the order of a city that are not there. */
function lostDossiers(
  { recommend = {} }: Settings,
  file: string,
  problemAt: (path: Path, message: Text) => ConfigProblem,
): readonly ConfigProblem[] {
  return Object.entries(recommend).flatMap(([city, names]) =>
    names.flatMap((name, i) => {
      if (!isDossier(name) || existsSync(resolve(dirname(file), name))) return [];
      const { zh, en } = FAULTS.missing;
      return [problemAt(['recommend', city, i], { zh: `${name}：${zh}`, en: `${name}: ${en}` })];
    }),
  );
}

const REGISTRY_KEY = ['registry', 'prior-platforms'] as const;

function lineProblem(file: string, line: number, message: Text): ConfigProblem {
  return { file, from: { line, character: 0 }, to: { line, character: Number.MAX_SAFE_INTEGER }, message };
}

function findConfig(near: string): string | undefined {
  for (let folder = dirname(resolve(near)); ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_NAME);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return undefined;
  }
}
