/** How Chinese is typed: its sounds and their initials. The only file that knows `pinyin-pro`; import it when it is first wanted, for its dictionary is large. */
import { pinyin } from 'pinyin-pro';

/** How a text is typed with a pinyin input method, in lower case, without tones; what is not Chinese stands as it is. */
export interface Spelling {
  /** All sounds: `hangye` for 行业. */
  readonly full: string;
  /** Their first letters: `hy` for 行业. */
  readonly initials: string;
}

/** Gives the spelling of a text. */
export type Speller = (text: string) => Spelling;

/**
 * A speller that remembers what it was asked: completion asks for the same few hundred words at every key.
 *
 * @example createSpeller()('行业') // { full: 'hangye', initials: 'hy' }
 */
export function createSpeller(): Speller {
  const spellings = new Map<string, Spelling>();
  return (text) => {
    const found = spellings.get(text);
    if (found) return found;
    const spelling = spell(text);
    if (spellings.size > MAX_SPELLINGS) spellings.clear();
    spellings.set(text, spelling);
    return spelling;
  };
}

function spell(text: string): Spelling {
  const parts = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
  const first = pinyin(text, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' });
  return { full: parts.join('').toLowerCase(), initials: first.join('').toLowerCase() };
}

/** Spellings that are remembered; a form has fewer words, so that more come from texts that are no longer there. */
const MAX_SPELLINGS = 5000;
