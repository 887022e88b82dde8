/** Opens a PDF: whether it is complete, and how many pages it has. */
import { inflateSync } from 'node:zlib';
import { jpegState } from './jpeg.ts';
import type { OpenResult } from './open-result.ts';
import { longestRun } from './runs.ts';

/** Opens the bytes of a PDF. May reject, or never end: it is called in a process of its own. */
export async function openPdf(pdf: Buffer): Promise<OpenResult> {
  if (isTruncated(pdf)) return { state: 'broken' };
  const { getResolvedPDFJS } = await import('unpdf');
  const { getDocument } = await getResolvedPDFJS();
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0, isEvalSupported: false });
  try {
    const opened = await task.promise;
    // What was silently repaired may have lost its pages.
    if (opened.numPages === 0) return { state: 'broken' };
    for (let page = 1; page <= opened.numPages; page++) await opened.getPage(page);
    return { ...streamsState(pdf), pages: opened.numPages };
  } catch (error) {
    return { state: isLock(error) ? 'locked' : 'broken' };
  } finally {
    await task.destroy();
  }
}

/**
 * Whether the end is missing. Much can be read without it, but nobody knows what is lost: pages, or the note that it is all encrypted.
 */
function isTruncated(pdf: Buffer): boolean {
  const end = Math.max(pdf.lastIndexOf('startxref'), pdf.lastIndexOf('%%EOF'));
  return end <= pdf.lastIndexOf(' obj');
}

function isLock(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // The second is a lock that pdf.js has no key for, such as a certificate.
  return error.name === 'PasswordException' || /\bencryption\b/.test(error.message);
}

type StreamsState = Pick<OpenResult, 'state' | 'why'>;

/**
 * Looks at the data of every stream (pages, pictures, fonts) and between them. pdf.js shows a page whose data are damaged as a blank one and
 * says nothing. Compressed data that do not unpack are damaged, as is text with zeros in it. In other data, a long run of zeros leaves it
 * undecided.
 */
function streamsState(pdf: Buffer): StreamsState {
  const isEncrypted = pdf.includes('/Encrypt');
  const states: StreamsState[] = [];
  let behind = HEAD;
  for (const { dictionary, start, end } of streamsOf(pdf)) {
    if (longestRun(pdf.subarray(behind, start), 0) >= MAX_ZEROS) return { state: 'broken' };
    behind = end;
    const state = streamState(dictionary, pdf.subarray(start, end), isEncrypted);
    if (state.state === 'broken') return state;
    states.push(state);
  }
  // What is behind the end may be padded.
  if (longestRun(pdf.subarray(behind, pdf.lastIndexOf('%%EOF')), 0) >= MAX_ZEROS) return { state: 'broken' };
  return states.find((s) => s.state !== 'ok') ?? { state: 'ok' };
}

function streamState(dictionary: string, data: Buffer, isEncrypted: boolean): StreamsState {
  const filter = /\/Filter\s*\[?\s*\/(\w+)/.exec(dictionary)?.[1];
  if (!isEncrypted && (filter === 'FlateDecode' || filter === 'Fl'))
    return { state: canInflate(data) ? 'ok' : 'broken' };
  if (!isEncrypted && (filter === 'DCTDecode' || filter === 'DCT')) return jpegState(data);
  const zeros = longestRun(data, 0);
  const isDoubtful = zeros >= MAX_ZEROS && zeros >= data.length * (isRaw(dictionary, filter) ? 0.9 : 0.25);
  return isDoubtful ? { state: 'unchecked', why: 'content' } : { state: 'ok' };
}

/** Bytes before which something else may stand, such as a printer's commands. */
const HEAD = 1024;

/** So many zeros in a row are damage where there is text, and a doubt where there are data. */
const MAX_ZEROS = 16;

/** True of data that may hold many zeros by nature: a picture or a font that is not compressed. */
function isRaw(dictionary: string, filter: string | undefined): boolean {
  return filter === undefined && /\/(?:Subtype\s*\/Image|Length1|FunctionType|N)\b/.test(dictionary);
}

/** Where the data of a stream lie in the file, with the text of its dictionary. */
interface PdfStream {
  readonly dictionary: string;
  readonly start: number;
  readonly end: number;
}

function* streamsOf(pdf: Buffer): Iterable<PdfStream> {
  for (let at = pdf.indexOf('stream'); at >= 0; at = pdf.indexOf('stream', at)) {
    const before = pdf.toString('latin1', Math.max(0, at - MAX_DICTIONARY), at);
    const start = at + 'stream'.length + (pdf[at + 6] === 0x0d ? 1 : 0) + (pdf.indexOf('\n', at + 6) - at <= 7 ? 1 : 0);
    at = start;
    if (!/>>\s*$/.test(before)) continue;
    const dictionary = before.slice(before.lastIndexOf(' obj') + 1);
    const end = streamEnd(pdf, start, Number(/\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1]));
    if (end === undefined) return;
    yield { dictionary, start, end };
    at = end + 'endstream'.length;
  }
}

/** Longer dictionaries of streams are cut off at their beginning. */
const MAX_DICTIONARY = 4096;

function streamEnd(pdf: Buffer, start: number, length: number): number | undefined {
  if (/^\s{0,2}endstream/.test(pdf.toString('latin1', start + length, start + length + 11))) return start + length;
  const end = pdf.indexOf('endstream', start);
  return end < 0 ? undefined : end;
}

/** More of a stream is not unpacked, in bytes: it has been right as far as that. */
const MAX_UNPACKED = 64 * 1024 * 1024;

/**
 * True of data that unpack. Viewers pass over a wrong checksum and a missing end, which some programs write; behind a run of equal bytes these
 * are signs of damage, since a decoder may take the run for codes.
 */
function canInflate(data: Buffer): boolean {
  if (data.length < 2) return true;
  try {
    inflateSync(data, { maxOutputLength: MAX_UNPACKED });
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') return true;
    const isTolerated =
      code === 'Z_BUF_ERROR' || (error instanceof Error && /incorrect data check/.test(error.message));
    return isTolerated && longestRun(data) < MAX_ZEROS;
  }
}
