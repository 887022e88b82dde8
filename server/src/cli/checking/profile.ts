/** How strict a check is, by how far the work on a dossier is. */
import type { Finding, Severity } from '../../core/model/finding.ts';
import type { RuleData } from '../../core/model/rule-schema.ts';

/**
 * `draft`: what is merely not written yet is a hint. `review`: as the notice has it. `submit`: what was left blank or as a
 * placeholder is an error, and a warning that nobody waived fails.
 */
export const PROFILES = ['draft', 'review', 'submit'] as const;

/** How strict a check is; see {@link PROFILES}. */
export type Profile = (typeof PROFILES)[number];

/** Rules of the form that fire where nothing is written yet, and the kind of demand that asks for papers. */
const UNWRITTEN: ReadonlySet<string> = new Set(['missing-field', 'empty-field', 'placeholder']);
const UNWRITTEN_CHECKS: ReadonlySet<string> = new Set(['material-present']);

/** What must not stand in what is handed in, however mild it is before. */
const LEFT_OVER: ReadonlySet<string> = new Set(['empty-field', 'placeholder']);

/** The severity of a finding under a profile. What a waiver lifted stays lifted, and what the settings made a hint stays one. */
export function severityUnder(profile: Profile, finding: Finding, rule: RuleData | undefined): Severity {
  if (profile === 'submit' && finding.relaxed) return 'error';
  if (finding.waived || finding.severity === 'info') return finding.severity;
  const isUnwritten = UNWRITTEN.has(finding.rule) || UNWRITTEN_CHECKS.has(rule?.check ?? '');
  if (profile === 'draft' && isUnwritten) return 'info';
  if (profile === 'submit' && LEFT_OVER.has(finding.rule)) return 'error';
  return finding.severity;
}

/** How many warnings a profile lets pass where nobody says. */
export function warningsAllowed(profile: Profile): number {
  return profile === 'submit' ? 0 : Number.POSITIVE_INFINITY;
}
