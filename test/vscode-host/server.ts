import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { LaunchOptions } from './launch.ts';
import { folder, serverMain } from './places.ts';
import type { Profile } from './profile.ts';

export interface Server {
  port: number;
  stop(): Promise<void>;
}

/** Starts VS Code's server, which starts the extension host, and waits until it listens. */
export async function startServer(profile: Profile, options: LaunchOptions, run: string): Promise<Server> {
  const command = ['--require', join(folder, 'guard.cjs'), serverMain, ...serverArguments(profile, options, run)];
  // It leads a process group of its own, so that all it has started can be ended with it.
  const child = spawn(process.execPath, command, {
    env: environment(options, run),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => stopGroup(child);
  try {
    const port = await listening(child, options);
    child.on('exit', (code, signal) => options.onDead?.(`The VS Code server ended (${code ?? signal}).`));
    return { port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serverArguments({ userData, extensions, locale }: Profile, options: LaunchOptions, run: string): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
    ...['--disable-workspace-trust', '--disable-telemetry', '--force-disable-user-env'],
    ...['--server-data-dir', join(run, 'server'), '--user-data-dir', userData, '--extensions-dir', extensions],
    ...['--locale', locale],
    // Without it a window in the browser ignores development and test paths.
    ...(options.driver === false ? [] : ['--enable-smoke-test-driver']),
    ...(options.serverArguments ?? []),
  ];
}

function environment(options: LaunchOptions, run: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...options.env };
  // A run from a terminal inside VS Code must not talk to that VS Code.
  const inherited = /^(VSCODE_(IPC|CLI|CWD|NLS|ESM|HANDLES|PARENT)|ELECTRON_)/;
  for (const name of Object.keys(env)) if (inherited.test(name)) delete env[name];
  return {
    ...env,
    // Keeps it from running the user's login shell to learn its environment.
    VSCODE_CLI: '1',
    // No marketplace, hence no look-ups that fail.
    EXTENSIONS_GALLERY: '{}',
    // Sockets are made here and go away with the run.
    XDG_RUNTIME_DIR: run,
    VSCODE_HOST_RUN: run,
    VSCODE_HOST_TESTS: options.extensionTestsPath ?? '',
    VSCODE_HOST_PARENT: String(process.pid),
  };
}

function listening(child: ChildProcess, options: LaunchOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (why: string) => reject(new Error(`${why}\n${text}`));
    const tooLate = setTimeout(() => fail('The VS Code server did not start within 60 s.'), 60_000);
    const read = (data: Buffer) => {
      options.log?.(String(data).trimEnd());
      text = (text + data).slice(-20_000);
      const port = /agent listening on (\d+)/.exec(text)?.[1];
      if (!port) return;
      clearTimeout(tooLate);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', reject);
    child.on('exit', (code, signal) => fail(`The VS Code server ended early (${code ?? signal}).`));
  });
}

async function stopGroup(child: ChildProcess) {
  const { pid } = child;
  if (!pid) return;
  const running = () => child.exitCode === null && child.signalCode === null;
  const gone = new Promise((resolve) => (running() ? child.once('exit', resolve) : resolve(undefined)));
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    try {
      process.kill(-pid, signal);
    } catch {
      return; // Nobody is left in the group.
    }
    await Promise.race([gone, wait(3000, undefined, { ref: false })]);
  }
}
