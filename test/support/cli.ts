/** The command line, run in this process: in a folder, with streams and an environment of its own. */
import { run as runProgram } from './program.ts';

/** What a command said, and its exit status. */
export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface Options {
  /** The working folder. */
  readonly cwd?: string | undefined;
  /** What standard input holds. */
  readonly input?: string | Uint8Array;
  /** Besides the search path, the only variables there are. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command. Whatever it is given, it ends by itself and shows nobody a stack. */
export function run(args: readonly string[], options: Options = {}): Promise<Outcome> {
  return runProgram(args, options);
}
