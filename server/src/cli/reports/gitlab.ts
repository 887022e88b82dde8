import type { Finding } from '../../core/model/finding.ts';
import { type Run, ruler } from './report.ts';
import { fromRoot } from './repository-path.ts';

/** GitLab's code quality report: one list of all findings; paths count from the root of the repository. */
export function gitlabReport({ files, locale, fingerprint }: Run): string {
  const issues = files.flatMap((file) => {
    const at = ruler(file.text, 'characters');
    const path = fromRoot(file.path, process.env.CI_PROJECT_DIR);
    return file.findings.map((finding) => ({
      description: finding.message[locale],
      check_name: finding.rule,
      fingerprint: fingerprint(finding),
      severity: severityOf(finding),
      location: { path, lines: { begin: at(finding.span.start).line, end: at(finding.span.end).line } },
    }));
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}

function severityOf({ rule, severity }: Finding): string {
  if (rule === 'internal-fault') return 'blocker';
  return { error: 'major', warning: 'minor', info: 'info' }[severity];
}
