/** From what was found to reports and an exit status, for a check and for the parts of one put together. */
import type { Finding, Severity } from '../../core/model/finding.ts';
import { saveReport } from '../../host/save-files.ts';
import { errorText } from '../../host/system-errors.ts';
import type { CheckedFile } from '../common/checked-file.ts';
import { type CliIo, hasColor } from '../common/cli-io.ts';
import type { CommandOutput } from '../common/command-output.ts';
import { EXIT } from '../common/usage.ts';
import { type ReportTarget, reportIn } from '../reports/formats.ts';
import { type CheckRun, countFindings } from '../reports/report.ts';
import { findingFingerprints } from './fingerprint.ts';

/** Makes one file of a chapter that several dossiers name; chapters without a finding are left out. */
export function mergeChapters(checked: readonly CheckedFile[]): readonly CheckedFile[] {
  const byPath = new Map<string, CheckedFile>();
  for (const c of checked) {
    const before = byPath.get(c.path);
    const findings = before ? [...before.findings, ...c.findings] : c.findings;
    byPath.set(c.path, {
      ...c,
      text: before?.text || c.text,
      findings,
      complete: c.complete && before?.complete !== false,
    });
  }
  return [...byPath.values()].filter((c) => !c.isChapter || c.findings.length);
}

/** The contract's exit status, the same for every format. */
export function exitStatus(checked: readonly CheckedFile[], maxWarnings: number): number {
  if (!checked.length || checked.some((c) => !c.complete)) return EXIT.incomplete;
  const hasError = checked.some((c) => c.findings.some((f) => f.severity === 'error'));
  return hasError || hasTooMany(checked, maxWarnings) ? EXIT.findings : EXIT.ok;
}

/** True where there are more warnings than allowed. */
export function hasTooMany(checked: readonly CheckedFile[], maxWarnings: number): boolean {
  return checked.flatMap((c) => c.findings).filter((f) => f.severity === 'warning').length > maxWarnings;
}

const SEVERITY_RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Flags of a command that writes reports. */
export interface ReportOptions extends ShownOptions {
  /** Text to standard output where none is named. */
  readonly format?: readonly ReportTarget[];
  /** More warnings than this are a failure; as many as the profile allows where nobody says. */
  readonly maxWarnings?: number;
}

/** What of the findings is shown, and how. */
export interface ShownOptions {
  /** Only errors, whatever `severity` says. */
  readonly quiet?: boolean;
  /** The least severity shown. */
  readonly severity: Severity;
  /** False with `--no-color`. */
  readonly color: boolean;
}

/** The part of a {@link CheckRun} that is made of what was found and the flags alone. */
export function shownFiles(
  checked: readonly CheckedFile[],
  options: ShownOptions,
  io: CliIo,
): Pick<CheckRun, 'files' | 'counts' | 'color' | 'fingerprint' | 'io'> {
  const least = options.quiet ? 'error' : options.severity;
  const isShown = ({ severity }: Finding) => SEVERITY_RANKS[severity] <= SEVERITY_RANKS[least];
  let names: ReadonlyMap<Finding, string> | undefined;
  return {
    files: checked.map((c) => ({ ...c, findings: c.findings.filter(isShown) })),
    counts: countFindings(checked),
    io,
    color: hasColor(io, options.color),
    fingerprint: (finding) => {
      // Of all findings, also those not shown: a fingerprint does not depend on the flags.
      names ??= findingFingerprints(checked);
      return names.get(finding)!;
    },
  };
}

/** Writes all reports, and gives the exit status: that of the run, or 3 where a report could not be written. */
export function writeReports(targets: readonly ReportTarget[], run: CheckRun, session: CommandOutput): number {
  let { status } = run;
  for (const { format, file } of targets) {
    if (file === undefined) continue;
    try {
      saveReport(session.resolve(file), reportIn(format)({ ...run, color: false }));
    } catch (error) {
      const { zh, en } = errorText(error);
      session.report({ zh: `报告 ${file} 没有写入：${zh}`, en: `the report ${file} was not written: ${en}` });
      status = EXIT.incomplete;
    }
  }
  const open = targets.find((t) => t.file === undefined);
  if (open) session.printRaw(reportIn(open.format)(run));
  return status;
}
