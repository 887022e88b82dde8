/** Notices that files have changed without being told: on network drives and in some editors no event ever comes. */
import { stat } from 'node:fs/promises';

/** The size and time of files when they were last looked at. */
export class FileStamps {
  readonly #known = new Map<string, string>();

  /**
   * Looks at files again and gives those that changed, came or went since they were last looked at. A file that is looked at for the first time
   * is not among them. Reads no content: it costs one look into the folder's table a file, all at once.
   */
  async changed(files: Iterable<string>): Promise<readonly string[]> {
    const looked = await Promise.all([...new Set(files)].map(async (file) => [file, await stampOf(file)] as const));
    return looked.flatMap(([file, stamp]) => {
      const before = this.#known.get(file);
      this.#known.set(file, stamp);
      return before === undefined || before === stamp ? [] : [file];
    });
  }

  /** Looks at those of the files that were never looked at, so that what changes from now on is noticed. */
  async remember(files: Iterable<string>): Promise<void> {
    await this.changed([...files].filter((file) => !this.#known.has(file)));
  }
}

/** Stands for a file that is not there, or may not be looked at. */
const NO_FILE = '';

async function stampOf(file: string): Promise<string> {
  try {
    const { size, mtimeMs, ino } = await stat(file);
    return `${size} ${mtimeMs} ${ino}`;
  } catch {
    return NO_FILE;
  }
}
