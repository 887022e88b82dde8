import { resolve } from 'node:path';
import { isInside, pathFrom } from '../../host/file-paths.ts';

/** A path of a report from the root of the repository, where a CI says what that is and the path is below it; else as it is. */
export function repositoryPath(path: string, root: string | undefined): string {
  if (!root) return path;
  return isInside(resolve(root), resolve(path)) ? pathFrom(resolve(root), path) : path;
}
