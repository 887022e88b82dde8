/** The parts of an Office file. */
import { unzipSync, zipSync } from 'fflate';

/** More than any form has, and less than fills the memory: a file of a few kilobytes may claim any size. */
const MOST_BYTES = 300_000_000;

/** The first moment that a ZIP file can name, on every clock. */
const NO_TIME = new Date(1980, 0, 1);

export type Parts = Record<string, Uint8Array>;

/** The parts by name; undefined where these are not the bytes of a ZIP file, or of one that is too large. */
export function unzip(bytes: Uint8Array): Parts | undefined {
  let left = MOST_BYTES;
  try {
    return unzipSync(bytes, {
      filter: ({ originalSize }) => {
        left -= originalSize;
        if (left < 0) throw new RangeError('too large');
        return true;
      },
    });
  } catch {
    return undefined;
  }
}

export function zip(parts: Parts): Uint8Array {
  return zipSync(parts, { mtime: NO_TIME });
}
