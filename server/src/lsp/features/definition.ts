/** `textDocument/definition`: from the mention of a paper to the paper, from a field to its clause, from a clause to the fields that answer it. */
import type { Location, LocationLink, Position, Range } from 'vscode-languageserver';
import type { Analysis } from '../../core/analysis/types.ts';
import { type DefinitionTarget, definition } from '../../core/features/navigation/definition.ts';
import { uriBeside } from '../shared/document-names.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';
import { rangeInDossier } from '../shared/to-lsp.ts';
import {
  clauseLocation,
  fieldLocations,
  type NoticeDocument,
  noticeDocumentAt,
  referenceAt,
} from './notice-documents.ts';

/** Answers in dossiers and in notices that are shown, with links where the editor takes them. */
export const definitionFeature: Feature = {
  capabilities: () => ({ definitionProvider: true }),
  listen(server) {
    server.connection.onDefinition(({ textDocument: { uri }, position }) =>
      server.orElse(null, () => {
        const notice = noticeDocumentAt(server, uri);
        if (notice) return definitionFromNotice(server, notice, uri, position);
        const at = server.cursor.locate(uri, position);
        const found = at && definition(at.analysis, at.offset);
        if (!at || !found) return null;
        const places = found.targets.flatMap((t) => toLocation(t, at.analysis, uri, server) ?? []);
        const links = server.client.textDocument?.definition?.linkSupport === true;
        return links ? places.map((p) => toLocationLink(p, rangeInDossier(found.origin, at.analysis))) : places;
      }),
    );
  },
};

/** From a clause to the fields that it bears on; from the mention of one to where it stands; from a field to where it is answered. */
function definitionFromNotice(
  server: ServerContext,
  notice: NoticeDocument,
  uri: string,
  position: Position,
): Location[] | null {
  const reference = referenceAt(notice, position.line, position.character);
  if (!reference) return null;
  const head = notice.page.clauses.find((c) => 'clause' in reference.names && c.id === reference.names.clause);
  if (!head || head.line === reference.line) return fieldLocations(server, notice, reference);
  const start = { line: head.line, character: 0 };
  return [{ uri, range: { start, end: start } }];
}

function toLocation(
  target: DefinitionTarget,
  analysis: Analysis,
  uri: string,
  server: ServerContext,
): Location | undefined {
  if ('span' in target) return { uri, range: rangeInDossier(target.span, analysis) };
  if ('file' in target) {
    const file = uriBeside(uri, target.file);
    return file === undefined ? undefined : { uri: file, range: START_OF_FILE };
  }
  return analysis.pack && clauseLocation(server, analysis.pack, target.clause);
}

const START_OF_FILE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function toLocationLink({ uri, range }: Location, originSelectionRange: Range): LocationLink {
  return { originSelectionRange, targetUri: uri, targetRange: range, targetSelectionRange: range };
}
