/** `dossier/clauses`, `dossier/review` and `dossier/directions`: the verdicts of a dossier clause by clause, as data and as documents. */

import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { findClause, type LoadedPack } from '../../core/model/pack.ts';
import { clauseTarget } from '../../core/review/clause-target.ts';
import { compareDirections } from '../../core/review/compare-directions.ts';
import { review } from '../../core/review/review.ts';
import { type Review, type ReviewItem, VERDICTS } from '../../core/review/types.ts';
import { localDay } from '../../host/dossier-files.ts';
import * as protocol from '../../protocol.ts';
import { directionsMarkdown } from '../../render/review/directions-table.ts';
import { FORCE_NAMES, VERDICT_NAMES } from '../../render/review/review-texts.ts';
import { toDossierState } from '../shared/dossier-state.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';
import { LocationConverter } from '../shared/location-converter.ts';

/** Answers with null for a dossier that cannot be read or whose notice is not known. */
export const clausesFeature: Feature = {
  capabilities: () => ({}),
  listen(server) {
    const { connection } = server;
    connection.onRequest(protocol.CLAUSES, ({ uri }: protocol.DossierParams) =>
      server.orElseAsync(null, () => clauses(server, uri)),
    );
    connection.onRequest(protocol.REVIEW, ({ uri }: protocol.DossierParams) =>
      server.orElseAsync(null, () => reviewText(server, uri)),
    );
    connection.onRequest(protocol.DIRECTIONS, ({ uri }: protocol.DossierParams) =>
      server.orElseAsync(null, () => directionsText(server, uri)),
    );
  },
};

async function noticeAnalysisOf(server: ServerContext, uri: string): Promise<NoticeAnalysis | undefined> {
  server.settle();
  const analysis = await server.dossiers.analysisAt(uri);
  return typeof analysis === 'string' || !analysis.pack ? undefined : { ...analysis, pack: analysis.pack };
}

/** The review of a dossier, which knows how many others it was compared with. */
export function reviewOf({ dossiers }: ServerContext, uri: string, analysis: NoticeAnalysis): Review {
  return review(analysis, { today: localDay(), others: dossiers.store.countOthers(dossiers.nameOf(uri)) });
}

async function clauses(server: ServerContext, uri: string): Promise<protocol.Clauses | null> {
  const analysis = await noticeAnalysisOf(server, uri);
  if (!analysis) return null;
  const { dossiers, locale } = server;
  const result = reviewOf(server, uri, analysis);
  const converter = new LocationConverter(dossiers, locale, dossiers.nameOf(uri), analysis);
  return {
    version: dossiers.versionOf(uri) ?? null,
    platform: result.platform ?? null,
    state: toDossierState(analysis),
    chapters: chaptersOf(analysis.pack, result.items).map(({ clause, title, items }) => ({
      clause,
      title: title[locale],
      items: items.map((item) => clauseItem(item, analysis, converter)),
    })),
    counts: VERDICTS.map((verdict) => ({
      verdict,
      name: VERDICT_NAMES[verdict][locale],
      count: result.counts[verdict],
    })),
  };
}

interface Chapter {
  readonly clause: string;
  readonly title: LocalizedText;
  readonly items: ReviewItem[];
}

/** The items below the clauses that have none above them. */
function chaptersOf(pack: LoadedPack, items: readonly ReviewItem[]): readonly Chapter[] {
  const chapters = new Map<string, Chapter>();
  for (const item of items) {
    let top = findClause(pack, item.clause);
    for (let above = top; above; above = findClause(pack, above.parent ?? null)) top = above;
    const { id, title } = top ?? { id: item.clause, title: item.title };
    const chapter = chapters.get(id) ?? { clause: id, title, items: [] };
    chapter.items.push(item);
    chapters.set(id, chapter);
  }
  return [...chapters.values()];
}

function clauseItem(item: ReviewItem, analysis: NoticeAnalysis, converter: LocationConverter): protocol.ClauseItem {
  const target = clauseTarget(analysis, item);
  const reason = converter.localize(item.reason);
  const person = item.person && converter.localize(item.person);
  return {
    clause: item.clause,
    title: converter.localize(item.title),
    force: converter.localize(FORCE_NAMES[item.force]),
    verdict: item.verdict,
    verdictName: converter.localize(VERDICT_NAMES[item.verdict]),
    reason,
    ...(person && person !== reason ? { person } : {}),
    findings: item.findings.map((f) => converter.finding(f)),
    ...(target ? { target: converter.location(target) } : {}),
    waived: item.findings.filter((f) => f.waived).length,
  };
}

async function reviewText(server: ServerContext, uri: string): Promise<string | null> {
  const analysis = await noticeAnalysisOf(server, uri);
  if (!analysis) return null;
  // Loaded when it is first wanted: the Word library is behind it.
  const { reviewMarkdown } = await import('../../render/review/review-table.ts');
  return reviewMarkdown(reviewOf(server, uri, analysis), server.locale);
}

async function directionsText(server: ServerContext, uri: string): Promise<string | null> {
  const analysis = await noticeAnalysisOf(server, uri);
  return analysis ? directionsMarkdown(compareDirections(analysis), server.locale) : null;
}
