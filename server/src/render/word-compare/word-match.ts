/**
 * A Word file beside its own record: which of its paragraphs is which, and what each stretch says now.
 *
 * Bookmarks say most of it. Where somebody typed over one, took it out, or a program lost them all, the paragraphs before and
 * behind say where it stood, and the words of the form around it where it begins and ends.
 */

import type { RecordedParagraph, RecordedPart } from '../record/render-record.ts';
import type { WordText } from '../record/word-text.ts';
import { pairParagraphs } from './paragraph-pairs.ts';
import { inForm, inRegion, isBesides, plainText } from './stretches.ts';

/** A stretch that says something else than it did; no text where it is gone. */
export interface ChangedPart {
  readonly part: RecordedPart;
  readonly old: string;
  readonly text: string | undefined;
}

/** Words that stand for no place of the dossier: the form's own, or new ones. */
export interface OutsideChange {
  readonly old: string | undefined;
  readonly text: string | undefined;
  /** The place of the dossier that is told next to it. */
  readonly near: string | undefined;
}

/** A paragraph of which nobody can say what of it is which stretch. */
export interface UnclearChange {
  readonly parts: readonly RecordedPart[];
  readonly old: string;
  readonly text: string;
}

/** What matching found: changed stretches, changes outside all of them, and paragraphs that cannot be told apart. */
export interface MatchResult {
  readonly changed: readonly ChangedPart[];
  readonly outside: readonly OutsideChange[];
  readonly unclear: readonly UnclearChange[];
}

/** Matches the recorded paragraphs with those of the Word file and says what each recorded stretch reads now. */
export function matchParagraphs(old: readonly RecordedParagraph[], word: WordText): MatchResult {
  return new Matcher(old, word).matched();
}

class Matcher {
  private readonly old: readonly RecordedParagraph[];
  private readonly word: WordText;
  /** For each paragraph as it was, the one that it is now. */
  private readonly partners: readonly (number | undefined)[];
  private readonly changed: ChangedPart[] = [];
  private readonly outside: OutsideChange[] = [];
  private readonly unclear: UnclearChange[] = [];

  constructor(old: readonly RecordedParagraph[], word: WordText) {
    this.old = old;
    this.word = word;
    this.partners = pairParagraphs(old, word);
  }

  matched(): MatchResult {
    const owners = new Map<number, number[]>();
    for (const [i, j] of this.partners.entries()) if (j !== undefined) owners.set(j, [...(owners.get(j) ?? []), i]);
    const told = new Set<number>();
    let near: string | undefined;
    const added = (before: number) => {
      for (let j = before; j < this.word.paragraphs.length && !owners.has(j) && !told.has(j); j++) {
        told.add(j);
        const text = plainText(this.word.paragraphs[j]!);
        if (text.trim()) this.outside.push({ old: undefined, text, near });
      }
    };
    added(0);
    for (const [i, paragraph] of this.old.entries()) {
      const j = this.partners[i];
      near = paragraph.parts.at(-1)?.path ?? near;
      if (j === undefined) {
        this.gone(paragraph, near);
        continue;
      }
      if (owners.get(j)!.length > 1) {
        // Two became one: what of it is which, nobody knows.
        if (!told.has(j)) this.merged(owners.get(j)!, j);
        told.add(j);
      } else {
        const last = this.lastOf(paragraph, j, owners);
        for (let k = j; k <= last; k++) told.add(k);
        this.read(paragraph, this.word.paragraphs.slice(j, last + 1).join('\n'), j, near);
        added(last + 1);
        continue;
      }
      added(j + 1);
    }
    return { changed: this.changed, outside: this.outside, unclear: this.unclear };
  }

  /** Where a paragraph was divided, its bookmark still ends in the last of its parts. */
  private lastOf({ parts }: RecordedParagraph, j: number, owners: ReadonlyMap<number, unknown>): number {
    const end = Math.max(j, ...parts.map((p) => this.word.bookmarks.get(p.bookmark)?.to.paragraph ?? j));
    for (let k = j + 1; k <= end; k++) if (owners.has(k)) return j;
    return end;
  }

  private gone({ text, parts }: RecordedParagraph, near: string | undefined): void {
    for (const part of parts) this.changed.push({ part, old: text.slice(part.start, part.end), text: undefined });
    if (!parts.length && text.trim()) this.outside.push({ old: text, text: undefined, near });
  }

  private merged(indexes: readonly number[], j: number): void {
    const all = indexes.map((i) => this.old[i]!);
    const old = all.map((p) => p.text).join('\n');
    this.unclear.push({ parts: all.flatMap((p) => p.parts), old, text: plainText(this.word.paragraphs[j]!) });
  }

  private read(paragraph: RecordedParagraph, now: string, j: number, near: string | undefined): void {
    const text = plainText(now);
    const { parts } = paragraph;
    const before = plainText(paragraph.text);
    if (text === before) return;
    const values = inForm(paragraph, text) ?? inRegion(paragraph, text) ?? this.textsInBookmarks(paragraph, now, j);
    if (!values) {
      if (!parts.length || isBesides(paragraph, text)) this.outside.push({ old: before, text, near });
      else this.unclear.push({ parts, old: before, text });
      return;
    }
    let shown = 0;
    let rest = '';
    for (const [n, part] of parts.entries()) {
      const old = paragraph.text.slice(part.start, part.end);
      rest += paragraph.text.slice(shown, part.start) + values[n];
      shown = part.end;
      if (plainText(values[n]!) !== plainText(old)) this.changed.push({ part, old, text: plainText(values[n]!) });
    }
    if (plainText(rest + paragraph.text.slice(shown)) !== text) this.outside.push({ old: before, text, near });
  }

  /** By the bookmarks, where all of them are still there. */
  private textsInBookmarks({ parts }: RecordedParagraph, text: string, j: number): readonly string[] | undefined {
    const offsets = [0];
    for (let k = j; offsets.length <= text.split('\n').length; k++)
      offsets.push(offsets.at(-1)! + (this.word.paragraphs[k]?.length ?? 0) + 1);
    const values = parts.map(({ bookmark }) => {
      const found = this.word.bookmarks.get(bookmark);
      const [from, to] = [found?.from, found?.to].map((s) => s && offsets[s.paragraph - j]);
      return from === undefined || to === undefined || !found
        ? undefined
        : text.slice(from + found.from.at, to + found.to.at);
    });
    return values.every((v) => v !== undefined) && parts.length ? (values as string[]) : undefined;
  }
}
