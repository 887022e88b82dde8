/** Line breaks of a source text that are no blanks in what it says. */

/** Han characters and the marks that are as wide as they are. */
const WIDE = /[\p{Script=Han}\u2014\u2018-\u201d\u2026\u3000-\u303f\uff00-\uff65]/u;

/**
 * The text without those of its blanks that stand for a line break beside a Chinese character or mark. `isBreak` says of the offset of a blank,
 * in UTF-16 units, whether it stands for a line break.
 */
export function withoutBreakBlanks(text: string, isBreak: (offset: number) => boolean): string {
  return text.replace(/ /g, (blank, i: number) => {
    const isWide = WIDE.test(characterBefore(text, i)) || WIDE.test(characterAt(text, i + 1));
    return isWide && isBreak(i) ? '' : blank;
  });
}

/** A text of several lines on one line: a break is a blank, but not beside a Chinese character or mark. */
export function joinLines(text: string): string {
  return text.replace(/[ \t]*\r?\n[ \t]*/g, (found, i: number) => {
    const isWide = WIDE.test(characterBefore(text, i)) || WIDE.test(characterAt(text, i + found.length));
    return isWide ? '' : ' ';
  });
}

function characterAt(text: string, i: number): string {
  return String.fromCodePoint(text.codePointAt(i) ?? 0x20);
}

function characterBefore(text: string, i: number): string {
  const isSecondHalf = /[\udc00-\udfff]/.test(text[i - 1] ?? '');
  return text.slice(Math.max(0, isSecondHalf ? i - 2 : i - 1), i);
}
