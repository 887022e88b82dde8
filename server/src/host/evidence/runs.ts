/** Stretches of one and the same byte, which a damaged disk or a broken copy leaves in a file. */

/** The length of the longest run of a byte, or of any byte where none is given. */
export function longestRun(bytes: Uint8Array, of?: number): number {
  let longest = 0;
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (of === undefined ? i > 0 && byte === bytes[i - 1] : byte === of) length++;
    else length = of === undefined ? 1 : 0;
    if (length > longest) longest = length;
  }
  return longest;
}
