/** The command line called in this process: far faster than a process of its own, with nothing of this process showing through. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { CliIo, TextOutput } from '../../server/src/cli/common/cli-io.ts';
import { main } from '../../server/src/cli/main.ts';

/** How a command ended, and what it wrote to standard output and standard error. */
export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** What a command is given; nothing on standard input where nobody says. */
export interface CommandOptions {
  /** The working folder; absolute. */
  readonly cwd?: string | undefined;
  readonly input?: string | Uint8Array | undefined;
  /** Besides the search path, the only variables there are. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** Runs a command line in this process. Whatever it is given, it shows nobody a stack. */
export async function run(args: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  const { io, said } = testIo(options);
  const status = await main(args, io);
  const { out, err } = said();
  assert.doesNotMatch(out + err, /^ {4}at /m, 'no stack trace');
  return { status, out, err };
}

/** Streams of memory, and what was written to them so far. */
export function testIo({ cwd = process.cwd(), input = '', env = {} }: CommandOptions = {}): {
  readonly io: CliIo;
  said(): { readonly out: string; readonly err: string };
} {
  const [stdout, stderr] = [new Collector(), new Collector()];
  const stdin = Readable.from([Buffer.from(input)]);
  // The language of help would be that of the machine.
  const io = { stdin, stdout, stderr, cwd, env: { PATH: process.env.PATH, LANG: 'C', ...env } };
  return { io, said: () => ({ out: stdout.text, err: stderr.text }) };
}

class Collector implements TextOutput {
  text = '';

  write(text: string): void {
    this.text += text;
  }
}
