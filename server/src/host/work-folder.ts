/** A folder for the files of other programs that work for us. */
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeLeftovers, temporaryName } from './temporary-names.ts';
import { undoOnExit } from './undo-on-exit.ts';

/**
 * Runs `work` with a new folder of the system's folder for temporary files, readable by this user alone; removed afterwards, also where the process
 * is ended by a signal. Folders of the same prefix that killed runs left are removed first.
 */
export async function inWorkFolder<T>(prefix: string, work: (folder: string) => Promise<T>): Promise<T> {
  removeLeftovers(tmpdir(), prefix);
  const folder = join(tmpdir(), temporaryName(prefix));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const release = undoOnExit(remove);
  try {
    mkdirSync(folder, { mode: 0o700 });
    return await work(folder);
  } finally {
    release();
    remove();
  }
}
