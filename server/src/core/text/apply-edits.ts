/** Makes edits in a text. */
import type { Edit } from '../model/edit.ts';

/** The text with edits made that are in order and touch nowhere. */
export function applied(text: string, edits: readonly Edit[]): string {
  let [result, from] = ['', 0];
  for (const { span, text: more } of edits) {
    result += text.slice(from, span.start) + more;
    from = span.end;
  }
  return result + text.slice(from);
}
