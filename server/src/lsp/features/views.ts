/** Where dossiers stand: clause by clause, over all of the workspace, in code lenses; and word of every change. */

import { isAbsolute } from 'node:path';
import { type CodeLens, CodeLensRefreshRequest } from 'vscode-languageserver';
import { withoutClause } from '../../core/analysis/collect-findings.ts';
import type { Analysis, NoticeAnalysis } from '../../core/analysis/types.ts';
import type { FileSpan, Finding } from '../../core/model/finding.ts';
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import { findClause } from '../../core/model/pack.ts';
import { parseFieldPath } from '../../core/model/path.ts';
import { clauseTarget } from '../../core/review/clause-target.ts';
import { compareDirections } from '../../core/review/compare-directions.ts';
import { percent } from '../../core/review/completeness.ts';
import { review } from '../../core/review/review.ts';
import { crossDossierFindings, dossierState } from '../../core/review/status.ts';
import { type Review, type ReviewItem, VERDICTS } from '../../core/review/types.ts';
import { LineIndex } from '../../core/text/lines.ts';
import { byCity, type CityGroup } from '../../core/workspace/city-groups.ts';
import { localDay } from '../../host/dossier-files.ts';
import { READ_FAULT_TEXTS } from '../../host/read-faults.ts';
import * as protocol from '../../protocol.ts';
import { directionsMarkdown } from '../../render/review/directions-table.ts';
import { FORCE_NAMES, VERDICT_NAMES } from '../../render/review/review-texts.ts';
import { type FileLocation, locateSpan } from '../../workbench/file-location.ts';
import { documentName, type WorkspaceDossiers } from '../shared/dossiers.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';
import { rangeInDossier, toRange } from '../shared/to-lsp.ts';

export const viewsFeature: Feature = {
  capabilities: ({ options }) => (options.commands?.length ? { codeLensProvider: { resolveProvider: false } } : {}),
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
    connection.onRequest(protocol.OVERVIEW, () =>
      server.orElseAsync<protocol.Overview>({ groups: [], unread: [] }, () => overview(server)),
    );
    connection.onCodeLens(({ textDocument }) => server.orElse([], () => codeLenses(server, textDocument.uri)));
    notifyChanges(server);
  },
};

async function noticeAnalysisOf({ dossiers }: ServerContext, uri: string): Promise<NoticeAnalysis | undefined> {
  const analysis = await dossiers.analysisAt(uri);
  return typeof analysis === 'string' || !analysis.pack ? undefined : { ...analysis, pack: analysis.pack };
}

function reviewOf({ dossiers }: ServerContext, uri: string, analysis: NoticeAnalysis): Review {
  return review(analysis, { today: localDay(), others: dossiers.store.countOthers(documentName(uri)) });
}

async function clauses(server: ServerContext, uri: string): Promise<protocol.Clauses | null> {
  const analysis = await noticeAnalysisOf(server, uri);
  if (!analysis) return null;
  const { dossiers, locale } = server;
  const result = reviewOf(server, uri, analysis);
  const converter = new LocationConverter(dossiers, locale, documentName(uri), analysis);
  return {
    version: dossiers.versionOf(uri) ?? null,
    platform: result.platform ?? null,
    state: protocolState(analysis),
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

async function overview({ dossiers, locale }: ServerContext): Promise<protocol.Overview> {
  const { store } = dossiers;
  const analyses = new Map<string, Analysis>();
  for (const path of store.paths) {
    if (!isAbsolute(path) || store.isIgnored(path)) continue;
    // What was analyzed before costs nothing; the rest may take a while, and other requests go in between.
    if (!store.isAnalyzed(path)) await new Promise((resolve) => setImmediate(resolve));
    const analysis = store.analysis(path);
    if (analysis) analyses.set(path, analysis);
  }
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
    state: protocolState(analysis),
    duplicates: crossDossierFindings(analysis).map((f) => ({
      ...converter.finding(f),
      others: f.related.flatMap((r) => converter.remote(r) ?? []),
    })),
  };
}

function protocolState(analysis: Analysis): protocol.DossierState {
  const { counts, completeness, deadline } = dossierState(analysis, localDay());
  return {
    errors: counts.error,
    warnings: counts.warning,
    infos: counts.info,
    filled: completeness ? { ...completeness, percent: percent(completeness) } : null,
    deadline: deadline ?? null,
  };
}

/** Says what a dossier says, to the editor; the lines of each file are counted once. */
class LocationConverter {
  private readonly dossiers: WorkspaceDossiers;
  private readonly locale: Locale;
  private readonly dossier: string;
  /** Of the dossier, which need not be in the store. */
  private readonly analysis: Analysis;
  private readonly lines = new Map<string, LineIndex>();

  constructor(dossiers: WorkspaceDossiers, locale: Locale, dossier: string, analysis: Analysis) {
    this.dossiers = dossiers;
    this.locale = locale;
    this.dossier = dossier;
    this.analysis = analysis;
  }

  localize(text: LocalizedText): string {
    return text[this.locale];
  }

  uri(path: string): string {
    return this.dossiers.uriOf(path);
  }

  finding(finding: Finding): protocol.ClauseFinding {
    const { message, clause, severity } = finding;
    return {
      message: this.localize(clause === null ? message : withoutClause(message, clause)),
      severity,
      ...this.location(finding),
    };
  }

  location(fileSpan: FileSpan): protocol.Location {
    const { source, cache } = this.analysis;
    return this.toLocation(locateSpan(this.dossier, source.text, cache.input.chapters, fileSpan));
  }

  /** The other end of a finding, where that is in another dossier. */
  remote(related: Finding['related'][number]): protocol.Location | undefined {
    const location = 'remote' in related ? this.dossiers.locateRelated(this.dossier, related) : undefined;
    return location && this.toLocation(location);
  }

  private toLocation({ path, text, span }: FileLocation): protocol.Location {
    const lines = this.lines.get(path) ?? new LineIndex(text);
    this.lines.set(path, lines);
    return { uri: this.uri(path), range: toRange(span, lines) };
  }
}

const CODE_LENSES = {
  render: { command: 'dossier.render', title: { zh: '生成申报书', en: 'Render the application' } },
  preview: { command: 'dossier.preview', title: { zh: '预览', en: 'Preview' } },
  review: { command: 'dossier.review' },
  compare: { command: 'dossier.compareDirections', title: { zh: '比较申报方向', en: 'Compare directions' } },
} as const;

/** At the line that names the call: what can be done with the whole dossier, as far as the editor has commands for it. */
function codeLenses(server: ServerContext, uri: string): CodeLens[] {
  const { options, locale } = server;
  const open = server.open(uri);
  if (!open) return [];
  const { document, analysis } = open;
  const { pack, source } = analysis;
  if (!pack) return [];
  const range = rangeInDossier(source.span(parseFieldPath(pack.form.roles.notice), 'key'), analysis);
  const { counts } = reviewOf(server, uri, { ...analysis, pack });
  const title = (lens: (typeof CODE_LENSES)[keyof typeof CODE_LENSES]) =>
    'title' in lens ? lens.title : verdictsText(counts);
  return Object.values(CODE_LENSES)
    .filter(({ command }) => options.commands?.includes(command))
    .map((lens) => ({
      range,
      command: { title: title(lens)[locale], command: lens.command, arguments: [document.uri] },
    }));
}

function verdictsText({ 不通过: failed, 待人工核验: person }: Review['counts']): LocalizedText {
  const parts: readonly LocalizedText[] = [
    { zh: failed ? `${failed} 条不通过` : '没有不通过项', en: `${failed} failed` },
    ...(person ? [{ zh: `${person} 条待人工核验`, en: `${person} for a person` }] : []),
  ];
  const said = (locale: Locale) => parts.map((p) => p[locale]).join(' · ');
  return { zh: `条件对照（${said('zh')}）`, en: `Clause by clause (${said('en')})` };
}

/** After each round of the publisher: which dossiers were analyzed in it, and which came or went since the last. */
function notifyChanges(server: ServerContext): void {
  const { connection, dossiers, publisher } = server;
  let known: ReadonlySet<string> = new Set();
  publisher.onPublished.push((analyzed) => {
    const now = new Set(dossiers.names);
    const came = [...now].filter((name) => !known.has(name));
    const gone = [...known].filter((name) => !now.has(name));
    const changed = new Set([...analyzed, ...came, ...gone]);
    known = now;
    if (!changed.size) return;
    const quietly = (sent: Promise<unknown>) => sent.catch((error: unknown) => connection.console.error(String(error)));
    if (server.options.follows) {
      const uris = [...changed].map((name) => dossiers.uriOf(name));
      quietly(
        connection.sendNotification(protocol.CHANGED, { uris, dossiers: now.size } satisfies protocol.ChangedParams),
      );
    }
    // Evidence and other dossiers decide the verdicts too, and the editor asks for lenses only where it saw an edit.
    if (server.options.commands?.length && server.client.workspace?.codeLens?.refreshSupport)
      quietly(connection.sendRequest(CodeLensRefreshRequest.type));
  });
}
