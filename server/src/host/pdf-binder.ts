/**
 * The form and its annexes bound into one PDF. An annex may come from anybody, so they are opened in a process apart, the binder: this
 * same file, run by itself; it is bundled as `binder.cjs` for that. Why, see `evidence/prober.ts`.
 */
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PDFDocument } from '@cantoo/pdf-lib';
import { findModule, forkModule } from './child-process.ts';
import { undoOnExit } from './undo-on-exit.ts';
import { inWorkFolder } from './work-folder.ts';

/** How long binding may take, in milliseconds. */
const LIMIT = 300_000;

/** Memory of the binder, in megabytes: what it binds is in it as a whole. */
const MAX_MEMORY = 4096;

/** An annex to be bound. */
export interface BindInput {
  /** Path of a PDF. */
  readonly file: string;
  /** The bookmark on whose page it is announced; it stands behind that page, or at the end where there is none. */
  readonly behind: string;
}

/** Why a file could not be bound. */
export type BindFailure = 'locked' | 'broken';

/** The bound PDF, without the annexes that could not be bound. */
export interface BindResult {
  readonly bytes: Uint8Array;
  /** Annexes that are not in it, by path. */
  readonly failed: ReadonlyMap<string, BindFailure>;
}

interface BindJob {
  readonly form: string;
  readonly annexes: readonly BindInput[];
  readonly out: string;
}

interface BindOutcome {
  readonly failed: readonly (readonly [file: string, why: BindFailure])[];
}

const BINDER_FLAG = '--binder';

/**
 * Binds a form, the bytes of a PDF, and its annexes into one PDF; the files are left as they are. Undefined where the binder ended over it,
 * or took longer than `limit` milliseconds.
 */
export async function bind(
  form: Uint8Array,
  annexes: readonly BindInput[],
  limit = LIMIT,
): Promise<BindResult | undefined> {
  return inWorkFolder('dossier-binder-', async (work) => {
    const job: BindJob = { form: join(work, 'form.pdf'), annexes, out: join(work, 'bound.pdf') };
    await writeFile(job.form, form);
    const outcome = await runBinder(job, limit);
    return outcome && { bytes: new Uint8Array(await readFile(job.out)), failed: new Map(outcome.failed) };
  }).catch(() => undefined);
}

async function runBinder(job: BindJob, limit: number): Promise<BindOutcome | undefined> {
  const file = findModule(import.meta.dirname, ['binder.cjs', 'pdf-binder.ts']);
  if (file === undefined) return undefined;
  const child = forkModule(file, { args: [BINDER_FLAG], maxMemory: MAX_MEMORY });
  const end = () => child.kill('SIGKILL');
  const release = undoOnExit(end);
  const timer = setTimeout(end, limit);
  try {
    const ended = once(child, 'exit').then(() => [undefined]);
    const answered = once(child, 'message');
    child.send(job);
    return (await Promise.race([answered, ended]))[0];
  } finally {
    clearTimeout(timer);
    release();
    end();
  }
}

if (process.argv[2] === BINDER_FLAG && process.send) {
  process.once('message', async (job: BindJob) => {
    try {
      process.send?.(await runBindJob(job));
    } catch {
      process.exit(1);
    }
  });
}

async function runBindJob({ form, annexes, out }: BindJob): Promise<BindOutcome> {
  const { PDFDocument } = await import('@cantoo/pdf-lib');
  // What each file says of its making stays: the form's was made steady, see libreoffice.ts. Some forbid changes only, and open without a password.
  const open = async (file: string) => PDFDocument.load(await readFile(file), { updateMetadata: false, password: '' });
  const whole = await open(form);
  const pages = await pagesOf(whole);
  const left: [string, BindFailure][] = [];
  const end = whole.getPageCount();
  const placed = annexes.map(({ file, behind }) => ({ file, at: pages.get(behind) ?? end }));
  // From the last to the first, so that the pages before keep their numbers.
  for (const { file, at } of placed.sort((a, b) => a.at - b.at).toReversed()) {
    try {
      const annex = await open(file);
      const copied = await whole.copyPages(annex, annex.getPageIndices());
      for (const [i, page] of copied.entries()) whole.insertPage(at + i, page);
    } catch (error) {
      left.unshift([file, error instanceof Error && /encrypt|password/i.test(error.message) ? 'locked' : 'broken']);
    }
  }
  await writeFile(out, await whole.save({ updateFieldAppearances: false }));
  return { failed: left };
}

/** Pages by the bookmarks on them, counted from 1: the number of pages up to it. */
async function pagesOf(whole: PDFDocument): Promise<ReadonlyMap<string, number>> {
  const { PDFArray, PDFDict, PDFName } = await import('@cantoo/pdf-lib');
  const refs = whole.getPages().map((page) => page.ref);
  const places = new Map<string, number>();
  const named = whole.catalog.lookup(PDFName.of('Dests'));
  if (!(named instanceof PDFDict)) return places;
  for (const [name, value] of named.entries()) {
    const target = whole.context.lookup(value);
    const place = target instanceof PDFDict ? target.lookup(PDFName.of('D')) : target;
    const page = place instanceof PDFArray ? refs.indexOf(place.get(0) as (typeof refs)[number]) : -1;
    if (page >= 0) places.set(bookmarkOf(name.decodeText()), page + 1);
  }
  return places;
}

/** LibreOffice writes whatever is no letter or digit of a bookmark's name as its code in hexadecimal: `_part1` as `5Fpart1`. */
function bookmarkOf(name: string): string {
  return name.replace(/^5F/, '_');
}
