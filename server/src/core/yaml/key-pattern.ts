/** What a key with its colon looks like at the beginning of a line. */
import { WIDE_COLONS } from '../text/characters.ts';

/** `"键": `, a key in ASCII quotes. */
export const QUOTED_KEY = /^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')[ \t]*:(?=[ \t]|$)/;

/** A word and a colon; `https://` is none. */
const KEYED = new RegExp(`^([^\\s:${WIDE_COLONS}#"'[\\]{}]{1,20})\\s*(?!://)([:${WIDE_COLONS}])\\s*(.*)$`);
/** Signs that stand in prose and in Markdown, not in a key. */
const NO_KEY_SIGNS = /[|>&*!%@`，。；、《》“”‘’！？【】「」〔〕［］｛｝]|^[=~^$]/;

/** True of a value that ends on its line: it is neither empty nor a header, an anchor or a tag with lines of its own below. */
export function isSingleValue(value: string): boolean {
  return value !== '' && !/^(?:[|>][-+\d]*|[&!]\S*)[ \t]*(?:#.*)?$/.test(value);
}

/** The parts of a line that begins with a word and any kind of colon. */
export interface KeyedLine {
  readonly word: string;
  /** True of an ASCII colon with a blank behind it, as YAML wants it. */
  readonly isPlain: boolean;
  readonly value: string;
}

/** The word, colon and value of a line's content; undefined where it does not begin with a word and a colon. */
export function keyedLine(content: string): KeyedLine | undefined {
  const found = KEYED.exec(content);
  if (!found) return undefined;
  const [whole, word = '', colon = '', value = ''] = found;
  if (NO_KEY_SIGNS.test(word.replace(/^[“”„＂‘’＇](.*)[“”„＂‘’＇]$/, '$1'))) return undefined;
  const isTight = colon === ':' && value !== '' && !/\s/.test(whole[whole.length - value.length - 1]!);
  // `https://…` and `9:00` are no keys.
  if (isTight && !/\p{Script=Han}/u.test(word)) return undefined;
  return {
    word,
    isPlain: colon === ':' && (value === '' || /\s/.test(whole[whole.length - value.length - 1]!)),
    value,
  };
}
