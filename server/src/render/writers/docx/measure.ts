/** How wide words are, and how many lines they make. Lengths in pt. */

/** Times New Roman's characters from the space to the tilde, in thousandths of its size. */
const LATIN = [
  250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
  500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889,
  722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500,
  444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480,
  200, 480, 541,
];
const WIDE =
  /[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u3000-\u303f“”‘’—…·•×℃①-⑳\u{20000}-\u{3ffff}]/u;
const IDEOGRAPH = /[\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const LETTER = /[\p{L}\p{N}]/u;
/** Marks that no line begins with, those that none ends with, and those that may stand beyond its end. */
const NO_START = /[!%),.:;?\]}¢°·’”…‰℃、。〉》」』】〕〗！％），．：；？］｝～]/u;
const NO_END = /[([{‘“〈《「『【〔〖（［｛￥]/u;
const HANGING = /[!,.:;?、。！，．：；？]/u;

/** Where readers of Word files differ in laying out one and the same text. */
export interface WordProcessor {
  /** What stands between a Han character and a letter or digit, in parts of the size. */
  readonly gap: number;
  /** A comma or full stop may stand beyond the end of a line. */
  readonly hangs: boolean;
  /** So many lines of a paragraph stay with the heading above it. */
  readonly least: number;
}

/** Width of a text: a Han character is as wide as its size. */
export function measureWidth(text: string, { size }: { readonly size: number }): number {
  return [...text].reduce((sum, c) => sum + widthOf(c), 0) * size;
}

function widthOf(character: string): number {
  if (WIDE.test(character)) return 1;
  return (LATIN[character.charCodeAt(0) - 32] ?? 500) / 1000;
}

/** The room that a line of text has. Lengths in pt. */
export interface LineRoom {
  readonly width: number;
  /** What the first line has less. */
  readonly indent?: number;
  readonly size: number;
  /** What is added behind each character. */
  readonly spacing?: number;
}

/** How many lines a paragraph of this text makes. */
export function countLines(
  text: string,
  { width, indent = 0, size, spacing = 0 }: LineRoom,
  processor: WordProcessor,
): number {
  let lines = 1;
  let at = indent;
  for (const unit of unitsOf(text)) {
    const widths = [...unit.text].map((c, i) => {
      const before = i === 0 ? unit.before : unit.text[i - 1];
      return widthOf(c) * size + spacing + (isGap(before, c) ? processor.gap * size : 0);
    });
    const whole = widths.reduce((a, b) => a + b, 0);
    const blank = unit.text.endsWith(' ') ? widths.at(-1)! : 0;
    const hung = processor.hangs && HANGING.test(unit.text.at(-1)!) && unit.text.length > 1 ? widths.at(-1)! : 0;
    // The space behind the last character may stand beyond the edge.
    if (at + whole - blank - hung <= width + 0.3) {
      at += whole;
    } else if (whole - blank - hung <= width) {
      lines++;
      at = whole;
    } else {
      // A word wider than the line is broken wherever its end is met.
      for (const w of widths) {
        if (at + w > width) {
          lines++;
          at = 0;
        }
        at += w;
      }
    }
  }
  return lines;
}

function isGap(before: string | undefined, after: string): boolean {
  if (before === undefined) return false;
  const [a, b] = [IDEOGRAPH.test(before), IDEOGRAPH.test(after)];
  return (a && !b && LETTER.test(after) && !WIDE.test(after)) || (b && !a && LETTER.test(before) && !WIDE.test(before));
}

interface LineUnit {
  readonly text: string;
  /** The character before it. */
  readonly before: string | undefined;
}

/** What is never broken: Latin words with the blank behind them, Han characters with the marks that cling to them. */
function unitsOf(text: string): readonly LineUnit[] {
  const units: { text: string; before: string | undefined }[] = [];
  let before: string | undefined;
  for (const c of text) {
    const last = units.at(-1);
    const clings = before !== undefined && last && !isBreak(before, c);
    if (clings) last.text += c;
    else units.push({ text: c, before });
    before = c;
  }
  return units;
}

function isBreak(before: string, after: string): boolean {
  if (after === ' ' || NO_START.test(after) || NO_END.test(before)) return false;
  if (before === ' ') return true;
  if (before === '—' && after === '—') return false;
  return WIDE.test(before) || WIDE.test(after);
}
