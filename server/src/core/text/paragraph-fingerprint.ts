/**
 * A paragraph without what differs between two copies of it: blanks and punctuation are left out, `names` are replaced by one mark.
 *
 * @example paragraphFingerprint('甲公司 建有平台。', ['甲公司']) // '※建有平台'
 */
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
