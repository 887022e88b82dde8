/** Makes what fails small enough to be read. */

/**
 * The text and cursor (`‸`) with all taken away that is not needed for `ask` to fail with the same words as it did.
 * Of a text that does not fail by itself, all.
 */
export function reduced(
  text: string,
  offset: number,
  ask: (text: string, offset: number) => void,
  error: unknown,
): string {
  const fails = (less: string, at: number) => {
    try {
      ask(less, at);
      return false;
    } catch (other) {
      return gist(other) === gist(error);
    }
  };
  let [least, at] = [text, offset];
  for (let size = fails(text, offset) ? text.length : 0; size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < least.length; ) {
      const less = least.slice(0, from) + least.slice(from + size);
      const cursor = at <= from ? at : Math.max(from, at - size);
      if (fails(less, cursor)) [least, at] = [less, cursor];
      else from += size;
    }
  }
  return `${least.slice(0, at)}‸${least.slice(at)}`;
}

/** What an error says, without what is quoted and counted in it. */
function gist(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\d+|“[^”]*”|\n[\s\S]*/g, '').slice(0, 60);
}
