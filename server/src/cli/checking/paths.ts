/** Which dossiers a command line means: files, folders, patterns and standard input. */
import { statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { Minimatch } from 'minimatch';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { realPath } from '../../host/file-paths.ts';
import { findDossiers, isGitIgnored } from '../../host/find-dossiers.ts';
import { decode } from '../../host/read-text.ts';
import { type CliIo, resolvePath } from '../common/cli-io.ts';
import type { Session } from '../common/session.ts';

/** The path that stands for standard input. */
export const STDIN = '-';

/** The name of standard input without `--stdin-filename`. */
const UNNAMED = 'stdin.dossier.yaml';

/** What the paths of a command line mean. */
export interface NamedDossiers {
  /** Each once, in the order of the paths. */
  readonly files: readonly string[];
  /** Those below the paths that the settings say to pass over, as absolute paths; what a `.gitignore` names does not count. */
  readonly ignored: readonly string[];
}

/**
 * The dossiers that the paths name; the session is given what standard input holds. A file that is named is checked
 * also where settings or a `.gitignore` would pass it over, which is told.
 */
export async function dossiersAt(
  paths: readonly string[],
  session: Session,
  stdinFilename?: string,
): Promise<NamedDossiers> {
  const ignored = new Set<string>();
  const files = new Map<string, string>();
  for (const path of paths) {
    if (path === STDIN) {
      const name = stdinFilename ?? UNNAMED;
      files.set(realPath(session.resolve(name)), name);
      session.addContent(name, decode(await readAll(session.io.stdin)));
      continue;
    }
    const { found, passed } = filesAt(path, session);
    for (const file of passed) ignored.add(file);
    if (found[0] === path && isIgnored(path, session)) session.report(ignoredButNamedText(session.display(path)));
    for (const file of found) {
      const real = realPath(session.resolve(file));
      // One that was named before by another path, through a link, is the same dossier.
      if (!files.has(real)) files.set(real, file);
    }
  }
  return { files: [...files.values()], ignored: [...ignored].filter((file) => !files.has(file)) };
}

/** The dossiers below a folder; what could not be read on the way is told. */
function dossiersBelow(folder: string, session: Session): readonly string[] {
  return findDossiers(folder, {
    gitIgnore: (file, { zh, en }) =>
      session.report({ zh: `${session.display(file)}：${zh}`, en: `${session.display(file)}: ${en}` }),
  });
}

/** The dossiers at a path, and those that the settings pass over; where there is nothing, the path itself, for that to be told. */
function filesAt(path: string, session: Session): { found: readonly string[]; passed: readonly string[] } {
  const stat = statSync(session.resolve(path), { throwIfNoEntry: false });
  const pattern = stat ? undefined : patternOf(path, session.io);
  const folder = stat?.isDirectory() ? session.resolve(path) : pattern?.folder;
  if (folder === undefined) return { found: [path], passed: [] };
  const all = dossiersBelow(folder, session).filter((file) => pattern?.matches(file) !== false);
  const passed = new Set(all.filter((file) => session.isIgnored(file)));
  const found = all.filter((file) => !passed.has(file));
  return { found: pattern && !all.length ? [path] : found, passed: [...passed] };
}

/** The absolute folder that holds all that a path can mean: the path itself, the folder of a pattern, or that of a file. */
export function folderOf(path: string, io: Pick<CliIo, 'cwd'>): string {
  const full = resolvePath(io, path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return full;
  return (stat ? undefined : patternOf(path, io)?.folder) ?? dirname(full);
}

interface Pattern {
  /** Its part without wildcards, as an absolute path. */
  readonly folder: string;
  /** True of a file that it names, and of one in a folder that it names. */
  readonly matches: (file: string) => boolean;
}

/** A path with wildcards in it; undefined where it has none, or nothing to look into. */
function patternOf(path: string, io: Pick<CliIo, 'cwd'>): Pattern | undefined {
  const steps = path.replaceAll(sep, '/').split('/');
  const hasMagic = (step: string) => new Minimatch(step, OPTIONS).hasMagic();
  const first = steps.findIndex(hasMagic);
  if (first < 0) return undefined;
  const folder = resolvePath(io, steps.slice(0, first).join('/') || (path.startsWith('/') ? '/' : '.'));
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const pattern = new Minimatch(steps.slice(first).join('/'), OPTIONS);
  const matches = (file: string) => {
    const way = relative(folder, file).split(sep);
    return way.some((_, i) => pattern.match(way.slice(0, i + 1).join('/')));
  };
  return { folder, matches };
}

const OPTIONS = { dot: true, nonegate: true, nocomment: true } as const;

function isIgnored(path: string, session: Session): boolean {
  return session.isIgnored(path) || isGitIgnored(session.resolve(path));
}

function ignoredButNamedText(file: string): LocalizedText {
  return {
    zh: `${file} 属于设置或 .gitignore 忽略的文件，因为点名要查，照样检查`,
    en: `${file} is ignored by the settings or a .gitignore, and checked all the same, for it was named`,
  };
}

/** A path in the folder whose settings hold for what `path` means; undefined for standard input without a name. */
export function settingsAnchor(path: string, io: Pick<CliIo, 'cwd'>, stdinFilename?: string): string | undefined {
  if (path === STDIN) return stdinFilename;
  const full = resolvePath(io, path);
  return statSync(full, { throwIfNoEntry: false })?.isFile() ? full : join(folderOf(path, io), 'x');
}

async function readAll(stream: CliIo['stdin']): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}
