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
import type { NoticeReference } from '../../core/features/hover/notice-page.ts';
import {
  answerSpans,
  clauseFieldSpans,
  type DefinitionTarget,
  definition,
  references,
} from '../../core/features/navigation/definition.ts';
import { documentLinks, type LinkSpan } from '../../core/features/navigation/document-links.ts';
import { prepareRename, type RenameRefusal, rename } from '../../core/features/navigation/rename.ts';
import { type DossierSymbol, workspaceSymbols } from '../../core/features/navigation/workspace-symbols.ts';
import { documentSymbols, type SymbolNode } from '../../core/features/structure/document-symbols.ts';
import { type FoldingSpan, foldingRanges } from '../../core/features/structure/folding-ranges.ts';
import { selectionRanges } from '../../core/features/structure/selection-ranges.ts';
import type { Edit } from '../../core/model/edit.ts';
import { NOTICE, type NoticeParams, type NoticeText } from '../../protocol.ts';
import { documentName, pathOf } from '../shared/dossiers.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';
import { rangeInDossier } from '../shared/to-lsp.ts';
import {
  clauseLocation,
  clauseOf,
  type NoticeDocument,
  noticeDocumentAt,
  noticeText,
  referenceAt,
} from './notice-documents.ts';

export const navigationFeature: Feature = {
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
  listen(server) {
    const history: CursorHistory = { last: undefined };
    listenForStructure(server);
    listenForRename(server, history);
    listenForDefinition(server, history);
  },
};

/** The dossier that the author's cursor was in last, by name. */
interface CursorHistory {
  last: string | undefined;
}

/** What is asked of a document as a whole. An editor that gets null goes by its own lights; so in all that is no dossier. */
function listenForStructure(server: ServerContext): void {
  const { connection, dossiers } = server;
  connection.onDocumentSymbol(({ textDocument: { uri } }) =>
    server.orElse(null, () => {
      const open = server.open(uri);
      if (!open) return null;
      const found = documentSymbols(open.analysis, server.locale);
      const nests = server.client.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
      return nests
        ? found.map((s) => toDocumentSymbol(s, open.analysis))
        : found.flatMap((s) => toSymbolInformation(s, open.analysis, uri));
    }),
  );
  connection.onFoldingRanges(({ textDocument }) =>
    server.orElse(null, () => {
      const open = server.open(textDocument.uri);
      return open ? foldingRanges(open.analysis).map((f) => toFoldingRange(f, open.analysis)) : null;
    }),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }) =>
    server.orElseAsync(null, async () => {
      // A link leads to a file that is known to be there.
      if (server.open(uri)) await dossiers.store.probeEvidence([documentName(uri)]);
      const open = server.open(uri);
      return open ? documentLinks(open.analysis).map((l) => toDocumentLink(l, open.analysis, uri, server)) : null;
    }),
  );
  connection.onSelectionRanges(({ textDocument, positions }) =>
    server.orElse(null, () => {
      const open = server.open(textDocument.uri);
      return open ? positions.map((p) => toSelectionRange(open.analysis, open.document.offsetAt(p))) : null;
    }),
  );
  connection.onWorkspaceSymbol(({ query }) =>
    server.orElseAsync([], async () => {
      const found: WorkspaceSymbol[] = [];
      for (const name of dossiers.store.paths) {
        // The first look at many dossiers takes a while; what is typed comes in between.
        if (!dossiers.store.isAnalyzed(name)) await new Promise((done) => setImmediate(done));
        const analysis = dossiers.store.analysis(name);
        if (analysis)
          found.push(
            ...workspaceSymbols(analysis, query).map((s) => toWorkspaceSymbol(s, analysis, dossiers.uriOf(name))),
          );
      }
      return found;
    }),
  );
}

/** The numbers of papers: each where it is named, and another name for it. */
function listenForRename(server: ServerContext, history: CursorHistory): void {
  const { connection } = server;
  connection.onDocumentHighlight(({ textDocument, position }) =>
    server.orElse(null, () => {
      const at = positionInDossier(server, textDocument.uri, position, history);
      const found = at && references(at.analysis, at.offset);
      if (!at || !found) return null;
      const kind = (isDefinition: boolean) => (isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read);
      return found.map((m) => ({ range: rangeInDossier(m.span, at.analysis), kind: kind(m.isDefinition) }));
    }),
  );
  connection.onPrepareRename(({ textDocument, position }) =>
    server.orElse(null, () => {
      const at = positionInDossier(server, textDocument.uri, position, history);
      const found = at && prepareRename(at.analysis, at.offset);
      if (!at || !found) return null;
      return 'refused' in found
        ? toResponseError(found, server)
        : { range: rangeInDossier(found.span, at.analysis), placeholder: found.id };
    }),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }) =>
    server.orElse(null, () => {
      const at = positionInDossier(server, uri, position, history);
      const found = at && rename(at.analysis, at.offset, newName);
      if (!at || !found) return null;
      return 'refused' in found ? toResponseError(found, server) : toWorkspaceEdit(found, at.analysis, uri, server);
    }),
  );
}

/** Definitions and references, in a dossier and in a notice that is shown. */
function listenForDefinition(server: ServerContext, history: CursorHistory): void {
  const { connection, dossiers } = server;
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    server.orElse(null, () => {
      const notice = noticeDocumentAt(server, uri);
      if (notice) return definitionFromNotice(server, notice, uri, position, history);
      const at = positionInDossier(server, uri, position, history);
      const found = at && definition(at.analysis, at.offset);
      if (!at || !found) return null;
      const places = found.targets.flatMap((t) => toLocation(t, at.analysis, uri, server) ?? []);
      const links = server.client.textDocument?.definition?.linkSupport === true;
      return links ? places.map((p) => toLocationLink(p, rangeInDossier(found.origin, at.analysis))) : places;
    }),
  );
  connection.onReferences(({ textDocument: { uri }, position, context }) =>
    server.orElse(null, () => {
      const notice = noticeDocumentAt(server, uri);
      const reference = notice && referenceAt(notice, position.line, position.character);
      if (notice) return reference ? fieldLocations(server, notice, reference, history) : null;
      const at = positionInDossier(server, uri, position, history);
      const found = at && references(at.analysis, at.offset);
      if (!at || !found) return null;
      const wanted = found.filter((m) => context.includeDeclaration || !m.isDefinition);
      return wanted.map((m) => ({ uri, range: rangeInDossier(m.span, at.analysis) }));
    }),
  );
  connection.onRequest<NoticeText | null, void>(NOTICE, (params: NoticeParams) =>
    server.orElse(null, () => {
      const pack =
        'notice' in params
          ? dossiers.store.packs.get(params.notice)
          : dossiers.store.analysis(documentName(params.dossier))?.pack;
      return pack ? noticeText(pack, server.locale) : null;
    }),
  );
}

function positionInDossier(server: ServerContext, uri: string, position: Position, history: CursorHistory) {
  const open = server.open(uri);
  if (!open) return undefined;
  history.last = documentName(uri);
  return { analysis: open.analysis, offset: open.document.offsetAt(position) };
}

/** From a clause to the fields that it bears on; from the mention of one to where it stands; from a field to where it is answered. */
function definitionFromNotice(
  server: ServerContext,
  notice: NoticeDocument,
  uri: string,
  position: Position,
  history: CursorHistory,
): Location[] | null {
  const reference = referenceAt(notice, position.line, position.character);
  if (!reference) return null;
  const head = notice.page.clauses.find((c) => 'clause' in reference.names && c.id === reference.names.clause);
  if (!head || head.line === reference.line) return fieldLocations(server, notice, reference, history);
  const start = { line: head.line, character: 0 };
  return [{ uri, range: { start, end: start } }];
}

/** In the dossiers that answer this notice, the one last visited first, then those that are open. */
function fieldLocations(
  server: ServerContext,
  notice: NoticeDocument,
  reference: NoticeReference,
  history: CursorHistory,
): Location[] {
  const { dossiers } = server;
  const rank = (name: string) => (name === history.last ? 0 : dossiers.isOpen(name) ? 1 : 2);
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

function toLocation(
  target: DefinitionTarget,
  analysis: Analysis,
  uri: string,
  server: ServerContext,
): Location | undefined {
  if ('span' in target) return { uri, range: rangeInDossier(target.span, analysis) };
  if ('file' in target) {
    const file = fileUri(target.file, uri);
    return file === undefined ? undefined : { uri: file, range: START_OF_FILE };
  }
  return analysis.pack && clauseLocation(server, analysis.pack, target.clause);
}

const START_OF_FILE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function toLocationLink({ uri, range }: Location, originSelectionRange: Range): LocationLink {
  return { originSelectionRange, targetUri: uri, targetRange: range, targetSelectionRange: range };
}

/** A file as a dossier names it; undefined where the dossier itself is no file. */
function fileUri(file: string, dossier: string): string | undefined {
  const path = pathOf(dossier);
  return path === undefined ? undefined : pathToFileURL(resolve(dirname(path), file)).href;
}

/** Editors show the message where the new name was asked for. */
function toResponseError({ refused }: RenameRefusal, { locale }: ServerContext): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, refused[locale]);
}

function toWorkspaceEdit(all: readonly Edit[], analysis: Analysis, uri: string, server: ServerContext): WorkspaceEdit {
  const edits = all.map((e) => ({ range: rangeInDossier(e.span, analysis), newText: e.text }));
  const version = server.document(uri)?.version ?? null;
  return server.client.workspace?.workspaceEdit?.documentChanges === true
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
}

const KINDS: Readonly<Record<SymbolNode['kind'], SymbolKind>> = {
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

function toDocumentSymbol(symbol: SymbolNode, analysis: Analysis): DocumentSymbol {
  const { name, detail, kind, span, selection, children } = symbol;
  return {
    name,
    ...(detail ? { detail } : {}),
    kind: KINDS[kind],
    range: rangeInDossier(span, analysis),
    selectionRange: rangeInDossier(selection, analysis),
    ...(children.length ? { children: children.map((c) => toDocumentSymbol(c, analysis)) } : {}),
  };
}

/** For an editor that has no tree. */
function toSymbolInformation(symbol: SymbolNode, analysis: Analysis, uri: string, above?: string): SymbolInformation[] {
  const { name, kind, span, children } = symbol;
  const own: SymbolInformation = {
    name,
    kind: KINDS[kind],
    location: { uri, range: rangeInDossier(span, analysis) },
    ...(above === undefined ? {} : { containerName: above }),
  };
  return [own, ...children.flatMap((c) => toSymbolInformation(c, analysis, uri, name))];
}

function toFoldingRange({ kind, ...span }: FoldingSpan, analysis: Analysis): FoldingRange {
  const { start, end } = rangeInDossier(span, analysis);
  return {
    startLine: start.line,
    endLine: end.line,
    ...(kind === 'comment' ? { kind: FoldingRangeKind.Comment } : {}),
  };
}

function toDocumentLink(
  { span, target, tooltip }: LinkSpan,
  analysis: Analysis,
  uri: string,
  { locale }: ServerContext,
): DocumentLink {
  const to = 'url' in target ? target.url : fileUri(target.file, uri);
  return {
    range: rangeInDossier(span, analysis),
    ...(to === undefined ? {} : { target: to }),
    ...(tooltip ? { tooltip: tooltip[locale] } : {}),
  };
}

function toSelectionRange(analysis: Analysis, offset: number): SelectionRange {
  const [first, ...wider] = selectionRanges(analysis, offset).map((s) => rangeInDossier(s, analysis));
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

function toWorkspaceSymbol({ name, kind, of, span }: DossierSymbol, analysis: Analysis, uri: string): WorkspaceSymbol {
  return {
    name,
    kind: SYMBOL_KINDS[kind],
    location: { uri, range: rangeInDossier(span, analysis) },
    ...(of ? { containerName: of } : {}),
  };
}
