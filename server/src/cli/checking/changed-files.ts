/** What changed in a working tree, as git tells it. Nothing that a user or a repository says becomes a flag or a program. */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../common/usage.ts';

/** Since the last commit, unless a branch or commit is named: then since it and HEAD parted. Untracked files are changed too. Real paths. */
export function changedFiles(base?: string): ReadonlySet<string> {
  const top = run(['rev-parse', '--show-toplevel']);
  if (top.status !== 0)
    throw new UsageError({
      zh: `--changed：${process.cwd()} 不在 git 仓库里`,
      en: `--changed: ${process.cwd()} is in no git repository`,
    });
  const root = realpathSync(top.out.replace(/\r?\n$/, ''));
  const from = base === undefined ? commit('HEAD') : parting(base);
  // Before the first commit, every file is new.
  const tracked =
    from === undefined
      ? ['ls-files', '-z']
      : ['diff', '--name-only', '--no-renames', '--no-ext-diff', '-z', from, '--'];
  const lists = [tracked, ['ls-files', '--others', '--exclude-standard', '-z']].map((args) => {
    const { status, out, err } = run(args, root);
    if (status !== 0)
      throw new UsageError({ zh: `--changed：git 说：${err.trim()}`, en: `--changed: git said: ${err.trim()}` });
    return out.split('\0').filter(Boolean);
  });
  return new Set(lists.flat().map((path) => resolve(root, path)));
}

/** Where a branch and HEAD parted: what the other did since is none of ours. */
function parting(base: string): string {
  const id = commit(base);
  if (id === undefined)
    throw new UsageError({
      zh: `--changed：git 没有“${base}”这个提交或分支；如果是路径，写 --changed=HEAD -- ${base}`,
      en: `--changed: git knows no commit or branch “${base}”; for a path, write --changed=HEAD -- ${base}`,
    });
  const { status, out } = run(['merge-base', id, 'HEAD']);
  if (status !== 0)
    throw new UsageError({
      zh: `--changed：“${base}”与 HEAD 在这里没有共同的提交；浅克隆要取全历史（fetch-depth: 0）`,
      en: `--changed: “${base}” and HEAD have no commit in common here; a shallow clone needs its history (fetch-depth: 0)`,
    });
  return out.trim();
}

function commit(name: string): string | undefined {
  const { status, out } = run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  return status === 0 ? out.trim() : undefined;
}

function run(args: readonly string[], cwd = process.cwd()) {
  const flags = ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false'];
  // Windows would look for the program in the working folder first.
  process.env.NoDefaultCurrentDirectoryInExePath = '1';
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
  const done = spawnSync('git', [...flags, ...args], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: MOST,
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
const MOST = 256 * 1024 * 1024;
