/** Braces that are the form's own and no placeholders: those of formulas, and those behind a backslash, `\{` and `\}`. */
import { strFromU8, strToU8 } from 'fflate';
import type { ZipParts } from '../office/office-zip.ts';

/** What stands for a brace that the template library shall not see; Unicode assigns these two to nobody. */
const HIDDEN: Readonly<Record<string, string>> = { '{': '\ue07b', '}': '\ue07d' };
const SHOWN: Readonly<Record<string, string>> = { '\ue07b': '{', '\ue07d': '}' };

/** A backslash with the brace behind it; Word may put them in runs of their own. */
const ESCAPED = /\\((?:<[^<>]*>)*)([{}])/g;
/** The text of a formula. */
const FORMULA_TEXT = /<m:t(?:\s[^<>]*)?>[^<]*<\/m:t>/g;

/** Hides the form's own braces in all parts; the backslash before one goes. */
export function hideOwnBraces(parts: ZipParts): void {
  changeTexts(parts, /[{}]/, (xml) =>
    xml
      .replace(FORMULA_TEXT, (text) => text.replace(/[{}]/g, (brace) => HIDDEN[brace]!))
      .replace(ESCAPED, (_, between: string, brace: string) => between + HIDDEN[brace]!),
  );
}

/** Puts the hidden braces back. */
export function showOwnBraces(parts: ZipParts): void {
  changeTexts(parts, /[\ue07b\ue07d]/, shownBraces);
}

/** A text with its hidden braces shown. */
export function shownBraces(text: string): string {
  return text.replace(/[\ue07b\ue07d]/g, (sign) => SHOWN[sign]!);
}

function changeTexts(parts: ZipParts, wanted: RegExp, change: (xml: string) => string): void {
  for (const [name, bytes] of Object.entries(parts)) {
    if (!/\.xml$/i.test(name)) continue;
    const xml = strFromU8(bytes);
    if (wanted.test(xml)) parts[name] = strToU8(change(xml));
  }
}
