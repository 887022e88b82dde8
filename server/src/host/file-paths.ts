/** Relations between paths, in the way of the operating system at hand. */
import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** `path` as seen from `folder`, with `/` on every system; it begins with `../` where it lies outside. */
export function pathFrom(folder: string, path: string): string {
  return relative(folder, resolve(path)).replaceAll('\\', '/');
}

/** The absolute path without links, also of a file that is not there; the path as it was where a link leads nowhere. */
export function realPath(path: string): string {
  const full = resolve(path);
  try {
    return realpathSync(full);
  } catch {
    const folder = dirname(full);
    return folder === full ? full : join(realPath(folder), basename(full));
  }
}

/** True of the folder itself and of everything below it. Links are not followed: give real paths where that matters. */
export function isInside(folder: string, path: string): boolean {
  const steps = relative(folder, path);
  return steps !== '..' && !steps.startsWith(`..${sep}`) && !isAbsolute(steps);
}

/** True of a path that is one of these, or lies in one of them. */
export function isAtOrBelow(path: string, paths: ReadonlySet<string>): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (paths.has(at)) return true;
    if (at === dirname(at)) return false;
  }
}
