/** The command line: process → face. A process of a large check comes in here too. */
import { main } from './cli/main.ts';
import { WORKER, work } from './cli/worker.ts';

if (process.argv[2] === WORKER && process.send) work();
else
  void main(process.argv.slice(2)).then((status) => {
    process.exitCode = status;
  });
