/** `dossier/changed` and `workspace/codeLens/refresh`: tells the editor that verdicts have changed. */
import { CodeLensRefreshRequest } from 'vscode-languageserver';
import * as protocol from '../../protocol.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';

/** Sends both after each round of the publisher, to an editor that takes them. */
export const changedFeature: Feature = { capabilities: () => ({}), listen: notifyChanges };

/** After each round of the publisher: which dossiers were analyzed in it, and which came or went since the last. */
function notifyChanges(server: ServerContext): void {
  const { connection, dossiers, publisher } = server;
  let known: ReadonlySet<string> = new Set();
  publisher.onPublished.push((analyzed) => {
    const now = new Set(dossiers.all);
    const came = [...now].filter((name) => !known.has(name));
    const gone = [...known].filter((name) => !now.has(name));
    const changed = new Set([...analyzed, ...came, ...gone]);
    known = now;
    if (!changed.size) return;
    const quietly = (sent: Promise<unknown>) => sent.catch((error: unknown) => connection.console.error(String(error)));
    if (server.options.follows) {
      const uris = [...changed].map((name) => dossiers.uriOf(name));
      quietly(
        connection.sendNotification(protocol.CHANGED, { uris, dossiers: now.size } satisfies protocol.ChangedParams),
      );
    }
    // Evidence and other dossiers decide the verdicts too, and the editor asks for lenses only where it saw an edit.
    if (server.options.commands?.length && server.client.workspace?.codeLens?.refreshSupport)
      quietly(connection.sendRequest(CodeLensRefreshRequest.type));
  });
}
