/** The command line: process → face. A process of a large check comes in here too. */

import { runWorker, WORKER_FLAG } from './cli/checking/worker.ts';
import { main } from './cli/main.ts';

if (process.argv[2] === WORKER_FLAG && process.send) runWorker();
else
  void main(process.argv.slice(2)).then((status) => {
    process.exitCode = status;
  });
