/** What can be written next in a file of a notice pack: keys with their meaning, kinds of check, ids of clauses, field paths, choices. */

import type { Span } from '../../model/edit.ts';
import { cursorContextAt } from '../completion/cursor-context.ts';
import type { PackDocument } from './pack-document.ts';

/** One item of the list. */
export interface PackSuggestion {
  readonly label: string;
  readonly kind: 'key' | 'value';
  /** What it means, in Markdown; empty where nothing is known. */
  readonly documentation: string;
  readonly insert: string;
  /** What it replaces, on one line, in UTF-16 offsets. */
  readonly span: Span;
  /** True of a key without which the pack does not hold. */
  readonly isRequired: boolean;
}

/** The items at an offset; none inside texts and comments. */
export function packCompletion(document: PackDocument, offset: number): readonly PackSuggestion[] {
  const cursor = cursorContextAt(document.source, offset, new Map());
  if (!cursor) return [];
  const { slot, path, span, hasColon, siblings } = cursor;
  const values = () =>
    [...new Set(document.valuesAt(path))]
      .filter((value) => !siblings.includes(value))
      .map(
        (label): PackSuggestion => ({
          label,
          kind: 'value',
          documentation: '',
          insert: label,
          span,
          isRequired: false,
        }),
      );
  if (slot === 'value') return values();
  const keys = document
    .keysAt(path)
    .filter(({ key }, i, all) => !siblings.includes(key) && all.findIndex((k) => k.key === key) === i);
  if (!keys.length) return values();
  return keys.map(({ key, description = '', isRequired }) => {
    return {
      label: key,
      kind: 'key',
      documentation: description,
      insert: hasColon ? key : `${key}: `,
      span,
      isRequired,
    };
  });
}
