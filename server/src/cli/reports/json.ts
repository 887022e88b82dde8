import type { Finding } from '../../core/model/finding.ts';
import { fieldOf } from '../../core/model/finding.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import { jsonText } from '../../core/text/json-text.ts';
import { LineIndex } from '../../core/text/lines.ts';
import { programVersion } from '../../host/load-packs.ts';
import type { CheckRun } from './report.ts';

/** The JSON report of the contract, §5: zero-based lines and UTF-16 columns, as in LSP. */
export function jsonReport({ files, counts, locale, shard }: CheckRun): string {
  const report = {
    version: 1,
    tool: { name: 'dossier', version: programVersion() },
    files: files.map((file) => {
      const lines = new LineIndex(file.text);
      return { path: file.path, findings: file.findings.map((f) => findingJson(f, lines, locale)) };
    }),
    summary: {
      files: files.filter((f) => !f.isChapter).length,
      errors: counts.error,
      warnings: counts.warning,
      infos: counts.info,
    },
    ...(shard ? { shard } : {}),
  };
  return jsonText(report);
}

function findingJson(finding: Finding, lines: LineIndex, locale: Locale) {
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message[locale],
    clause: finding.clause,
    field: fieldOf(finding),
    range: { start: lines.position(finding.span.start), end: lines.position(finding.span.end) },
    waived: finding.waived,
    fixable: finding.fixSpecs.length > 0,
  };
}
