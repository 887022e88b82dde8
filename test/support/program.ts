/** The command line as it is shipped, run as a program. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';

export const CLI = join(import.meta.dirname, '../../dist/cli.cjs');
/** Far more than any of these needs; less than a hang. */
const LIMIT = 60_000;

export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export function run(args: readonly string[], cwd = process.cwd()): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [CLI, ...args], { cwd, timeout: LIMIT }, (error, out, err) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ status: Number(error?.code ?? 0), out, err });
    });
  });
}
