/** Finds dossiers on the disk. */

import { type Dirent, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { isDossier } from './file-names.ts';
import { realPath } from './file-paths.ts';
import { GitIgnore, type OnGitIgnoreFault, repositoryOf } from './gitignore.ts';

/** Folders of tools and outputs. */
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', 'out', 'dist']);

/** Told of what could not be read while dossiers were searched. */
export interface SearchFaults {
  /** A folder that cannot be read. What lies in the others is found all the same; without this, the error is thrown. */
  readonly folder?: (error: unknown) => void;
  /** A `.gitignore` that cannot be used, see {@link OnGitIgnoreFault}. */
  readonly gitIgnore?: OnGitIgnoreFault;
}

/**
 * Every dossier under a folder, sorted; folders of tools and outputs are passed over, and what `.gitignore` files name. A file that is
 * reached by several paths is found once, by the one that is no link if there is such a one.
 */
export function findDossiers(path: string, faults: SearchFaults = {}): readonly string[] {
  const search = new DossierSearch(path, faults);
  for (const _ of search.folders()) void _;
  return search.found();
}

/** As {@link findDossiers}; after each folder it lets other work in between. */
export async function findDossiersAsync(path: string, faults: SearchFaults = {}): Promise<readonly string[]> {
  const search = new DossierSearch(path, faults);
  for (const _ of search.folders()) await new Promise((done) => setImmediate(done));
  return search.found();
}

class DossierSearch {
  private readonly root: string;
  private readonly faults: SearchFaults;
  private readonly git: GitIgnore;
  private readonly files: string[] = [];
  private readonly links: string[] = [];

  constructor(root: string, faults: SearchFaults) {
    this.root = root;
    this.faults = faults;
    this.git = new GitIgnore(root, faults.gitIgnore);
  }

  /** Looks into every folder; yields after each. */
  *folders(): Iterable<string> {
    const open = [this.root];
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      for (const entry of this.entries(folder)) {
        const full = join(folder, entry.name);
        const isFolder = entry.isDirectory();
        if (isFolder ? SKIPPED_FOLDERS.has(entry.name) : !isDossier(entry.name)) continue;
        if (this.git.ignores(full, isFolder)) continue;
        if (isFolder) open.push(full);
        else (entry.isSymbolicLink() ? this.links : this.files).push(full);
      }
      yield folder;
    }
  }

  found(): readonly string[] {
    if (!this.links.length) return this.files.sort();
    const known = new Set(this.files.map(realPath));
    const links = this.links.sort().filter((link) => {
      const real = realPath(link);
      if (known.has(real)) return false;
      known.add(real);
      return true;
    });
    return [...this.files, ...links].sort();
  }

  private entries(folder: string): readonly Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      if (!this.faults.folder) throw error;
      this.faults.folder(error);
      return [];
    }
  }
}

/** True of a folder of tools or outputs, by its name. */
export function isSkippedFolder(name: string): boolean {
  return SKIPPED_FOLDERS.has(name);
}

/** Tells which files below a folder a search passes over; the `.gitignore` files are read once. */
export class DossierFilter {
  private readonly folder: string;
  private readonly git: GitIgnore;

  constructor(folder: string, onFault?: OnGitIgnoreFault) {
    this.folder = folder;
    this.git = new GitIgnore(folder, onFault);
  }

  /** True of a file in a folder of tools or outputs, and of one that a `.gitignore` names. */
  excludes(path: string): boolean {
    const steps = relative(this.folder, path).split(sep);
    return steps.some((step) => SKIPPED_FOLDERS.has(step)) || this.git.ignores(path, false);
  }
}

/** True where a `.gitignore` of the folder, or of its repository, names the file. */
export function isGitIgnored(path: string, folder?: string): boolean {
  const own = dirname(resolve(path));
  return new GitIgnore(folder ?? repositoryOf(own) ?? own).ignores(path, false);
}
