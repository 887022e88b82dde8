/** How Chinese is typed: its sounds and their initials. The only file that knows `pinyin-pro`; loaded when it is first wanted, for its dictionary is large. */
import { pinyin } from 'pinyin-pro';

export interface Spelling {
  /** `hangye` for 行业; what is not Chinese stands as it is. */
  readonly full: string;
  /** `hy`. */
  readonly initials: string;
}

const known = new Map<string, Spelling>();

export function spell(text: string): Spelling {
  const found = known.get(text);
  if (found) return found;
  const parts = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
  const first = pinyin(text, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' });
  const spelling = { full: parts.join('').toLowerCase(), initials: first.join('').toLowerCase() };
  if (known.size > MOST) known.clear();
  known.set(text, spelling);
  return spelling;
}

/** More spellings than a form has words are those of texts that come and go. */
const MOST = 5000;
