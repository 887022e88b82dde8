import type { Text } from '../../core/model/localized-text.ts';

/** Exit status of every command and format. */
export const EXIT = {
  /** All checked and no error. */
  ok: 0,
  findings: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** Nothing was checked, or not everything. */
  incomplete: 3,
  /** Ctrl-C, as shells have it. */
  interrupted: 130,
} as const;

/** Wrong flags, arguments or settings: said to the user, in one language where the words are somebody else's. */
export class UsageError extends Error {
  readonly text: Text;

  constructor(text: Text | string) {
    super(typeof text === 'string' ? text : text.en);
    this.text = typeof text === 'string' ? { zh: text, en: text } : text;
  }
}
