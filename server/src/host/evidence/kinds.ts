/** The kinds of files that can be opened. Imported without what opens them. */

/** Kinds that are archives in the format of zip. */
export const ARCHIVES: ReadonlySet<string> = new Set([
  'zip',
  'docx',
  'docm',
  'xlsx',
  'xlsm',
  'pptx',
  'pptm',
  'ofd',
  'odt',
  'ods',
]);

const PICTURES: ReadonlySet<string> = new Set(['png', 'jpg', 'gif', 'bmp', 'tif', 'webp']);

/** True of a kind, as a file extension, that `openFile` knows how to open; of others only their first bytes are known. */
export function canOpen(kind: string): boolean {
  return kind === 'pdf' || kind === 'cfb' || PICTURES.has(kind) || ARCHIVES.has(kind);
}
