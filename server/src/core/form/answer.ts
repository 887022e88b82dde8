/** What a dossier says at a place of the form, and what the form finds wrong with it. */

import type { FixSpec } from '../model/finding.ts';
import type { Field, Slot } from '../model/form-schema.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { FieldPath } from '../model/path.ts';
import type { RepairedText } from '../yaml/repaired-text.ts';
import type { YamlTree } from '../yaml/tree.ts';

/** What a dossier says at a place of the form. */
export interface Answer {
  readonly slot: Slot | Field;
  readonly path: FieldPath;
  /** `bad` is given but cannot be read; rules are silent about it, since the form has spoken. */
  readonly state: 'absent' | 'blank' | 'bad' | 'ok';
  readonly value?: string | number;
  readonly children?: ReadonlyMap<string, Answer>;
  readonly items?: readonly Answer[];
  readonly tree?: YamlTree | undefined;
  /** Of a chapter that is kept in its own file: that file, as the dossier writes it. Its text is the value. */
  readonly file?: string;
  /** Of such a chapter with invisible characters: its text without them, which is the value, and the way back to the file. */
  readonly visible?: RepairedText;
}

/** What the form itself finds wrong. */
export interface FormProblem {
  readonly rule: string;
  readonly path: FieldPath;
  readonly part?: 'key' | 'value';
  readonly message: LocalizedText;
  /** A stretch of the answer's value, in UTF-16 units. */
  readonly within?: readonly [number, number];
  readonly fixSpecs?: readonly FixSpec[];
}

/** True where the form asks for the field under this direction. */
export function isRequired(field: Field, direction: string | undefined): boolean {
  if (field.required) return true;
  if (!direction) return false;
  return field.requiredFor?.includes(direction) || field.onlyFor?.includes(direction) || false;
}

/** True where the form lets the field stand under this direction. */
export function isAllowed(field: Field, direction: string | undefined): boolean {
  return !field.onlyFor || !direction || field.onlyFor.includes(direction);
}
