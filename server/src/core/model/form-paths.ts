/** Looking up places of a form: the slot at a path, the fields that a clause bears on, the keys of all forms. */

import type { Field, Slot } from './form-schema.ts';
import type { Clause } from './notice-schema.ts';
import type { LoadedPack, Pack } from './pack.ts';

/**
 * The places of the form, as patterns such as `平台.应用案例[].成效`, that a clause bears on, by its own word or by the
 * form's; in the form's order. A group is left out where parts of it are named.
 */
export function clauseFields(pack: LoadedPack, clause: Clause): readonly string[] {
  const all = pack.form.fields.flatMap((f) => slotPaths(f, f.key));
  const named = all
    .filter(([path, slot]) => slot.clauses?.includes(clause.id) || clause.fields.some((f) => isFieldAt(f, path, slot)))
    .map(([path]) => path);
  return named.filter((path) => !named.some((p) => p.startsWith(`${path}.`) || p.startsWith(`${path}[]`)));
}

function isFieldAt(field: string, path: string, slot: Field | Slot): boolean {
  return field === path || (slot.bare !== undefined && field.startsWith(`${path}.`));
}

/** A group that may be written as a bare value stands for its parts, which need not be there. */
function slotPaths(slot: Field | Slot, path: string): readonly (readonly [string, Field | Slot])[] {
  if (slot.bare !== undefined) return [[path, slot]];
  const below = slot.item ? slotPaths(slot.item, `${path}[]`) : [];
  return [[path, slot], ...below, ...(slot.fields ?? []).flatMap((f) => slotPaths(f, `${path}.${f.key}`))];
}

/** Every key that the forms of these packs have, with the keys beside it. */
export function formKeysOf(packs: Iterable<Pack>): FormKeys {
  const words = new Map<string, Set<string>>();
  const lists = new Set<string>();
  const prose = new Set<string>();
  const groups = new Set<string>();
  const take = (fields: readonly Field[]) => {
    for (const field of fields) {
      if (field.type === 'list') lists.add(field.key);
      if (field.type === 'map' && !field.bare) groups.add(field.key);
      if (isProse(field) || (field.item && isProse(field.item))) prose.add(field.key);
      const siblings = words.get(field.key) ?? new Set();
      for (const other of fields) if (other !== field) siblings.add(other.key);
      words.set(field.key, siblings);
      take(field.fields ?? field.item?.fields ?? []);
    }
  };
  const top = new Set<string>();
  for (const pack of packs) {
    take(pack.form.fields);
    for (const field of pack.form.fields) top.add(field.key);
  }
  return words.set(TOP_LEVEL, top).set(LIST_KEYS, lists).set(PROSE_KEYS, prose).set(GROUP_KEYS, groups);
}

/** True of a value that may be any text. */
function isProse({ type }: Slot): boolean {
  return type === 'text' || type === 'narrative' || type === 'file';
}

/** The form's description of a place such as `平台.知识产权[].权利人`. */
export function slotAt(fields: readonly Field[], path: string): Field | Slot | undefined {
  let slot: Field | Slot | undefined;
  let below: readonly Field[] = fields;
  for (const step of path.split('.')) {
    const item = step.endsWith('[]');
    slot = below.find((f) => f.key === step.replace(/\[\d*\]$/, ''));
    if (slot && (item || /\[\d+\]$/.test(step))) slot = slot.item;
    if (!slot) return undefined;
    below = slot.fields ?? slot.item?.fields ?? [];
  }
  return slot;
}

/** Keys that forms have, each with the keys that stand beside it: what tells a key from prose, and where it belongs. */
export type FormKeys = ReadonlyMap<string, ReadonlySet<string>>;

/** Under this key the {@link FormKeys} have the keys of the top level. */
export const TOP_LEVEL = '';

/** Under this key the {@link FormKeys} have the keys whose values are lists. */
export const LIST_KEYS = '\u0000list';

/** Under this key the {@link FormKeys} have the keys whose values are groups of keys. */
export const GROUP_KEYS = '\u0000group';

/** Under this key the {@link FormKeys} have the keys whose values, or items, are any text. */
export const PROSE_KEYS = '\u0000prose';
