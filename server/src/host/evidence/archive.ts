/** Opens an archive in the format of zip, as `.docx`, `.xlsx` and `.ofd` are: whether every file in it is there. */
import { inflateRawSync } from 'node:zlib';
import { crc32 } from './crc32.ts';
import type { OpenResult } from './open-result.ts';

/** A file in an archive, as the list at the archive's end tells of it. Sizes and offsets are in bytes. */
export interface ArchiveEntry {
  readonly name: string;
  readonly isEncrypted: boolean;
  /** 0: stored as it is; 8: deflated. */
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its own head is. */
  readonly offset: number;
}

const END = Buffer.from('PK\x05\x06', 'latin1');
const ENTRY = Buffer.from('PK\x01\x02', 'latin1');
const LOCAL = Buffer.from('PK\x03\x04', 'latin1');

/** How far from the end the end record may begin, in bytes: a comment may follow it. */
const MAX_COMMENT = 65_557;

/** More of an archive is not unpacked, in bytes. */
const MAX_UNPACKED = 512 * 1024 * 1024;

/** The files in an archive; undefined where their list is not there or breaks off. An archive above 4 GB has its list elsewhere: none. */
export function archiveEntries(b: Buffer): readonly ArchiveEntry[] | undefined {
  const end = b.lastIndexOf(END);
  if (end < 0 || end < b.length - MAX_COMMENT || end + 22 > b.length) return undefined;
  const count = b.readUInt16LE(end + 10);
  const entries: ArchiveEntry[] = [];
  let at = b.readUInt32LE(end + 16);
  for (let n = 0; n < count; n++) {
    if (at + 46 > b.length || !b.subarray(at, at + 4).equals(ENTRY)) return undefined;
    const [name, extra, comment] = [28, 30, 32].map((place) => b.readUInt16LE(at + place)) as [number, number, number];
    entries.push({
      name: b.toString('utf8', at + 46, at + 46 + name),
      isEncrypted: (b.readUInt16LE(at + 8) & 1) === 1,
      method: b.readUInt16LE(at + 10),
      crc: b.readUInt32LE(at + 16),
      packed: b.readUInt32LE(at + 20),
      size: b.readUInt32LE(at + 24),
      offset: b.readUInt32LE(at + 42),
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}

/** Unpacks every file of an archive and compares its checksum. Throws where it makes no sense. */
export function openArchive(b: Buffer): OpenResult {
  const entries = archiveEntries(b);
  if (!entries?.some((e) => e.size > 0)) return { state: 'broken' };
  if (entries.some((e) => e.isEncrypted)) return { state: 'locked' };
  if (entries.reduce((sum, e) => sum + e.size, 0) > MAX_UNPACKED) return { state: 'unchecked', why: 'size' };
  return { state: entries.every((e) => isWhole(b, e)) ? 'ok' : 'broken' };
}

function isWhole(b: Buffer, { offset, method, packed, size, crc }: ArchiveEntry): boolean {
  if (offset + 30 > b.length || !b.subarray(offset, offset + 4).equals(LOCAL)) return false;
  const start = offset + 30 + b.readUInt16LE(offset + 26) + b.readUInt16LE(offset + 28);
  if (start + packed > b.length) return false;
  const data = b.subarray(start, start + packed);
  // Other methods are rare, and no office program reads them.
  if (method !== 0 && method !== 8) return true;
  const content = method === 0 ? data : size === 0 ? Buffer.alloc(0) : inflateRawSync(data, { maxOutputLength: size });
  return content.length === size && crc32(content) === crc;
}
