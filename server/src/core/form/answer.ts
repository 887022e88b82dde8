/** What a dossier says at a place of the form, and what the form finds wrong with it. */

import type { Mend } from '../model/finding.ts';
import type { Field, Slot } from '../model/form-schema.ts';
import type { Text } from '../model/localized-text.ts';
import type { Path } from '../model/path.ts';
import type { Tree } from '../yaml/tree.ts';

/** What a dossier says at a place of the form. */
export interface Answer {
  readonly slot: Slot | Field;
  readonly path: Path;
  /** `bad` is given but cannot be read; rules are silent about it, since the form has spoken. */
  readonly state: 'absent' | 'blank' | 'bad' | 'ok';
  readonly value?: string | number;
  readonly children?: ReadonlyMap<string, Answer>;
  readonly items?: readonly Answer[];
  readonly tree?: Tree | undefined;
  /** Of a chapter that is kept in its own file: that file, as the dossier writes it. Its text is the value. */
  readonly file?: string;
}

/** What the form itself finds wrong. */
export interface Slip {
  readonly rule: string;
  readonly path: Path;
  readonly part?: 'key' | 'value';
  readonly message: Text;
  /** A stretch of the answer's value, in UTF-16 units. */
  readonly within?: readonly [number, number];
  readonly mends?: readonly Mend[];
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
