/** Writes texts as YAML scalars. */

/** Text that YAML reads as something else when it stands plain: structure, a comment, blanks that are lost. */
const STRUCTURE = /^[\s"'[\]{}#&*!|>%@`?:-]|[,[\]{}]|: |:$| #|\s$/;

/** Text that YAML reads as null, yes or no, or a number in any notation. */
const NO_TEXT = /^(?:true|false|null|~|[\d.+-]+(?:e[+-]?\d+)?|0x[\da-f]+|0o[0-7]+|[+-]?\.(?:inf|nan))?$/i;

/**
 * A text as it must be written in YAML, in a block as well as between brackets: in double quotes where it would otherwise be read as something else
 * than this text.
 *
 * `stringify` of `yaml` is not used: it decides for the one place that it writes to (in a block it leaves `甲, 乙` plain, which cuts it in two between
 * brackets), it breaks long texts over lines, and it takes single quotes for a text with double ones. A fix does not always know where its text goes.
 *
 * @example quoteScalar('甲: 乙') // '"甲: 乙"'
 */
export function quoteScalar(text: string): string {
  if (/[\x00-\x1f\x7f]/.test(text)) return JSON.stringify(text);
  return STRUCTURE.test(text) || NO_TEXT.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
}

/**
 * True of a text that keeps its characters when it is written plain, in a block as well as between brackets: `600` and `2023-06-15` do,
 * `053151782669` and `甲: 乙` do not.
 */
export function isPlainText(text: string): boolean {
  if (STRUCTURE.test(text)) return false;
  return !NO_TEXT.test(text) || String(Number(text)) === text || /^\d{4}-\d{2}(?:-\d{2})?$/.test(text);
}
