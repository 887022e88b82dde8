/** The paragraphs of dossiers: which stand in several, word for word or with small changes. */

import type { Few, Paragraph, ParagraphLocation } from '../checks/shared/cross-dossier.ts';
import { characterRuns, NEAR_COPY, similarity, sketchOf } from '../text/similarity.ts';
import { GroupIndex } from './group-index.ts';
import { FEW, type NamedMember } from './party-group.ts';

/** How many paragraphs with the same key of a sketch are compared with one of them; more are near copies of each other as a rule. */
const MOST_COMPARED = 20;
/** How many near copies of a paragraph are looked for. */
const MOST_NEAR = 16;

/** A paragraph that stands in some dossier, by its fingerprint, with what finds those like it. */
interface Sketch {
  readonly runs: Uint32Array;
  readonly keys: readonly number[];
}

/** Fingerprints with the same key of their sketches. */
class Band {
  readonly fingerprints = new Set<string>();
  /** The first of them that are compared; undefined until they are asked for. */
  private compared: readonly string[] | undefined;

  /** True where that matters to the others. */
  add(fingerprint: string): boolean {
    this.fingerprints.add(fingerprint);
    return this.update(fingerprint);
  }

  /** True where that matters to the others. */
  delete(fingerprint: string): boolean {
    this.fingerprints.delete(fingerprint);
    return this.update(fingerprint);
  }

  /** In the order of code units, which does not depend on who came first. */
  get first(): readonly string[] {
    this.compared ??= [...this.fingerprints].sort().slice(0, MOST_COMPARED);
    return this.compared;
  }

  private update(fingerprint: string): boolean {
    const last = this.compared?.length === MOST_COMPARED ? this.compared.at(-1) : undefined;
    if (last !== undefined && fingerprint > last) return false;
    this.compared = undefined;
    return true;
  }
}

/** Finds the dossiers that have a paragraph, or one like it. What a paragraph costs does not depend on how many there are. */
export class ParagraphIndex {
  private readonly groups = new GroupIndex<ParagraphLocation>({
    added: (fingerprint) => this.addSketch(fingerprint),
    removed: (fingerprint) => this.removeSketch(fingerprint),
  });
  private readonly sketches = new Map<string, Sketch>();
  private readonly bands = new Map<number, Band>();
  private readonly changedBands = new Set<Band>();
  /** By fingerprint, those of paragraphs like it, {@link MOST_NEAR} at most, where they were asked for. */
  private readonly nearby = new Map<string, readonly string[]>();
  /** The other way round: by fingerprint, those that were asked for and have it among {@link nearby}. */
  private readonly askers = new Map<string, Set<string>>();

  set(dossier: string, marks: readonly string[], paragraphs: readonly Paragraph[]): void {
    // Of several that are alike in one dossier, the first counts.
    const values = new Map(paragraphs.toReversed().map((p) => [p.fingerprint, p.location]));
    this.groups.set(dossier, { marks, values });
  }

  delete(dossier: string): void {
    this.groups.delete(dossier);
  }

  /** Dossiers of other parties with a paragraph of one of these fingerprints. */
  same(dossier: string, fingerprints: readonly string[]): Few<NamedMember<ParagraphLocation>> {
    const marks = this.groups.marksOf(dossier);
    const groups = fingerprints.flatMap((fingerprint) => this.groups.get(fingerprint) ?? []);
    return joined(groups.map((group) => group.othersOf(dossier, marks)));
  }

  /** Dossiers of other parties with a paragraph like that of this fingerprint, but not the same. */
  near(dossier: string, fingerprint: string): Few<NamedMember<ParagraphLocation>> {
    const marks = this.groups.marksOf(dossier);
    const nearby = this.nearTo(fingerprint);
    const found = nearby
      .map((other) => this.groups.get(other)!.othersOf(dossier, marks))
      .filter(({ count }) => count > 0);
    const all = joined(found);
    return nearby.length < MOST_NEAR ? all : { ...all, isMore: true };
  }

  /** The dossiers to compare again, for what has changed since this was last asked. */
  takeChanged(): ReadonlySet<string> {
    const changed = this.groups.takeChanged();
    const fingerprints = new Set([...changed, ...[...changed].flatMap((f) => [...(this.askers.get(f) ?? [])])]);
    for (const asker of this.askersInChangedBands()) {
      const before = this.nearby.get(asker)!;
      this.forgetNear(asker);
      if (this.groups.get(asker) && String(this.nearTo(asker)) !== String(before)) fingerprints.add(asker);
    }
    return new Set([...fingerprints].flatMap((fingerprint) => [...(this.groups.get(fingerprint)?.dossiers ?? [])]));
  }

  private askersInChangedBands(): ReadonlySet<string> {
    const askers = new Set<string>();
    for (const band of this.changedBands)
      for (const fingerprint of band.fingerprints) if (this.nearby.has(fingerprint)) askers.add(fingerprint);
    this.changedBands.clear();
    return askers;
  }

  /** Fingerprints of paragraphs like one, each once. */
  private nearTo(fingerprint: string): readonly string[] {
    const known = this.nearby.get(fingerprint);
    if (known) return known;
    const own = this.sketches.get(fingerprint);
    const found: string[] = [];
    const candidates = new Set((own?.keys ?? []).flatMap((key) => this.bands.get(key)!.first));
    candidates.delete(fingerprint);
    for (const other of candidates) {
      if (similarity(own!.runs, this.sketches.get(other)!.runs) >= NEAR_COPY) found.push(other);
      if (found.length === MOST_NEAR) break;
    }
    this.nearby.set(fingerprint, found);
    for (const other of found) {
      const askers = this.askers.get(other) ?? new Set();
      this.askers.set(other, askers.add(fingerprint));
    }
    return found;
  }

  private forgetNear(fingerprint: string): void {
    for (const other of this.nearby.get(fingerprint) ?? []) {
      const askers = this.askers.get(other);
      askers?.delete(fingerprint);
      if (!askers?.size) this.askers.delete(other);
    }
    this.nearby.delete(fingerprint);
  }

  private addSketch(fingerprint: string): void {
    const runs = characterRuns(fingerprint);
    if (!runs) return;
    const sketch = { runs, keys: sketchOf(runs) };
    this.sketches.set(fingerprint, sketch);
    for (const key of sketch.keys) {
      const band = this.bands.get(key) ?? new Band();
      this.bands.set(key, band);
      if (band.add(fingerprint)) this.changedBands.add(band);
    }
  }

  private removeSketch(fingerprint: string): void {
    this.forgetNear(fingerprint);
    const sketch = this.sketches.get(fingerprint);
    this.sketches.delete(fingerprint);
    for (const key of sketch?.keys ?? []) {
      const band = this.bands.get(key)!;
      if (band.delete(fingerprint)) this.changedBands.add(band);
      if (!band.fingerprints.size) this.bands.delete(key);
    }
  }
}

/** Several answers as one; a dossier that is in two of them is handed out once. */
function joined<T>(parts: readonly Few<NamedMember<T>>[]): Few<NamedMember<T>> {
  if (parts.length === 1) return parts[0]!;
  const members = new Map(
    parts
      .flatMap(({ first }) => first)
      .toReversed()
      .map((member) => [member.dossier, member]),
  );
  const first = [...members.values()].sort((a, b) => (a.dossier < b.dossier ? -1 : 1)).slice(0, FEW);
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const isComplete = parts.every((part) => part.count === part.first.length);
  return { first, count: isComplete ? members.size : total };
}
