/** The command line: process → face. A process of a large check comes in here too. */

import { WORKER, work } from './cli/checking/worker.ts';
import { main } from './cli/main.ts';

if (process.argv[2] === WORKER && process.send) work();
else
  void main(process.argv.slice(2)).then((status) => {
    process.exitCode = status;
  });
