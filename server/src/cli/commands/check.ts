/** `dossier check`: lints files and folders, each dossier also against the others. */
import { resolve } from 'node:path';
import type { Severity } from '../../core/model/finding.ts';
import type { Text } from '../../core/model/localized-text.ts';
import { isDossier } from '../../host/file-names.ts';
import { diffOf, type Mended, mendAll, writeMended } from '../checking/apply-fixes.ts';
import { updateBaseline, withoutKnown } from '../checking/baseline.ts';
import { changedFiles } from '../checking/changed-files.ts';
import { Cache } from '../checking/evidence-cache.ts';
import { Alone, type Judges } from '../checking/judges.ts';
import { dossiersAt, nearOf, STDIN } from '../checking/paths.ts';
import { type Profile, warningsAllowed } from '../checking/profile.ts';
import { Progress } from '../checking/progress.ts';
import { hasTooMany, merged, report, runOf, statusOf } from '../checking/run.ts';
import { type Found, type Share, shardRecord, shareOf } from '../checking/shard.ts';
import { watch } from '../checking/watch.ts';
import { Workers, workersFor } from '../checking/worker-pool.ts';
import { type Checked, type CommonOptions, Session, shown, type Undecided } from '../common/session.ts';
import { EXIT, UsageError } from '../common/usage.ts';
import { refuseClashes, type Target } from '../reports/formats.ts';
import type { Run } from '../reports/report.ts';

export interface CheckOptions extends CommonOptions {
  /** Text to standard output where none is named. */
  readonly format?: readonly Target[];
  readonly severity: Severity;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly maxWarnings?: number;
  readonly stdinFilename?: string;
  readonly profile: Profile;
  readonly fix?: boolean;
  readonly fixDryRun?: boolean;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  /** True for what is not committed yet, or a branch or commit. */
  readonly changed?: true | string;
  readonly shard?: Share;
  /** Processes; as many as there are cores where nobody says, and the set is large enough. */
  readonly jobs?: number;
  readonly watch?: boolean;
  /** True for the file of the usual name. */
  readonly cache?: true | string;
}

const CACHE_NAME = '.dossier-cache.json';

export async function check(paths: readonly string[], options: CheckOptions): Promise<number> {
  refuseMixes(paths, options);
  const session = new Session(options, nearOf(paths[0], options.stdinFilename));
  const cache = options.cache ? new Cache(options.cache === true ? CACHE_NAME : options.cache, session) : undefined;
  if (cache) session.remember(cache);
  const round = async () => {
    const status = await once(paths, { options, session, cache });
    if (cache) cache.save();
    return status;
  };
  return options.watch ? watch(paths, session, round) : round();
}

/** Flags that make no sense together, told before anything is read. */
function refuseMixes(paths: readonly string[], options: CheckOptions): void {
  const { fix, fixDryRun, baseline, updateBaseline, changed, shard, watch: follows, profile } = options;
  const stdin = paths.includes(STDIN);
  const mixes: readonly (readonly [unknown, zh: string, en: string])[] = [
    [
      fix && fixDryRun,
      '--fix 要写入，--fix-dry-run 不写入，只能用一个',
      '--fix writes and --fix-dry-run does not: take one of them',
    ],
    [
      fix && stdin,
      '--fix 检查标准输入时没有文件可写：用 --fix-dry-run',
      '--fix has no file to write for standard input: take --fix-dry-run',
    ],
    [follows && stdin, '--watch 不能跟着标准输入', '--watch cannot follow standard input'],
    [
      follows && (fix || fixDryRun),
      '--watch 只看不改，不能与 --fix、--fix-dry-run 同用',
      '--watch only looks: it takes neither --fix nor --fix-dry-run',
    ],
    [
      follows && (shard || updateBaseline),
      '--watch 不能与 --shard、--update-baseline 同用',
      '--watch takes neither --shard nor --update-baseline',
    ],
    [
      stdin && changed,
      '--changed 看的是仓库里的文件，不能用于标准输入',
      '--changed is about files of a repository, not standard input',
    ],
    [updateBaseline && !baseline, '--update-baseline 要有 --baseline FILE', '--update-baseline needs --baseline FILE'],
    [
      updateBaseline && (changed || shard),
      '--update-baseline 要检查全部，不能只检查改动的或其中一份',
      '--update-baseline wants the whole, not what changed or a shard',
    ],
    [
      updateBaseline && fixDryRun,
      '--fix-dry-run 没有改正的问题不能记入 --update-baseline',
      '--update-baseline would write down what --fix-dry-run has not mended',
    ],
    [
      baseline && profile === 'submit',
      '--profile submit 什么都不隐去，不能用 --baseline',
      '--profile submit hides nothing: it takes no --baseline',
    ],
    [
      options.stdinFilename !== undefined && !stdin,
      '--stdin-filename 是标准输入的名字：路径要写 -',
      '--stdin-filename names standard input: give - as a path',
    ],
    [
      typeof options.cache === 'string' && isDossier(options.cache),
      '--cache 写的是缓存文件，不是申报书：写成 --cache=FILE',
      '--cache names a file to keep, not a dossier: write --cache=FILE',
    ],
    [paths.filter((p) => p === STDIN).length > 1, '标准输入只能读一次', 'standard input can be read once'],
  ];
  const [, zh, en] = mixes.find(([isWrong]) => isWrong) ?? [];
  if (zh !== undefined && en !== undefined) throw new UsageError({ zh, en });
  const open = options.format?.find((t) => t.file === undefined);
  if (fixDryRun && open)
    throw new UsageError({
      zh: `标准输出要放 --fix-dry-run 的差异：${open.format} 请写进文件`,
      en: `standard output takes the diff of --fix-dry-run: write ${open.format} to a file`,
    });
  refuseClashes(options.format ?? []);
}

/** What is there for all rounds of a check; there are several where it watches. */
interface Ground {
  readonly options: CheckOptions;
  readonly session: Session;
  readonly cache: Cache | undefined;
}

async function once(paths: readonly string[], ground: Ground): Promise<number> {
  const { options, session } = ground;
  const { changed } = options;
  const since = changed === undefined ? undefined : changedFiles(changed === true ? undefined : changed);
  const all = await dossiersAt(paths, session, options.stdinFilename);
  const judges = judgesOf(all, paths, ground);
  try {
    return await judged({ all, since, judges }, ground);
  } finally {
    judges.end();
  }
}

interface Round {
  readonly all: readonly string[];
  /** What changed, where only that is wanted. */
  readonly since: ReadonlySet<string> | undefined;
  readonly judges: Judges;
}

async function judged({ all, since, judges }: Round, { options, session }: Ground): Promise<number> {
  const { profile, shard, fix, fixDryRun } = options;
  const progress = new Progress(session, all.length * 2);
  await judges.meet(all, (done) => progress.show(done));
  const wanted = since ? all.filter((file) => judges.restsOn(file, since)) : all;
  const files = shard ? shareOf(wanted, shard) : wanted;
  const mended = fix || fixDryRun ? await mendAll(files, session) : [];
  const unwritten = fix ? writeMended(mended, session) : [];
  const { found, ...known } = await judges.judge(files, (done) => progress.show(all.length + done));
  progress.end();
  const checked = heldAgainst(merged(found.flatMap((f) => f.files)), options, session);
  const named = (file: string) => [shown(file), judges.digestOf(file)] as const;
  const idle = all.length && !files.length ? idleText(all.length, options) : undefined;
  const maxWarnings = options.maxWarnings ?? warningsAllowed(profile);
  const status = idle ? EXIT.ok : statusOf(checked, maxWarnings);
  const run: Run = {
    ...runOf(checked, options),
    idle,
    locale: session.locale,
    status: unwritten.length ? EXIT.incomplete : status,
    warningsFail: hasTooMany(checked, maxWarnings),
    session: known.session,
    shard:
      shard && shardRecord({ share: shard, profile, all: all.map(named), found: kept(found, checked) }, known.session),
  };
  if (fixDryRun) process.stdout.write(mended.map(diffOf).join(''));
  const ends = report(options.format ?? (fixDryRun ? [] : [{ format: 'text' }]), run);
  tellMended(mended, unwritten, options, session);
  if (profile === 'submit') for (const file of files) tellUndecided(file, known.undecided(file), session);
  return ends;
}

/** Many dossiers are worth several processes. What standard input holds, and what is mended or watched, stays with this one. */
function judgesOf(all: readonly string[], paths: readonly string[], { options, session, cache }: Ground): Judges {
  const { config, lang, today, profile, jobs } = options;
  const isOurs = options.fix || options.fixDryRun || options.watch || paths.includes(STDIN);
  const count = isOurs ? 1 : workersFor(all.length, jobs);
  if (count <= 1) return new Alone(session, { profile, today });
  const task = {
    options: { ...(config === undefined ? {} : { config }), ...(lang ? { lang } : {}), ...(today ? { today } : {}) },
    near: nearOf(paths[0]),
    profile,
    tellsGround: options.changed !== undefined,
    tellsUndecided: profile === 'submit',
  };
  return new Workers(session, { count, task, cache });
}

/** What the baseline leaves, and what it holds back said aloud; or the baseline written, and nothing left. */
function heldAgainst(checked: readonly Checked[], options: CheckOptions, session: Session): readonly Checked[] {
  const { baseline, updateBaseline: updates } = options;
  if (baseline === undefined) return checked;
  if (updates) {
    const count = updateBaseline(baseline, checked, session.locale);
    session.tell({
      zh: `${count} 条问题已记入基线 ${baseline}`,
      en: `${count} finding(s) written to the baseline ${baseline}`,
    });
  }
  const { files, known, stale } = withoutKnown(baseline, checked);
  if (known && !updates)
    session.tell({
      zh: `基线 ${baseline} 中已有的 ${known} 条问题没有列出，也不计入`,
      en: `${known} finding(s) of the baseline ${baseline} are not shown and do not count`,
    });
  if (stale)
    session.tell({
      zh: `基线 ${baseline} 中有 ${stale} 条问题已经不存在，用 --update-baseline 去掉`,
      en: `${stale} entries of the baseline ${baseline} are stale: --update-baseline takes them out`,
    });
  return files;
}

/** What was found, without what a baseline held back. */
function kept(found: readonly Found[], checked: readonly Checked[]): readonly Found[] {
  const left = new Set(checked.flatMap((c) => c.findings));
  const rest = (c: Checked) => ({ ...c, findings: c.findings.filter((f) => left.has(f)) });
  return found.map(({ index, files }) => ({ index, files: files.map(rest) }));
}

function idleText(count: number, { shard }: CheckOptions): Text {
  if (shard)
    return {
      zh: `共 ${count} 份申报书，没有分到第 ${shard.number} 份（共 ${shard.of} 份）`,
      en: `None of the ${count} dossier(s) falls to shard ${shard.number} of ${shard.of}`,
    };
  return {
    zh: `共 ${count} 份申报书，都没有改动，没有要检查的`,
    en: `None of the ${count} dossier(s) changed: nothing to check`,
  };
}

function tellMended(
  mended: readonly Mended[],
  unwritten: readonly string[],
  { fix, fixDryRun }: CheckOptions,
  session: Session,
): void {
  for (const why of unwritten) process.stderr.write(`dossier: ${why}\n`);
  const failed = new Set(unwritten.map((line) => line.slice(0, line.indexOf(': '))));
  const done = mended.filter((m) => !failed.has(shown(m.file)));
  const places = done.reduce((n, m) => n + m.places, 0);
  if (fix && done.length)
    session.tell({
      zh: `已改正 ${done.length} 个文件的 ${places} 处`,
      en: `${places} place(s) put right in ${done.length} file(s)`,
    });
  if (fixDryRun)
    session.tell({
      zh: `可以改正 ${done.length} 个文件的 ${places} 处，没有写入`,
      en: `${places} place(s) in ${done.length} file(s) can be put right; nothing was written`,
    });
}

/** What no program decides is not passed over in silence where a dossier is about to be handed in. */
function tellUndecided(file: string, { manual, lacking }: Undecided, session: Session): void {
  if (manual + lacking === 0) return;
  const path = shown(resolve(file));
  session.tell({
    zh: `${path}：还有 ${manual} 条待人工核验、${lacking} 条缺数据，程序不能判断，见 dossier review`,
    en: `${path}: ${manual} clause(s) for a person to verify and ${lacking} without data are not decided here, see dossier review`,
  });
}
