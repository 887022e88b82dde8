/** Reviewdog's diagnostics; its columns count bytes of UTF-8. */

import type { Span } from '../../core/model/edit.ts';
import type { Finding, Severity } from '../../core/model/finding.ts';
import { jsonText } from '../../core/text/json-text.ts';
import type { CheckedFile } from '../common/checked-file.ts';
import { displayPath } from '../common/cli-io.ts';
import { type CheckRun, type ColumnCounter, columnCounter } from './report.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'WARNING', info: 'INFO' };

/** The report for reviewdog. */
export function rdjsonReport(run: CheckRun): string {
  const columns = columnCounter('bytes');
  const report = {
    source: { name: 'dossier' },
    diagnostics: run.files.flatMap((file) => file.findings.map((finding) => diagnostic(finding, file, run, columns))),
  };
  return jsonText(report);
}

function diagnostic(finding: Finding, file: CheckedFile, run: CheckRun, columns: ColumnCounter) {
  const { locale, details, io } = run;
  const related = finding.related.flatMap((end) => {
    const location = details.locateRelated(finding, end);
    return location
      ? [
          {
            message: end.message[locale],
            location: { path: displayPath(io, location.path), range: rangeIn(location.text, location.span, columns) },
          },
        ]
      : [];
  });
  const suggestions = suggestionsFor(finding, file, run, columns);
  return {
    message: finding.message[locale],
    location: { path: file.path, range: rangeIn(file.text, finding.span, columns) },
    severity: SEVERITIES[finding.severity],
    code: { value: finding.rule },
    ...(suggestions.length ? { suggestions } : {}),
    ...(related.length ? { related_locations: related } : {}),
  };
}

/** The fixes that are one replacement in the finding's own file: reviewdog takes no others. */
function suggestionsFor(finding: Finding, file: CheckedFile, { details, io }: CheckRun, columns: ColumnCounter) {
  return details.safeFixes(finding).flatMap(({ path, text, fix }) => {
    const [edit, ...more] = fix.edits;
    return edit && !more.length && displayPath(io, path) === file.path
      ? [{ range: rangeIn(text, edit.span, columns), text: edit.text }]
      : [];
  });
}

function rangeIn(text: string, { start, end }: Span, columns: ColumnCounter) {
  return { start: columns(text, start), end: columns(text, end) };
}
