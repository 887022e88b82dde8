/** `dossier check`: lints files and folders, each dossier also against the others. */
import type { LocalizedText } from '../../core/model/localized-text.ts';
import type { CheckedFile } from '../common/checked-file.ts';
import type { CliIo } from '../common/cli-io.ts';
import type { FindingDetails } from '../common/finding-details.ts';
import { Session } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';
import type { CheckRun } from '../reports/report.ts';
import { applyFixes, diffOf, writeFixedFiles } from './apply-fixes.ts';
import { type ChangedFiles, changedFiles } from './changed-files.ts';
import { applyBaseline, nothingCheckedText, reportFixes, reportIgnored, reportUndecided } from './check-notes.ts';
import { type CheckOptions, refuseConflicts } from './check-options.ts';
import { EvidenceCache } from './evidence-cache.ts';
import { type Executor, InProcessExecutor } from './executor.ts';
import { dossiersAt, STDIN, settingsAnchor } from './paths.ts';
import { warningsAllowed } from './profile.ts';
import { Progress } from './progress.ts';
import { type DossierFindings, recordFindings } from './recorded-findings.ts';
import { exitStatus, hasTooMany, mergeChapters, shownFiles, writeReports } from './run.ts';
import { type ShardRecord, shardOf, shardRecord } from './shard.ts';
import { watch } from './watch.ts';
import { WorkerPool, workersFor } from './worker-pool.ts';

/** The file of `--cache` where nobody names one. */
const CACHE_NAME = '.dossier-cache.json';

/** Checks the dossiers at the paths, at least one, and writes the reports; with `--watch` again and again. Gives the exit status. */
export async function check(paths: readonly string[], options: CheckOptions, io: CliIo): Promise<number> {
  refuseConflicts(paths, options, io);
  const session = new Session(io, options, settingsAnchor(paths[0]!, io, options.stdinFilename));
  const cache = options.cache
    ? new EvidenceCache(options.cache === true ? CACHE_NAME : options.cache, session)
    : undefined;
  if (cache) session.useCache(cache);
  const round = async () => {
    const status = await checkOnce(paths, { options, session, cache });
    if (cache) cache.save();
    return status;
  };
  return options.watch ? watch(paths, session, round) : round();
}

/** What all rounds of a check share; with `--watch` there are several. */
interface CheckSession {
  readonly options: CheckOptions;
  readonly session: Session;
  readonly cache: EvidenceCache | undefined;
}

async function checkOnce(paths: readonly string[], checkSession: CheckSession): Promise<number> {
  const { options, session } = checkSession;
  const { changed } = options;
  const since = changed === undefined ? undefined : changedFiles(session.io, changed === true ? undefined : changed);
  const { files: all, ignored } = await dossiersAt(paths, session, options.stdinFilename);
  const isPartial = reportIgnored(ignored, options, session);
  const executor = executorFor(all, paths, checkSession);
  try {
    return await runRound({ all, since, executor, isPartial }, checkSession);
  } finally {
    executor.end();
  }
}

interface CheckRound {
  readonly all: readonly string[];
  /** What changed, where only that is wanted. */
  readonly since: ChangedFiles | undefined;
  readonly executor: Executor;
  /** True where the settings pass dossiers over that are about to be handed in. */
  readonly isPartial: boolean;
}

async function runRound(
  { all, since, executor, isPartial }: CheckRound,
  { options, session }: CheckSession,
): Promise<number> {
  const { shard, fix, fixDryRun } = options;
  const progress = new Progress(session, all.length * 2);
  await executor.load(all, (done) => progress.show(done));
  const wanted = since ? all.filter((file) => executor.dependsOn(file, since)) : all;
  const files = shard ? shardOf(wanted, shard) : wanted;
  const fixedFiles = fix || fixDryRun ? await applyFixes(files, session) : [];
  const unwritten = fix ? writeFixedFiles(fixedFiles, session) : [];
  const { found, details, undecided } = await executor.analyze(files, (done) => progress.show(all.length + done));
  progress.end();
  const checked = applyBaseline(mergeChapters(found.flatMap((f) => f.files)), options, session);
  const idle = all.length && !files.length ? nothingCheckedText(all.length, options) : undefined;
  const shardOfRun = () => shardRecordOf(withoutBaseline(found, checked), { all, executor, details }, options, session);
  const run = runOf(checked, {
    options,
    session,
    details,
    idle,
    isIncomplete: isPartial || unwritten.length > 0,
    shard: shard && shardOfRun(),
  });
  if (fixDryRun) printDiff(fixedFiles.map((file) => diffOf(file, session)).join(''), session);
  const status = writeReports(options.format ?? (fixDryRun ? [] : [{ format: 'text' }]), run, session);
  reportFixes(fixedFiles, unwritten, options, session);
  if (options.profile === 'submit') for (const file of files) reportUndecided(file, undecided(file), session);
  return status;
}

/** To a program the bytes as they are, so that it can be applied. */
function printDiff(diff: string, session: Session): void {
  if (session.io.stdout.isTTY) session.print(diff);
  else session.printRaw(diff);
}

interface RunInput {
  readonly options: CheckOptions;
  readonly session: Session;
  readonly details: FindingDetails;
  /** Why nothing was checked, where that is no fault. */
  readonly idle: LocalizedText | undefined;
  /** True where dossiers were passed over that should not be, or a fixed file could not be written. */
  readonly isIncomplete: boolean;
  readonly shard: ShardRecord | undefined;
}

/** What the reports are made of. */
function runOf(checked: readonly CheckedFile[], input: RunInput): CheckRun {
  const { options, session, details, idle, isIncomplete, shard } = input;
  const maxWarnings = options.maxWarnings ?? warningsAllowed(options.profile);
  const status = idle ? EXIT.ok : exitStatus(checked, maxWarnings);
  return {
    ...shownFiles(checked, options, session.io),
    nothingChecked: idle,
    locale: session.locale,
    status: isIncomplete ? EXIT.incomplete : status,
    warningsFail: hasTooMany(checked, maxWarnings),
    details,
    shard,
  };
}

interface ShardSource {
  readonly all: readonly string[];
  readonly executor: Executor;
  readonly details: FindingDetails;
}

/** What this part hands on to `dossier merge`. */
function shardRecordOf(
  found: readonly DossierFindings[],
  { all, executor, details }: ShardSource,
  { shard, profile }: CheckOptions,
  session: Session,
): ShardRecord {
  const named = (file: string) => [session.display(file), executor.digestOf(file)] as const;
  const recorded = recordFindings(found, details, session.io);
  return shardRecord({ share: shard!, profile, all: all.map(named), recorded });
}

/** What was found, without the findings of a baseline. */
function withoutBaseline(
  found: readonly DossierFindings[],
  checked: readonly CheckedFile[],
): readonly DossierFindings[] {
  const left = new Set(checked.flatMap((c) => c.findings));
  const rest = (c: CheckedFile) => ({ ...c, findings: c.findings.filter((f) => left.has(f)) });
  return found.map(({ index, files }) => ({ index, files: files.map(rest) }));
}

/** Several processes for many dossiers; this one alone for standard input, for fixes and for `--watch`. */
function executorFor(
  all: readonly string[],
  paths: readonly string[],
  { options, session, cache }: CheckSession,
): Executor {
  const { config, notices, lang, today, profile, jobs } = options;
  const isOurs = options.fix || options.fixDryRun || options.watch || paths.includes(STDIN);
  const count = isOurs ? 1 : workersFor(all.length, jobs);
  if (count <= 1) return new InProcessExecutor(session, { profile, today });
  const task = {
    options: {
      ...(config === undefined ? {} : { config }),
      ...(notices ? { notices } : {}),
      ...(lang ? { lang } : {}),
      ...(today ? { today } : {}),
    },
    near: settingsAnchor(paths[0]!, session.io),
    profile,
    reportsDependencies: options.changed !== undefined,
    reportsUndecided: profile === 'submit',
  };
  return new WorkerPool(session, { count, task, cache });
}
