/** JSON that is safe to show. */

/** What JSON may hold as it is, though terminals or other readers of a log take it for a command or for the end of a line. */
const UNSAFE = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A value as indented JSON with a line end; control characters are escaped, which reads the same. */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  return `${json.replace(UNSAFE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
