/** What a paragraph says without what differs between two copies of it: blanks, marks, and the names that it bears. */
export function fingerprintOf(text: string, names: readonly string[]): string {
  const bare = text.replace(SMALL, '');
  return names
    .map((name) => name.replace(SMALL, ''))
    .sort((a, b) => b.length - a.length)
    .reduce((t, name) => (name ? t.replaceAll(name, NAME) : t), bare);
}

/** Stands for a name. */
const NAME = '※';
const SMALL = /[^\p{L}\p{N}※]+/gu;
