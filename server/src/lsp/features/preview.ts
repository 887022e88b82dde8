/** `dossier/preview`, `dossier/locate` and `dossier/pathAt`: the 申报书 as HTML, and the ways between a part of it and its source. */
import { dirname, resolve, sep } from 'node:path';
import { fieldPositionAt, findChapter } from '../../core/analysis/field-position.ts';
import { locate } from '../../core/analysis/locate.ts';
import { formatFieldPath, parseFieldPath } from '../../core/model/path.ts';
import { LineIndex } from '../../core/text/lines.ts';
import { readBeside } from '../../host/dossier-files.ts';
import * as protocol from '../../protocol.ts';
import { pathOf } from '../shared/document-names.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';
import { toRange } from '../shared/to-lsp.ts';

/** Answers the requests of a preview. */
export const previewFeature: Feature = {
  capabilities: () => ({}),
  listen(server) {
    const { connection } = server;
    connection.onRequest(protocol.PREVIEW, (params: protocol.PreviewParams) =>
      server.orElseAsync(null, () => preview(server, params)),
    );
    connection.onRequest(protocol.LOCATE, (params: protocol.LocateParams) =>
      server.orElse(null, () => locatePart(server, params)),
    );
    connection.onRequest(protocol.PATH_AT, (params: protocol.PathAtParams) =>
      server.orElse(null, () => pathAt(server, params)),
    );
  },
};

async function preview(server: ServerContext, { uri }: protocol.PreviewParams): Promise<protocol.PreviewResult | null> {
  // Loaded when it is first wanted: not every editor has a preview.
  const { renderPreview } = await import('../../render/writers/html/preview-sheets.ts');
  const open = server.open(uri);
  if (!open?.analysis.pack) return null;
  const { document, analysis } = open;
  const dossier = pathOf(uri);
  const sources = new Map<Uint8Array, string>();
  const file = (path: string) => {
    const bytes = dossier === undefined ? undefined : readBeside(dossier, path);
    if (bytes) sources.set(bytes, path.split(sep).join('/'));
    return bytes;
  };
  const source = (bytes: Uint8Array) => sources.get(bytes);
  const page = renderPreview({ ...analysis, pack: open.analysis.pack }, { file, source });
  return { ...page, version: document.version };
}

function locatePart(server: ServerContext, { uri, path, from }: protocol.LocateParams): protocol.LocateResult | null {
  const open = server.open(uri);
  if (!open) return null;
  const { source, answers } = open.analysis;
  const place = { path: parseFieldPath(path), ...(from === undefined ? {} : { within: [from, from] as const }) };
  const found = server.dossiers.store.locate(server.dossiers.nameOf(uri), locate(source, answers, place));
  return { uri: server.dossiers.uriOf(found.path), range: toRange(found.span, new LineIndex(found.text)) };
}

function pathAt(
  server: ServerContext,
  { uri, document, position }: protocol.PathAtParams,
): protocol.PathAtResult | null {
  const open = server.open(uri);
  const text = server.document(document);
  if (!open || !text) return null;
  const offset = text.offsetAt(position);
  if (document === uri) {
    const found = fieldPositionAt(open.analysis.source, offset);
    return found ? { path: formatFieldPath(found.path), ...(found.at === undefined ? {} : { from: found.at }) } : null;
  }
  const folder = dirname(server.dossiers.nameOf(uri));
  const chapter = findChapter(open.analysis, (file) => resolve(folder, file) === server.dossiers.nameOf(document));
  return chapter ? { path: formatFieldPath(chapter.path), from: offset } : null;
}
