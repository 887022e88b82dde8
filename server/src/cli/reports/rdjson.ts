/** Reviewdog's diagnostics; its columns count bytes of UTF-8. */

import type { Span } from '../../core/model/edit.ts';
import type { Finding, Severity } from '../../core/model/finding.ts';
import { type Checked, shown } from '../common/session.ts';
import { type Run, ruler } from './report.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'WARNING', info: 'INFO' };

export function rdjsonReport(run: Run): string {
  const report = {
    source: { name: 'dossier' },
    diagnostics: run.files.flatMap((file) => file.findings.map((finding) => diagnostic(finding, file, run))),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function diagnostic(finding: Finding, file: Checked, { locale, session }: Run) {
  const related = finding.related.flatMap((end) => {
    const place = session.end(finding, end);
    return place
      ? [
          {
            message: end.message[locale],
            location: { path: shown(place.path), range: rangeIn(place.text, place.span) },
          },
        ]
      : [];
  });
  const suggestions = suggestionsFor(finding, file, session);
  return {
    message: finding.message[locale],
    location: { path: file.path, range: rangeIn(file.text, finding.span) },
    severity: SEVERITIES[finding.severity],
    code: { value: finding.rule },
    ...(suggestions.length ? { suggestions } : {}),
    ...(related.length ? { related_locations: related } : {}),
  };
}

/** A suggestion is one replacement beside its finding: a fix of several, or elsewhere, cannot be one. */
function suggestionsFor(finding: Finding, file: Checked, session: Run['session']) {
  return session.safeFixes(finding).flatMap(({ path, text, fix }) => {
    const [edit, ...more] = fix.edits;
    return edit && !more.length && shown(path) === file.path
      ? [{ range: rangeIn(text, edit.span), text: edit.text }]
      : [];
  });
}

function rangeIn(text: string, { start, end }: Span) {
  const at = ruler(text, 'bytes');
  return { start: at(start), end: at(end) };
}
