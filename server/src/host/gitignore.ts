/** What `.gitignore` files pass over, as git reads them; what git is told elsewhere, of this machine alone, does not count. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** Tells what is passed over below a folder. */
export class GitIgnore {
  private readonly folder: string;
  private readonly root: string;
  private readonly files = new Map<string, Ignore | undefined>();

  constructor(folder: string) {
    this.folder = resolve(folder);
    this.root = repositoryOf(this.folder) ?? this.folder;
    // A folder that was asked for is looked into even where its repository passes it over.
    if (this.root !== this.folder && this.passesOver(this.folder, true, this.root)) this.root = this.folder;
  }

  /** True of a file or folder below; the nearest `.gitignore` that speaks of it decides, and none can bring back what lies in a folder that is out. */
  passesOver(path: string, isFolder: boolean, below = this.folder): boolean {
    const steps = relative(below, resolve(path)).split(sep).filter(Boolean);
    return steps.some((_, i) => {
      const isLast = i === steps.length - 1;
      return this.isOut(join(below, ...steps.slice(0, i + 1)), !isLast || isFolder);
    });
  }

  private isOut(path: string, isFolder: boolean): boolean {
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const way = relative(folder, path).replaceAll('\\', '/');
      const said = this.at(folder)?.test(isFolder ? `${way}/` : way);
      if (said?.ignored || said?.unignored) return said.ignored;
      if (folder === this.root || folder === dirname(folder)) return false;
    }
  }

  private at(folder: string): Ignore | undefined {
    if (!this.files.has(folder)) this.files.set(folder, read(join(folder, '.gitignore')));
    return this.files.get(folder);
  }
}

function read(file: string): Ignore | undefined {
  try {
    return ignore({ ignorecase: ['win32', 'darwin'].includes(process.platform) }).add(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The folder of the repository that a path is in, as far as its name tells. */
export function repositoryOf(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
