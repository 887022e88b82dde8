/** LibreOffice, where this machine has it: found, never required. It makes a PDF of a Word file. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sha256 } from '../core/text/sha256.ts';

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

/** The PDF of a Word file as if made on that day, `YYYY-MM-DD`; undefined where LibreOffice fails or takes too long. */
export async function toPdf(
  office: string,
  docx: Uint8Array,
  day: string,
  limit = LIMIT,
): Promise<Uint8Array | undefined> {
  // A profile of its own: one that is open in a window would take the file along and answer nothing.
  const work = mkdtempSync(join(tmpdir(), 'dossier-office-'));
  try {
    writeFileSync(join(work, 'form.docx'), docx);
    const profile = pathToFileURL(join(work, 'profile')).href;
    const args = ['--headless', '--norestore', '--convert-to', TO_PDF, '--outdir', work, join(work, 'form.docx')];
    if (!(await run(office, [`-env:UserInstallation=${profile}`, ...args], limit))) return undefined;
    const pdf = readFileSync(join(work, 'form.pdf'));
    return isCompletePdf(pdf) ? reproduciblePdf(pdf, day) : undefined;
  } catch {
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** True where it ended well within the time; else it is ended, with the processes that it started. */
async function run(program: string, args: readonly string[], limit: number): Promise<boolean> {
  const windows = process.platform === 'win32';
  const child = spawn(program, args, {
    stdio: 'ignore',
    // A group of its own: the program is a script that starts another.
    detached: !windows,
    windowsHide: true,
    // One clock's time has one length in the PDF.
    env: { ...process.env, TZ: 'UTC' },
  });
  const end = () => {
    if (windows) spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' }).on('error', () => {});
    else if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  const timer = setTimeout(end, limit);
  try {
    const [status] = await once(child, 'close');
    return status === 0;
  } finally {
    clearTimeout(timer);
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
