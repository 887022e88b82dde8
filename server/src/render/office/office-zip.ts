/** The parts of an Office file. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** More than any form has, and less than fills the memory: a file of a few kilobytes may claim any size. */
const MAX_BYTES = 300_000_000;

/** The first moment that a ZIP file can name, on every clock. */
const NO_TIME = new Date(1980, 0, 1);

/** By name. */
export type ZipParts = Record<string, Uint8Array>;

/** The parts that are wanted; undefined where these are not the bytes of a ZIP file, or of one that is too large. */
export function unzip(bytes: Uint8Array, wanted: (name: string) => boolean = () => true): ZipParts | undefined {
  let left = MAX_BYTES;
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!wanted(name)) return false;
        left -= originalSize;
        if (left < 0) throw new RangeError('too large');
        return true;
      },
    });
  } catch {
    return undefined;
  }
}

/** How many bytes of text the parts of an Office file say that they unpack to; 0 where these are not the bytes of a ZIP file. */
export function textSize(bytes: Uint8Array): number {
  let size = 0;
  try {
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (/\.(?:xml|rels)$/i.test(name)) size += originalSize;
        return false;
      },
    });
  } catch {
    return 0;
  }
  return size;
}

/**
 * The bytes of an Office file with these parts. Equal parts give equal bytes: every entry bears the same date,
 * 1980-01-01.
 */
export function zip(parts: ZipParts): Uint8Array {
  return zipSync(
    Object.fromEntries(
      // Pictures are packed already.
      Object.entries(parts).map(([name, bytes]) => [
        name,
        [bytes, { level: /\.(?:png|jpe?g|gif)$/i.test(name) ? 0 : 6 }],
      ]),
    ),
    { mtime: NO_TIME },
  );
}

/** The parts of an Office file that are text, by name. */
export interface TextParts {
  readonly names: readonly string[];
  readonly get: (name: string) => string | undefined;
  readonly set: (name: string, text: string) => void;
  readonly delete: (name: string) => void;
}

/** A file of our own with its parts as `change` leaves them: it may read, set and delete them. */
export function withParts(file: Uint8Array, change: (parts: TextParts) => void): Uint8Array {
  const parts = unzip(file);
  if (!parts) throw new RangeError('an Office file is a ZIP file');
  change({
    names: Object.keys(parts),
    get: (name) => (parts[name] ? strFromU8(parts[name]) : undefined),
    set: (name, text) => {
      parts[name] = strToU8(text);
    },
    delete: (name) => {
      delete parts[name];
    },
  });
  return zip(parts);
}

/** Adds to a part of XML before the end of its root. */
export function appendToPart(parts: TextParts, name: string, end: string, added: string): void {
  parts.set(
    name,
    (parts.get(name) ?? '').replace(end, () => added + end),
  );
}
