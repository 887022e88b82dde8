/** Whether the data of a JPEG are there, by themselves or within a PDF. */
import { decode } from 'jpeg-js';
import type { OpenResult } from './open-result.ts';
import { longestRun } from './runs.ts';

/** A run of equal bytes that data compressed by Huffman codes have in large even areas only; then the picture is decoded to be sure. */
const MAX_RUN = 64;

/** The largest picture that is decoded, in millions of pixels, and the most memory for that, in megabytes. */
const MAX_MEGAPIXELS = 50;
const MAX_MEMORY = 512;

/**
 * Looks for data that were lost. Where a disk or a copy left a run of equal bytes, the codes behind it no longer fit: decoding ends too early
 * or finds a code that does not exist. Kinds of JPEG that cannot be decoded here, and very large ones, stay undecided.
 */
export function jpegState(b: Buffer): Pick<OpenResult, 'state' | 'why'> {
  if (longestRun(b.subarray(Math.max(0, b.indexOf(START_OF_SCAN)))) < MAX_RUN) return { state: 'ok' };
  const frame = frameOf(b);
  if (!frame?.isHuffman || frame.width * frame.height > MAX_MEGAPIXELS * 1e6)
    return { state: 'unchecked', why: 'content' };
  try {
    const options = { maxResolutionInMP: MAX_MEGAPIXELS, maxMemoryUsageInMB: MAX_MEMORY, tolerantDecoding: false };
    decode(b, { ...options, useTArray: true, formatAsRGBA: false });
    return { state: 'ok' };
  } catch (error) {
    const isTooLarge = error instanceof Error && /limit exceeded/.test(error.message);
    return isTooLarge ? { state: 'unchecked', why: 'content' } : { state: 'broken' };
  }
}

const START_OF_SCAN = Buffer.from([0xff, 0xda]);

interface JpegFrame {
  readonly width: number;
  readonly height: number;
  /** Baseline, extended or progressive, with Huffman codes. */
  readonly isHuffman: boolean;
}

function frameOf(b: Buffer): JpegFrame | undefined {
  for (let at = 2; at + 9 < b.length && b[at] === 0xff; at += 2 + b.readUInt16BE(at + 2)) {
    const mark = b[at + 1]!;
    if (mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark))
      return { height: b.readUInt16BE(at + 5), width: b.readUInt16BE(at + 7), isHuffman: mark <= 0xc2 };
  }
  return undefined;
}

/** True where the marks of a JPEG can be followed up to its end. */
export function isWholeJpeg(b: Buffer): boolean {
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
