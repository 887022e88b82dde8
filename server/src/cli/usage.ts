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

/** Wrong flags, arguments or settings: the message is for the user. */
export class UsageError extends Error {}
