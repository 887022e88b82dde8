/** Opens the connection that the command line asks for: `--stdio`, `--node-ipc`, `--socket=PORT`. */
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { startServer } from './server.ts';

/** Serves the editor on that connection; never resolves, the process ends when the editor says so. */
export async function serve(): Promise<void> {
  // Where none is named, the standard streams, with which most editors start a server.
  const named = process.argv.some((a) => /^--(?:stdio|node-ipc|socket|pipe)\b/.test(a));
  const connection = named
    ? createConnection(ProposedFeatures.all)
    : createConnection(
        ProposedFeatures.all,
        new StreamMessageReader(process.stdin),
        new StreamMessageWriter(process.stdout),
      );
  // Whatever a library prints must not end up between two messages.
  console.log = console.error;
  startServer(connection);
  await new Promise(() => {});
}
