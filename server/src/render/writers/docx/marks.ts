/**
 * Marks as Word's bookmarks, and the remarks of a review copy as its comments at them.
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

/** A remark at a mark of the manuscript. */
export interface Remark {
  readonly mark: string;
  readonly paragraphs: readonly string[];
}

/** Remarks by their marks, each with its number in the file. */
export class Remarks {
  private readonly list: readonly Remark[];
  private readonly byMark = new Map<string, number[]>();
  private readonly author: string;
  /** `YYYY-MM-DD` */
  private readonly day: string;

  constructor(list: readonly Remark[], author: string, day: string) {
    this.list = list;
    this.author = author;
    this.day = day;
    for (const [id, { mark }] of list.entries()) this.byMark.set(mark, [...(this.byMark.get(mark) ?? []), id]);
  }

  at(mark: string): readonly number[] {
    return this.byMark.get(mark) ?? [];
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

/** Runs as they were made, those of a mark within its bookmark and its remarks. */
export function withMarks(
  runs: readonly Pick<Run, 'mark'>[],
  made: readonly ParagraphChild[],
  remarks: Remarks | undefined,
): ParagraphChild[] {
  const children: ParagraphChild[] = [];
  for (let i = 0; i < runs.length; ) {
    const { mark } = runs[i]!;
    const next = runs.findIndex((r, n) => n > i && r.mark !== mark);
    const end = mark === undefined ? i + 1 : next < 0 ? runs.length : next;
    children.push(...(mark === undefined ? [made[i]!] : within(mark, made.slice(i, end), remarks)));
    i = end;
  }
  return children;
}

function within(mark: string, children: readonly ParagraphChild[], remarks: Remarks | undefined): ParagraphChild[] {
  const ids = remarks?.at(mark) ?? [];
  return [
    ...ids.map((id) => new CommentRangeStart(id)),
    new Bookmark({ id: mark, children }),
    ...ids.flatMap((id) => [new CommentRangeEnd(id), new TextRun({ children: [new CommentReference(id)] })]),
  ];
}
