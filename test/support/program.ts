/** The command line as it is shipped, run as a program. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import type { CommandOptions, Outcome } from './command-line.ts';
import { Client } from './editor.ts';

export const ROOT = join(import.meta.dirname, '../..');
export const CLI = join(ROOT, 'dist/cli.cjs');
/** Milliseconds: far more than any of these needs, less than a hang. */
export const LIMIT = 60_000;

/** Where Node keeps what it compiled, if the tests were started with such a place: a start takes less. */
const COMPILED = process.env.NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE } : {};

export interface ProgramOptions extends CommandOptions {
  /** The Node that runs it: the one of the tests where nobody says. */
  readonly node?: string;
  /** Milliseconds after which it is ended, and the test fails. */
  readonly limit?: number;
}

/** For a test that is run by itself, before anything was built. */
export function ensureBuilt(): void {
  if (!existsSync(CLI)) execFileSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT });
}

/** Runs the command line. Whatever it is given, it ends by itself and shows nobody a stack. */
export async function run(
  args: readonly string[],
  { cwd, input = '', env = {}, node = process.execPath, limit = LIMIT }: ProgramOptions = {},
): Promise<Outcome> {
  const child = spawn(node, [CLI, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...COMPILED, ...env },
    timeout: limit,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // It may end before it has read everything.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [out, err, [status, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  assert.equal(signal, null, `it ended by itself: ${args.join(' ')}`);
  assert.doesNotMatch(out + err, /^ {4}at /m, 'no stack trace');
  return { status: status as number, out, err };
}

/** The language server of the built program, in a process of its own, and an editor that talks to it until `stop`. */
export function startServer(): { readonly client: Client; stop(): Promise<void> } {
  const child = spawn(process.execPath, [CLI, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const stop = async () => {
    connection.dispose();
    child.kill();
    await ended;
  };
  return { client: new Client(connection), stop };
}
