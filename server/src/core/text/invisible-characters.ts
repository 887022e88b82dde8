/** Characters that nobody sees and that make two texts differ: zero-width, joining and bidirectional ones, soft hyphens, control characters. */

/** A stretch of neighbouring invisible characters, in UTF-16 units. */
export interface InvisibleRun {
  readonly at: number;
  readonly length: number;
}

/** Also the place of a pasted picture, an empty braille cell, and the line breaks of Unicode where they stand inside a text. */
const INVISIBLE =
  /(?:\p{Default_Ignorable_Code_Point}|[\u2800\ufff9-\ufffc]|(?![\t\n\r\u0085])\p{Cc}|(?<=[^\s\u0085:：])[\u0085\u2028\u2029]+(?![ \t]*[:：]))+/gu;
const SINGLE_INVISIBLE = /^(?:\p{Default_Ignorable_Code_Point}|[\u2800\ufff9-\ufffc]|(?!\u0085)\p{Cc})$/u;

/** Characters that change what stands before them: they choose its form, or join it with what follows. */
const ATTACHED = /^(?:\p{Variation_Selector}|\p{Join_Control}|[\u{e0020}-\u{e007f}])+$/u;

/** True of a single UTF-16 unit that is an invisible character, whatever stands beside it. */
export function isInvisible(c: string): boolean {
  return c !== '' && !'\t\n\r '.includes(c) && (c < ' ' || c > '~') && SINGLE_INVISIBLE.test(c);
}

/**
 * The invisible characters of a text that do not belong to what stands beside them. Those that make one emoji of several, choose the form of a Han
 * character or join the letters of scripts that want it are left alone.
 */
export function invisibleRuns(text: string): readonly InvisibleRun[] {
  const runs: InvisibleRun[] = [];
  for (const { 0: found, index } of text.matchAll(INVISIBLE)) {
    if (!belongsToNeighbours(text, index, found)) runs.push({ at: index, length: found.length });
  }
  return runs;
}

/** True where joiners, variation selectors and tags stand behind a character that takes them. */
function belongsToNeighbours(text: string, at: number, found: string): boolean {
  if (!ATTACHED.test(found)) return false;
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text.slice(at + found.length, at + found.length + 2);
  const joins = /\p{Join_Control}/u.test(found);
  if (/(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator})$/u.test(before))
    return !joins || /^\p{Extended_Pictographic}/u.test(after);
  if (/[#*0-9]$/.test(before)) return after.startsWith('\u20e3');
  if (/\p{Script=Han}$/u.test(before)) return !joins;
  return /[\p{Script=Arabic}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Tibetan}\p{Script=Bengali}]$/u.test(
    before,
  );
}

/** What the usual ones are called; the others are named by their code point alone. */
const NAMES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  '00AD': { zh: '软连字符', en: 'soft hyphen' },
  '200B': { zh: '零宽空格', en: 'zero-width space' },
  '200C': { zh: '零宽不连字', en: 'zero-width non-joiner' },
  '200D': { zh: '零宽连字', en: 'zero-width joiner' },
  '200E': { zh: '从左到右标记', en: 'left-to-right mark' },
  '200F': { zh: '从右到左标记', en: 'right-to-left mark' },
  '202A': { zh: '从左到右嵌入', en: 'left-to-right embedding' },
  '202B': { zh: '从右到左嵌入', en: 'right-to-left embedding' },
  '202C': { zh: '方向格式结束', en: 'end of directional formatting' },
  '202D': { zh: '从左到右强制', en: 'left-to-right override' },
  '202E': { zh: '从右到左强制', en: 'right-to-left override' },
  '2060': { zh: '词连接符', en: 'word joiner' },
  FEFF: { zh: '零宽不换行空格', en: 'zero-width no-break space' },
  '0085': { zh: '换行控制符', en: 'next line' },
  '2028': { zh: '行分隔符', en: 'line separator' },
  '2029': { zh: '段落分隔符', en: 'paragraph separator' },
  '2800': { zh: '空白盲文符', en: 'blank braille pattern' },
  FFFC: { zh: '对象替换符', en: 'object replacement character' },
  '000B': { zh: '垂直制表符', en: 'vertical tab' },
  '000C': { zh: '换页符', en: 'form feed' },
};

/**
 * The different characters of a run by code point, with their usual names.
 *
 * @example describeInvisible('\u200b').zh // 'U+200B（零宽空格）'
 */
export function describeInvisible(run: string): { readonly zh: string; readonly en: string } {
  const codes = [...new Set([...run].map((c) => c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')))];
  const describe = (locale: 'zh' | 'en', open: string, close: string) =>
    codes.map((code) => `U+${code}${NAMES[code] ? `${open}${NAMES[code][locale]}${close}` : ''}`);
  return { zh: describe('zh', '（', '）').join('、'), en: describe('en', ' (', ')').join(', ') };
}
