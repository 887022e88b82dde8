/** Index of values and paragraphs over all dossiers of a workspace. */

import type { DossierMention, OtherDossiers, Paragraph } from '../checks/shared/check.ts';
import type { IndexedParty, LocalDossier } from './indexed-dossier.ts';

/** Finds the dossiers that have a value at a path, or a paragraph, without asking each of them. */
export class StatementIndex {
  /** By path, then by what is said there. */
  private readonly values = new Map<string, Map<string, Set<IndexedParty>>>();
  private readonly fingerprints = new Map<string, Map<IndexedParty, Paragraph>>();
  /** The paths whose words were looked for in the prose of others. */
  private readonly names = new Set<string>();

  add(entry: IndexedParty): void {
    for (const [path, value] of entry.values) {
      const values = this.values.get(path) ?? new Map<string, Set<IndexedParty>>();
      this.values.set(path, values);
      const members = values.get(value) ?? new Set();
      values.set(value, members.add(entry));
    }
    for (const p of entry.paragraphs) {
      const members = this.fingerprints.get(p.fingerprint) ?? new Map<IndexedParty, Paragraph>();
      if (!members.has(entry)) members.set(entry, p);
      this.fingerprints.set(p.fingerprint, members);
    }
  }

  delete(entry: IndexedParty): void {
    for (const [path, value] of entry.values) {
      const members = this.values.get(path)?.get(value);
      members?.delete(entry);
      if (members?.size === 0) this.values.get(path)!.delete(value);
    }
    for (const p of entry.paragraphs) {
      const members = this.fingerprints.get(p.fingerprint);
      members?.delete(entry);
      if (members?.size === 0) this.fingerprints.delete(p.fingerprint);
    }
  }

  /** Those that say something that this one says too, or have one of its paragraphs, or whose prose names it. */
  *dossiersSharing(
    entry: LocalDossier,
    all: Iterable<LocalDossier>,
    paragraphs?: readonly Paragraph[],
  ): Iterable<IndexedParty> {
    if (!paragraphs) for (const [path, value] of entry.values) yield* this.values.get(path)?.get(value) ?? [];
    for (const p of paragraphs ?? entry.paragraphs) yield* this.fingerprints.get(p.fingerprint)?.keys() ?? [];
    const names = entry.values.filter(([path]) => this.names.has(path)).map(([, value]) => value);
    for (const other of all) if (names.some((name) => other.mentions(name))) yield other;
  }

  othersOf(own: LocalDossier): OtherDossiers {
    return {
      withValue: (path, value) =>
        [...(this.values.get(path)?.get(value) ?? [])].filter((e) => e !== own && e.notice === own.notice),
      mentionedIn: (paths) => paths.flatMap((path) => this.mentionedBy(own, path)),
      withParagraph: (fingerprint) => [...(this.fingerprints.get(fingerprint) ?? [])].filter(([e]) => e !== own),
    };
  }

  private mentionedBy(own: LocalDossier, path: string): readonly DossierMention[] {
    this.names.add(path);
    return [...(this.values.get(path) ?? [])].flatMap(([text, members]) => {
      if (!own.mentions(text)) return [];
      const dossier = [...members].find((m) => m !== own);
      return dossier ? [{ path, text, dossier }] : [];
    });
  }
}
