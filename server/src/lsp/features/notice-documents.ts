/** Notices as documents: where an editor finds one, and what stands at a place in it. */
import { pathToFileURL } from 'node:url';
import { type NoticeMark, type NoticePage, noticePage } from '../../core/features/hover/notice-page.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import { findClause } from '../../core/model/pack.ts';
import { NOTICE_SCHEME, type NoticeText } from '../../protocol.ts';
import { pathOf } from '../shared/dossiers.ts';
import type { Host } from '../shared/feature.ts';

/** A notice that an editor shows. */
export interface ShownNotice {
  readonly pack: LoadedPack;
  readonly page: NoticePage;
}

export function noticeText(pack: LoadedPack, locale: Locale): NoticeText {
  const { text, clauses } = noticePage(pack, locale);
  return { uri: virtualUri(pack, locale), text, clauses };
}

/** Where a clause begins, in a document that this editor can show; undefined where there is none. */
export function clausePlace(host: Host, pack: LoadedPack, id: string) {
  const { locale, options, dossiers } = host;
  const clause = noticePage(pack, locale).clauses.find((c) => c.id === id);
  const uri = options.showsNotices ? virtualUri(pack, locale) : dossiers.noticePages.get(`${pack.notice.id}.${locale}`);
  if (!clause || uri === undefined) return undefined;
  const start = { line: clause.line, character: 0 };
  return { uri, range: { start, end: start } };
}

/** The notice that a document shows, as a document of its own kind or as a page on disk. */
export function noticeAt({ dossiers, locale }: Host, uri: string): ShownNotice | undefined {
  const { packs } = dossiers.desk;
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
export function markAt({ page }: ShownNotice, line: number, character: number): NoticeMark | undefined {
  return page.marks.find((m) => m.line === line && m.start <= character && character <= m.end);
}

export function clauseOf({ pack }: ShownNotice, { names }: NoticeMark) {
  return 'clause' in names ? findClause(pack, names.clause) : undefined;
}

function virtualUri({ notice }: LoadedPack, locale: Locale): string {
  return `${NOTICE_SCHEME}:/${notice.id}/${encodeURIComponent(notice.title[locale])}.md`;
}
