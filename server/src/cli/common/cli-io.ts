/**
 * What a command has of the process around it. Nothing below `cli.ts` touches `process`, so that a test can call a command in its own process,
 * in a folder and with streams of its own.
 */
import { basename, join, resolve } from 'node:path';
import type { Locale } from '../../core/model/localized-text.ts';
import { pathFrom } from '../../host/file-paths.ts';

/** Where text goes: standard output, standard error, or what a test collects. */
export interface TextOutput {
  /** Takes text; a failure is the stream's own affair (an `error` event), not told here. */
  write(text: string): unknown;
  /** True of a terminal. */
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal, in columns; undefined where it is none. */
  readonly columns?: number | undefined;
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Streams, working folder and environment of a command. `process`, with `cwd` called, is one. */
export interface CliIo {
  /** Read to its end, and only where a path of the command line is `-`. */
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Findings and other results. */
  readonly stdout: TextOutput;
  /** What went wrong, and notes for the user. */
  readonly stderr: TextOutput;
  /** Absolute; relative paths of the command line count from here. */
  readonly cwd: string;
  readonly env: Environment;
  /** Told the language of the run once the settings are read; what ends the command later is told in it. */
  readonly onLocale?: (locale: Locale) => void;
  /** Aborted when nobody can read the output any more: what would go on without end, ends. */
  readonly signal?: AbortSignal | undefined;
}

/** The absolute path of a file that the command line names. */
export function resolvePath({ cwd }: Pick<CliIo, 'cwd'>, file: string): string {
  return resolve(cwd, file);
}

/** A path as reports show it: from the working folder, with `/` on every system; `../a.dossier.yaml` for one outside. */
export function displayPath({ cwd }: Pick<CliIo, 'cwd'>, file: string): string {
  return pathFrom(cwd, resolve(cwd, file)) || file.replaceAll('\\', '/');
}

/** Whether text for standard output has colours: not with `--no-color` or `NO_COLOR`; on a terminal, or with `FORCE_COLOR`. */
export function hasColor({ stdout, env }: Pick<CliIo, 'stdout' | 'env'>, isAllowed: boolean): boolean {
  if (!isAllowed || env.NO_COLOR) return false;
  return stdout.isTTY === true || Boolean(env.FORCE_COLOR);
}

/** A file or folder that was written into `folder`, shown with that folder as the command line names it. */
export function shownIn(folder: string, path: string): string {
  return join(folder, basename(path));
}

/** The same streams, folder and environment, with somebody to tell the language of the run. */
export function withLocale(io: CliIo, onLocale: (locale: Locale) => void): CliIo {
  return {
    // A process opens it only where it is read.
    get stdin() {
      return io.stdin;
    },
    stdout: io.stdout,
    stderr: io.stderr,
    cwd: io.cwd,
    env: io.env,
    signal: io.signal,
    onLocale,
  };
}
