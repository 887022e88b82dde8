/** Compound files by hand: what `.doc`, `.xls` and `.wps` are. */

/** A compound file of one stream, with sectors of 512 bytes: the head, the table of sectors, the directory, the data. */
export function compoundFile(stream = 'WordDocument', size = 8192): Buffer {
  const sectors = Math.ceil(size / 512);
  const head = Buffer.alloc(512);
  head.write('d0cf11e0a1b11ae1', 'hex');
  head.writeUInt16LE(3, 26);
  head.writeUInt16LE(0xfffe, 28);
  head.writeUInt16LE(9, 30);
  head.writeUInt16LE(6, 32);
  head.writeUInt32LE(1, 44);
  head.writeUInt32LE(1, 48);
  head.writeUInt32LE(4096, 56);
  head.writeUInt32LE(0xfffffffe, 60);
  head.writeUInt32LE(0xfffffffe, 68);
  head.fill(0xff, 76);
  head.writeUInt32LE(0, 76);
  const table = Buffer.alloc(512, 0xff);
  table.writeUInt32LE(0xfffffffd, 0);
  table.writeUInt32LE(0xfffffffe, 4);
  for (let n = 0; n < sectors; n++) table.writeUInt32LE(n + 1 < sectors ? n + 3 : 0xfffffffe, 8 + n * 4);
  const directory = Buffer.alloc(512);
  const entry = (at: number, name: string, type: number, start: number, length: number) => {
    directory.write(name, at, 'utf16le');
    directory.writeUInt16LE((name.length + 1) * 2, at + 64);
    directory[at + 66] = type;
    directory.fill(0xff, at + 68, at + 80);
    directory.writeUInt32LE(start, at + 116);
    directory.writeUInt32LE(length, at + 120);
  };
  entry(0, 'Root Entry', 5, 0xfffffffe, 0);
  entry(128, stream, 2, 2, size);
  return Buffer.concat([head, table, directory, Buffer.alloc(sectors * 512, 0x41)]);
}
