/** The command line as a process, and the only place of it that knows `process`. A worker of a large check is this program too. */
import { languageOf } from './cli/arguments/translate.ts';
import { runWorker, WORKER_FLAG } from './cli/checking/worker.ts';
import type { CliIo } from './cli/common/cli-io.ts';
import { EXIT } from './cli/common/usage.ts';
import { main } from './cli/main.ts';
import { systemErrorText } from './host/system-errors.ts';

// On Windows, programs that are started by name are not looked for in the working folder.
process.env.NoDefaultCurrentDirectoryInExePath = '1';

const args = process.argv.slice(2);
const closed = new AbortController();
const io: CliIo = {
  // Opened only where it is read.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
  env: process.env,
  signal: closed.signal,
};

if (args[0] === WORKER_FLAG && process.send) runWorker(process, io, () => process.exit());
else {
  // The language server has its own ways to end.
  if (args[0] !== 'lsp') watchOutput();
  void main(args, io).then((status) => {
    process.exitCode = closed.signal.aborted ? EXIT.incomplete : status;
  });
}

/** A full disk behind standard output, or a reader that went away, is told in words, once; what is being written to files is finished all the same. */
function watchOutput(): void {
  process.stdout.on('error', (error) => {
    process.exitCode = EXIT.incomplete;
    if (closed.signal.aborted) return;
    closed.abort();
    const { zh, en } = systemErrorText(error) ?? { zh: '写不出去', en: 'it cannot be written' };
    const text = { zh: `标准输出没有写完：${zh}`, en: `standard output is incomplete: ${en}` };
    process.stderr.write(`dossier: ${text[languageOf(args, process.env)]}\n`);
  });
  // There is nowhere left to tell it.
  process.stderr.on('error', () => {
    process.exitCode = EXIT.incomplete;
    closed.abort();
  });
}
