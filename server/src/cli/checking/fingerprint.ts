/** Names for findings that stay the same while lines move about them: for readers who compare one run with the next. */

import type { Finding } from '../../core/model/finding.ts';
import { fieldOf } from '../../core/model/finding.ts';
import { digestOfJson } from '../../core/text/sha256.ts';
import type { CheckedFile } from '../common/checked-file.ts';

/**
 * A finding is known by its file, rule and field and by the words that it marks, by its line where it has no field; positions of list items, which an item put before
 * them would change, are left out, as is the message, which may count lines. Those that are alike in all this are numbered.
 */
export function findingFingerprints(files: readonly CheckedFile[]): ReadonlyMap<Finding, string> {
  const seen = new Map<string, number>();
  const names = new Map<Finding, string>();
  for (const file of files) {
    for (const finding of file.findings) {
      const key = digestOfJson([file.path, finding.rule, field(finding), markedText(file.text, finding)]);
      const n = (seen.get(key) ?? 0) + 1;
      seen.set(key, n);
      names.set(finding, `${key}:${n}`);
    }
  }
  return names;
}

function field(finding: Finding): string {
  return fieldOf(finding)?.replace(/\[\d+\]/g, '[]') ?? '';
}

function markedText(text: string, { path, span }: Finding): string {
  const start = path ? span.start : text.lastIndexOf('\n', span.start - 1) + 1;
  const rest = path ? 0 : text.slice(span.end).search(/[\r\n]|$/);
  return text
    .slice(start, span.end + rest)
    .replace(/\s+/g, ' ')
    .trim();
}
