/** Relations between paths, in the way of the operating system at hand. */
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** `path` as seen from `folder`, with `/` on every system; it begins with `../` where it lies outside. */
export function pathFrom(folder: string, path: string): string {
  return relative(folder, resolve(path)).replaceAll('\\', '/');
}

/** True of the folder itself and of everything below it. Links are not followed: give real paths where that matters. */
export function isInside(folder: string, path: string): boolean {
  const steps = relative(folder, path);
  return steps !== '..' && !steps.startsWith(`..${sep}`) && !isAbsolute(steps);
}
