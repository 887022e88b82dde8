/** Kinds of characters that a reader takes for others, or does not see at all. */

/** Blanks of Unicode that YAML takes for text: no-break, full-width, en and em spaces, line and paragraph separators. */
const WIDE_BLANK = /[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** True of a blank of Unicode other than space, tab and line break, such as U+3000 and U+00A0. */
export function isWideBlank(c: string): boolean {
  return c > '\u007f' && WIDE_BLANK.test(c);
}

/** True of a blank that may stand between the parts of a line: a space, a tab, or one of {@link isWideBlank}. */
export function isBlank(c: string): boolean {
  return c === ' ' || c === '\t' || isWideBlank(c);
}

/**
 * Signs that stand where YAML wants a colon: full-width `：`, ratio `∶`, small `﹕`, vertical `︰`, modifier `꞉`.
 * For use inside the brackets of a pattern.
 */
export const WIDE_COLONS = '：∶﹕︰꞉';

/** Signs that stand between items where YAML wants a comma. For use inside the brackets of a pattern. */
export const WIDE_COMMAS = '，、；﹐﹑﹔';

/** Hyphens, dashes and minus signs other than the ASCII hyphen. For use inside the brackets of a pattern. */
export const WIDE_DASHES = '‐‑‒–—―−﹣－';

/** True of a sign of {@link WIDE_COLONS}. */
export function isWideColon(c: string): boolean {
  return c !== '' && WIDE_COLONS.includes(c);
}

/** True of a sign of {@link WIDE_COMMAS}. */
export function isWideComma(c: string): boolean {
  return c !== '' && WIDE_COMMAS.includes(c);
}

/** Quotation marks of the Chinese input method and of Word, by the ASCII one that they stand for. */
const QUOTES: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '＂': '"',
  '‘': "'",
  '’': "'",
  '＇': "'",
};

/** The ASCII quotation mark that a curly or full-width one stands for; undefined for any other character. */
export function asciiQuote(c: string): string | undefined {
  return QUOTES[c];
}

/** What the keys of a keyboard give with the Chinese input method on, beside the full-width signs of U+FF01 to U+FF5E. */
const TYPED: Readonly<Record<string, string>> = {
  '。': '.',
  '、': '/',
  '【': '[',
  '】': ']',
  '〔': '[',
  '〕': ']',
  '《': '<',
  '》': '>',
  '￥': '$',
  '·': '`',
  '∶': ':',
  '﹕': ':',
  '︰': ':',
};

/**
 * The ASCII text that somebody typed with the Chinese input method on. Offsets stay the same.
 *
 * @example typedAscii('https：、、ａ。cn') // 'https://a.cn'
 */
export function typedAscii(text: string): string {
  return text.replace(/[^\u0000-\u007f]/g, (c) => {
    if (c >= '\uff01' && c <= '\uff5e') return String.fromCharCode(c.charCodeAt(0) - 0xfee0);
    if (WIDE_DASHES.includes(c)) return '-';
    return TYPED[c] ?? QUOTES[c] ?? (isWideBlank(c) ? ' ' : c);
  });
}
