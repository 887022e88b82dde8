/** Opens a file of evidence by its kind. Runs in a process of its own, see `reader.ts`. */

import { readRegularFileAsync } from '../read-file.ts';
import { openArchive } from './archive.ts';
import { openCompoundFile } from './compound-file.ts';
import { ARCHIVES } from './kinds.ts';
import type { OpenResult } from './open-result.ts';
import { openPdf } from './pdf.ts';
import { openPicture } from './pictures.ts';

/** A file to open, with its kind as a file extension. */
export interface OpenRequest {
  readonly kind: string;
  readonly file: string;
}

/** Reads and opens a file of a kind that `canOpen`; `broken` where that fails in any way. Never rejects. */
export async function openFile({ kind, file }: OpenRequest): Promise<OpenResult> {
  try {
    const read = await readRegularFileAsync(file);
    if ('fault' in read) return { state: 'unchecked', why: 'process' };
    const { bytes } = read;
    if (kind === 'pdf') return await openPdf(bytes);
    if (kind === 'cfb') return openCompoundFile(bytes);
    return ARCHIVES.has(kind) ? openArchive(bytes) : await openPicture(kind, bytes);
  } catch {
    return { state: 'broken' };
  }
}
