/** Opens a picture: whether it is complete, and its size in pixels. */
import { crc32 } from './crc32.ts';
import { isWholeJpeg, jpegState } from './jpeg.ts';
import type { OpenResult } from './open-result.ts';
import { longestRun } from './runs.ts';

/** Whether a picture of a kind is there to its end. The size in pixels stands at the beginning and tells nothing of that. */
const IS_WHOLE: ReadonlyMap<string, (picture: Buffer) => boolean> = new Map([
  ['png', isWholePng],
  ['jpg', isWholeJpeg],
  ['gif', isWholeGif],
  ['bmp', isWholeBmp],
  ['tif', isWholeTiff],
  ['webp', (b) => 8 + b.readUInt32LE(4) <= b.length],
]);

/** Opens the bytes of a picture. Throws where it makes no sense. */
export async function openPicture(kind: string, picture: Buffer): Promise<OpenResult> {
  if (!IS_WHOLE.get(kind)?.(picture)) return { state: 'broken' };
  const { imageSize } = await import('image-size');
  const { width, height, orientation } = imageSize(picture);
  if (!(width > 0 && height > 0)) return { state: 'broken' };
  const state = kind === 'jpg' ? jpegState(picture) : doubtOf(picture);
  // From 5 on, the orientations of EXIF lay the picture on its side.
  const turned = (kind === 'tif' ? (tiffTag(picture, 274)[0] ?? 1) : (orientation ?? 1)) >= 5;
  return { ...state, width: turned ? height : width, height: turned ? width : height };
}

/** Undecided where half of the file, and at least 4 KB, is one run of zeros: data that were lost, or a black area. */
function doubtOf(picture: Buffer): Pick<OpenResult, 'state' | 'why'> {
  const zeros = longestRun(picture, 0);
  return zeros >= 4096 && zeros >= picture.length / 2 ? { state: 'unchecked', why: 'content' } : { state: 'ok' };
}

/** Walks the chunks up to the end, and compares the checksums of those that the picture is made of. */
function isWholePng(b: Buffer): boolean {
  for (let at = 8; at + 12 <= b.length; at += 12 + b.readUInt32BE(at)) {
    const length = b.readUInt32BE(at);
    const type = b.toString('latin1', at + 4, at + 8);
    const end = at + 8 + length;
    if (end + 4 > b.length) return false;
    if (/^(IHDR|PLTE|IDAT|IEND)$/.test(type) && crc32(b.subarray(at + 4, end)) !== b.readUInt32BE(end)) return false;
    if (type === 'IEND') return true;
  }
  return false;
}

function isWholeGif(b: Buffer): boolean {
  const colours = (flags = 0) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + colours(b[10]);
  let images = 0;
  while (b[at] === 0x2c || b[at] === 0x21) {
    if (b[at] === 0x2c) images++;
    at += b[at] === 0x2c ? 11 + colours(b[at + 9]) : 2;
    for (let length = b[at]; length; length = b[at]) at += 1 + length;
    at++;
  }
  // Some writers leave out the last mark.
  return b[at] === 0x3b || (images > 0 && at === b.length);
}

function isWholeBmp(b: Buffer): boolean {
  const row = Math.ceil((b.readUInt32LE(18) * b.readUInt16LE(28)) / 32) * 4;
  const packed = [1, 2, 4, 5].includes(b.readUInt32LE(30));
  const size = packed ? b.readUInt32LE(34) : row * Math.abs(b.readInt32LE(22));
  return b.readUInt32LE(10) + size <= b.length;
}

/** Looks at the first page: its data lie in strips or in tiles, somewhere in the file. */
function isWholeTiff(b: Buffer): boolean {
  const sizes = [...tiffTag(b, 279), ...tiffTag(b, 325)];
  return [...tiffTag(b, 273), ...tiffTag(b, 324)].every((start, i) => start + (sizes[i] ?? 0) <= b.length);
}

/** The whole numbers that a tag of a TIFF's first page has; none where it has no such tag. Throws where the file breaks off. */
function tiffTag(b: Buffer, tag: number): readonly number[] {
  const little = b[0] === 0x49;
  const short = (at: number) => (little ? b.readUInt16LE(at) : b.readUInt16BE(at));
  const long = (at: number) => (little ? b.readUInt32LE(at) : b.readUInt32BE(at));
  // The kind for files above 4 GB has everything elsewhere.
  if (short(2) !== 42) return [];
  const start = long(4) + 2;
  const entry = Array.from({ length: short(start - 2) }, (_, i) => start + i * 12).find((at) => short(at) === tag);
  if (entry === undefined) return [];
  const [read, size] = short(entry + 2) === 3 ? [short, 2] : [long, 4];
  const count = long(entry + 4);
  const at = count * size <= 4 ? entry + 8 : long(entry + 8);
  if (at + count * size > b.length) throw new RangeError('the tag is beyond the end');
  return Array.from({ length: count }, (_, i) => read(at + i * size));
}
