/** `dossier check --watch`: checks again whenever something changes, until Ctrl-C. */
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { watch as follow } from 'chokidar';
import { reasonOf } from '../../core/text/error-message.ts';
import { isSkippedFolder } from '../../host/dossier-files.ts';
import type { Session } from '../common/session.ts';
import { UsageError } from '../common/usage.ts';
import { folderOf } from './paths.ts';

/** Milliseconds: an editor saves in several steps, and several files at once. */
const SETTLING = 150;

export async function watch(paths: readonly string[], session: Session, round: () => Promise<number>): Promise<never> {
  const folders = new Set(paths.map(folderOf));
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
  watcher.on('error', (error) => process.stderr.write(`dossier: ${reasonOf(error)}\n`));
  await new Promise<void>((ready) => watcher.once('ready', ready));
  for (;;) {
    await tolerant(round, session);
    // Settings and lists may lie above what was asked for.
    watcher.add([...session.grounds()]);
    session.tell({ zh: '等待改动，按 Ctrl-C 结束', en: 'waiting for changes, Ctrl-C ends it' });
    if (!changed.size) await new Promise<void>((go) => (wake = go));
    await setTimeout(SETTLING);
    for (const path of changed) session.refresh(path);
    changed.clear();
    if (process.stdout.isTTY) process.stdout.write('\x1b[2J\x1b[3J\x1b[H');
  }
}

/** Settings that do not hold are told, and waited on to be put right. */
async function tolerant(round: () => Promise<number>, session: Session): Promise<void> {
  try {
    await round();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`dossier: ${session.say(error.text)}\n`);
  }
}
