/** `dossier check`: lints files and folders. */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Severity } from '../core/finding.ts';
import { decode, findDossiers } from '../world.ts';
import { jsonReport } from './report-json.ts';
import { textReport } from './report-text.ts';
import { type Checked, type CommonOptions, Session } from './session.ts';
import { EXIT } from './usage.ts';

export interface CheckOptions extends CommonOptions {
  readonly format: 'text' | 'json';
  readonly severity: Severity;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly maxWarnings?: number;
  readonly stdinFilename?: string;
}

const RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

export async function check(paths: readonly string[], options: CheckOptions): Promise<number> {
  const session = new Session(options, nearOf(paths[0]));
  const checked: Checked[] = [];
  const seen = new Set<string>();
  for (const path of paths) checked.push(...(await checkPath(path, session, options, seen)));
  const least = options.quiet ? 'error' : options.severity;
  const shown = checked.map((c) => ({ ...c, findings: c.findings.filter((f) => RANKS[f.severity] <= RANKS[least]) }));
  const report =
    options.format === 'json'
      ? jsonReport(shown, session.locale)
      : textReport(shown, session.locale, { color: useColor(options) });
  process.stdout.write(report);
  return status(checked, options.maxWarnings);
}

async function checkPath(
  path: string,
  session: Session,
  options: CheckOptions,
  seen: Set<string>,
): Promise<readonly Checked[]> {
  if (path === '-') {
    const name = options.stdinFilename ?? 'stdin.dossier.yaml';
    const read = decode(await buffer(process.stdin));
    return ['fault' in read ? session.unread(name, read.fault) : session.checkText(name, read.text)];
  }
  const stat = statSync(path, { throwIfNoEntry: false });
  const files = stat?.isDirectory() ? findDossiers(path).filter((file) => !session.isIgnored(file)) : [path];
  const fresh = files.filter((file) => !seen.has(resolve(file)));
  for (const file of fresh) seen.add(resolve(file));
  return fresh.map((file) => session.check(file));
}

/** A path in the folder whose settings hold. */
function nearOf(path: string | undefined): string | undefined {
  if (path === undefined || path === '-') return undefined;
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'x') : path;
}

/** The contract's exit status, the same for every format. */
function status(checked: readonly Checked[], maxWarnings: number | undefined): number {
  if (!checked.length || checked.some((c) => !c.complete)) return EXIT.incomplete;
  const all = checked.flatMap((c) => c.findings);
  if (all.some((f) => f.severity === 'error')) return EXIT.findings;
  const warnings = all.filter((f) => f.severity === 'warning').length;
  return maxWarnings !== undefined && warnings > maxWarnings ? EXIT.findings : EXIT.ok;
}

function useColor(options: CheckOptions): boolean {
  if (!options.color || process.env.NO_COLOR) return false;
  return process.stdout.isTTY === true || Boolean(process.env.FORCE_COLOR);
}
