/**
 * Opens a compound file, the format of `.doc`, `.xls`, `.wps` and `.et`, and of an Office file with a password: a small file system of sectors
 * (Microsoft's [MS-CFB]).
 */
import type { OpenResult } from './open-result.ts';

/** The content that such a file may have, by the name of the stream that holds it. */
const DOCUMENT_STREAMS =
  /^(WordDocument|Workbook|Book|PowerPoint Document|__properties_version1\.0|Contents|.*Document.*)$/;

/** The stream of a file that opens with a password only. */
const ENCRYPTED = 'EncryptedPackage';

/** Marks in the table of sectors that lead to no other sector. */
const LAST_SECTOR = 0xfffffffe;
const MAX_SECTOR = 0xfffffffa;

/** Streams shorter than this lie in sectors of a smaller size, within another stream. */
const MINI_STREAM = 4096;

/** Follows every stream to its end. Throws where the file makes no sense. */
export function openCompoundFile(b: Buffer): OpenResult {
  const sectors = new SectorTable(b);
  const names: string[] = [];
  for (const entry of directoryEntries(sectors.read(b.readUInt32LE(48)))) {
    // A stream or the root, which holds the small streams.
    if (entry.type !== 2 && entry.type !== 5) continue;
    names.push(entry.name);
    const isSmall = entry.type === 2 && entry.size < MINI_STREAM;
    if (!isSmall && entry.size > 0 && sectors.length(entry.start) < entry.size) return { state: 'broken' };
  }
  if (names.includes(ENCRYPTED)) return { state: 'locked' };
  return { state: names.some((name) => DOCUMENT_STREAMS.test(name)) ? 'ok' : 'broken' };
}

interface DirectoryEntry {
  readonly name: string;
  readonly type: number;
  readonly start: number;
  /** Bytes. */
  readonly size: number;
}

function* directoryEntries(directory: Buffer): Iterable<DirectoryEntry> {
  for (let at = 0; at + 128 <= directory.length; at += 128) {
    const length = Math.max(0, Math.min(64, directory.readUInt16LE(at + 64)) - 2);
    yield {
      name: directory.toString('utf16le', at, at + length),
      type: directory[at + 66]!,
      start: directory.readUInt32LE(at + 116),
      size: directory.readUInt32LE(at + 120),
    };
  }
}

/** Which sector follows which. */
class SectorTable {
  readonly #file: Buffer;
  readonly #size: number;
  readonly #next: number[] = [];

  constructor(file: Buffer) {
    this.#file = file;
    const shift = file.readUInt16LE(30);
    if (shift !== 9 && shift !== 12) throw new RangeError('no size of sectors');
    this.#size = 2 ** shift;
    for (const sector of this.#tableSectors()) {
      const table = this.#sector(sector);
      for (let at = 0; at < table.length; at += 4) this.#next.push(table.readUInt32LE(at));
    }
  }

  /** The sectors that the table itself lies in: the first 109 stand in the head, the others in sectors of their own. */
  #tableSectors(): readonly number[] {
    const file = this.#file;
    const found = Array.from({ length: 109 }, (_, i) => file.readUInt32LE(76 + i * 4));
    let more = file.readUInt32LE(68);
    for (let n = file.readUInt32LE(72); n > 0 && more < MAX_SECTOR; n--) {
      const list = this.#sector(more);
      for (let at = 0; at + 8 <= list.length; at += 4) found.push(list.readUInt32LE(at));
      more = list.readUInt32LE(list.length - 4);
    }
    return found.filter((sector) => sector < MAX_SECTOR);
  }

  /** The bytes from a sector on to the end of its chain. */
  read(start: number): Buffer {
    return Buffer.concat([...this.#chain(start)].map((sector) => this.#sector(sector)));
  }

  /** How many bytes the chain from a sector on has; the file's last sector may be short. */
  length(start: number): number {
    return [...this.#chain(start)].reduce((sum, sector) => sum + this.#sector(sector).length, 0);
  }

  *#chain(start: number): Iterable<number> {
    let sector = start;
    for (let n = 0; sector < MAX_SECTOR; n++) {
      // A circle, or a sector behind the end.
      if (n > this.#next.length || (sector + 1) * this.#size >= this.#file.length)
        throw new RangeError('no such sector');
      yield sector;
      sector = this.#next[sector] ?? MAX_SECTOR;
    }
    if (sector !== LAST_SECTOR) throw new RangeError('the chain breaks off');
  }

  #sector(sector: number): Buffer {
    const start = (sector + 1) * this.#size;
    if (start >= this.#file.length) throw new RangeError('no such sector');
    return this.#file.subarray(start, start + this.#size);
  }
}
