/** Recognises the kind of a file from its first bytes. */

import { open } from 'node:fs/promises';
import { archiveEntries } from './archive.ts';

/** Where a PDF may begin, in bytes: readers pass over what a mail server or a printer driver has put before it. */
const HEAD = 1024;

/** Marks that `file-type` passes over: a PDF that begins later, and a TIFF that breaks off before its table. */
const MAGIC_NUMBERS: readonly (readonly [kind: string, mark: RegExp])[] = [
  ['pdf', /%PDF-\d/],
  ['tif', /^(II\*\0|MM\0\*)/],
];

/** Types that consist of plain text. */
const TEXT_TYPES = /^(text\/|application\/(pdf|rtf|xml|postscript|eps|pgp))/;

/** The kind of a file by its bytes, as a file extension such as `pdf`; empty where it is not recognised, as of plain text. */
export async function kindOf(bytes: Uint8Array): Promise<string> {
  const { fileTypeFromBuffer } = await import('file-type');
  // It throws for some that break off.
  const kind = kindFrom(bytes.subarray(0, HEAD), await fileTypeFromBuffer(bytes).catch(() => undefined));
  return kind === 'zip' ? archiveKind(bytes) : kind;
}

/** What an archive is by the files in it: `file-type` looks at the first ones only. */
function archiveKind(bytes: Uint8Array): string {
  const names = archiveEntries(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))?.map((e) => e.name) ?? [];
  if (names.includes('OFD.xml')) return 'ofd';
  if (!names.includes('[Content_Types].xml')) return 'zip';
  return OFFICE_PARTS.find(([, part]) => names.some((name) => name.startsWith(part)))?.[0] ?? 'zip';
}

const OFFICE_PARTS: readonly (readonly [kind: string, folder: string])[] = [
  ['docx', 'word/'],
  ['xlsx', 'xl/'],
  ['pptx', 'ppt/'],
];

/** As {@link kindOf}, for a file that is not read whole. */
export async function kindOfLarge(file: string): Promise<string> {
  const { fileTypeFromFile } = await import('file-type');
  return kindFrom(await headOf(file), await fileTypeFromFile(file).catch(() => undefined));
}

function kindFrom(head: Uint8Array, type: { readonly ext: string; readonly mime: string } | undefined): string {
  const text = Buffer.from(head).toString('latin1');
  if (!type) return MAGIC_NUMBERS.find(([, mark]) => mark.test(text))?.[0] ?? '';
  // A text that begins with “BM”, “MZ” or “ID3”, or in UTF-16, is no picture, program or sound.
  if (isPlainText(text) && !TEXT_TYPES.test(type.mime)) return '';
  // A moving PNG is a .png to everybody.
  return type.ext === 'apng' ? 'png' : type.ext;
}

/** Whether the bytes, taken for Latin-1, are text in some encoding. */
function isPlainText(head: string): boolean {
  return /^(\xff\xfe|\xfe\xff)/.test(head) || !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(head);
}

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
