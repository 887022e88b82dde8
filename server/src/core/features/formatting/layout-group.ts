/** What stands between the lines of a layout: comments and blank lines, and how they travel where members change place. */

/** A line of the result without its break. */
export interface Line {
  readonly text: string;
  /** The line of the whole text that it was; -1 for a new one. */
  readonly from: number;
}

/** A blank line (its comment undefined) or a comment that has a line of its own. */
export interface Remark {
  readonly line: number;
  readonly col: number;
  readonly comment: string | undefined;
}

/** An entry or an item. */
export interface Member {
  readonly key: string;
  readonly body: readonly Line[];
  /** True of a text in a block: a comment that is indented below it would become a part of it. */
  readonly isText: boolean;
}

interface Placed extends Member {
  /** Comments above it. */
  readonly head: readonly Line[];
  /** Comments behind it. */
  tail: readonly Line[];
}

/** Columns from one level to the next. */
export const STEP = 2;

/** Members of a collection as they come in, with the comments and blank lines before each. */
export class Group {
  private readonly col: number;
  private readonly old: number;
  private readonly members: Placed[] = [];
  /** Blank lines keep their place where members change theirs. */
  private readonly blanks: (Line | undefined)[] = [];
  private top: readonly Line[] = [];
  private end: readonly Line[] = [];

  /** `old` is the column that the members stood at, `col` the one that they get. */
  constructor(col: number, old: number) {
    this.col = col;
    this.old = old;
  }

  add(gap: readonly Remark[], member: Member): void {
    let rest = this.behind(gap);
    if (!this.members.length) {
      // What a blank line sets off from the first member is about the whole group.
      const stop = rest.findLastIndex(isBlank) + 1;
      if (!rest.slice(0, stop).every(isBlank)) {
        this.top = this.lines(rest.slice(0, stop));
        rest = rest.slice(stop);
      }
    }
    this.blanks.push(blankOf(rest));
    this.members.push({ ...member, head: this.lines(rest), tail: [] });
  }

  /** Takes what stands after the last member: it stays at the end. */
  close(gap: readonly Remark[]): void {
    const rest = this.behind(gap.slice(0, gap.findLastIndex((r) => !isBlank(r)) + 1));
    this.blanks.push(blankOf(rest));
    this.end = this.lines(rest);
  }

  /** All lines, the members in the order of `keys`. */
  print(keys: readonly string[]): readonly Line[] {
    const lines = [...this.top];
    const push = (more: readonly Line[], blank: Line | undefined, isApart: boolean) => {
      const own = blank ?? (isApart ? { text: '', from: -1 } : undefined);
      if (own && lines.length && lines.at(-1)!.text !== '') lines.push(own);
      lines.push(...more);
    };
    // Comments that a blank line sets off must not close up with what they come to stand beside.
    let isApart = false;
    for (const [i, { head, body, tail }] of inOrder(this.members, keys).entries()) {
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
  private behind(gap: readonly Remark[]): readonly Remark[] {
    const member = this.members.at(-1);
    if (!member) return gap;
    const deeper = member.isText ? 0 : leading(gap, (r) => !isBlank(r) && r.col > this.old);
    const close = deeper ? 0 : leading(gap, (r) => !isBlank(r));
    const count = deeper || (close < gap.length ? close : 0);
    member.tail = remarkLines(gap.slice(0, count), deeper ? this.col + STEP : this.col);
    return gap.slice(count);
  }

  private lines(gap: readonly Remark[]): readonly Line[] {
    return remarkLines(gap, this.col);
  }
}

/** Things in the order of `keys`; those of other keys after them, as they were. */
export function inOrder<T extends { readonly key: string }>(
  things: readonly T[],
  keys: readonly string[],
): readonly T[] {
  const places = new Map(keys.map((key, i) => [key, i]));
  const place = ({ key }: T) => places.get(key) ?? keys.length;
  return [...things].sort((a, b) => place(a) - place(b));
}

/** The blank lines and comments from line `from` on; `first` is the number of line 0 in the whole text. */
export function remarksAt(lines: readonly string[], from: number, first: number): readonly Remark[] {
  const found: Remark[] = [];
  for (let line = from; line < lines.length; line++) {
    const [, blanks, comment] = REMARK.exec(lines[line]!) ?? [];
    if (blanks === undefined) break;
    found.push({ line: first + line, col: blanks.length, comment: comment?.replace(/[ \t]+$/, '') });
  }
  return found;
}

const REMARK = /^([ \t]*)(#.*)?$/;

/** True of a line that is blank or a comment. */
export function isRemark(line: string): boolean {
  return REMARK.test(line);
}

/** Comments at a column, and one blank line where blank lines follow them. */
export function remarkLines(gap: readonly Remark[], col: number): readonly Line[] {
  return gap
    .filter((r, i) => !isBlank(r) || (i > 0 && !isBlank(gap[i - 1]!)))
    .map(({ comment, line }) => ({ text: comment === undefined ? '' : ' '.repeat(col) + comment, from: line }));
}

export function isBlank(remark: Remark): boolean {
  return remark.comment === undefined;
}

/** How many at the beginning hold. */
export function leading<T>(things: readonly T[], holds: (thing: T) => boolean): number {
  const at = things.findIndex((t) => !holds(t));
  return at < 0 ? things.length : at;
}

/** Spaces that a line begins with. */
export function indentOf(line: string): number {
  return /^ */.exec(line)![0].length;
}

function blankOf([first]: readonly Remark[]): Line | undefined {
  return first && isBlank(first) ? { text: '', from: first.line } : undefined;
}
