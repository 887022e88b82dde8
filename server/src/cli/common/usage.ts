/** Exit statuses, and errors that end a command in words. */
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { namedErrorText } from '../../host/system-errors.ts';
import { type CliIo, displayPath } from './cli-io.ts';

/** Exit status of every command and format. */
export const EXIT = {
  /** All checked and no error. */
  ok: 0,
  /** Errors, or more warnings than allowed. */
  findings: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** Nothing was checked, or not everything; or something could not be written. */
  incomplete: 3,
} as const;

/** An error that ends the command, in words for its user. */
export class CommandError extends Error {
  readonly text: LocalizedText;

  /** The text; a string is somebody else's, and the same in both languages. */
  constructor(text: LocalizedText | string) {
    super(typeof text === 'string' ? text : text.en);
    this.text = typeof text === 'string' ? { zh: text, en: text } : text;
  }
}

/** Wrong flags, arguments or settings: exit status 2. */
export class UsageError extends CommandError {}

/** The words for anything that was thrown: with the file that it is about, and what to do where the system refused. */
export function failureText(error: unknown, io: Pick<CliIo, 'cwd'>): LocalizedText {
  if (error instanceof CommandError) return error.text;
  return namedErrorText(error, (file) => displayPath(io, file));
}

/** The exit status for anything that was thrown. */
export function failureStatus(error: unknown): number {
  return error instanceof UsageError ? EXIT.usage : EXIT.incomplete;
}
