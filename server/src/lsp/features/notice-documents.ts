/** Notices as documents: where an editor finds one, and what stands at a place in it. */
import { pathToFileURL } from 'node:url';
import type { Location } from 'vscode-languageserver';
import { type NoticePage, type NoticeReference, noticePage } from '../../core/features/hover/notice-page.ts';
import { answerSpans, clauseFieldSpans } from '../../core/features/navigation/definition.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import { findClause } from '../../core/model/pack.ts';
import { NOTICE_SCHEME, type NoticeText } from '../../protocol.ts';
import { pathOf } from '../shared/document-names.ts';
import type { ServerContext } from '../shared/feature.ts';
import { rangeInDossier } from '../shared/to-lsp.ts';

/** A notice that an editor shows. */
export interface NoticeDocument {
  readonly pack: LoadedPack;
  readonly page: NoticePage;
}

/** The text of a notice in a language, with the URI of the document that shows it. */
export function noticeText(pack: LoadedPack, locale: Locale): NoticeText {
  const { text, clauses } = noticePage(pack, locale);
  return { uri: virtualUri(pack, locale), text, clauses };
}

/** Where a clause begins, in a document that this editor can show; undefined where there is none. */
export function clauseLocation(server: ServerContext, pack: LoadedPack, id: string) {
  const { locale, options, dossiers } = server;
  const clause = noticePage(pack, locale).clauses.find((c) => c.id === id);
  const uri = options.showsNotices ? virtualUri(pack, locale) : dossiers.noticePages.get(`${pack.notice.id}.${locale}`);
  if (!clause || uri === undefined) return undefined;
  const start = { line: clause.line, character: 0 };
  return { uri, range: { start, end: start } };
}

/** The notice that a document shows, as a document of its own kind or as a page on disk. */
export function noticeDocumentAt({ dossiers, locale }: ServerContext, uri: string): NoticeDocument | undefined {
  const { packs } = dossiers.store;
  const id = new RegExp(`^${NOTICE_SCHEME}:/+([a-z0-9-]+)/`).exec(uri)?.[1];
  const virtual = packs.get(id ?? '');
  if (virtual) return { pack: virtual, page: noticePage(virtual, locale) };
  const path = pathOf(uri);
  const href = path === undefined ? undefined : pathToFileURL(path).href;
  const key = [...dossiers.noticePages].find(([, page]) => page === href)?.[0];
  const [, name = '', language] = /^(.*)\.(zh|en)$/.exec(key ?? '') ?? [];
  const pack = packs.get(name);
  return pack && { pack, page: noticePage(pack, language as Locale) };
}

/** The clause or field that is named at a place of it. */
export function referenceAt({ page }: NoticeDocument, line: number, character: number): NoticeReference | undefined {
  return page.references.find((m) => m.line === line && m.start <= character && character <= m.end);
}

/**
 * Where the fields that a clause bears on, or the field itself, are answered: in the dossiers that answer this notice, the one last visited
 * first, then those that are open.
 */
export function fieldLocations(server: ServerContext, notice: NoticeDocument, reference: NoticeReference): Location[] {
  const { dossiers, cursor } = server;
  const rank = (name: string) => (name === cursor.last ? 0 : dossiers.isOpen(name) ? 1 : 2);
  const names = [...dossiers.store.paths].sort((a, b) => rank(a) - rank(b));
  return names.flatMap((name) => {
    const analysis = dossiers.store.analysis(name);
    if (analysis?.pack !== notice.pack) return [];
    const clause = clauseOf(notice, reference);
    const spans = clause
      ? clauseFieldSpans(analysis, clause)
      : 'field' in reference.names
        ? answerSpans(analysis, [reference.names.field])
        : [];
    return spans.map((span) => ({ uri: dossiers.uriOf(name), range: rangeInDossier(span, analysis) }));
  });
}

function clauseOf({ pack }: NoticeDocument, { names }: NoticeReference) {
  return 'clause' in names ? findClause(pack, names.clause) : undefined;
}

function virtualUri({ notice }: LoadedPack, locale: Locale): string {
  return `${NOTICE_SCHEME}:/${notice.id}/${encodeURIComponent(notice.title[locale])}.md`;
}
