/** LibreOffice, where this machine has it: found, never required. It makes a PDF of a Word file. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sha256 } from '../core/text/sha256.ts';
import { undoOnExit } from './undo-on-exit.ts';
import { inWorkFolder } from './work-folder.ts';

/** How long a conversion may take, in milliseconds; a first start builds a profile. */
const LIMIT = 180_000;

const NAMES = process.platform === 'win32' ? ['soffice.com', 'soffice.exe'] : ['soffice', 'libreoffice'];

/** The program's path; undefined where it is neither on the search path nor where its makers put it. */
export function findLibreOffice(search = process.env.PATH ?? ''): string | undefined {
  // A relative folder of the path is whatever folder one happens to be in.
  const folders = [...search.split(delimiter).filter((folder) => isAbsolute(folder)), ...installFolders()];
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isProgram);
}

function installFolders(): readonly string[] {
  if (process.platform === 'darwin') return ['/Applications/LibreOffice.app/Contents/MacOS'];
  if (process.platform !== 'win32') return [...programFoldersBelow('/opt', /^libreoffice/), '/snap/bin'];
  const roots = [process.env.ProgramFiles, process.env['ProgramFiles(x86)']].filter((r) => r !== undefined);
  return roots.flatMap((root) => programFoldersBelow(root, /^LibreOffice/));
}

/** The program folders of the versions installed below a folder. */
function programFoldersBelow(folder: string, name: RegExp): readonly string[] {
  try {
    const found = readdirSync(folder).filter((n) => name.test(n));
    return found.sort().map((n) => join(folder, n, 'program'));
  } catch {
    return [];
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Its bookmarks can be found in the PDF. */
const TO_PDF = 'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}';

/** Why there is no PDF: LibreOffice ended without one, or had not ended when its time was over. */
export type OfficeFailure = 'failed' | 'too-slow';

/** The PDF of a Word file as if made on that day, `YYYY-MM-DD`, or why there is none. `limit` is in milliseconds. */
export async function toPdf(
  office: string,
  docx: Uint8Array,
  day: string,
  limit = LIMIT,
): Promise<Uint8Array | OfficeFailure> {
  return inWorkFolder('dossier-office-', async (work) => {
    writeFileSync(join(work, 'form.docx'), docx);
    // A profile of its own: one that is open in a window would take the file along and answer nothing.
    const profile = pathToFileURL(join(work, 'profile')).href;
    const args = ['--headless', '--norestore', '--convert-to', TO_PDF, '--outdir', work, join(work, 'form.docx')];
    const failure = await run(office, [`-env:UserInstallation=${profile}`, ...args], limit);
    if (failure) return failure;
    const pdf = readFileSync(join(work, 'form.pdf'));
    return isCompletePdf(pdf) ? reproduciblePdf(pdf, day) : 'failed';
  }).catch(() => 'failed');
}

/** Runs a program; undefined where it ended well within the time. It is ended with the processes that it started where it does not, or where we are. */
async function run(program: string, args: readonly string[], limit: number): Promise<OfficeFailure | undefined> {
  const child = spawn(program, args, {
    stdio: 'ignore',
    // A group of its own: the program is a script that starts another.
    detached: process.platform !== 'win32',
    windowsHide: true,
    // In local time, the length of the dates in the PDF would depend on the time zone.
    env: { ...process.env, TZ: 'UTC' },
  });
  const release = undoOnExit(() => endGroup(child));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    endGroup(child);
  }, limit);
  try {
    const [status] = await once(child, 'close');
    if (isLate) return 'too-slow';
    return status === 0 ? undefined : 'failed';
  } finally {
    release();
    clearTimeout(timer);
  }
}

/** Ends a program and all that it started. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function isCompletePdf(pdf: Buffer): boolean {
  return pdf.subarray(0, 5).toString('latin1') === '%PDF-' && pdf.subarray(-1024).includes('%%EOF');
}

/**
 * The time of making, and the random names that LibreOffice gives each PDF, replaced by the day and by names of the
 * content. All keep their length, so that the table of places in the file stays right.
 */
export function reproduciblePdf(pdf: Buffer, day: string): Uint8Array {
  const blank = '0'.repeat(32);
  const dated = pdf
    .toString('latin1')
    .replace(/(\/(?:CreationDate|ModDate)\s*\(D:)\d{14}/g, `$1${day.replaceAll('-', '')}000000`)
    .replace(/(\/ID\s*\[\s*<)[0-9A-F]{32}(>\s*<)[0-9A-F]{32}(>\s*\])/g, `$1${blank}$2${blank}$3`)
    .replace(/(\/DocChecksum\s*\/)[0-9A-F]{32}/g, `$1${blank}`);
  const name = sha256(Buffer.from(dated, 'latin1')).slice(0, 32).toUpperCase();
  const named = dated
    .replace(/(\/ID\s*\[\s*<)0{32}(>\s*<)0{32}(>\s*\])/g, `$1${name}$2${name}$3`)
    .replace(/(\/DocChecksum\s*\/)0{32}/g, `$1${name}`);
  return new Uint8Array(Buffer.from(named, 'latin1'));
}
