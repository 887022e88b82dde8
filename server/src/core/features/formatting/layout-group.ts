/** Comments and blank lines between the members of a collection, and where they go when the members are sorted. */

/** A line of the result, without its line break. */
export interface OutputLine {
  readonly text: string;
  /** The number of the line in the old text, from 0; -1 for a new one. */
  readonly from: number;
}

/** A comment that has a line of its own, or a blank line: then `comment` is undefined. */
export interface CommentLine {
  readonly line: number;
  readonly col: number;
  readonly comment: string | undefined;
}

/** The lines of an entry or an item; `key` is empty for an item. */
export interface GroupMember {
  readonly key: string;
  readonly body: readonly OutputLine[];
  /** True of a block scalar (`|` or `>`): a comment indented below it would become part of its text. */
  readonly isText: boolean;
}

interface PlacedMember extends GroupMember {
  /** Comments above it. */
  readonly head: readonly OutputLine[];
  /** Comments behind it. */
  tail: readonly OutputLine[];
}

/** Columns from one level to the next. */
export const INDENT_WIDTH = 2;

/** Collects the members of a collection with the comments and blank lines before each, and prints them in order. */
export class MemberGroup {
  private readonly col: number;
  private readonly old: number;
  private readonly members: PlacedMember[] = [];
  /** Blank lines keep their place where members change theirs. */
  private readonly blanks: (OutputLine | undefined)[] = [];
  private top: readonly OutputLine[] = [];
  private end: readonly OutputLine[] = [];

  /** `old` is the column that the members stood at, `col` the one that they get. */
  constructor(col: number, old: number) {
    this.col = col;
    this.old = old;
  }

  /** Adds a member, with the comments and blank lines before it. */
  add(gap: readonly CommentLine[], member: GroupMember): void {
    let rest = this.behind(gap);
    if (!this.members.length) {
      // A comment that a blank line separates from the first member is about the whole group.
      const stop = rest.findLastIndex(isBlankLine) + 1;
      if (!rest.slice(0, stop).every(isBlankLine)) {
        this.top = this.lines(rest.slice(0, stop));
        rest = rest.slice(stop);
      }
    }
    this.blanks.push(firstBlankLine(rest));
    this.members.push({ ...member, head: this.lines(rest), tail: [] });
  }

  /** Adds the comments and blank lines after the last member: they stay at the end. */
  close(gap: readonly CommentLine[]): void {
    const rest = this.behind(gap.slice(0, gap.findLastIndex((r) => !isBlankLine(r)) + 1));
    this.blanks.push(firstBlankLine(rest));
    this.end = this.lines(rest);
  }

  /** All lines, the members in the order of `keys`. */
  print(keys: readonly string[]): readonly OutputLine[] {
    const lines = [...this.top];
    const push = (more: readonly OutputLine[], blank: OutputLine | undefined, isApart: boolean) => {
      const own = blank ?? (isApart ? { text: '', from: -1 } : undefined);
      if (own && lines.length && lines.at(-1)!.text !== '') lines.push(own);
      lines.push(...more);
    };
    // A comment that a blank line separated must not come to stand directly above another member.
    let isApart = false;
    for (const [i, { head, body, tail }] of sortByKeys(this.members, keys).entries()) {
      push([...head, ...body, ...tail], this.blanks[i], isApart || head.some((l) => l.text === ''));
      isApart = tail.length > 0 && indentOf(tail[0]!.text) === this.col;
    }
    if (this.end.length) push(this.end, this.blanks.at(-1), isApart);
    return lines;
  }

  /**
   * Gives the last member the comments that belong to it: those indented below it, or directly behind it and separated from
   * the next by a blank line. Returns the rest.
   */
  private behind(gap: readonly CommentLine[]): readonly CommentLine[] {
    const member = this.members.at(-1);
    if (!member) return gap;
    const deeper = member.isText ? 0 : countLeading(gap, (r) => !isBlankLine(r) && r.col > this.old);
    const close = deeper ? 0 : countLeading(gap, (r) => !isBlankLine(r));
    const count = deeper || (close < gap.length ? close : 0);
    member.tail = layOutComments(gap.slice(0, count), deeper ? this.col + INDENT_WIDTH : this.col);
    return gap.slice(count);
  }

  private lines(gap: readonly CommentLine[]): readonly OutputLine[] {
    return layOutComments(gap, this.col);
  }
}

/** Sorts by the order of `keys`; members with other keys follow in the order they had. */
export function sortByKeys<T extends { readonly key: string }>(
  things: readonly T[],
  keys: readonly string[],
): readonly T[] {
  const places = new Map(keys.map((key, i) => [key, i]));
  const place = ({ key }: T) => places.get(key) ?? keys.length;
  return [...things].sort((a, b) => place(a) - place(b));
}

/** The blank lines and comments from line `from` on; `first` is the number of line 0 in the whole text. */
export function commentLinesAt(lines: readonly string[], from: number, first: number): readonly CommentLine[] {
  const found: CommentLine[] = [];
  for (let line = from; line < lines.length; line++) {
    const [, blanks, comment] = COMMENT_LINE.exec(lines[line]!) ?? [];
    if (blanks === undefined) break;
    found.push({ line: first + line, col: blanks.length, comment: comment?.replace(/[ \t]+$/, '') });
  }
  return found;
}

const COMMENT_LINE = /^([ \t]*)(#.*)?$/;

/** True of a line that is blank or a comment. */
export function isCommentLine(line: string): boolean {
  return COMMENT_LINE.test(line);
}

/** Comments as lines indented to `col`; several blank lines become one, and those at the beginning go. */
export function layOutComments(gap: readonly CommentLine[], col: number): readonly OutputLine[] {
  return gap
    .filter((r, i) => !isBlankLine(r) || (i > 0 && !isBlankLine(gap[i - 1]!)))
    .map(({ comment, line }) => ({ text: comment === undefined ? '' : ' '.repeat(col) + comment, from: line }));
}

/** True of an entry that stands for a blank line. */
export function isBlankLine(comment: CommentLine): boolean {
  return comment.comment === undefined;
}

/** How many members at the beginning of a list fulfil `holds`. */
export function countLeading<T>(things: readonly T[], holds: (thing: T) => boolean): number {
  const at = things.findIndex((t) => !holds(t));
  return at < 0 ? things.length : at;
}

/** The number of spaces that a line begins with. */
export function indentOf(line: string): number {
  return /^ */.exec(line)![0].length;
}

function firstBlankLine([first]: readonly CommentLine[]): OutputLine | undefined {
  return first && isBlankLine(first) ? { text: '', from: first.line } : undefined;
}
