/** The rules that the analysis decides itself. Every other rule names a check. */

/** Their ids: syntax, form, waivers and faults. */
export const ANALYSIS_RULES: ReadonlySet<string> = new Set([
  'yaml-syntax',
  'unknown-notice',
  'unknown-field',
  'duplicate-field',
  'missing-field',
  'empty-field',
  'wrong-type',
  'not-in-list',
  'out-of-range',
  'bad-format',
  'text-length',
  'full-width-punctuation',
  'invisible-character',
  'wrong-encoding',
  'comment-in-value',
  'lost-number',
  'direction-field',
  'internal-fault',
  'waiver-refused',
  'unused-waiver',
]);
