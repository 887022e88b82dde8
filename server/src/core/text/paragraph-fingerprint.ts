/** What a paragraph says without what differs between two copies of it: blanks, marks, and the names that it bears. */
export function paragraphFingerprint(text: string, names: readonly string[]): string {
  const bare = text.replace(IGNORED_CHARACTERS, '');
  return names
    .map((name) => name.replace(IGNORED_CHARACTERS, ''))
    .sort((a, b) => b.length - a.length)
    .reduce((t, name) => (name ? t.replaceAll(name, NAME_MARK) : t), bare);
}

/** Stands for a name. */
const NAME_MARK = '※';
const IGNORED_CHARACTERS = /[^\p{L}\p{N}※]+/gu;
