/** Opens a PDF or picture: whether it is complete, its pages or its size in pixels. */

import { readFile } from 'node:fs/promises';
import type { FileFact } from '../../core/inputs/evidence.ts';

export type Insides = Extract<FileFact, { readonly kind: string }>;

export type Opened = Pick<Insides, 'state' | 'pages' | 'width' | 'height'>;

export interface Question {
  readonly kind: string;
  readonly file: string;
}

export async function openFile({ kind, file }: Question): Promise<Opened> {
  try {
    const bytes = await readFile(file);
    return kind === 'pdf' ? await openPdf(bytes) : await openPicture(kind, bytes);
  } catch {
    return { state: 'broken' };
  }
}

async function openPdf(pdf: Buffer): Promise<Opened> {
  if (isCutOff(pdf)) return { state: 'broken' };
  const { getResolvedPDFJS } = await import('unpdf');
  const { getDocument } = await getResolvedPDFJS();
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0, isEvalSupported: false });
  try {
    const opened = await task.promise;
    // What was silently repaired may have lost its pages.
    await opened.getPage(1);
    await opened.getPage(opened.numPages);
    return { state: 'ok', pages: opened.numPages };
  } catch (error) {
    return { state: isLock(error) ? 'locked' : 'broken' };
  } finally {
    await task.destroy();
  }
}

/**
 * Whether the end is missing. Much can be read without it, but nobody knows what is lost: pages, or the note that it is all encrypted.
 */
function isCutOff(pdf: Buffer): boolean {
  const end = Math.max(pdf.lastIndexOf('startxref'), pdf.lastIndexOf('%%EOF'));
  return end <= pdf.lastIndexOf(' obj');
}

function isLock(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // The second is a lock that pdf.js has no key for, such as a certificate.
  return error.name === 'PasswordException' || /\bencryption\b/.test(error.message);
}

/** Kinds of pictures that are opened, and whether one is there to its end. Their size stands at the beginning and tells nothing of that. */
export const PICTURES: ReadonlyMap<string, (picture: Buffer) => boolean> = new Map([
  ['png', isWholePng],
  ['jpg', isWholeJpeg],
  ['gif', isWholeGif],
  ['bmp', isWholeBmp],
  ['tif', isWholeTiff],
  ['webp', (b) => 8 + b.readUInt32LE(4) <= b.length],
]);

/** Throws where a picture makes no sense. */
async function openPicture(kind: string, picture: Buffer): Promise<Opened> {
  if (!PICTURES.get(kind)?.(picture)) return { state: 'broken' };
  const { imageSize } = await import('image-size');
  const { width, height, orientation } = imageSize(picture);
  if (!(width > 0 && height > 0)) return { state: 'broken' };
  // From 5 on, the orientations of EXIF lay the picture on its side.
  const turned = (kind === 'tif' ? (tiffTag(picture, 274)[0] ?? 1) : (orientation ?? 1)) >= 5;
  return { state: 'ok', width: turned ? height : width, height: turned ? width : height };
}

function isWholePng(b: Buffer): boolean {
  for (let at = 8; at + 12 <= b.length; at += 12 + b.readUInt32BE(at))
    if (b.toString('latin1', at + 4, at + 8) === 'IEND') return true;
  return false;
}

function isWholeJpeg(b: Buffer): boolean {
  for (let at = b.indexOf(0xff, 2); at >= 0; at = b.indexOf(0xff, at)) {
    const mark = b[at + 1];
    if (mark === 0xd9) return true;
    if (mark === 0xff) at += 1;
    // Within the picture's data: a plain FF, or a mark without a segment.
    else if (mark === 0 || mark === 1 || (mark !== undefined && mark >= 0xd0 && mark <= 0xd8)) at += 2;
    else at += 2 + b.readUInt16BE(at + 2);
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
