/** Makes edits in a text. */
import type { Edit } from '../model/edit.ts';

/** The text with all edits made. They must be sorted by place and must not overlap; places are those before any edit. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let [result, from] = ['', 0];
  for (const { span, text: more } of edits) {
    result += text.slice(from, span.start) + more;
    from = span.end;
  }
  return result + text.slice(from);
}
