/** The folders of the workspace on disk: which dossiers are in them. */
import { statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { CONFIG_NAME, isDossier } from '../../host/file-names.ts';
import { DossierFilter, findDossiers, findDossiersAsync, type SearchFaults } from '../../host/find-dossiers.ts';

/** Searches folders, and answers for single files without a search. */
export class WorkspaceFolders {
  private folders: readonly string[] = [];
  private filters = new Map<string, DossierFilter>();
  private readonly faults: SearchFaults;

  /** `log` is told of folders and `.gitignore` files that cannot be read. */
  constructor(log: (message: string) => void) {
    this.faults = {
      folder: (error) => log(String(error)),
      gitIgnore: (file, { zh }: LocalizedText) => log(`${file}: ${zh}`),
    };
  }

  /** The folders, as absolute paths. */
  get paths(): readonly string[] {
    return this.folders;
  }

  set(folders: readonly string[]): void {
    this.folders = folders;
    this.forgetIgnored();
  }

  /** Every dossier in the folders. Walks through all of them. */
  search(): readonly string[] {
    return this.folders.flatMap((folder) => findDossiers(folder, this.faults));
  }

  /** As {@link search}, with other work in between. */
  async searchAsync(): Promise<readonly string[]> {
    const found = [];
    for (const folder of this.folders) found.push(...(await findDossiersAsync(folder, this.faults)));
    return found;
  }

  /** The dossiers at a path that appeared on disk: a dossier, or all in a folder, which is told of as one file. */
  dossiersAt(path: string): readonly string[] {
    if (isDossier(path)) return this.includes(path) ? [path] : [];
    if (!this.folders.some((f) => isBelow(f, path)) || !isFolder(path)) return [];
    return findDossiers(path, this.faults).filter((file) => this.includes(file));
  }

  /** True of a file in one of the folders that no `.gitignore` passes over. */
  includes(path: string): boolean {
    return this.folders.some((folder) => isBelow(folder, path) && !this.filterOf(folder).excludes(path));
  }

  /** The `.gitignore` files may have changed: they are read again. */
  forgetIgnored(): void {
    this.filters = new Map();
  }

  /** Settings files above the folders hold for them too: the folders above, each once. */
  foldersAbove(): readonly string[] {
    const above = new Set<string>();
    for (const folder of this.folders)
      for (let up = dirname(folder); up !== dirname(up); up = dirname(up)) above.add(up);
    return [...above].filter((up) => !this.folders.some((f) => isBelow(f, up)));
  }

  private filterOf(folder: string): DossierFilter {
    const filter = this.filters.get(folder) ?? new DossierFilter(folder, this.faults.gitIgnore);
    this.filters.set(folder, filter);
    return filter;
  }
}

/** The settings files that may hold for a dossier: one in its folder and in each above it, there or not. */
export function settingsFilesFor(dossier: string): readonly string[] {
  const files: string[] = [];
  for (let folder = dirname(dossier); ; folder = dirname(folder)) {
    files.push(join(folder, CONFIG_NAME));
    if (folder === dirname(folder)) return files;
  }
}

/** True of a path below a folder, itself not. */
export function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
