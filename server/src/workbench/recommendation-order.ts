/** In which order a city recommends the dossiers at hand (setting `recommend`), and notes on that order. */

import { dirname, resolve } from 'node:path';
import type { LocalizedText } from '../core/model/localized-text.ts';
import { type Candidate, isNamed, rankingOf } from '../core/workspace/recommendation-order.ts';
import { pathFrom } from '../host/file-paths.ts';
import type { ConfigProblem } from '../host/load-settings.ts';
import type { DossierStore } from './dossier-store.ts';

/** Dossiers of a city in the order in which it recommends them. */
export interface RecommendationOrder {
  /** The dossiers in order, the same paths that were given. */
  readonly paths: readonly string[];
  /** What the reader of the table should know, such as dossiers that the order does not name. */
  readonly notes: readonly LocalizedText[];
  /** Names in the order that no dossier at hand has. */
  readonly problems: readonly ConfigProblem[];
}

/**
 * The dossiers `paths` of a city in its order of recommendation. The order is that of the first dossier whose settings have
 * one for the city; without any the paths stay as they were given.
 */
export function recommendationOrder(store: DossierStore, city: string, paths: readonly string[]): RecommendationOrder {
  const loaded = paths.map((p) => store.settings(p)).find(({ settings }) => settings.recommend?.[city]);
  const names = loaded?.settings.recommend?.[city];
  if (!names || loaded?.file === undefined) {
    return { paths, notes: paths.length > 1 ? [noOrder(city)] : [], problems: [] };
  }
  const folder = dirname(resolve(loaded.file));
  const candidates = paths.map((path) => ({ path, ...candidateOf(store, path, folder) }));
  const { order, unranked, unmatched } = rankingOf(names, candidates);
  const all = store.paths.map((path) => candidateOf(store, path, folder));
  const isKnown = (i: number) => all.some((c) => isNamed(names[i]!, c));
  const unknown = unmatched.filter((i) => !isKnown(i));
  return {
    paths: order.map((c) => c.path),
    notes: [
      ...unmatched.filter(isKnown).map((i) => passedOver(city, names[i]!)),
      ...unranked.map(({ file }) => comesLast(city, file)),
    ],
    problems: unknown.flatMap((i) => loaded.problemAt?.(['recommend', city, i], unknownName(names[i]!)) ?? []),
  };
}

function candidateOf(store: DossierStore, path: string, folder: string): Candidate {
  const analysis = store.analysis(path);
  const platform = analysis?.pack && analysis.answers.text(analysis.pack.form.roles.platform);
  return { file: pathFrom(folder, path), platform };
}

function noOrder(city: string): LocalizedText {
  return {
    zh: `${city}没有设定推荐顺序（dossier.config.yaml 的 recommend），推荐表按给出的先后排列`,
    en: `No order is set for ${city} (recommend in dossier.config.yaml); the table has them as they were given`,
  };
}

function passedOver(city: string, name: string): LocalizedText {
  return {
    zh: `${city}的推荐顺序中有“${name}”，但它不在这次的申报书之列`,
    en: `“${name}” stands in the order of ${city}, but is not among these dossiers`,
  };
}

function comesLast(city: string, file: string): LocalizedText {
  return {
    zh: `${file} 不在${city}的推荐顺序中，排在最后`,
    en: `${file} is not in the order of ${city} and comes last`,
  };
}

function unknownName(name: string): LocalizedText {
  return {
    zh: `没有哪份申报书的文件或平台名称是“${name}”`,
    en: `No dossier has the file or the platform name “${name}”`,
  };
}
