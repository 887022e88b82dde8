/** `dossier notice check`: what is wrong in notice packs, before a dossier rests on them. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { Finding } from '../../core/model/finding.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import { ownFiles, type PackProblem, PROBLEM_TITLES } from '../../core/packs/pack-files.ts';
import { LineIndex } from '../../core/text/lines.ts';
import { NOTICE_FILE, NOTICES_FOLDER, PACK_ENDING, PackLibrary } from '../../host/pack-library.ts';
import { readText } from '../../host/read-text.ts';
import { addCommonOptions, addReportOptions } from '../arguments/options.ts';
import type { CommandSetup } from '../arguments/registration.ts';
import { exitStatus, hasTooMany, type ReportOptions, shownFiles, writeReports } from '../checking/run.ts';
import type { CheckedFile } from '../common/checked-file.ts';
import type { CliIo } from '../common/cli-io.ts';
import { CommandOutput } from '../common/command-output.ts';
import type { FindingDetails } from '../common/finding-details.ts';
import type { CommonOptions } from '../common/session.ts';
import type { CheckRun } from '../reports/report.ts';

/** Flags of `dossier notice check`. */
export interface NoticeCheckOptions extends CommonOptions, ReportOptions {}

class Output extends CommandOutput {
  readonly locale: Locale;

  constructor(io: CliIo, locale: Locale) {
    super(io);
    this.locale = locale;
  }
}

/**
 * Checks the packs of folders: each path is a folder of packs, the folder of one pack, or a pack that is one file; `notices` in the working folder
 * where none is given. Gives the exit status of `check`.
 */
export function noticeCheck(paths: readonly string[], options: NoticeCheckOptions, io: CliIo): number {
  const output = new Output(io, options.lang ?? 'zh');
  io.onLocale?.(output.locale);
  const wanted = (paths.length ? paths : [NOTICES_FOLDER]).map((path) => output.resolve(path));
  const library = new PackLibrary([...new Set(wanted.map(folderOfPacks))]);
  const { readings, problems } = library.packsFor({ named: [] });
  const isWanted = (file: string) => wanted.some((path) => file === path || file.startsWith(join(path, '/')));
  const shown = readings.filter((r) => isWanted(r.files.notice.file));
  const unread = problems.map((p) => p.file).filter(isWanted);
  const files = [...new Set([...shown.flatMap((r) => ownFiles(r.files).map((f) => f.file)), ...unread])].sort();
  const checked = files.map((file) => checkedFile(file, problems, output));
  const maxWarnings = options.maxWarnings ?? Number.POSITIVE_INFINITY;
  const run: CheckRun = {
    ...shownFiles(checked, options, io),
    locale: output.locale,
    status: exitStatus(checked, maxWarnings),
    warningsFail: hasTooMany(checked, maxWarnings),
    details: NO_DETAILS,
    subject: 'packs',
  };
  return writeReports(options.format ?? [{ format: 'text' }], run, output);
}

/** Problems of packs have no fixes, waivers or rules of a pack. */
const NO_DETAILS: FindingDetails = {
  locateRelated: () => undefined,
  safeFixes: () => [],
  waivers: () => [],
  rule: () => undefined,
};

/** The folder of packs in which a path lies: a path may be that folder, a pack, or a file of one. */
function folderOfPacks(path: string): string {
  if (path.endsWith(PACK_ENDING)) return dirname(path);
  if (existsSync(join(path, NOTICE_FILE))) return dirname(path);
  return existsSync(path) && statSync(path).isFile() ? dirname(dirname(path)) : path;
}

function checkedFile(file: string, problems: readonly PackProblem[], output: CommandOutput): CheckedFile {
  const read = readText(file);
  const text = 'text' in read ? read.text : '';
  const lines = new LineIndex(text);
  const own = problems.filter((p) => p.file === file);
  const findings = own.map((p) => toFinding(p, lines));
  return { path: output.display(file), text, findings, complete: 'text' in read, isChapter: false };
}

function toFinding({ kind, message, from, to }: PackProblem, lines: LineIndex): Finding {
  const span = { start: lines.offset(from), end: lines.offset(to) };
  const base = { related: [], fixSpecs: [], waived: false, clause: null, path: null } as const;
  return { ...base, rule: kind, title: PROBLEM_TITLES[kind], severity: 'error', message, span };
}

/** Adds `dossier notice check`. */
export function registerNoticeCheck(notice: Command, { t, io, finish }: CommandSetup): void {
  const command = notice
    .command('check')
    .description(t('检查通知包本身', 'check notice packs themselves'))
    .argument(
      '[path...]',
      t('通知包或存放它们的文件夹（默认 notices）', 'packs or folders of them (default: notices)'),
    );
  addReportOptions(addCommonOptions(command, t), t).action((paths: string[], options: NoticeCheckOptions) =>
    finish(noticeCheck(paths, options, io)),
  );
}
