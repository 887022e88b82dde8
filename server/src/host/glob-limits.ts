/** Which patterns for file names are matched at all. */

/** So many `*` in one name between two slashes; with one more, a name of 250 letters takes seconds. */
const MAX_STARS = 3;

/** So many `**` in a pattern. */
const MAX_GLOBSTARS = 6;

/** So many braces in a pattern; each doubles the patterns to match, or more. */
const MAX_BRACES = 3;

/** The longest pattern, in characters. */
const MAX_LENGTH = 500;

/**
 * True of a pattern whose matching could take very long: the libraries make regular expressions of patterns, which try all ways to divide a
 * name among several `*`. `*公司*申报*` is fine, `*a*a*a*b` is not.
 */
export function isCostlyPattern(pattern: string): boolean {
  const steps = pattern.split('/');
  const isCostly = steps.some((step) => step !== '**' && (step.match(/\*/g)?.length ?? 0) > MAX_STARS);
  const globstars = steps.filter((step) => step.includes('**')).length;
  // A group that is repeated, as `+(a|aa)` or `*(a)`.
  const isRepeated = /[+*]\(/.test(pattern);
  const braces = pattern.match(/\{/g)?.length ?? 0;
  return isCostly || isRepeated || globstars > MAX_GLOBSTARS || braces > MAX_BRACES || pattern.length > MAX_LENGTH;
}
