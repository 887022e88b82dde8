/** What changed in a working tree, as git tells it. Nothing that a user or a repository says becomes a flag or a program. */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CliIo } from '../common/cli-io.ts';
import { UsageError } from '../common/usage.ts';

type GitIo = Pick<CliIo, 'cwd' | 'env'>;

/**
 * The files that changed since the last commit, or since the branch or commit `base` and HEAD parted; untracked files are changed too. Absolute
 * real paths. Throws a {@link UsageError} where there is no repository, no git, or no such commit.
 */
export function changedFiles(io: GitIo, base?: string): ReadonlySet<string> {
  const top = run(io, ['rev-parse', '--show-toplevel']);
  if (top.status !== 0)
    throw new UsageError({
      zh: `--changed：${io.cwd} 不在 git 仓库里`,
      en: `--changed: ${io.cwd} is in no git repository`,
    });
  const root = realpathSync(top.out.replace(/\r?\n$/, ''));
  const from = base === undefined ? resolveCommit(io, 'HEAD') : mergeBase(io, base);
  // Before the first commit, every file is new.
  const tracked =
    from === undefined
      ? ['ls-files', '-z']
      : ['diff', '--name-only', '--no-renames', '--no-ext-diff', '-z', from, '--'];
  const lists = [tracked, ['ls-files', '--others', '--exclude-standard', '-z']].map((args) => {
    const { status, out, err } = run({ ...io, cwd: root }, args);
    if (status !== 0)
      throw new UsageError({ zh: `--changed：git 说：${err.trim()}`, en: `--changed: git said: ${err.trim()}` });
    return out.split('\0').filter(Boolean);
  });
  return new Set(lists.flat().map((path) => resolve(root, path)));
}

/** The commit where a branch and HEAD parted: what was committed to the branch since does not count as changed. */
function mergeBase(io: GitIo, base: string): string {
  const id = resolveCommit(io, base);
  if (id === undefined)
    throw new UsageError({
      zh: `--changed：git 没有“${base}”这个提交或分支；如果是路径，写 --changed=HEAD -- ${base}`,
      en: `--changed: git knows no commit or branch “${base}”; for a path, write --changed=HEAD -- ${base}`,
    });
  const { status, out } = run(io, ['merge-base', id, 'HEAD']);
  if (status !== 0)
    throw new UsageError({
      zh: `--changed：“${base}”与 HEAD 在这里没有共同的提交；浅克隆要取全历史（fetch-depth: 0）`,
      en: `--changed: “${base}” and HEAD have no commit in common here; a shallow clone needs its history (fetch-depth: 0)`,
    });
  return out.trim();
}

function resolveCommit(io: GitIo, name: string): string | undefined {
  const { status, out } = run(io, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  return status === 0 ? out.trim() : undefined;
}

/** Runs git; its exit status and what it said. `cli.ts` keeps Windows from taking a `git` of the working folder. */
function run({ cwd, env: outer }: GitIo, args: readonly string[]) {
  const flags = ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false'];
  const env = { ...outer, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
  const done = spawnSync('git', [...flags, ...args], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT,
    windowsHide: true,
  });
  if (done.error)
    throw new UsageError({
      zh: `--changed 要用 git：${done.error.message}`,
      en: `--changed needs git: ${done.error.message}`,
    });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

/** Bytes; a million names fit. */
const MAX_OUTPUT = 256 * 1024 * 1024;
