/** The words of a PDF, page by page. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findModule, forkModule } from '../child-process.ts';
import { undoOnExit } from '../undo-on-exit.ts';
import { inWorkFolder } from '../work-folder.ts';

/** How long reading may take, in milliseconds. */
const LIMIT = 120_000;

/** Memory of the process that reads it, in megabytes. */
const MAX_MEMORY = 2048;

/** Makes `reader.ts` read the text of one PDF and end, rather than wait for files to open. */
export const PDF_TEXT_FLAG = '--pdf-text';

/** The text of each page, read in a process of its own; undefined where it cannot be read, or not in time. */
export async function readPdfText(pdf: Uint8Array): Promise<readonly string[] | undefined> {
  const module = findModule(import.meta.dirname, ['evidence.cjs', 'reader.ts']);
  if (module === undefined) return undefined;
  return inWorkFolder('dossier-text-', async (work) => {
    const file = join(work, 'form.pdf');
    writeFileSync(file, pdf);
    const child = forkModule(module, { args: [PDF_TEXT_FLAG], maxMemory: MAX_MEMORY });
    const end = () => child.kill('SIGKILL');
    const release = undoOnExit(end);
    const timer = setTimeout(end, LIMIT);
    try {
      const ended = once(child, 'exit').then(() => [undefined]);
      const answered = once(child, 'message');
      child.send(file);
      return (await Promise.race([answered, ended]))[0] as readonly string[] | undefined;
    } finally {
      clearTimeout(timer);
      release();
      end();
    }
  }).catch(() => undefined);
}

/** The other side of {@link readPdfText}: the text of each page of a file. May reject, or never end. */
export async function pagesOfPdf(file: string): Promise<readonly string[]> {
  const { extractText, getDocumentProxy } = await import('unpdf');
  const document = await getDocumentProxy(new Uint8Array(await readFile(file)), {
    verbosity: 0,
    isEvalSupported: false,
  });
  return (await extractText(document, { mergePages: false })).text;
}
