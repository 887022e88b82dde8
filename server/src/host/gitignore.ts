/** What `.gitignore` files pass over, as git reads them; what git is told elsewhere, of this machine alone, does not count. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { LocalizedText } from '../core/model/localized-text.ts';
import { isCostlyPattern } from './glob-limits.ts';
import { READ_FAULT_TEXTS } from './read-faults.ts';
import { readRegularFile } from './read-file.ts';

/** The largest `.gitignore` that is read, in bytes. */
const MAX_BYTES = 1024 * 1024;

/** Told of a `.gitignore`, or a line of one, that could not be used: files that it names are not passed over. */
export type OnGitIgnoreFault = (file: string, message: LocalizedText) => void;

/** Tells which files below a folder the `.gitignore` files of its repository pass over. */
export class GitIgnore {
  private readonly folder: string;
  private readonly root: string;
  private readonly files = new Map<string, Ignore | undefined>();
  private readonly onFault: OnGitIgnoreFault;

  constructor(folder: string, onFault: OnGitIgnoreFault = () => {}) {
    this.folder = resolve(folder);
    this.onFault = onFault;
    this.root = repositoryOf(this.folder) ?? this.folder;
    // A folder that was asked for is looked into even where its repository passes it over.
    if (this.root !== this.folder && this.ignores(this.folder, true, this.root)) this.root = this.folder;
  }

  /** True of a file or folder below; the nearest `.gitignore` that speaks of it decides, and none can bring back what lies in a folder that is out. */
  ignores(path: string, isFolder: boolean, below = this.folder): boolean {
    const steps = relative(below, resolve(path)).split(sep).filter(Boolean);
    return steps.some((_, i) => {
      const isLast = i === steps.length - 1;
      return this.isIgnored(join(below, ...steps.slice(0, i + 1)), !isLast || isFolder);
    });
  }

  private isIgnored(path: string, isFolder: boolean): boolean {
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const way = relative(folder, path).replaceAll('\\', '/');
      const said = this.rulesOf(folder)?.test(isFolder ? `${way}/` : way);
      if (said?.ignored || said?.unignored) return said.ignored;
      if (folder === this.root || folder === dirname(folder)) return false;
    }
  }

  private rulesOf(folder: string): Ignore | undefined {
    if (!this.files.has(folder)) this.files.set(folder, readGitIgnore(join(folder, '.gitignore'), this.onFault));
    return this.files.get(folder);
  }
}

function readGitIgnore(file: string, onFault: OnGitIgnoreFault): Ignore | undefined {
  const read = readRegularFile(file, MAX_BYTES);
  if ('fault' in read) {
    // Git does not mind a folder of that name either.
    if (read.fault !== 'missing' && read.fault !== 'folder') onFault(file, faultText(read.fault));
    return undefined;
  }
  const lines = read.bytes.toString('utf8').split(/\r?\n/);
  const usable = lines.filter((line, i) => {
    if (line.startsWith('#') || !isCostlyPattern(line)) return true;
    onFault(file, costlyText(i + 1));
    return false;
  });
  return ignore({ ignorecase: ['win32', 'darwin'].includes(process.platform) }).add(usable.join('\n'));
}

function faultText(fault: 'special' | 'unreadable' | 'too-large'): LocalizedText {
  if (fault !== 'too-large') return READ_FAULT_TEXTS[fault];
  return { zh: '文件超过 1 MB，没有读取', en: 'The file is larger than 1 MB: not read' };
}

function costlyText(line: number): LocalizedText {
  return {
    zh: `第 ${line} 行的通配符过多，没有采用；它要忽略的文件仍会检查`,
    en: `Line ${line} has too many wildcards and is not used; files that it names are checked`,
  };
}

/** The folder of the repository that a path is in, as far as its name tells. */
export function repositoryOf(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
