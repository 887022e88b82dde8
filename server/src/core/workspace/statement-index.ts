/** Which dossiers say the same, by path and value and by paragraph. */

import type { Named, Neighbours, Paragraph } from '../checks/shared/check.ts';
import type { Entry, Party } from './member.ts';

/** Who says what, over all dossiers. */
export class Index {
  /** By path, then by what is said there. */
  private readonly sayings = new Map<string, Map<string, Set<Party>>>();
  private readonly fingerprints = new Map<string, Map<Party, Paragraph>>();
  /** The paths whose words were looked for in the prose of others. */
  private readonly names = new Set<string>();

  add(entry: Party): void {
    for (const [path, value] of entry.sayings) {
      const values = this.sayings.get(path) ?? new Map<string, Set<Party>>();
      this.sayings.set(path, values);
      const members = values.get(value) ?? new Set();
      values.set(value, members.add(entry));
    }
    for (const p of entry.paragraphs) {
      const members = this.fingerprints.get(p.fingerprint) ?? new Map<Party, Paragraph>();
      if (!members.has(entry)) members.set(entry, p);
      this.fingerprints.set(p.fingerprint, members);
    }
  }

  delete(entry: Party): void {
    for (const [path, value] of entry.sayings) {
      const members = this.sayings.get(path)?.get(value);
      members?.delete(entry);
      if (members?.size === 0) this.sayings.get(path)!.delete(value);
    }
    for (const p of entry.paragraphs) {
      const members = this.fingerprints.get(p.fingerprint);
      members?.delete(entry);
      if (members?.size === 0) this.fingerprints.delete(p.fingerprint);
    }
  }

  /** Those that say something that this one says too, or have one of its paragraphs, or whose prose names it. */
  *sharing(entry: Entry, all: Iterable<Entry>, paragraphs?: readonly Paragraph[]): Iterable<Party> {
    if (!paragraphs) for (const [path, value] of entry.sayings) yield* this.sayings.get(path)?.get(value) ?? [];
    for (const p of paragraphs ?? entry.paragraphs) yield* this.fingerprints.get(p.fingerprint)?.keys() ?? [];
    const names = entry.sayings.filter(([path]) => this.names.has(path)).map(([, value]) => value);
    for (const other of all) if (names.some((name) => other.mentions(name))) yield other;
  }

  seenFrom(own: Entry): Neighbours {
    return {
      saying: (path, value) =>
        [...(this.sayings.get(path)?.get(value) ?? [])].filter((e) => e !== own && e.notice === own.notice),
      named: (paths) => paths.flatMap((path) => this.namedIn(own, path)),
      having: (fingerprint) => [...(this.fingerprints.get(fingerprint) ?? [])].filter(([e]) => e !== own),
    };
  }

  private namedIn(own: Entry, path: string): readonly Named[] {
    this.names.add(path);
    return [...(this.sayings.get(path) ?? [])].flatMap(([words, members]) => {
      if (!own.mentions(words)) return [];
      const peer = [...members].find((m) => m !== own);
      return peer ? [{ path, words, peer }] : [];
    });
  }
}
