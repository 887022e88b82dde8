/** The checksum of PNG and zip. */
import * as zlib from 'node:zlib';

/** The CRC-32 of bytes. Node has had it since 20.15. */
export const crc32: (bytes: Uint8Array) => number = zlib.crc32 ?? crc32ByTable;

function crc32ByTable(bytes: Uint8Array): number {
  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c;
  });
  let crc = 0xffffffff;
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
