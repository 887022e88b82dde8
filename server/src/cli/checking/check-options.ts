/** The flags of `dossier check`, and which of them cannot go together. */
import { isDossier } from '../../host/file-names.ts';
import type { CliIo } from '../common/cli-io.ts';
import type { CommonOptions } from '../common/session.ts';
import { UsageError } from '../common/usage.ts';
import { refuseConflictingTargets } from '../reports/formats.ts';
import { STDIN } from './paths.ts';
import type { Profile } from './profile.ts';
import type { ReportOptions } from './run.ts';
import type { ShardNumber } from './shard.ts';

/** Flags of `dossier check`. */
export interface CheckOptions extends CommonOptions, ReportOptions {
  /** The name of standard input. */
  readonly stdinFilename?: string;
  readonly profile: Profile;
  readonly fix?: boolean;
  readonly fixDryRun?: boolean;
  /** A file of findings that are neither shown nor counted. */
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  /** True for what is not committed yet, or a branch or commit. */
  readonly changed?: true | string;
  readonly shard?: ShardNumber;
  /** Processes; as many as there are cores where nobody says, and the set is large enough. */
  readonly jobs?: number;
  readonly watch?: boolean;
  /** A file, or true for the file of the usual name. */
  readonly cache?: true | string;
}

interface Conflict {
  readonly isThere: (options: CheckOptions, paths: readonly string[]) => unknown;
  readonly zh: string;
  readonly en: string;
}

const readsStdin = (paths: readonly string[]) => paths.includes(STDIN);

/** Flags that cannot go together; the first that is there is told. */
const CONFLICTS: readonly Conflict[] = [
  {
    isThere: (o) => o.fix && o.fixDryRun,
    zh: '--fix 要写入，--fix-dry-run 不写入，只能用一个',
    en: '--fix writes and --fix-dry-run does not: take one of them',
  },
  {
    isThere: (o, paths) => o.fix && readsStdin(paths),
    zh: '--fix 检查标准输入时没有文件可写：用 --fix-dry-run',
    en: '--fix has no file to write for standard input: take --fix-dry-run',
  },
  {
    isThere: (o, paths) => o.watch && readsStdin(paths),
    zh: '--watch 不能跟着标准输入',
    en: '--watch cannot follow standard input',
  },
  {
    isThere: (o) => o.watch && (o.fix || o.fixDryRun),
    zh: '--watch 只看不改，不能与 --fix、--fix-dry-run 同用',
    en: '--watch only looks: it takes neither --fix nor --fix-dry-run',
  },
  {
    isThere: (o) => o.watch && (o.shard || o.updateBaseline),
    zh: '--watch 不能与 --shard、--update-baseline 同用',
    en: '--watch takes neither --shard nor --update-baseline',
  },
  {
    isThere: (o, paths) => readsStdin(paths) && o.changed,
    zh: '--changed 看的是仓库里的文件，不能用于标准输入',
    en: '--changed is about files of a repository, not standard input',
  },
  {
    isThere: (o) => o.updateBaseline && !o.baseline,
    zh: '--update-baseline 要有 --baseline FILE',
    en: '--update-baseline needs --baseline FILE',
  },
  {
    isThere: (o) => o.updateBaseline && (o.changed || o.shard),
    zh: '--update-baseline 要检查全部，不能只检查改动的或其中一份',
    en: '--update-baseline wants the whole, not what changed or a shard',
  },
  {
    isThere: (o) => o.updateBaseline && o.fixDryRun,
    zh: '--fix-dry-run 没有改正的问题不能记入 --update-baseline',
    en: '--update-baseline would write down what --fix-dry-run has not mended',
  },
  {
    isThere: (o) => o.baseline && o.profile === 'submit',
    zh: '--profile submit 什么都不隐去，不能用 --baseline',
    en: '--profile submit hides nothing: it takes no --baseline',
  },
  {
    isThere: (o, paths) => o.stdinFilename !== undefined && !readsStdin(paths),
    zh: '--stdin-filename 是标准输入的名字：路径要写 -',
    en: '--stdin-filename names standard input: give - as a path',
  },
  {
    isThere: (o) => typeof o.cache === 'string' && isDossier(o.cache),
    zh: '--cache 写的是缓存文件，不是申报书：写成 --cache=FILE',
    en: '--cache names a file to keep, not a dossier: write --cache=FILE',
  },
  {
    isThere: (_, paths) => paths.filter((p) => p === STDIN).length > 1,
    zh: '标准输入只能读一次',
    en: 'standard input can be read once',
  },
];

/** Throws a {@link UsageError} for flags that cannot go together, before anything is read. */
export function refuseConflicts(paths: readonly string[], options: CheckOptions, io: Pick<CliIo, 'cwd'>): void {
  const conflict = CONFLICTS.find(({ isThere }) => isThere(options, paths));
  if (conflict) throw new UsageError(conflict);
  const open = options.format?.find((t) => t.file === undefined);
  if (options.fixDryRun && open)
    throw new UsageError({
      zh: `标准输出要放 --fix-dry-run 的差异：${open.format} 请写进文件`,
      en: `standard output takes the diff of --fix-dry-run: write ${open.format} to a file`,
    });
  refuseConflictingTargets(options.format ?? [], io);
}
