/** From what was found to reports and an exit status, for a check and for the parts of one put together. */
import type { Finding, Severity } from '../../core/model/finding.ts';
import { reasonOf } from '../../core/text/error-message.ts';
import { saveReport } from '../../host/save-files.ts';
import type { Checked } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';
import { reportIn, type Target } from '../reports/formats.ts';
import type { Run } from '../reports/report.ts';
import { fingerprints } from './fingerprint.ts';

/** A chapter that two dossiers name is one file of the report. */
export function merged(checked: readonly Checked[]): readonly Checked[] {
  const byPath = new Map<string, Checked>();
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
  // A chapter is told of where something is wrong in it.
  return [...byPath.values()].filter((c) => !c.isChapter || c.findings.length);
}

/** The contract's exit status, the same for every format. */
export function statusOf(checked: readonly Checked[], maxWarnings: number): number {
  if (!checked.length || checked.some((c) => !c.complete)) return EXIT.incomplete;
  const hasError = checked.some((c) => c.findings.some((f) => f.severity === 'error'));
  return hasError || hasTooMany(checked, maxWarnings) ? EXIT.findings : EXIT.ok;
}

export function hasTooMany(checked: readonly Checked[], maxWarnings: number): boolean {
  return checked.flatMap((c) => c.findings).filter((f) => f.severity === 'warning').length > maxWarnings;
}

const SEVERITY_RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** What all runs make of their files in the same way: what is shown, and how each finding is called. */
export function runOf(
  checked: readonly Checked[],
  options: { readonly quiet?: boolean; readonly severity: Severity; readonly color: boolean },
): Pick<Run, 'files' | 'color' | 'fingerprint'> {
  const least = options.quiet ? 'error' : options.severity;
  const isShown = ({ severity }: Finding) => SEVERITY_RANKS[severity] <= SEVERITY_RANKS[least];
  let names: ReadonlyMap<Finding, string> | undefined;
  return {
    files: checked.map((c) => ({ ...c, findings: c.findings.filter(isShown) })),
    color: useColor(options),
    fingerprint: (finding) => {
      // What is not shown counts too: a finding keeps its name whatever is asked for.
      names ??= fingerprints(checked);
      return names.get(finding)!;
    },
  };
}

/** Writes all reports, and gives the exit status: a report that could not be written is not everything. */
export function report(targets: readonly Target[], run: Run): number {
  let { status } = run;
  for (const { format, file } of targets) {
    if (file === undefined) continue;
    try {
      saveReport(file, reportIn(format)({ ...run, color: false }));
    } catch (error) {
      const why = reasonOf(error);
      process.stderr.write(`dossier: the report ${file} was not written: ${why}\n`);
      status = EXIT.incomplete;
    }
  }
  const open = targets.find((t) => t.file === undefined);
  if (open) process.stdout.write(reportIn(open.format)(run));
  return status;
}

function useColor(options: { readonly color: boolean }): boolean {
  if (!options.color || process.env.NO_COLOR) return false;
  return process.stdout.isTTY === true || Boolean(process.env.FORCE_COLOR);
}
