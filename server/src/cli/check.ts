/** `dossier check`: lints files and folders, each dossier also against the others. */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Finding, Severity } from '../core/finding.ts';
import { saveReport } from '../save.ts';
import { decode, findDossiers } from '../world.ts';
import { fingerprints } from './fingerprint.ts';
import { refuseClashes, reportIn, type Target } from './formats.ts';
import type { Run } from './report.ts';
import { type Checked, type CommonOptions, Session } from './session.ts';
import { EXIT } from './usage.ts';

export interface CheckOptions extends CommonOptions {
  /** Text to standard output where none is named. */
  readonly format?: readonly Target[];
  readonly severity: Severity;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly maxWarnings?: number;
  readonly stdinFilename?: string;
}

const RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

export async function check(paths: readonly string[], options: CheckOptions): Promise<number> {
  const targets = options.format ?? [{ format: 'text' }];
  refuseClashes(targets);
  const session = new Session(options, nearOf(paths[0]));
  const files = new Map<string, string>();
  for (const path of paths) for (const file of await filesAt(path, session, options)) files.set(resolve(file), file);
  await session.look();
  const checked = merged([...files.values()].flatMap((file) => session.checked(file)));
  const least = options.quiet ? 'error' : options.severity;
  let names: ReadonlyMap<Finding, string> | undefined;
  const run: Run = {
    files: checked.map((c) => ({ ...c, findings: c.findings.filter((f) => RANKS[f.severity] <= RANKS[least]) })),
    locale: session.locale,
    status: status(checked, options.maxWarnings),
    warningsFail: hasTooMany(checked, options.maxWarnings),
    color: useColor(options),
    session,
    fingerprint: (finding) => {
      // What is not shown counts too: a finding keeps its name whatever is asked for.
      names ??= fingerprints(checked);
      return names.get(finding)!;
    },
  };
  return report(targets, run);
}

/** Writes all reports, and gives the exit status: a report that could not be written is not everything. */
function report(targets: readonly Target[], run: Run): number {
  let { status } = run;
  for (const { format, file } of targets) {
    if (file === undefined) continue;
    try {
      saveReport(file, reportIn(format)({ ...run, color: false }));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      process.stderr.write(`dossier: the report ${file} was not written: ${why}\n`);
      status = EXIT.incomplete;
    }
  }
  const open = targets.find((t) => t.file === undefined);
  if (open) process.stdout.write(reportIn(open.format)(run));
  return status;
}

/** Reads the dossiers at a path, and gives their names. */
async function filesAt(path: string, session: Session, options: CheckOptions): Promise<readonly string[]> {
  if (path === '-') {
    const name = options.stdinFilename ?? 'stdin.dossier.yaml';
    const read = decode(await buffer(process.stdin));
    if ('fault' in read) session.refuse(name, read.fault);
    else session.addText(name, read.text);
    return [name];
  }
  const stat = statSync(path, { throwIfNoEntry: false });
  const files = stat?.isDirectory() ? findDossiers(path).filter((file) => !session.isIgnored(file)) : [path];
  for (const file of files) session.add(file);
  return files;
}

/** A chapter that two dossiers name is one file of the report. */
function merged(checked: readonly Checked[]): readonly Checked[] {
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

/** A path in the folder whose settings hold. */
function nearOf(path: string | undefined): string | undefined {
  if (path === undefined || path === '-') return undefined;
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'x') : path;
}

/** The contract's exit status, the same for every format. */
function status(checked: readonly Checked[], maxWarnings: number | undefined): number {
  if (!checked.length || checked.some((c) => !c.complete)) return EXIT.incomplete;
  const hasError = checked.some((c) => c.findings.some((f) => f.severity === 'error'));
  return hasError || hasTooMany(checked, maxWarnings) ? EXIT.findings : EXIT.ok;
}

function hasTooMany(checked: readonly Checked[], maxWarnings = Number.POSITIVE_INFINITY): boolean {
  return checked.flatMap((c) => c.findings).filter((f) => f.severity === 'warning').length > maxWarnings;
}

function useColor(options: Pick<CheckOptions, 'color'>): boolean {
  if (!options.color || process.env.NO_COLOR) return false;
  return process.stdout.isTTY === true || Boolean(process.env.FORCE_COLOR);
}
