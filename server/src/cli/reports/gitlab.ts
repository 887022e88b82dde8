import type { Finding } from '../../core/model/finding.ts';
import { jsonText } from '../../core/text/json-text.ts';
import { type CheckRun, columnCounter } from './report.ts';
import { repositoryPath } from './repository-path.ts';

/** GitLab's code quality report: one list of all findings; paths count from the root of the repository. */
export function gitlabReport({ files, locale, fingerprint, io }: CheckRun): string {
  const columns = columnCounter('characters');
  const issues = files.flatMap((file) => {
    const lineAt = (offset: number) => columns(file.text, offset).line;
    const path = repositoryPath(file.path, io, io.env.CI_PROJECT_DIR);
    return file.findings.map((finding) => ({
      description: finding.message[locale],
      check_name: finding.rule,
      fingerprint: fingerprint(finding),
      severity: severityOf(finding),
      location: { path, lines: { begin: lineAt(finding.span.start), end: lineAt(finding.span.end) } },
    }));
  });
  return jsonText(issues);
}

function severityOf({ rule, severity }: Finding): string {
  if (rule === 'internal-fault') return 'blocker';
  return { error: 'major', warning: 'minor', info: 'info' }[severity];
}
