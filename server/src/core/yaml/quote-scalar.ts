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
  const plain =
    !/^[\s"'[\]{}#&*!|>%@`?:-]|[,[\]{}]|: |:$| #|\s$/.test(text) &&
    !/^(?:true|false|null|~|[\d.+-]+(?:e\d+)?)?$/i.test(text);
  return plain ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
