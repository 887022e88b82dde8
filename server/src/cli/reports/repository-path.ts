import { isAbsolute, relative, resolve } from 'node:path';

/** A path of a report from the root of the repository, where a CI says what that is and the path is below it; else as it is. */
export function fromRoot(path: string, root: string | undefined): string {
  if (!root) return path;
  const way = relative(resolve(root), resolve(path)).replaceAll('\\', '/');
  return way.startsWith('../') || isAbsolute(way) ? path : way;
}
