/** The command line as a process, and the only place of it that knows `process`. A worker of a large check is this program too. */
import { runWorker, WORKER_FLAG } from './cli/checking/worker.ts';
import type { CliIo } from './cli/common/cli-io.ts';
import { EXIT } from './cli/common/usage.ts';
import { main } from './cli/main.ts';

// On Windows, programs that are started by name are not looked for in the working folder.
process.env.NoDefaultCurrentDirectoryInExePath = '1';

const io: CliIo = {
  // Opened only where it is read.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
  env: process.env,
};
const args = process.argv.slice(2);

if (args[0] === WORKER_FLAG && process.send) runWorker(process, io, () => process.exit());
else {
  // The language server has its own ways to end.
  if (args[0] !== 'lsp') endQuietly();
  void main(args, io).then((status) => {
    process.exitCode = status;
  });
}

/** Ctrl-C, and a reader that has enough, as `head` has, end the program without a word. */
function endQuietly(): void {
  process.once('SIGINT', () => process.exit(EXIT.interrupted));
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  }
}
