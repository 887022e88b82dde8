/** Keeps the store in step with the disk: by the editor's events, and by looking at files where no event comes. */
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { FileChangeType, type FileEvent } from 'vscode-languageserver';
import { FileStamps } from '../../host/file-stamps.ts';
import { pathOf } from './document-names.ts';
import type { DiskChange, WorkspaceDossiers } from './dossiers.ts';
import { settingsFilesFor } from './workspace-folders.ts';

/** How long events are gathered, in ms: a folder that is copied makes hundreds of them. */
const GATHERING = 20;

/** How long the files of a dossier are not looked at again while its author types, in ms. */
const LOOKING = 2000;

/** The same for all dossiers and folders of the workspace, when the editor's window comes to the front. */
const LOOKING_AT_ALL = 5000;

/** Takes in what changes on disk and tells which dossiers to look at again. */
export class DiskFollower {
  private readonly dossiers: WorkspaceDossiers;
  private readonly onChanged: (names: readonly string[]) => void;
  private readonly log: (error: unknown) => void;
  private readonly stamps = new FileStamps();
  private readonly pending: DiskChange[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** When the files of a dossier, or of all, may be looked at again, in ms since the start. */
  private readonly next = new Map<string, number>();

  constructor(
    dossiers: WorkspaceDossiers,
    onChanged: (names: readonly string[]) => void,
    log: (error: unknown) => void,
  ) {
    this.dossiers = dossiers;
    this.onChanged = onChanged;
    this.log = log;
  }

  /** Takes events of the editor. They are gathered: what they change is known after {@link settle}, or a moment later. */
  take(events: readonly FileEvent[]): void {
    for (const { uri, type } of events) {
      const path = pathOf(uri);
      if (path !== undefined) this.pending.push({ path, type: TYPES[type] });
    }
    this.timer ??= setTimeout(() => this.settle(), GATHERING);
  }

  /** Takes in all that was told so far, before an answer that depends on it. */
  settle(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const changes = this.pending.splice(0);
    if (!changes.length) return;
    try {
      this.onChanged(this.dossiers.diskChanged(changes));
    } catch (error) {
      this.log(error);
    }
  }

  /**
   * Looks whether files changed that these dossiers name, their settings, or the dossiers themselves; no content is read for that. With
   * `isDue` only where that was not done a moment ago.
   */
  async look(names: readonly string[], { isDue }: { readonly isDue: boolean }): Promise<void> {
    const due = isDue ? names.filter((name) => this.isDue(name, LOOKING)) : names;
    if (due.length) await this.lookAt(due.flatMap((name) => this.filesOf(name)));
  }

  /** Looks at all dossiers, and walks through the folders of the workspace. */
  async lookAtAll(): Promise<void> {
    if (!this.isDue('', LOOKING_AT_ALL)) return;
    await this.lookAt(this.allFiles());
    if (await this.dossiers.rescanAsync()) this.onChanged([]);
  }

  /** Keeps how the files at hand are now, so that a look finds what changes from now on. */
  remember(): Promise<void> {
    return this.stamps.remember(this.allFiles());
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async lookAt(files: readonly string[]): Promise<void> {
    const changed = await this.stamps.changed(files);
    if (!changed.length) return;
    const changes = changed.map((path): DiskChange => ({ path, type: existsSync(path) ? 'changed' : 'deleted' }));
    this.onChanged(this.dossiers.diskChanged(changes));
  }

  /** Of dossiers that are not open only the dossiers themselves: thousands of them may name tens of thousands of files. */
  private allFiles(): readonly string[] {
    const { dossiers } = this;
    const closed = dossiers.all.filter((name) => isAbsolute(name) && !dossiers.isOpen(name));
    return [...closed, ...dossiers.all.filter((name) => dossiers.isOpen(name)).flatMap((name) => this.filesOf(name))];
  }

  private filesOf(name: string): readonly string[] {
    if (!isAbsolute(name)) return [];
    return [name, ...settingsFilesFor(name), ...this.dossiers.store.pathsNamedBy(name)];
  }

  private isDue(name: string, pause: number): boolean {
    const now = performance.now();
    if (now < (this.next.get(name) ?? 0)) return false;
    this.next.set(name, now + pause);
    return true;
  }
}

const TYPES: Readonly<Record<FileChangeType, DiskChange['type']>> = {
  [FileChangeType.Created]: 'made',
  [FileChangeType.Changed]: 'changed',
  [FileChangeType.Deleted]: 'deleted',
};
