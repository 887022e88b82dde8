/** `dossier check --watch`: checks again whenever something changes, until Ctrl-C. */
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { watch as follow } from 'chokidar';
import { isSkippedFolder } from '../../host/find-dossiers.ts';
import { errorText } from '../../host/system-errors.ts';
import type { Session } from '../common/session.ts';
import { EXIT, UsageError } from '../common/usage.ts';
import { folderOf } from './paths.ts';

/** Milliseconds: an editor saves in several steps, and several files at once. */
const DEBOUNCE = 150;

/** Runs `round` now and after every change below the folders of `paths` until the output is closed; a round that throws anything but a {@link UsageError} ends it. */
export async function watch(paths: readonly string[], session: Session, round: () => Promise<number>): Promise<number> {
  const folders = new Set(paths.map((path) => folderOf(path, session.io)));
  const changed = new Set<string>();
  let wake = () => {};
  const watcher = follow([...folders], {
    ignoreInitial: true,
    ignored: (path) => !folders.has(path) && isSkippedFolder(basename(path)),
  });
  watcher.on('all', (_, path) => {
    changed.add(path);
    wake();
  });
  watcher.on('error', (error) => session.report(errorText(error)));
  await new Promise<void>((ready) => watcher.once('ready', ready));
  const { signal } = session.io;
  signal?.addEventListener('abort', () => wake());
  while (!signal?.aborted) {
    await runDespiteSettings(round, session);
    // Settings and lists may lie above what was asked for.
    watcher.add([...session.dependencies()]);
    session.report({ zh: '等待改动，按 Ctrl-C 结束', en: 'waiting for changes, Ctrl-C ends it' });
    if (!changed.size && !signal?.aborted) await new Promise<void>((go) => (wake = go));
    await setTimeout(DEBOUNCE);
    for (const path of changed) session.refresh(path);
    changed.clear();
    if (session.io.stdout.isTTY) session.print('\x1b[2J\x1b[3J\x1b[H');
  }
  await watcher.close();
  return EXIT.incomplete;
}

/** A round; wrong settings are told, and may be fixed before the next. */
async function runDespiteSettings(round: () => Promise<number>, session: Session): Promise<void> {
  try {
    await round();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    session.report(error.text);
  }
}
