/** `dossier/overview`: the dossiers of the workspace by city, with where each stands. */
import type { Analysis } from '../../core/analysis/types.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import { crossDossierFindings } from '../../core/review/status.ts';
import { byCity, type CityGroup } from '../../core/workspace/city-groups.ts';
import { READ_FAULT_TEXTS } from '../../host/read-faults.ts';
import * as protocol from '../../protocol.ts';
import { analyzeAll } from '../shared/analyze-all.ts';
import { toDossierState } from '../shared/dossier-state.ts';
import type { WorkspaceDossiers } from '../shared/dossiers.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';
import { LocationConverter } from '../shared/location-converter.ts';

/** Answers with all dossiers of the workspace, those that could not be read apart. */
export const overviewFeature: Feature = {
  capabilities: () => ({}),
  listen(server) {
    server.connection.onRequest(protocol.OVERVIEW, () =>
      server.orElseAsync<protocol.Overview>({ groups: [], unread: [] }, () => overview(server)),
    );
  },
};

async function overview(server: ServerContext): Promise<protocol.Overview> {
  server.settle();
  const { dossiers, locale } = server;
  const { store } = dossiers;
  // What was analyzed only now has findings to be told.
  if ((await analyzeAll(store)).length) server.publisher.schedule([]);
  const compared = store.paths.filter((path) => store.isCompared(path));
  const analyses = new Map(compared.map((path) => [path, store.analysis(path)!]));
  const groups = byCity([...analyses].map(([dossier, analysis]) => ({ dossier, analysis })));
  return {
    groups: groups.map((group) => cityGroup(group, analyses, dossiers, locale)),
    unread: [...dossiers.unread].map(([path, fault]) => ({
      uri: dossiers.uriOf(path),
      why: READ_FAULT_TEXTS[fault][locale],
    })),
  };
}

function cityGroup(
  { pack, city, quota, dossiers: paths }: CityGroup,
  analyses: ReadonlyMap<string, Analysis>,
  dossiers: WorkspaceDossiers,
  locale: Locale,
): protocol.CityGroup {
  return {
    notice: pack?.notice.title[locale] ?? null,
    city: city ?? null,
    quota: quota ?? null,
    dossiers: paths.map((path) => {
      const analysis = analyses.get(path)!;
      return overviewDossier(path, analysis, new LocationConverter(dossiers, locale, path, analysis));
    }),
  };
}

function overviewDossier(path: string, analysis: Analysis, converter: LocationConverter): protocol.OverviewDossier {
  const { pack, answers, direction } = analysis;
  const text = (role: 'applicant' | 'platform') => (pack && answers.text(pack.form.roles[role])) ?? null;
  return {
    uri: converter.uri(path),
    applicant: text('applicant'),
    platform: text('platform'),
    direction: direction ?? null,
    state: toDossierState(analysis),
    duplicates: crossDossierFindings(analysis).map((f) => ({
      ...converter.finding(f),
      others: f.related.flatMap((r) => converter.remote(r) ?? []),
    })),
  };
}
