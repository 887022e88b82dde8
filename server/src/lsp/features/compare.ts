/** `dossier/compare`: what was changed in a rendered Word file, as edits for the author to accept one by one. */
import { basename } from 'node:path';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { LineIndex } from '../../core/text/lines.ts';
import { readBeside } from '../../host/dossier-files.ts';
import { readRegularFileAsync } from '../../host/read-file.ts';
import * as protocol from '../../protocol.ts';
import type { PlacedEdit } from '../../render/word-compare/read-back.ts';
import { locateSpan } from '../../workbench/file-location.ts';
import { pathOf } from '../shared/document-names.ts';
import { failure, refusal, unreadDossier, unreadFile, whyUnknown } from '../shared/failure.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';
import { toRange } from '../shared/to-lsp.ts';

/** Answers requests to compare; what went wrong is part of the answer. */
export const compareFeature: Feature = {
  capabilities: () => ({}),
  listen(server) {
    server.connection.onRequest<protocol.CompareResult, void>(protocol.COMPARE, (params: protocol.CompareParams) =>
      compare(server, params),
    );
  },
};

const NO_WORD: LocalizedText = {
  zh: '不是 Word 文件（.docx），或已损坏',
  en: 'It is no Word file (.docx), or damaged',
};
const NO_RECORD: LocalizedText = {
  zh: '文件里没有生成时的记录：不是由本工具生成的，是用 --template 填写的表（这种表不带记录，请改申报书后重新填写），或另存时丢掉了',
  en: 'It has no record of what was rendered: it was not rendered by this tool, it is a form filled with --template (which has none: change the dossier and fill it again), or a program lost the record',
};

async function compare(server: ServerContext, { uri, file }: protocol.CompareParams): Promise<protocol.CompareResult> {
  server.settle();
  const { dossiers, locale } = server;
  try {
    // Loaded when it is first wanted, as all that knows Word.
    const { readWordFile } = await import('../../render/record/render-record.ts');
    const { compareWord, abbreviate, independentChanges } = await import('../../render/word-compare/compare.ts');
    const { compareMarkdown } = await import('../../render/word-compare/compare-report.ts');
    const path = pathOf(uri);
    const read = await readRegularFileAsync(file);
    if ('fault' in read) return unreadFile(server, read.fault);
    const word = readWordFile(read.bytes);
    if (!word || path === undefined) return refusal(server, NO_WORD);
    if (!word.record) return refusal(server, NO_RECORD);
    const analysis = await dossiers.analysisAt(uri);
    if (typeof analysis === 'string') return unreadDossier(server, analysis, path);
    if (!analysis.pack) return refusal(server, whyUnknown(analysis, path));
    const dossier = { ...analysis, pack: analysis.pack };
    const comparison = compareWord({ ...word, record: word.record }, dossier, (name) => readBeside(path, name));
    const changes = independentChanges(comparison.changes.filter((c) => c.kind === 'changed'));
    const { chapters } = analysis.cache.input;
    const edit = (placed: PlacedEdit): protocol.CompareEdit => {
      const at = locateSpan(path, analysis.source.text, chapters, placed);
      return {
        uri: at.path === path ? uri : dossiers.uriOf(at.path),
        range: toRange(at.span, new LineIndex(at.text)),
        text: placed.text,
      };
    };
    return {
      kind: 'done',
      changes: changes.map((c) => {
        const words = abbreviate(c.old, c.text);
        return { path: c.path, old: words.old, text: words.text ?? '', edits: c.edits.map(edit) };
      }),
      others: comparison.changes.length - changes.length + comparison.outside.length + comparison.others.length,
      version: dossiers.versionOf(uri) ?? null,
      report: compareMarkdown(comparison, basename(file), locale),
    };
  } catch (error) {
    return failure(server, error);
  }
}
