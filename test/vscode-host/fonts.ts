import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

/**
 * Fonts for pictures: the machine's own where it has some, and behind them a Latin, a fixed-width and a Chinese
 * font from npm. Tests do not need them.
 */
export async function addFonts(modules: string, browser: string) {
  const chinese = join(modules, '@openfonts/noto-sans-sc_chinese-simplified/files/noto-sans-sc-chinese-simplified');
  for (const weight of ['400', '700']) {
    // Chromium takes only bare font files from the system, not wrapped ones.
    const font = unwrap(await readFile(`${chinese}-${weight}.woff`));
    await writeFile(join(browser, `fonts/noto-sans-sc-${weight}.otf`), font);
  }
  await writeFile(join(browser, 'fonts.conf'), configuration);
}

/** Folders are relative to this file, because it is moved after it is written. */
const configuration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <dir prefix="relative">../dejavu-fonts-ttf/ttf</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`;

/** WOFF 1.0 to the OpenType font in it: the same tables, each unpacked, behind a plain directory. */
function unwrap(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const header = Buffer.alloc(12 + 16 * count);
  woff.copy(header, 0, 4, 8);
  header.writeUInt16BE(count, 4);
  const largest = Math.floor(Math.log2(count));
  header.writeUInt16BE(16 << largest, 6);
  header.writeUInt16BE(largest, 8);
  header.writeUInt16BE(16 * count - (16 << largest), 10);

  const parts: Buffer[] = [header];
  let position = header.length;
  for (let index = 0; index < count; index++) {
    const entry = woff.subarray(44 + 20 * index);
    const [start, packedLength, length] = [entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12)];
    const stored = woff.subarray(start, start + packedLength);
    const table = packedLength < length ? inflateSync(stored) : stored;

    const record = header.subarray(12 + 16 * index);
    entry.copy(record, 0, 0, 4);
    entry.copy(record, 4, 16, 20);
    record.writeUInt32BE(position, 8);
    record.writeUInt32BE(length, 12);

    const padding = Buffer.alloc(-length & 3);
    parts.push(table, padding);
    position += length + padding.length;
  }
  return Buffer.concat(parts);
}
