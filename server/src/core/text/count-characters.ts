/** 字数 as Word counts it: each Han character is one, and so is each run of Latin letters or digits. */
export function countWords(text: string): number {
  return text.match(/\p{Script=Han}|[\p{L}\p{N}_](?:(?!\p{Script=Han})[\p{L}\p{N}_.'’-])*/gu)?.length ?? 0;
}

/** Full-width digits, letters and signs as their ASCII twins; lengths stay the same. */
export function narrow(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ');
}
