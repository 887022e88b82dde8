import type { Finding, Severity } from '../../core/model/finding.ts';
import { fieldOf } from '../../core/model/finding.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import { Lines } from '../../core/text/lines.ts';
import { version } from '../../host/load-packs.ts';
import type { Run } from './report.ts';

/** The contract's JSON: zero-based lines and UTF-16 columns, as in LSP. */
export function jsonReport({ files, locale, shard }: Run): string {
  const all = files.flatMap((f) => f.findings);
  const count = (severity: Severity) => all.filter((f) => f.severity === severity).length;
  const report = {
    version: 1,
    tool: { name: 'dossier', version: version() },
    files: files.map((file) => {
      const lines = new Lines(file.text);
      return { path: file.path, findings: file.findings.map((f) => findingJson(f, lines, locale)) };
    }),
    summary: {
      files: files.filter((f) => !f.isChapter).length,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
    },
    ...(shard ? { shard } : {}),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function findingJson(finding: Finding, lines: Lines, locale: Locale) {
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message[locale],
    clause: finding.clause,
    field: fieldOf(finding),
    range: { start: lines.position(finding.span.start), end: lines.position(finding.span.end) },
    waived: finding.waived,
    fixable: finding.mends.length > 0,
  };
}
