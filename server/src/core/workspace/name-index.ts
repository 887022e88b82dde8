/** The names of dossiers that are looked for in the prose of others. */

import type { Few } from '../checks/shared/cross-dossier.ts';
import { type Entries, GroupIndex } from './group-index.ts';
import type { NamedMember } from './party-group.ts';

/** Shortest name that is looked for, in UTF-16 units: a shorter one may be a common word. */
const SHORTEST_NAME = 5;

/** A name that stands in a text, with the dossiers that bear it, each with the path of the field. */
export interface NameInText {
  readonly text: string;
  readonly others: Few<NamedMember<string>>;
}

/**
 * Finds the names that stand in a text in one pass over it, however many names there are: by their first five characters, then by
 * the lengths that names with this beginning have.
 */
export class NameIndex {
  private readonly groups = new GroupIndex<string>({
    added: (name) => this.countName(name, 1),
    removed: (name) => this.countName(name, -1),
  });
  /** By beginning, how many names there are of each length. */
  private readonly lengths = new Map<string, Map<number, number>>();
  /** A bit for the hash of each beginning that names had: nearly all places of a text are passed over by it. */
  private readonly beginnings = new Uint8Array(1 << (HASH_BITS - 3));

  /** `values`: the path of the field by name. */
  set(dossier: string, { marks, values }: Entries<string>): void {
    const names = [...values].filter(([name]) => name.length >= SHORTEST_NAME);
    this.groups.set(dossier, { marks, values: new Map(names) });
  }

  delete(dossier: string): void {
    this.groups.delete(dossier);
  }

  /** The names in a text that others than this dossier bear, in the order of code units. */
  namesIn(text: string, dossier: string): readonly NameInText[] {
    const marks = this.groups.marksOf(dossier);
    return [...this.find(text)].sort().flatMap((name) => {
      const others = this.groups.get(name)!.othersOf(dossier, marks);
      return others.count ? [{ text: name, others }] : [];
    });
  }

  /** The names whose bearers have changed since this was last asked. */
  takeChanged(): ReadonlySet<string> {
    return this.groups.takeChanged();
  }

  private find(text: string): ReadonlySet<string> {
    const found = new Set<string>();
    for (let at = 0; at + SHORTEST_NAME <= text.length; at++) {
      const hash = hashOfBeginning(text, at);
      if (!(this.beginnings[hash >> 3]! & (1 << (hash & 7)))) continue;
      for (const length of this.lengths.get(text.slice(at, at + SHORTEST_NAME))?.keys() ?? []) {
        const name = text.slice(at, at + length);
        if (this.groups.get(name)) found.add(name);
      }
    }
    return found;
  }

  private countName(name: string, by: 1 | -1): void {
    const beginning = name.slice(0, SHORTEST_NAME);
    const hash = hashOfBeginning(name, 0);
    this.beginnings[hash >> 3]! |= 1 << (hash & 7);
    const lengths = this.lengths.get(beginning) ?? new Map<number, number>();
    this.lengths.set(beginning, lengths);
    const count = (lengths.get(name.length) ?? 0) + by;
    if (count) lengths.set(name.length, count);
    else lengths.delete(name.length);
    if (!lengths.size) this.lengths.delete(beginning);
  }
}

const HASH_BITS = 16;

function hashOfBeginning(text: string, from: number): number {
  let hash = 0;
  for (let i = from; i < from + SHORTEST_NAME; i++) hash = Math.imul(hash, 31_337) + text.charCodeAt(i);
  return Math.imul(hash, 0x9e3779b1) >>> (32 - HASH_BITS);
}
