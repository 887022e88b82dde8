import { isInside, pathFrom } from '../../host/file-paths.ts';
import { type CliIo, resolvePath } from '../common/cli-io.ts';

/** A path of a report from the root of the repository, where a CI says what that is and the path is below it; else as it is. */
export function repositoryPath(path: string, io: Pick<CliIo, 'cwd'>, root: string | undefined): string {
  if (!root) return path;
  const [from, full] = [resolvePath(io, root), resolvePath(io, path)];
  return isInside(from, full) ? pathFrom(from, full) : path;
}
