/** A text as it must stand in YAML: in quotes where it would otherwise be read as something else. */
export function asScalar(text: string): string {
  if (/[\x00-\x1f\x7f]/.test(text)) return JSON.stringify(text);
  const plain =
    !/^[\s"'[\]{}#&*!|>%@`?:-]|[,[\]{}]|: |:$| #|\s$/.test(text) &&
    !/^(?:true|false|null|~|[\d.+-]+(?:e\d+)?)?$/i.test(text);
  return plain ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
