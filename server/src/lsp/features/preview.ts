/** The 申报书 beside its text: what it looks like, and the ways between a part of it and where that is written. */
import { dirname, resolve, sep } from 'node:path';
import { locate } from '../../core/analysis/locate.ts';
import { chapterIn, placeAt } from '../../core/analysis/place-at.ts';
import { readPath, showPath } from '../../core/model/path.ts';
import { Lines } from '../../core/text/lines.ts';
import { readBeside } from '../../host/dossier-files.ts';
import * as protocol from '../../protocol.ts';
import { nameOf, pathOf } from '../shared/dossiers.ts';
import type { Feature, Host } from '../shared/feature.ts';
import { rangeIn } from '../shared/to-lsp.ts';

export const previewing: Feature = {
  capabilities: () => ({}),
  listen(host) {
    const { connection } = host;
    connection.onRequest(protocol.PREVIEW, (params: protocol.PreviewParams) =>
      host.eventually(null, () => preview(host, params)),
    );
    connection.onRequest(protocol.LOCATE, (params: protocol.LocateParams) =>
      host.safely(null, () => find(host, params)),
    );
    connection.onRequest(protocol.PATH_AT, (params: protocol.PathAtParams) =>
      host.safely(null, () => pathAt(host, params)),
    );
  },
};

async function preview(host: Host, { uri }: protocol.PreviewParams): Promise<protocol.PreviewResult | null> {
  // Loaded when it is first wanted: not every editor has a preview.
  const { renderPreview } = await import('../../render/writers/html/preview-sheets.ts');
  const open = host.open(uri);
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

function find(host: Host, { uri, path, from }: protocol.LocateParams): protocol.LocateResult | null {
  const open = host.open(uri);
  if (!open) return null;
  const { source, answers } = open.analysis;
  const place = { path: readPath(path), ...(from === undefined ? {} : { within: [from, from] as const }) };
  const found = host.dossiers.desk.place(nameOf(uri), locate(source, answers, place));
  return { uri: host.dossiers.uriOf(found.path), range: rangeIn(found.span, new Lines(found.text)) };
}

function pathAt(host: Host, { uri, document, position }: protocol.PathAtParams): protocol.PathAtResult | null {
  const open = host.open(uri);
  const text = host.document(document);
  if (!open || !text) return null;
  const offset = text.offsetAt(position);
  if (document === uri) {
    const found = placeAt(open.analysis.source, offset);
    return found ? { path: showPath(found.path), ...(found.at === undefined ? {} : { from: found.at }) } : null;
  }
  const folder = dirname(nameOf(uri));
  const chapter = chapterIn(open.analysis, (file) => resolve(folder, file) === nameOf(document));
  return chapter ? { path: showPath(chapter.path), from: offset } : null;
}
