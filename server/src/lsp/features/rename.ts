/** `textDocument/prepareRename` and `textDocument/rename`: another number for a paper, in every place that names it. */
import { LSPErrorCodes, ResponseError, type WorkspaceEdit } from 'vscode-languageserver';
import type { Analysis } from '../../core/analysis/types.ts';
import { prepareRename, type RenameRefusal, rename } from '../../core/features/navigation/rename.ts';
import type { Edit } from '../../core/model/edit.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';
import { rangeInDossier } from '../shared/to-lsp.ts';

/** Answers both requests; where something cannot be renamed, with an error that says why. */
export const renameFeature: Feature = {
  capabilities: ({ client }) => ({
    renameProvider: client.textDocument?.rename?.prepareSupport === true ? { prepareProvider: true } : true,
  }),
  listen(server) {
    const { connection } = server;
    connection.onPrepareRename(({ textDocument, position }) =>
      server.orElse(null, () => {
        const at = server.cursor.locate(textDocument.uri, position);
        const found = at && prepareRename(at.analysis, at.offset);
        if (!at || !found) return null;
        return 'refused' in found
          ? toResponseError(found, server)
          : { range: rangeInDossier(found.span, at.analysis), placeholder: found.id };
      }),
    );
    connection.onRenameRequest(({ textDocument: { uri }, position, newName }) =>
      server.orElse(null, () => {
        const at = server.cursor.locate(uri, position);
        const found = at && rename(at.analysis, at.offset, newName);
        if (!at || !found) return null;
        return 'refused' in found ? toResponseError(found, server) : toWorkspaceEdit(found, at.analysis, uri, server);
      }),
    );
  },
};

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
