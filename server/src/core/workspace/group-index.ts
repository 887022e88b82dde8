/** Dossiers by what they have in common, for one rule. */

import { PartyGroup } from './party-group.ts';

/** What a dossier has in common with others: by key, with what belongs to it there. */
export interface Entries<T> {
  /** The marks of its party, see {@link PartyGroup}. */
  readonly marks: readonly string[];
  readonly values: ReadonlyMap<string, T>;
}

/** Told of keys that come and go. */
export interface KeyEvents {
  readonly added: (key: string) => void;
  readonly removed: (key: string) => void;
}

/** Groups of dossiers by key. A dossier that is set again touches only the groups for which something is other than before. */
export class GroupIndex<T> {
  private readonly groups = new Map<string, PartyGroup<T>>();
  private readonly entries = new Map<string, Entries<T>>();
  private readonly changed = new Set<string>();
  private readonly events: KeyEvents | undefined;

  constructor(events?: KeyEvents) {
    this.events = events;
  }

  set(dossier: string, entries: Entries<T>): void {
    const before = this.entries.get(dossier);
    const isSameParty = before !== undefined && isSame(before.marks, entries.marks);
    for (const key of before?.values.keys() ?? []) if (!entries.values.has(key)) this.remove(dossier, key);
    for (const [key, value] of entries.values) {
      const known = before?.values.get(key);
      if (isSameParty && before.values.has(key) && isSame(known, value)) continue;
      this.add(dossier, key, { marks: entries.marks, value });
    }
    this.entries.set(dossier, entries);
  }

  delete(dossier: string): void {
    for (const key of this.entries.get(dossier)?.values.keys() ?? []) this.remove(dossier, key);
    this.entries.delete(dossier);
  }

  get(key: string): PartyGroup<T> | undefined {
    return this.groups.get(key);
  }

  /** The marks of a dossier's party; none for one that is not here. */
  marksOf(dossier: string): readonly string[] {
    return this.entries.get(dossier)?.marks ?? [];
  }

  /** What a dossier has in common with others, by key. */
  keysOf(dossier: string): Iterable<string> {
    return this.entries.get(dossier)?.values.keys() ?? [];
  }

  /** The keys of groups that have changed since this was last asked. */
  takeChanged(): ReadonlySet<string> {
    const keys = new Set(this.changed);
    this.changed.clear();
    return keys;
  }

  private add(dossier: string, key: string, member: { readonly marks: readonly string[]; readonly value: T }): void {
    let group = this.groups.get(key);
    if (!group) {
      group = new PartyGroup();
      this.groups.set(key, group);
      group.set(dossier, member);
      this.events?.added(key);
    } else group.set(dossier, member);
    this.changed.add(key);
  }

  private remove(dossier: string, key: string): void {
    const group = this.groups.get(key)!;
    group.delete(dossier);
    this.changed.add(key);
    if (group.size) return;
    this.groups.delete(key);
    this.events?.removed(key);
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
