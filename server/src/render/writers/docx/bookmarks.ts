/**
 * The bookmarks of the manuscript in the Word file, and the comments of a review copy at them.
 *
 * Bookmarks rather than content controls: nobody sees them on paper or screen, and Word, WPS and LibreOffice all keep them, in
 * cells too. Content controls would have frames in the submission copy, and LibreOffice makes form fields of them in a PDF. A
 * bookmark goes where somebody types over all of its text; so no reading rests on it alone, see `word-compare/compare.ts`.
 */
import {
  Bookmark,
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  Paragraph,
  type ParagraphChild,
  TextRun,
} from 'docx';
import type { Run } from '../../manuscript/manuscript.ts';

/** A comment at a bookmark of the manuscript. */
export interface WordComment {
  readonly bookmark: string;
  readonly paragraphs: readonly string[];
}

/** Comments by their bookmarks, each with its number in the file. */
export class WordComments {
  private readonly list: readonly WordComment[];
  private readonly byBookmark = new Map<string, number[]>();
  private readonly author: string;
  /** `YYYY-MM-DD` */
  private readonly day: string;

  constructor(list: readonly WordComment[], author: string, day: string) {
    this.list = list;
    this.author = author;
    this.day = day;
    for (const [id, { bookmark }] of list.entries())
      this.byBookmark.set(bookmark, [...(this.byBookmark.get(bookmark) ?? []), id]);
  }

  at(bookmark: string): readonly number[] {
    return this.byBookmark.get(bookmark) ?? [];
  }

  /** What the document is told of them; nothing where there are none, so that it has no part for comments. */
  get options() {
    if (!this.list.length) return {};
    const date = new Date(`${this.day}T00:00:00Z`);
    const children = this.list.map(({ paragraphs }, id) => ({
      id,
      author: this.author,
      initials: this.author.slice(0, 1).toUpperCase(),
      date,
      children: paragraphs.map((text) => new Paragraph({ children: [new TextRun(text)] })),
    }));
    return { comments: { children } };
  }
}

/** Runs as they were made, those of a bookmark within it and its comments. */
export function withBookmarks(
  runs: readonly Pick<Run, 'bookmark'>[],
  made: readonly ParagraphChild[],
  comments: WordComments | undefined,
): ParagraphChild[] {
  const children: ParagraphChild[] = [];
  for (let i = 0; i < runs.length; ) {
    const { bookmark } = runs[i]!;
    const next = runs.findIndex((r, n) => n > i && r.bookmark !== bookmark);
    const end = bookmark === undefined ? i + 1 : next < 0 ? runs.length : next;
    children.push(...(bookmark === undefined ? [made[i]!] : within(bookmark, made.slice(i, end), comments)));
    i = end;
  }
  return children;
}

function within(
  bookmark: string,
  children: readonly ParagraphChild[],
  comments: WordComments | undefined,
): ParagraphChild[] {
  const ids = comments?.at(bookmark) ?? [];
  return [
    ...ids.map((id) => new CommentRangeStart(id)),
    new Bookmark({ id: bookmark, children }),
    ...ids.flatMap((id) => [new CommentRangeEnd(id), new TextRun({ children: [new CommentReference(id)] })]),
  ];
}
