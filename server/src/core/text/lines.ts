/** A place in a text as LSP counts it: zero-based line and UTF-16 column. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** The line starts of a text, kept so that an offset is found by bisection. Breaks are `\n`, `\r\n` and `\r`, as in LSP. */
export class LineIndex {
  private readonly starts: readonly number[];
  private readonly length: number;

  constructor(text: string) {
    this.starts = lineStarts(text);
    this.length = text.length;
  }

  /** The line and column of a UTF-16 offset. */
  position(offset: number): Position {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - this.starts[low]! };
  }

  /** The UTF-16 offset of a place; the end of the text for one behind it, the end of its line for a column behind that. */
  offset({ line, character }: Position): number {
    const start = this.starts[line] ?? this.length;
    return Math.min(start + character, this.starts[line + 1] ?? this.length, this.length);
  }
}

/** The offset at which the line begins that holds an offset; a break belongs to the line that it ends. */
export function lineStart(text: string, offset: number): number {
  // At 0, `lastIndexOf` would find a break that stands there.
  return offset > 0 ? text.lastIndexOf('\n', offset - 1) + 1 : 0;
}

function lineStarts(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), (m) => m.index + m[0].length)];
}

/** A line, the offset that it begins at, and the break that ends it; none ends the last. */
export interface SourceLine {
  readonly text: string;
  readonly start: number;
  readonly end: string;
}

/** The lines of a text; a break at its end opens no further one. */
export function splitLines(text: string): readonly SourceLine[] {
  const all = Array.from(text.matchAll(/([^\n]*?)(\r?\n|$)/g), (m) => ({ text: m[1]!, start: m.index, end: m[2]! }));
  return all.filter((l) => l.start < text.length);
}
