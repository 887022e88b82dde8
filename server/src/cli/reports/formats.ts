/** The formats of `dossier check`, and where each report goes. */
import { basename } from 'node:path';
import { CONFIG_NAME, isDossier } from '../../host/file-names.ts';
import { type CliIo, resolvePath } from '../common/cli-io.ts';
import { UsageError } from '../common/usage.ts';
import { checkstyleReport } from './checkstyle.ts';
import { githubReport } from './github.ts';
import { gitlabReport } from './gitlab.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { rdjsonReport } from './rdjson.ts';
import type { Report } from './report.ts';
import { sarifReport } from './sarif.ts';
import { textReport } from './text.ts';

const REPORTS = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  junit: junitReport,
  github: githubReport,
  gitlab: gitlabReport,
  checkstyle: checkstyleReport,
  rdjson: rdjsonReport,
  markdown: markdownReport,
} satisfies Record<string, Report>;

/** The name of a format. */
export type Format = keyof typeof REPORTS;

/** All formats, in the order in which help lists them. */
export const FORMATS = Object.keys(REPORTS) as readonly Format[];

/** A report that is wanted; without a file it goes to standard output. */
export interface ReportTarget {
  readonly format: Format;
  readonly file?: string;
}

/** The report of a format. */
export function reportIn(format: Format): Report {
  return REPORTS[format];
}

/** Reads `sarif` or `sarif=out/report.sarif`; undefined where it is neither. */
export function parseReportTarget(text: string): ReportTarget | undefined {
  const [, name = text, file] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const format = FORMATS.find((f) => f === name);
  if (!format || file === '') return undefined;
  return file === undefined ? { format } : { format, file };
}

/** Throws a {@link UsageError} for two reports to one place, or one over a dossier or its settings; before anything is checked. */
export function refuseConflictingTargets(targets: readonly ReportTarget[], io: Pick<CliIo, 'cwd'>): void {
  const open = targets.filter((t) => t.file === undefined);
  if (open.length > 1) {
    const [first, second] = [open[0]!.format, open[1]!.format];
    throw new UsageError({
      zh: `标准输出只放得下一份报告，${first} 和 ${second} 有一份要写进文件：--format ${second}=FILE`,
      en: `standard output takes one report, not both ${first} and ${second}: write one to a file, --format ${second}=FILE`,
    });
  }
  const files = targets.flatMap((t) => t.file ?? []);
  const twice = files.find((file, i) => files.findIndex((f) => resolvePath(io, f) === resolvePath(io, file)) < i);
  if (twice !== undefined)
    throw new UsageError({
      zh: `两份报告不能写进同一个文件 ${twice}`,
      en: `two reports cannot go to one file, ${twice}`,
    });
  const own = files.find((file) => isDossier(file) || basename(file) === CONFIG_NAME);
  if (own !== undefined)
    throw new UsageError({ zh: `报告不能覆盖 ${own}`, en: `a report must not take the place of ${own}` });
}
