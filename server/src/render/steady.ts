/** Office files whose bytes follow from their content and a day alone: a writer puts the time it worked at into each part. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** Where an Office file says when it was made. */
const PROPERTIES = 'docProps/core.xml';

/** The first moment that a ZIP file can name, on every clock. */
const NO_TIME = new Date(1980, 0, 1);

/** The file as if it had been made at the beginning of the day, `YYYY-MM-DD`. */
export function steady(file: Uint8Array, day: string): Uint8Array {
  const parts = unzipSync(file);
  const properties = parts[PROPERTIES];
  if (properties) parts[PROPERTIES] = strToU8(dated(strFromU8(properties), day));
  return zipSync(parts, { mtime: NO_TIME });
}

function dated(xml: string, day: string): string {
  return xml.replace(/(<dcterms:(created|modified)\b[^>]*>)[^<]*/g, `$1${day}T00:00:00Z`);
}

/** More than any text of a paper, in bytes: what claims to be larger once unpacked is not unpacked. */
const LARGEST_PART = 256 * 1024 * 1024;

/** The parts of an Office file that are wanted, as text, by name; undefined where it is no such file, or a damaged one. */
export function readParts(
  file: Uint8Array,
  wanted: (name: string) => boolean,
): ReadonlyMap<string, string> | undefined {
  try {
    const parts = unzipSync(file, { filter: (part) => wanted(part.name) && part.originalSize <= LARGEST_PART });
    return new Map(Object.entries(parts).map(([name, bytes]) => [name, strFromU8(bytes)]));
  } catch {
    return undefined;
  }
}

/** The file with its parts as `change` leaves them: it may read, set and delete them. */
export function withParts(file: Uint8Array, change: (parts: Parts) => void): Uint8Array {
  const parts = unzipSync(file);
  change({
    get: (name) => (parts[name] ? strFromU8(parts[name]) : undefined),
    set: (name, text) => {
      parts[name] = strToU8(text);
    },
    delete: (name) => {
      delete parts[name];
    },
  });
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

/** The parts of an Office file that are XML, by name. */
export interface Parts {
  readonly get: (name: string) => string | undefined;
  readonly set: (name: string, text: string) => void;
  readonly delete: (name: string) => void;
}
