/** Starts parts of this program in processes of their own: for work that may take its process down, or that several cores share. */
import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** How {@link forkModule} starts a module. */
export interface ForkOptions {
  readonly args?: readonly string[];
  /**
   * The most memory of the process, in megabytes. A process with such a limit reads files of strangers: it gets none of our own options
   * of Node, runs no code made of text, and says nothing to the terminal.
   */
  readonly maxMemory?: number;
  /** `advanced`: messages may hold maps and sets. */
  readonly serialization?: 'json' | 'advanced';
  /** Its working folder and environment; those of this process where they are not given. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * The module with one of these file names in a folder, the first that is there: the bundle of the built program, or the source beside
 * whoever asks. Undefined where neither is, as in a bundle whose other bundles were not delivered.
 */
export function findModule(folder: string, names: readonly string[]): string | undefined {
  return names.map((name) => join(folder, name)).find((file) => existsSync(file));
}

/** Starts a module in a process of its own, with a channel for messages. The process ends with ours at the latest. */
export function forkModule(file: string, options: ForkOptions): ChildProcess {
  const { args = [], maxMemory, serialization = 'json', cwd, env = process.env } = options;
  const isSandboxed = maxMemory !== undefined;
  const child = fork(file, args, {
    cwd,
    serialization,
    // Standard output may be the language server's line to the editor.
    stdio: ['ignore', 'ignore', isSandboxed ? 'ignore' : 'inherit', 'ipc'],
    ...(isSandboxed
      ? { execArgv: [`--max-old-space-size=${maxMemory}`, '--disallow-code-generation-from-strings'] }
      : {}),
    // Within an editor, Node is a mode of Electron.
    env: { ...env, ...(isSandboxed ? { NODE_OPTIONS: undefined } : {}), ELECTRON_RUN_AS_NODE: '1' },
  });
  const stop = () => child.kill('SIGKILL');
  process.once('exit', stop);
  child.once('exit', () => process.off('exit', stop));
  return child;
}

/** Sends a message; `failed` is called where the process does not take it any more. */
export function sendMessage(child: ChildProcess, message: Serializable, failed: () => void): void {
  if (!child.connected) failed();
  else child.send(message, (error) => error && failed());
}

/** Says whether our own process waits for a child before it ends. */
export function keepAlive(child: ChildProcess, isHeld: boolean): void {
  for (const end of [child, child.channel]) {
    if (isHeld) end?.ref();
    else end?.unref();
  }
}
