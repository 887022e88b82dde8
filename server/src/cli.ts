/** The command line: process → face. */
import { main } from './cli/main.ts';

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
