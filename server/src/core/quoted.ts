/** A text as it must stand in YAML to be read as that text. */
export function asScalar(text: string): string {
  const plain =
    !/^[\s"'[\]{}#&*!|>%@`-]|[,[\]{}]|: |:$| #|\s$|[\r\n]/.test(text) &&
    !/^(?:true|false|null|~|[\d.+-]+(?:e\d+)?)?$/i.test(text);
  return plain ? text : `"${text.replace(/["\\]/g, '\\$&').replace(/\r?\n/g, '\\n')}"`;
}
