/** What changed in a working tree, as git tells it. Nothing that a user or a repository says becomes a flag or a program. */
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { errorCode, errorText } from '../../host/system-errors.ts';
import type { CliIo } from '../common/cli-io.ts';
import { UsageError } from '../common/usage.ts';

/** The files that changed. */
export interface ChangedFiles {
  /**
   * True of a file that changed, was deleted or is new, and of one that git does not compare: ignored, outside the repository, in a submodule, or marked
   * as unchanged. The path is absolute; links in it are followed.
   */
  has(path: string): boolean;
}

type GitIo = Pick<CliIo, 'cwd' | 'env'>;

/** A setting of git: the key, and the value that holds in the place of the repository's. */
type GitSetting = readonly [key: string, value: string];

/**
 * The files that changed since the last commit, or since the branch or commit `base` and HEAD parted. Throws a {@link UsageError} where there is no
 * repository, no git, or no such commit.
 */
export function changedFiles(io: GitIo, base?: string): ChangedFiles {
  const top = new Git(io).run(['rev-parse', '--show-toplevel']);
  if (top.status !== 0)
    throw new UsageError({
      zh: `--changed：${io.cwd} 不在 git 仓库里`,
      en: `--changed: ${io.cwd} is in no git repository`,
    });
  const root = realpathSync(top.out.replace(/\r?\n$/, ''));
  const git = new Git({ ...io, cwd: root }, withoutFilters(new Git(io)));
  const from = base === undefined ? resolveCommit(git, 'HEAD') : mergeBase(git, base);
  const absolute = (paths: readonly string[]) => new Set(paths.map((path) => resolve(root, path)));
  const compared = absolute(comparedPaths(git));
  // Before the first commit, every file is new.
  const changed = from === undefined ? compared : absolute(git.list([...DIFF, from, '--']));
  return {
    has: (path) => {
      const [link, file] = realPaths(path);
      return [path, link, file].some((p) => changed.has(p)) || (!compared.has(file) && existsSync(file));
    },
  };
}

/** Without renames a moved file is a deleted and a new one; submodules would run programs of their own settings. */
const DIFF = ['diff', '--name-only', '--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=all', '-z'];

/** The files of the index that git compares with the disk: not those that it was told to take for unchanged. */
function comparedPaths(git: Git): readonly string[] {
  const tagged = git.list(['ls-files', '-v', '-z']);
  return tagged.filter((entry) => /^[HM] /.test(entry)).map((entry) => entry.slice(2));
}

/** A path with the links of its folders followed, and with all links followed. */
function realPaths(path: string): readonly [link: string, file: string] {
  const real = (p: string, otherwise: string) => {
    try {
      return realpathSync(p);
    } catch {
      return otherwise;
    }
  };
  const link = join(real(dirname(path), dirname(path)), basename(path));
  return [link, real(path, link)];
}

/** Settings that turn off the filters of a repository: programs that git runs over each file that it compares. */
function withoutFilters(git: Git): readonly GitSetting[] {
  const keys = git.run(['config', '-z', '--name-only', '--get-regexp', '^filter\\.']).out.split('\0').filter(Boolean);
  return keys.map((key) => [key, key.endsWith('.required') ? 'false' : '']);
}

/** The commit where a branch and HEAD parted: what was committed to the branch since does not count as changed. */
function mergeBase(git: Git, base: string): string {
  const id = resolveCommit(git, base);
  if (id === undefined)
    throw new UsageError({
      zh: `--changed：git 没有“${base}”这个提交或分支；如果是路径，写 --changed=HEAD -- ${base}`,
      en: `--changed: git knows no commit or branch “${base}”; for a path, write --changed=HEAD -- ${base}`,
    });
  const { status, out } = git.run(['merge-base', id, 'HEAD']);
  if (status !== 0)
    throw new UsageError({
      zh: `--changed：“${base}”与 HEAD 在这里没有共同的提交；浅克隆要取全历史（fetch-depth: 0）`,
      en: `--changed: “${base}” and HEAD have no commit in common here; a shallow clone needs its history (fetch-depth: 0)`,
    });
  return out.trim();
}

function resolveCommit(git: Git, name: string): string | undefined {
  const { status, out } = git.run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  return status === 0 ? out.trim() : undefined;
}

/** Runs git in a folder, with settings that keep it from running anything else. */
class Git {
  private readonly io: GitIo;
  private readonly settings: readonly GitSetting[];

  constructor(io: GitIo, settings: readonly GitSetting[] = []) {
    this.io = io;
    this.settings = [...SAFE_SETTINGS, ...settings];
  }

  /** What a command lists, with `-z`. Throws a {@link UsageError} with the words of git where it fails. */
  list(args: readonly string[]): readonly string[] {
    const { status, out, err } = this.run(args);
    if (status !== 0)
      throw new UsageError({ zh: `--changed：git 说：${err.trim()}`, en: `--changed: git said: ${err.trim()}` });
    return out.split('\0').filter(Boolean);
  }

  /** Exit status and output of a command. `cli.ts` keeps Windows from taking a `git` of the working folder. */
  run(args: readonly string[]) {
    const done = spawnSync('git', [...args], {
      cwd: this.io.cwd,
      env: this.environment(),
      encoding: 'utf8',
      maxBuffer: MAX_OUTPUT,
      windowsHide: true,
    });
    if (done.error) throw new UsageError(gitFailure(done.error));
    return { status: done.status, out: done.stdout, err: done.stderr };
  }

  /** In the environment, for a name of a filter may hold any character. */
  private environment(): NodeJS.ProcessEnv {
    const { env } = this.io;
    const first = Number(env.GIT_CONFIG_COUNT) || 0;
    const settings = this.settings.flatMap(([key, value], i) => [
      [`GIT_CONFIG_KEY_${first + i}`, key],
      [`GIT_CONFIG_VALUE_${first + i}`, value],
    ]);
    return {
      ...env,
      ...OWN_ENVIRONMENT,
      ...Object.fromEntries(settings),
      GIT_CONFIG_COUNT: String(first + this.settings.length),
    };
  }
}

const SAFE_SETTINGS: readonly GitSetting[] = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.quotePath', 'false'],
];

/** Nothing is locked, asked or fetched, and messages are in English. */
const OWN_ENVIRONMENT = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  LC_ALL: 'C',
};

function gitFailure(error: Error) {
  if (errorCode(error) === 'ENOENT')
    return {
      zh: '--changed 要用 git，没有找到。请安装 git，或不用 --changed',
      en: '--changed needs git, which was not found. Install it, or run without --changed',
    };
  const { zh, en } = errorText(error);
  return { zh: `--changed 要用 git：${zh}`, en: `--changed needs git: ${en}` };
}

/** Bytes; a million names fit. */
const MAX_OUTPUT = 256 * 1024 * 1024;
