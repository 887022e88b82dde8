/** What stands between the lines of a layout: comments and blank lines, and how they travel where members change place. */

/** A line of the result without its break. */
export interface OutputLine {
  readonly text: string;
  /** The line of the whole text that it was; -1 for a new one. */
  readonly from: number;
}

/** A blank line (its comment undefined) or a comment that has a line of its own. */
export interface CommentLine {
  readonly line: number;
  readonly col: number;
  readonly comment: string | undefined;
}

/** An entry or an item. */
export interface GroupMember {
  readonly key: string;
  readonly body: readonly OutputLine[];
  /** True of a text in a block: a comment that is indented below it would become a part of it. */
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

/** Members of a collection as they come in, with the comments and blank lines before each. */
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

  add(gap: readonly CommentLine[], member: GroupMember): void {
    let rest = this.behind(gap);
    if (!this.members.length) {
      // What a blank line sets off from the first member is about the whole group.
      const stop = rest.findLastIndex(isBlankLine) + 1;
      if (!rest.slice(0, stop).every(isBlankLine)) {
        this.top = this.lines(rest.slice(0, stop));
        rest = rest.slice(stop);
      }
    }
    this.blanks.push(firstBlankLine(rest));
    this.members.push({ ...member, head: this.lines(rest), tail: [] });
  }

  /** Takes what stands after the last member: it stays at the end. */
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
    // Comments that a blank line sets off must not close up with what they come to stand beside.
    let isApart = false;
    for (const [i, { head, body, tail }] of sortByKeys(this.members, keys).entries()) {
      push([...head, ...body, ...tail], this.blanks[i], isApart || head.some((l) => l.text === ''));
      isApart = tail.length > 0 && indentOf(tail[0]!.text) === this.col;
    }
    if (this.end.length) push(this.end, this.blanks.at(-1), isApart);
    return lines;
  }

  /**
   * Takes off the comments that belong to the member before them: indented below it, or close behind it and set off
   * from the next. Gives the rest.
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

/** Things in the order of `keys`; those of other keys after them, as they were. */
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

/** Comments at a column, and one blank line where blank lines follow them. */
export function layOutComments(gap: readonly CommentLine[], col: number): readonly OutputLine[] {
  return gap
    .filter((r, i) => !isBlankLine(r) || (i > 0 && !isBlankLine(gap[i - 1]!)))
    .map(({ comment, line }) => ({ text: comment === undefined ? '' : ' '.repeat(col) + comment, from: line }));
}

export function isBlankLine(comment: CommentLine): boolean {
  return comment.comment === undefined;
}

/** How many at the beginning hold. */
export function countLeading<T>(things: readonly T[], holds: (thing: T) => boolean): number {
  const at = things.findIndex((t) => !holds(t));
  return at < 0 ? things.length : at;
}

/** Spaces that a line begins with. */
export function indentOf(line: string): number {
  return /^ */.exec(line)![0].length;
}

function firstBlankLine([first]: readonly CommentLine[]): OutputLine | undefined {
  return first && isBlankLine(first) ? { text: '', from: first.line } : undefined;
}
