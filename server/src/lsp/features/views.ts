/** Where dossiers stand: clause by clause, over all of the workspace, in code lenses; and word of every change. */
import { isAbsolute } from 'node:path';
import { type CodeLens, CodeLensRefreshRequest } from 'vscode-languageserver';
import { uncited } from '../../core/analysis/collect-findings.ts';
import type { Analysis } from '../../core/analysis/types.ts';
import type { Finding, Stretch } from '../../core/model/finding.ts';
import type { Locale, Text } from '../../core/model/localized-text.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import { findClause } from '../../core/model/pack.ts';
import { readPath } from '../../core/model/path.ts';
import { targetOf } from '../../core/review/clause-target.ts';
import { compareDirections } from '../../core/review/compare-directions.ts';
import { percent } from '../../core/review/completeness.ts';
import { review } from '../../core/review/review.ts';
import { sharedFindings, stateOf } from '../../core/review/status.ts';
import { type Review, type ReviewItem, VERDICTS } from '../../core/review/types.ts';
import { Lines } from '../../core/text/lines.ts';
import { byCity, type CityGroup } from '../../core/workspace/city-groups.ts';
import { localDay } from '../../host/dossier-files.ts';
import { FAULTS } from '../../host/read-faults.ts';
import * as protocol from '../../protocol.ts';
import { directionsMarkdown } from '../../render/review/directions-table.ts';
import { FORCE_NAMES, VERDICT_NAMES } from '../../render/review/review-texts.ts';
import { type Place, placeIn } from '../../workbench/dossier-store.ts';
import { type Dossiers, nameOf } from '../shared/dossiers.ts';
import type { Feature, Host } from '../shared/feature.ts';
import { rangeIn, rangeOf } from '../shared/to-lsp.ts';

export const viewing: Feature = {
  capabilities: ({ options }) => (options.commands?.length ? { codeLensProvider: { resolveProvider: false } } : {}),
  listen(host) {
    const { connection } = host;
    connection.onRequest(protocol.CLAUSES, ({ uri }: protocol.DossierParams) =>
      host.eventually(null, () => clauses(host, uri)),
    );
    connection.onRequest(protocol.REVIEW, ({ uri }: protocol.DossierParams) =>
      host.eventually(null, () => reviewText(host, uri)),
    );
    connection.onRequest(protocol.DIRECTIONS, ({ uri }: protocol.DossierParams) =>
      host.eventually(null, () => directionsText(host, uri)),
    );
    connection.onRequest(protocol.OVERVIEW, () =>
      host.eventually<protocol.Overview>({ groups: [], unread: [] }, () => overview(host)),
    );
    connection.onCodeLens(({ textDocument }) => host.safely([], () => lenses(host, textDocument.uri)));
    tellChanges(host);
  },
};

/** A dossier whose call is known. */
type Judged = Analysis & { readonly pack: LoadedPack };

async function judged({ dossiers }: Host, uri: string): Promise<Judged | undefined> {
  const analysis = await dossiers.at(uri);
  return typeof analysis === 'string' || !analysis.pack ? undefined : { ...analysis, pack: analysis.pack };
}

function reviewOf({ dossiers }: Host, uri: string, analysis: Judged): Review {
  return review(analysis, { today: localDay(), others: dossiers.desk.othersOf(nameOf(uri)) });
}

async function clauses(host: Host, uri: string): Promise<protocol.Clauses | null> {
  const analysis = await judged(host, uri);
  if (!analysis) return null;
  const { dossiers, locale } = host;
  const result = reviewOf(host, uri, analysis);
  const teller = new Teller(dossiers, locale, nameOf(uri), analysis);
  return {
    version: dossiers.versionOf(uri) ?? null,
    platform: result.platform ?? null,
    state: stateFor(analysis),
    chapters: chaptersOf(analysis.pack, result.items).map(({ clause, title, items }) => ({
      clause,
      title: title[locale],
      items: items.map((item) => clauseItem(item, analysis, teller)),
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
  readonly title: Text;
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

function clauseItem(item: ReviewItem, analysis: Judged, teller: Teller): protocol.ClauseItem {
  const target = targetOf(analysis, item);
  const reason = teller.say(item.reason);
  const person = item.person && teller.say(item.person);
  return {
    clause: item.clause,
    title: teller.say(item.title),
    force: teller.say(FORCE_NAMES[item.force]),
    verdict: item.verdict,
    verdictName: teller.say(VERDICT_NAMES[item.verdict]),
    reason,
    ...(person && person !== reason ? { person } : {}),
    findings: item.findings.map((f) => teller.finding(f)),
    ...(target ? { target: teller.place(target) } : {}),
    waived: item.findings.filter((f) => f.waived).length,
  };
}

async function reviewText(host: Host, uri: string): Promise<string | null> {
  const analysis = await judged(host, uri);
  if (!analysis) return null;
  // Loaded when it is first wanted: the Word library is behind it.
  const { reviewMarkdown } = await import('../../render/review/review-table.ts');
  return reviewMarkdown(reviewOf(host, uri, analysis), host.locale);
}

async function directionsText(host: Host, uri: string): Promise<string | null> {
  const analysis = await judged(host, uri);
  return analysis ? directionsMarkdown(compareDirections(analysis), host.locale) : null;
}

async function overview({ dossiers, locale }: Host): Promise<protocol.Overview> {
  const { desk } = dossiers;
  const analyses = new Map<string, Analysis>();
  for (const path of desk.paths) {
    if (!isAbsolute(path) || desk.isIgnored(path)) continue;
    // What was judged before costs nothing; the rest may take a while, and other requests go in between.
    if (!desk.isJudged(path)) await new Promise((resolve) => setImmediate(resolve));
    const analysis = desk.analysis(path);
    if (analysis) analyses.set(path, analysis);
  }
  const groups = byCity([...analyses].map(([dossier, analysis]) => ({ dossier, analysis })));
  return {
    groups: groups.map((group) => cityGroup(group, analyses, dossiers, locale)),
    unread: [...dossiers.unread].map(([path, fault]) => ({ uri: dossiers.uriOf(path), why: FAULTS[fault][locale] })),
  };
}

function cityGroup(
  { pack, city, quota, dossiers: paths }: CityGroup,
  analyses: ReadonlyMap<string, Analysis>,
  dossiers: Dossiers,
  locale: Locale,
): protocol.CityGroup {
  return {
    notice: pack?.notice.title[locale] ?? null,
    city: city ?? null,
    quota: quota ?? null,
    dossiers: paths.map((path) => {
      const analysis = analyses.get(path)!;
      return summary(path, analysis, new Teller(dossiers, locale, path, analysis));
    }),
  };
}

function summary(path: string, analysis: Analysis, teller: Teller): protocol.DossierSummary {
  const { pack, answers, direction } = analysis;
  const text = (role: 'applicant' | 'platform') => (pack && answers.text(pack.form.roles[role])) ?? null;
  return {
    uri: teller.uri(path),
    applicant: text('applicant'),
    platform: text('platform'),
    direction: direction ?? null,
    state: stateFor(analysis),
    duplicates: sharedFindings(analysis).map((f) => ({
      ...teller.finding(f),
      others: f.related.flatMap((r) => teller.far(r) ?? []),
    })),
  };
}

function stateFor(analysis: Analysis): protocol.DossierState {
  const { found, completeness, deadline } = stateOf(analysis, localDay());
  return {
    errors: found.error,
    warnings: found.warning,
    infos: found.info,
    filled: completeness ? { ...completeness, percent: percent(completeness) } : null,
    deadline: deadline ?? null,
  };
}

/** Says what a dossier says, to the editor; the lines of each file are counted once. */
class Teller {
  private readonly dossiers: Dossiers;
  private readonly locale: Locale;
  private readonly dossier: string;
  /** Of the dossier, which need not lie on the desk. */
  private readonly analysis: Analysis;
  private readonly lines = new Map<string, Lines>();

  constructor(dossiers: Dossiers, locale: Locale, dossier: string, analysis: Analysis) {
    this.dossiers = dossiers;
    this.locale = locale;
    this.dossier = dossier;
    this.analysis = analysis;
  }

  say(text: Text): string {
    return text[this.locale];
  }

  uri(path: string): string {
    return this.dossiers.uriOf(path);
  }

  finding(finding: Finding): protocol.ClauseFinding {
    const { message, clause, severity } = finding;
    return {
      message: this.say(clause === null ? message : uncited(message, clause)),
      severity,
      ...this.place(finding),
    };
  }

  place(stretch: Stretch): protocol.Place {
    const { source, memo } = this.analysis;
    return this.placed(placeIn(this.dossier, source.text, memo.facts.chapters, stretch));
  }

  /** The other end of a finding, where that is in another dossier. */
  far(related: Finding['related'][number]): protocol.Place | undefined {
    const place = 'far' in related ? this.dossiers.place(this.dossier, related) : undefined;
    return place && this.placed(place);
  }

  private placed({ path, text, span }: Place): protocol.Place {
    const lines = this.lines.get(path) ?? new Lines(text);
    this.lines.set(path, lines);
    return { uri: this.uri(path), range: rangeIn(span, lines) };
  }
}

const LENSES = {
  render: { command: 'dossier.render', title: { zh: '生成申报书', en: 'Render the application' } },
  preview: { command: 'dossier.preview', title: { zh: '预览', en: 'Preview' } },
  review: { command: 'dossier.review' },
  compare: { command: 'dossier.compareDirections', title: { zh: '比较申报方向', en: 'Compare directions' } },
} as const;

/** At the line that names the call: what can be done with the whole dossier, as far as the editor has commands for it. */
function lenses(host: Host, uri: string): CodeLens[] {
  const { options, locale } = host;
  const open = host.open(uri);
  if (!open) return [];
  const { document, analysis } = open;
  const { pack, source } = analysis;
  if (!pack) return [];
  const range = rangeOf(source.span(readPath(pack.form.roles.notice), 'key'), analysis);
  const { counts } = reviewOf(host, uri, { ...analysis, pack });
  const title = (lens: (typeof LENSES)[keyof typeof LENSES]) => ('title' in lens ? lens.title : verdictsText(counts));
  return Object.values(LENSES)
    .filter(({ command }) => options.commands?.includes(command))
    .map((lens) => ({
      range,
      command: { title: title(lens)[locale], command: lens.command, arguments: [document.uri] },
    }));
}

function verdictsText({ 不通过: failed, 待人工核验: person }: Review['counts']): Text {
  const parts: readonly Text[] = [
    { zh: failed ? `${failed} 条不通过` : '没有不通过项', en: `${failed} failed` },
    ...(person ? [{ zh: `${person} 条待人工核验`, en: `${person} for a person` }] : []),
  ];
  const said = (locale: Locale) => parts.map((p) => p[locale]).join(' · ');
  return { zh: `条件对照（${said('zh')}）`, en: `Clause by clause (${said('en')})` };
}

/** After each round of the publisher: which dossiers were judged in it, and which came or went since the last. */
function tellChanges(host: Host): void {
  const { connection, dossiers, publisher } = host;
  let known: ReadonlySet<string> = new Set();
  publisher.onPublished.push((judged) => {
    const now = new Set(dossiers.names);
    const came = [...now].filter((name) => !known.has(name));
    const gone = [...known].filter((name) => !now.has(name));
    const changed = new Set([...judged, ...came, ...gone]);
    known = now;
    if (!changed.size) return;
    const quietly = (sent: Promise<unknown>) => sent.catch((error: unknown) => connection.console.error(String(error)));
    if (host.options.follows) {
      const uris = [...changed].map((name) => dossiers.uriOf(name));
      quietly(
        connection.sendNotification(protocol.CHANGED, { uris, dossiers: now.size } satisfies protocol.ChangedParams),
      );
    }
    // Evidence and other dossiers decide the verdicts too, and the editor asks for lenses only where it saw an edit.
    if (host.options.commands?.length && host.client.workspace?.codeLens?.refreshSupport)
      quietly(connection.sendRequest(CodeLensRefreshRequest.type));
  });
}
