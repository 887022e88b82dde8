/** `dossier/recommend`: the 推荐表 of a city with all its dossiers. */
import { dirname, isAbsolute, join } from 'node:path';
import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { byCity } from '../../core/workspace/city-groups.ts';
import { readBeside } from '../../host/dossier-files.ts';
import { saveFiles } from '../../host/save-files.ts';
import * as protocol from '../../protocol.ts';
import { recommendationOrder } from '../../workbench/recommendation-order.ts';
import { analyzeAll } from '../shared/analyze-all.ts';
import { pathOf } from '../shared/document-names.ts';
import { failure, refusal, unreadDossier } from '../shared/failure.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';

/** Answers requests for the table; what went wrong is part of the answer. */
export const recommendFeature: Feature = {
  capabilities: () => ({}),
  listen(server) {
    server.connection.onRequest<protocol.RenderResult, void>(protocol.RECOMMEND, (params: protocol.RecommendParams) =>
      recommend(server, params),
    );
  },
};

const NO_CITY = { zh: '这份申报书没有写推荐地市', en: 'This dossier names no city that recommends it' };
const NO_TABLE = { zh: '这个通知没有推荐表', en: 'This call has no table of recommendation' };

async function recommend(
  server: ServerContext,
  { uri, draft, folder }: protocol.RecommendParams,
): Promise<protocol.RenderResult> {
  server.settle();
  const { dossiers } = server;
  try {
    const path = pathOf(uri);
    const analysis = await dossiers.analysisAt(uri);
    if (typeof analysis === 'string') return unreadDossier(server, analysis, path ?? uri);
    await analyzeAll(dossiers.store);
    const city = cityOf(server, path);
    if (path === undefined || !city) return refusal(server, NO_CITY);
    const { paths, problems } = recommendationOrder(dossiers.store, city.name, [...city.members.keys()]);
    const [wrong] = problems;
    if (wrong) return refusal(server, atLine(wrong.file, wrong.from.line + 1, wrong.message));
    const order = paths.map((p) => city.members.get(p)!);
    const missing = draft ? [] : await missingIn(server, paths, order);
    if (missing.length) return { kind: 'missing', missing };
    // Loaded when it is first wanted, as the rest of what writes Word files.
    const { renderRecommendation } = await import('../../render/submission/recommendation.ts');
    const file = await renderRecommendation(order, draft);
    if (!file) return refusal(server, NO_TABLE);
    const files = saveFiles(folder ?? join(dirname(path), 'out'), [file]);
    const errors = order.flatMap((d) => d.findings).filter((f) => f.severity === 'error').length;
    return { kind: 'done', files, errors, none: [] };
  } catch (error) {
    return failure(server, error);
  }
}

function atLine(file: string, line: number, { zh, en }: LocalizedText): LocalizedText {
  return { zh: `${file}:${line} ${zh}`, en: `${file}:${line} ${en}` };
}

/** The city that a dossier names, with all dossiers at hand of its call that name it too. */
function cityOf({ dossiers: { store } }: ServerContext, path: string | undefined) {
  const analyses = store.paths.flatMap((p) => {
    const analysis = isAbsolute(p) && !store.isIgnored(p) ? store.analysis(p) : undefined;
    return analysis?.pack ? [[p, { ...analysis, pack: analysis.pack }] as const] : [];
  });
  const all = new Map<string, NoticeAnalysis>(analyses);
  const groups = byCity([...all].map(([dossier, analysis]) => ({ dossier, analysis })));
  const group = groups.find((g) => path !== undefined && g.dossiers.includes(path));
  if (group?.city === undefined) return undefined;
  return { name: group.city, members: new Map(group.dossiers.map((p) => [p, all.get(p)!])) };
}

/** What keeps dossiers from being rendered keeps them from being recommended: each with its file. */
async function missingIn(
  { dossiers, locale }: ServerContext,
  paths: readonly string[],
  order: readonly NoticeAnalysis[],
) {
  const { findGaps } = await import('../../render/manuscript/gaps.ts');
  const { gapText } = await import('../../render/submission/render.ts');
  return order.flatMap((dossier, i) => {
    const path = paths[i]!;
    const gaps = findGaps(dossier, (file) => readBeside(path, file));
    const name = decodeURIComponent(dossiers.uriOf(path).split('/').at(-1)!);
    return gaps.map((gap) => `${name} ${gapText(gap)[locale]}`);
  });
}
