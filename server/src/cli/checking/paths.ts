/** Which dossiers a command line means: files, folders, patterns and standard input. */
import { statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Minimatch } from 'minimatch';
import type { Text } from '../../core/model/localized-text.ts';
import { findDossiers, isGitIgnored } from '../../host/dossier-files.ts';
import { decode } from '../../host/read-text.ts';
import { type Session, shown } from '../common/session.ts';

export const STDIN = '-';

/** What standard input is called where nobody says. */
const UNNAMED = 'stdin.dossier.yaml';

/**
 * The dossiers that the paths name, each once, in the order of the paths; the session is given what standard input holds. A file that is named counts
 * also where it is passed over in its folder, and that is said.
 */
export async function dossiersAt(
  paths: readonly string[],
  session: Session,
  stdinFilename?: string,
): Promise<readonly string[]> {
  const files = new Map<string, string>();
  for (const path of paths) {
    if (path === STDIN) {
      const name = stdinFilename ?? UNNAMED;
      files.set(resolve(name), name);
      session.give(name, decode(await buffer(process.stdin)));
      continue;
    }
    const found = filesAt(path, session);
    if (found[0] === path && isIgnored(path, session)) session.tell(namedAllTheSame(path));
    for (const file of found) files.set(resolve(file), file);
  }
  return [...files.values()];
}

/** The dossiers at a path; where there is nothing, the path itself, for that to be told. */
function filesAt(path: string, session: Session): readonly string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  const pattern = stat ? undefined : patternOf(path);
  const folder = stat?.isDirectory() ? path : pattern?.folder;
  if (folder === undefined) return [path];
  const found = findDossiers(folder).filter((file) => pattern?.matches(file) !== false && !session.isIgnored(file));
  return pattern && !found.length ? [path] : found;
}

/** The folders that hold all that a path can mean, or the file itself. */
export function folderOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return path;
  return (stat ? undefined : patternOf(path)?.folder) ?? dirname(path);
}

interface Pattern {
  /** Its part without wildcards. */
  readonly folder: string;
  /** True of a file that it names, and of one in a folder that it names. */
  readonly matches: (file: string) => boolean;
}

/** A path with wildcards in it; undefined where it has none, or nothing to look into. */
function patternOf(path: string): Pattern | undefined {
  const steps = path.replaceAll(sep, '/').split('/');
  const hasMagic = (step: string) => new Minimatch(step, OPTIONS).hasMagic();
  const first = steps.findIndex(hasMagic);
  if (first < 0) return undefined;
  const folder = steps.slice(0, first).join('/') || (path.startsWith('/') ? '/' : '.');
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
  return session.isIgnored(path) || isGitIgnored(path);
}

function namedAllTheSame(path: string): Text {
  const file = shown(path);
  return {
    zh: `${file} 属于设置或 .gitignore 忽略的文件，因为点名要查，照样检查`,
    en: `${file} is ignored by the settings or a .gitignore, and checked all the same, for it was named`,
  };
}

/** A path in the folder whose settings hold. */
export function nearOf(path: string | undefined, stdinFilename?: string): string | undefined {
  if (path === undefined) return undefined;
  if (path === STDIN) return stdinFilename;
  const folder = folderOf(path);
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : join(folder, 'x');
}
