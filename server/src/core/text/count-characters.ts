/**
 * 字数 as Word counts it: each Han character is one, and so is each run of Latin letters or digits; punctuation counts nothing.
 *
 * @example countCharacters('接入5G专网，共860台') // 7
 */
export function countCharacters(text: string): number {
  return text.match(/\p{Script=Han}|[\p{L}\p{N}_](?:(?!\p{Script=Han})[\p{L}\p{N}_.'’-])*/gu)?.length ?? 0;
}

/**
 * Full-width digits, letters and signs (U+FF01 to U+FF5E, U+3000) as their ASCII counterparts. Offsets stay the same.
 *
 * @example toHalfWidth('５Ｇ：') // '5G:'
 */
export function toHalfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ');
}
