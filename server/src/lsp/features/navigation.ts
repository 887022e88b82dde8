/** Getting about: outline, folds, links, definitions, references, renaming, selections, dossiers by name; the notice to read. */
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  DocumentHighlightKind,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type Location,
  type LocationLink,
  LSPErrorCodes,
  type Position,
  type Range,
  ResponseError,
  type SelectionRange,
  type SymbolInformation,
  SymbolKind,
  type WorkspaceEdit,
  type WorkspaceSymbol,
} from 'vscode-languageserver';
import type { Analysis } from '../../core/analysis/types.ts';
import type { NoticeMark } from '../../core/features/hover/notice-page.ts';
import { definition, governed, places, references, type Target } from '../../core/features/navigation/definition.ts';
import { type Link, links } from '../../core/features/navigation/document-links.ts';
import { type Refused, renamable, rename } from '../../core/features/navigation/rename.ts';
import { type DossierSymbol, symbols } from '../../core/features/navigation/workspace-symbols.ts';
import { type OutlineSymbol, outline } from '../../core/features/structure/document-symbols.ts';
import { type Fold, folds } from '../../core/features/structure/folding-ranges.ts';
import { selections } from '../../core/features/structure/selection-ranges.ts';
import type { Edit } from '../../core/model/edit.ts';
import { NOTICE, type NoticeParams, type NoticeText } from '../../protocol.ts';
import { nameOf, pathOf } from '../shared/dossiers.ts';
import type { Feature, Host } from '../shared/feature.ts';
import { rangeOf } from '../shared/to-lsp.ts';
import { clauseOf, clausePlace, markAt, noticeAt, noticeText, type ShownNotice } from './notice-documents.ts';

export const navigation: Feature = {
  capabilities: ({ client }) => ({
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    documentLinkProvider: { resolveProvider: false },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: client.textDocument?.rename?.prepareSupport === true ? { prepareProvider: true } : true,
    selectionRangeProvider: true,
    workspaceSymbolProvider: true,
  }),
  listen(host) {
    const visits: Visits = { last: undefined };
    overview(host);
    naming(host, visits);
    goingTo(host, visits);
  },
};

/** The dossier that the author's cursor was in last, by name. */
interface Visits {
  last: string | undefined;
}

/** What is asked of a document as a whole. An editor that gets null goes by its own lights; so in all that is no dossier. */
function overview(host: Host): void {
  const { connection, dossiers } = host;
  connection.onDocumentSymbol(({ textDocument: { uri } }) =>
    host.safely(null, () => {
      const open = host.open(uri);
      if (!open) return null;
      const found = outline(open.analysis, host.locale);
      const nests = host.client.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
      return nests
        ? found.map((s) => documentSymbol(s, open.analysis))
        : found.flatMap((s) => flatSymbols(s, open.analysis, uri));
    }),
  );
  connection.onFoldingRanges(({ textDocument }) =>
    host.safely(null, () => {
      const open = host.open(textDocument.uri);
      return open ? folds(open.analysis).map((f) => foldingRange(f, open.analysis)) : null;
    }),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }) =>
    host.eventually(null, async () => {
      // A link leads to a file that is known to be there.
      if (host.open(uri)) await dossiers.desk.look([nameOf(uri)]);
      const open = host.open(uri);
      return open ? links(open.analysis).map((l) => documentLink(l, open.analysis, uri, host)) : null;
    }),
  );
  connection.onSelectionRanges(({ textDocument, positions }) =>
    host.safely(null, () => {
      const open = host.open(textDocument.uri);
      return open ? positions.map((p) => selectionRange(open.analysis, open.document.offsetAt(p))) : null;
    }),
  );
  connection.onWorkspaceSymbol(({ query }) =>
    host.eventually([], async () => {
      const found: WorkspaceSymbol[] = [];
      for (const name of dossiers.desk.paths) {
        // The first look at many dossiers takes a while; what is typed comes in between.
        if (!dossiers.desk.isJudged(name)) await new Promise((done) => setImmediate(done));
        const analysis = dossiers.desk.analysis(name);
        if (analysis)
          found.push(...symbols(analysis, query).map((s) => workspaceSymbol(s, analysis, dossiers.uriOf(name))));
      }
      return found;
    }),
  );
}

/** The numbers of papers: each where it is named, and another name for it. */
function naming(host: Host, visits: Visits): void {
  const { connection } = host;
  connection.onDocumentHighlight(({ textDocument, position }) =>
    host.safely(null, () => {
      const at = cursorIn(host, textDocument.uri, position, visits);
      const found = at && references(at.analysis, at.offset);
      if (!at || !found) return null;
      const kind = (isDefinition: boolean) => (isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read);
      return found.map((m) => ({ range: rangeOf(m.span, at.analysis), kind: kind(m.isDefinition) }));
    }),
  );
  connection.onPrepareRename(({ textDocument, position }) =>
    host.safely(null, () => {
      const at = cursorIn(host, textDocument.uri, position, visits);
      const found = at && renamable(at.analysis, at.offset);
      if (!at || !found) return null;
      return 'refused' in found
        ? refusal(found, host)
        : { range: rangeOf(found.span, at.analysis), placeholder: found.id };
    }),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }) =>
    host.safely(null, () => {
      const at = cursorIn(host, uri, position, visits);
      const found = at && rename(at.analysis, at.offset, newName);
      if (!at || !found) return null;
      return 'refused' in found ? refusal(found, host) : workspaceEdit(found, at.analysis, uri, host);
    }),
  );
}

/** Definitions and references, in a dossier and in a notice that is shown. */
function goingTo(host: Host, visits: Visits): void {
  const { connection, dossiers } = host;
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    host.safely(null, () => {
      const notice = noticeAt(host, uri);
      if (notice) return fromNotice(host, notice, uri, position, visits);
      const at = cursorIn(host, uri, position, visits);
      const found = at && definition(at.analysis, at.offset);
      if (!at || !found) return null;
      const places = found.targets.flatMap((t) => placeOf(t, at.analysis, uri, host) ?? []);
      const links = host.client.textDocument?.definition?.linkSupport === true;
      return links ? places.map((p) => locationLink(p, rangeOf(found.origin, at.analysis))) : places;
    }),
  );
  connection.onReferences(({ textDocument: { uri }, position, context }) =>
    host.safely(null, () => {
      const notice = noticeAt(host, uri);
      const mark = notice && markAt(notice, position.line, position.character);
      if (notice) return mark ? inDossiers(host, notice, mark, visits) : null;
      const at = cursorIn(host, uri, position, visits);
      const found = at && references(at.analysis, at.offset);
      if (!at || !found) return null;
      const wanted = found.filter((m) => context.includeDeclaration || !m.isDefinition);
      return wanted.map((m) => ({ uri, range: rangeOf(m.span, at.analysis) }));
    }),
  );
  connection.onRequest<NoticeText | null, void>(NOTICE, (params: NoticeParams) =>
    host.safely(null, () => {
      const pack =
        'notice' in params
          ? dossiers.desk.packs.get(params.notice)
          : dossiers.desk.analysis(nameOf(params.dossier))?.pack;
      return pack ? noticeText(pack, host.locale) : null;
    }),
  );
}

function cursorIn(host: Host, uri: string, position: Position, visits: Visits) {
  const open = host.open(uri);
  if (!open) return undefined;
  visits.last = nameOf(uri);
  return { analysis: open.analysis, offset: open.document.offsetAt(position) };
}

/** From a clause to the fields that it bears on; from the mention of one to where it stands; from a field to where it is answered. */
function fromNotice(
  host: Host,
  notice: ShownNotice,
  uri: string,
  position: Position,
  visits: Visits,
): Location[] | null {
  const mark = markAt(notice, position.line, position.character);
  if (!mark) return null;
  const head = notice.page.clauses.find((c) => 'clause' in mark.names && c.id === mark.names.clause);
  if (!head || head.line === mark.line) return inDossiers(host, notice, mark, visits);
  const start = { line: head.line, character: 0 };
  return [{ uri, range: { start, end: start } }];
}

/** In the dossiers that answer this notice, the one last visited first, then those that are open. */
function inDossiers(host: Host, notice: ShownNotice, mark: NoticeMark, visits: Visits): Location[] {
  const { dossiers } = host;
  const rank = (name: string) => (name === visits.last ? 0 : dossiers.isOpen(name) ? 1 : 2);
  const names = [...dossiers.desk.paths].sort((a, b) => rank(a) - rank(b));
  return names.flatMap((name) => {
    const analysis = dossiers.desk.analysis(name);
    if (analysis?.pack !== notice.pack) return [];
    const clause = clauseOf(notice, mark);
    const spans = clause
      ? governed(analysis, clause)
      : 'field' in mark.names
        ? places(analysis, [mark.names.field])
        : [];
    return spans.map((span) => ({ uri: dossiers.uriOf(name), range: rangeOf(span, analysis) }));
  });
}

function placeOf(target: Target, analysis: Analysis, uri: string, host: Host): Location | undefined {
  if ('span' in target) return { uri, range: rangeOf(target.span, analysis) };
  if ('file' in target) {
    const file = fileUri(target.file, uri);
    return file === undefined ? undefined : { uri: file, range: TOP };
  }
  return analysis.pack && clausePlace(host, analysis.pack, target.clause);
}

const TOP: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function locationLink({ uri, range }: Location, originSelectionRange: Range): LocationLink {
  return { originSelectionRange, targetUri: uri, targetRange: range, targetSelectionRange: range };
}

/** A file as a dossier names it; undefined where the dossier itself is no file. */
function fileUri(file: string, dossier: string): string | undefined {
  const path = pathOf(dossier);
  return path === undefined ? undefined : pathToFileURL(resolve(dirname(path), file)).href;
}

/** Editors show the message where the new name was asked for. */
function refusal({ refused }: Refused, { locale }: Host): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, refused[locale]);
}

function workspaceEdit(all: readonly Edit[], analysis: Analysis, uri: string, host: Host): WorkspaceEdit {
  const edits = all.map((e) => ({ range: rangeOf(e.span, analysis), newText: e.text }));
  const version = host.document(uri)?.version ?? null;
  return host.client.workspace?.workspaceEdit?.documentChanges === true
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
}

const KINDS: Readonly<Record<OutlineSymbol['kind'], SymbolKind>> = {
  section: SymbolKind.Module,
  map: SymbolKind.Object,
  list: SymbolKind.Array,
  item: SymbolKind.Struct,
  text: SymbolKind.String,
  narrative: SymbolKind.String,
  heading: SymbolKind.Key,
  choice: SymbolKind.EnumMember,
  'yes-no': SymbolKind.Boolean,
  date: SymbolKind.Constant,
  month: SymbolKind.Constant,
  year: SymbolKind.Number,
  integer: SymbolKind.Number,
  number: SymbolKind.Number,
  phone: SymbolKind.Constant,
  email: SymbolKind.Constant,
  url: SymbolKind.Constant,
  code: SymbolKind.Constant,
  file: SymbolKind.File,
  reference: SymbolKind.Variable,
};

function documentSymbol(symbol: OutlineSymbol, analysis: Analysis): DocumentSymbol {
  const { name, detail, kind, span, selection, children } = symbol;
  return {
    name,
    ...(detail ? { detail } : {}),
    kind: KINDS[kind],
    range: rangeOf(span, analysis),
    selectionRange: rangeOf(selection, analysis),
    ...(children.length ? { children: children.map((c) => documentSymbol(c, analysis)) } : {}),
  };
}

/** For an editor that has no tree. */
function flatSymbols(symbol: OutlineSymbol, analysis: Analysis, uri: string, above?: string): SymbolInformation[] {
  const { name, kind, span, children } = symbol;
  const own: SymbolInformation = {
    name,
    kind: KINDS[kind],
    location: { uri, range: rangeOf(span, analysis) },
    ...(above === undefined ? {} : { containerName: above }),
  };
  return [own, ...children.flatMap((c) => flatSymbols(c, analysis, uri, name))];
}

function foldingRange({ kind, ...span }: Fold, analysis: Analysis): FoldingRange {
  const { start, end } = rangeOf(span, analysis);
  return {
    startLine: start.line,
    endLine: end.line,
    ...(kind === 'comment' ? { kind: FoldingRangeKind.Comment } : {}),
  };
}

function documentLink(
  { span, target, tooltip }: Link,
  analysis: Analysis,
  uri: string,
  { locale }: Host,
): DocumentLink {
  const to = 'url' in target ? target.url : fileUri(target.file, uri);
  return {
    range: rangeOf(span, analysis),
    ...(to === undefined ? {} : { target: to }),
    ...(tooltip ? { tooltip: tooltip[locale] } : {}),
  };
}

function selectionRange(analysis: Analysis, offset: number): SelectionRange {
  const [first, ...wider] = selections(analysis, offset).map((s) => rangeOf(s, analysis));
  const parent = wider.reduceRight<SelectionRange | undefined>(
    (above, range) => ({ range, ...(above ? { parent: above } : {}) }),
    undefined,
  );
  return { range: first!, ...(parent ? { parent } : {}) };
}

const SYMBOL_KINDS: Readonly<Record<DossierSymbol['kind'], SymbolKind>> = {
  applicant: SymbolKind.Class,
  platform: SymbolKind.Module,
  code: SymbolKind.Constant,
};

function workspaceSymbol({ name, kind, of, span }: DossierSymbol, analysis: Analysis, uri: string): WorkspaceSymbol {
  return {
    name,
    kind: SYMBOL_KINDS[kind],
    location: { uri, range: rangeOf(span, analysis) },
    ...(of ? { containerName: of } : {}),
  };
}
