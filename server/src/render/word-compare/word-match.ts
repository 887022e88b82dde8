/**
 * A Word file beside its own record: which of its paragraphs is which, and what each stretch says now.
 *
 * Bookmarks say most of it. Where somebody typed over one, took it out, or a program lost them all, the paragraphs before and
 * behind say where it stood, and the words of the form around it where it begins and ends.
 */

import { longestIncreasingSubsequence } from '../../core/text/longest-increasing-subsequence.ts';
import type { RecordedParagraph, RecordedPart } from '../record/render-record.ts';
import type { WordText } from '../record/word-text.ts';
import { groupParagraphs, type ParagraphGroup } from './paragraph-groups.ts';
import { inForm, inRegion, isBesides, plainText } from './stretches.ts';

/** A stretch that says something else than it did; no text where it is gone. */
export interface ChangedPart {
  readonly part: RecordedPart;
  /** The last of several paragraphs of one chapter, from `part` on, that were joined or divided anew. */
  readonly through?: RecordedPart;
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
  /** Paragraphs that stand elsewhere than they did, beside those that were only pushed on. */
  readonly moved: readonly string[];
}

/** Matches the recorded paragraphs with those of the Word file and says what each recorded stretch reads now. */
export function matchParagraphs(old: readonly RecordedParagraph[], word: WordText): MatchResult {
  return new Matcher(old, word).matched();
}

class Matcher {
  private readonly old: readonly RecordedParagraph[];
  private readonly word: WordText;
  private readonly groups: readonly ParagraphGroup[];
  private readonly changed: ChangedPart[] = [];
  private readonly outside: OutsideChange[] = [];
  private readonly unclear: UnclearChange[] = [];

  constructor(old: readonly RecordedParagraph[], word: WordText) {
    this.old = old;
    this.word = word;
    this.groups = groupParagraphs(old, word);
  }

  matched(): MatchResult {
    const free = new Set(this.word.paragraphs.keys());
    for (const { now } of this.groups) for (const j of now) free.delete(j);
    let near: string | undefined;
    /** Paragraphs that were added from `from` on, told where they stand. */
    const added = (from: number) => {
      for (let j = from; free.delete(j); j++) {
        const text = plainText(this.word.paragraphs[j]!);
        if (text.trim()) this.outside.push({ old: undefined, text, near });
      }
    };
    added(0);
    for (const group of this.groups) {
      near = this.old[group.old.at(-1)!]!.parts.at(-1)?.path ?? near;
      this.group(group, near);
      // What was added between the paragraphs of one group stands in no other.
      for (const j of group.now) added(j + 1);
    }
    for (const j of [...free]) added(j);
    return { changed: this.changed, outside: this.outside, unclear: this.unclear, moved: this.moved() };
  }

  private group({ old, now }: ParagraphGroup, near: string | undefined): void {
    const [first] = old as [number];
    const text = now.map((j) => this.word.paragraphs[j]!).join('\n');
    if (!now.length) this.gone(this.old[first]!, near);
    else if (old.length === 1) this.read(this.old[first]!, text, now, near);
    else this.joined(old, plainText(text));
  }

  /** Those that are not in the longest stretch of paragraphs in their old order. */
  private moved(): readonly string[] {
    const places = this.groups.map((g) => g.now[0]);
    const stayed = new Set(longestIncreasingSubsequence(places));
    return this.groups.flatMap(({ now }, i) => {
      const text = now.map((j) => plainText(this.word.paragraphs[j]!)).join('\n');
      return now.length && !stayed.has(i) && text.trim() ? [text] : [];
    });
  }

  private gone({ text, parts }: RecordedParagraph, near: string | undefined): void {
    for (const part of parts) this.changed.push({ part, old: text.slice(part.start, part.end), text: undefined });
    if (!parts.length && text.trim()) this.outside.push({ old: text, text: undefined, near });
  }

  /** Several paragraphs that are one, or others, by now. Of one chapter they are one stretch; else nobody knows what of it is which. */
  private joined(indices: readonly number[], text: string): void {
    const all = indices.map((i) => this.old[i]!);
    const parts = all.flatMap((p) => p.parts);
    const old = all.map((p) => plainText(p.text)).join('\n');
    const [part, through] = [parts[0], parts.at(-1)];
    const isRow = indices.every((i, n) => i === indices[0]! + n);
    const isChapter = isRow && all.every((p) => p.parts.length === 1 && isWhole(p) && p.parts[0]!.path === part?.path);
    if (isChapter && part && through) this.changed.push({ part, through, old, text });
    else this.unclear.push({ parts, old, text });
  }

  private read(paragraph: RecordedParagraph, now: string, at: readonly number[], near: string | undefined): void {
    const text = plainText(now);
    const { parts } = paragraph;
    const before = plainText(paragraph.text);
    if (text === before) return;
    const values = inForm(paragraph, text) ?? inRegion(paragraph, text) ?? this.textsInBookmarks(paragraph, now, at);
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
  private textsInBookmarks(
    { parts }: RecordedParagraph,
    text: string,
    at: readonly number[],
  ): readonly string[] | undefined {
    const offsets = new Map<number, number>();
    let offset = 0;
    for (const j of at) {
      offsets.set(j, offset);
      offset += this.word.paragraphs[j]!.length + 1;
    }
    const values = parts.map(({ bookmark }) => {
      const found = this.word.bookmarks.get(bookmark);
      const [from, to] = [found && offsets.get(found.from.paragraph), found && offsets.get(found.to.paragraph)];
      return from === undefined || to === undefined || !found
        ? undefined
        : text.slice(from + found.from.at, to + found.to.at);
    });
    return values.every((v) => v !== undefined) && parts.length ? (values as string[]) : undefined;
  }
}

/** True of a paragraph of a chapter, whose stretch is all that it says. */
function isWhole({ text, parts: [part] }: RecordedParagraph): boolean {
  return part?.within !== undefined && part.start === 0 && part.end >= plainText(text).length;
}
