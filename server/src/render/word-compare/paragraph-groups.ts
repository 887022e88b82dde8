/** Paragraphs of a record and of a Word file that belong together: one and one as a rule, more where some were divided or joined. */
import { distance } from 'fastest-levenshtein';
import type { RecordedParagraph } from '../record/render-record.ts';
import type { WordText } from '../record/word-text.ts';
import { pairParagraphs } from './paragraph-pairs.ts';
import { plainText } from './stretches.ts';

/** Indices of the record and of the Word file, each ascending. Without `now` the paragraph is gone. */
export interface ParagraphGroup {
  readonly old: readonly number[];
  readonly now: readonly number[];
}

interface OpenGroup {
  readonly old: number[];
  readonly now: number[];
}

/** Of the words of a paragraph, how many must be found in a group for it to be a part of it. */
const MIN_SHARE = 0.5;

/** The groups in the order of the record. Paragraphs of the Word file that are in none were added. */
export function groupParagraphs(old: readonly RecordedParagraph[], word: WordText): readonly ParagraphGroup[] {
  return new Grouper(old, word).groups();
}

class Grouper {
  private readonly old: readonly RecordedParagraph[];
  private readonly word: WordText;
  private readonly texts: readonly string[];
  private readonly open: OpenGroup[] = [];
  private readonly gone = new Set<number>();
  private readonly free: Set<number>;

  constructor(old: readonly RecordedParagraph[], word: WordText) {
    this.old = old;
    this.word = word;
    this.texts = word.paragraphs.map(plainText);
    const byNow = new Map<number, OpenGroup>();
    for (const [i, j] of pairParagraphs(old, word).entries()) {
      const group = j === undefined ? undefined : byNow.get(j);
      if (j === undefined) this.gone.add(i);
      else if (group) group.old.push(i);
      else byNow.set(j, { old: [i], now: [j] });
    }
    this.open = [...byNow.values()];
    this.free = new Set(this.texts.keys());
    for (const { now } of this.open) for (const j of now) this.free.delete(j);
  }

  groups(): readonly ParagraphGroup[] {
    for (const group of this.open) this.toBookmarkEnd(group);
    for (const group of this.open) this.absorb(group);
    const all: ParagraphGroup[] = [...this.open, ...[...this.gone].map((i) => ({ old: [i], now: [] }))];
    return all.sort((a, b) => a.old[0]! - b.old[0]!);
  }

  /** Where a paragraph was divided, its bookmark may still end in the last of its parts. */
  private toBookmarkEnd({ old, now }: OpenGroup): void {
    const ends = old.flatMap((i) => this.old[i]!.parts.map((p) => this.word.bookmarks.get(p.bookmark)?.to.paragraph));
    const [first] = now as [number];
    const end = ends.reduce<number>((most, e) => Math.max(most, e ?? first), first);
    const between = Array.from({ length: end - first }, (_, n) => first + 1 + n);
    if (!between.every((j) => this.free.has(j))) return;
    for (const j of between) this.take(now, j);
  }

  /** Takes neighbours that nothing else accounts for, as long as the words of both sides agree better with them. */
  private absorb(group: OpenGroup): void {
    for (;;) {
      const [before, after] = [this.oldText(group.old), this.newText(group.now)];
      if (before === after) return;
      const base = distance(before, after);
      const better = (text: string, gap: number) => text.length > 0 && base - gap >= text.length * MIN_SHARE;
      const added = this.newNeighbours(group).find((j) =>
        better(this.texts[j]!, distance(before, this.newText([...group.now, j]))),
      );
      if (added !== undefined) {
        this.take(group.now, added);
        continue;
      }
      const lost = this.oldNeighbours(group).find((i) =>
        better(plainText(this.old[i]!.text), distance(this.oldText([...group.old, i]), after)),
      );
      if (lost === undefined) return;
      this.gone.delete(lost);
      group.old.push(lost);
      group.old.sort((a, b) => a - b);
    }
  }

  private take(now: number[], j: number): void {
    this.free.delete(j);
    now.push(j);
    now.sort((a, b) => a - b);
  }

  /** The nearest paragraphs with words before and behind, in the same cell and in no other group. */
  private newNeighbours({ now }: OpenGroup): readonly number[] {
    const isOwn = (j: number) => this.free.has(j) && this.word.cells[j] === this.word.cells[now[0]!];
    return [1, -1].flatMap((step) => {
      let j = (step > 0 ? now.at(-1)! : now[0]!) + step;
      while (isOwn(j) && !this.texts[j]!.trim()) j += step;
      return isOwn(j) ? [j] : [];
    });
  }

  private oldNeighbours({ old }: OpenGroup): readonly number[] {
    return [old.at(-1)! + 1, old[0]! - 1].filter((i) => this.gone.has(i));
  }

  private oldText(indices: readonly number[]): string {
    return indices
      .toSorted((a, b) => a - b)
      .map((i) => plainText(this.old[i]!.text))
      .join('');
  }

  private newText(indices: readonly number[]): string {
    return indices
      .toSorted((a, b) => a - b)
      .map((j) => this.texts[j]!)
      .join('');
  }
}
