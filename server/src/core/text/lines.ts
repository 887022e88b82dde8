/** Zero-based line and UTF-16 column. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** The lines of a text, to tell where an offset is. */
export class Lines {
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.starts = lineStarts(text);
  }

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
}

/** Where the line begins that an offset stands on; a break belongs to the line that it ends. */
export function lineStart(text: string, offset: number): number {
  // At 0, `lastIndexOf` would find a break that stands there.
  return offset > 0 ? text.lastIndexOf('\n', offset - 1) + 1 : 0;
}

function lineStarts(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), (m) => m.index + m[0].length)];
}

/** A line, the offset that it begins at, and the break that ends it; none ends the last. */
export interface CutLine {
  readonly text: string;
  readonly start: number;
  readonly end: string;
}

/** The lines of a text; a break at its end opens no further one. */
export function cutLines(text: string): readonly CutLine[] {
  const all = Array.from(text.matchAll(/([^\n]*?)(\r?\n|$)/g), (m) => ({ text: m[1]!, start: m.index, end: m[2]! }));
  return all.filter((l) => l.start < text.length);
}
