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
  /**
   * True of a `bad` answer that can be read and lies outside what the form allows, such as a number above the field's `max`.
   * A verdict on it is 不通过, not 缺数据. Undefined where the value cannot be read.
   */
  readonly outOfRange?: true;
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

/** As {@link isRequired}, of a place that may be the item of a list, which no form requires. */
export function isRequiredSlot(slot: Slot | Field, direction: string | undefined): boolean {
  return 'key' in slot && isRequired(slot, direction);
}

/**
 * True where 无 is an answer: in a list that has it in `or`, in a text that nobody requires and that has no least length. A
 * required text takes it only if the form says so (`none`).
 */
export function acceptsNone(slot: Slot | Field, required: boolean): boolean {
  if (slot.type === 'list') return slot.or === NONE;
  if (slot.type !== 'text' && slot.type !== 'narrative') return false;
  return slot.none ?? (!required && (slot.minLength ?? 0) <= NONE.length);
}

/** True of a text that says there is nothing to say: `无`, `暂无`, `没有`, `—`. */
export function saysNone(text: string): boolean {
  return /^(?:无|暂无|没有|暂没有|不适用|N\/?A|[/／—–-]+)[。.]?$/i.test(text);
}

/** The word of the form for nothing. */
const NONE = '无';
