/** What a command says to its user, in the language of the run, and the paths it shows. */
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import { visibleText } from '../../core/text/visible-text.ts';
import { type CliIo, displayPath, resolvePath } from './cli-io.ts';
import { UsageError } from './usage.ts';

/** Texts and paths of one command. */
export abstract class CommandOutput {
  readonly io: CliIo;
  /** Language of the messages. */
  abstract readonly locale: Locale;

  constructor(io: CliIo) {
    this.io = io;
  }

  /** The absolute path of a file that the command line names. */
  resolve(file: string): string {
    return resolvePath(this.io, file);
  }

  /** A path as reports show it, see {@link displayPath}. */
  display(file: string): string {
    return displayPath(this.io, file);
  }

  /** A text in the language of this run. */
  localize(text: LocalizedText): string {
    return text[this.locale];
  }

  /** An error to throw for a wrong command line. */
  refusal(text: LocalizedText): UsageError {
    return new UsageError(this.localize(text));
  }

  /** Tells the user something that is no finding, on standard error, after the name of the program. */
  report(text: LocalizedText): void {
    this.warn(`dossier: ${this.localize(text)}`);
  }

  /** Writes a line to standard error; control characters in it are shown as marks. */
  warn(line: string): void {
    this.io.stderr.write(`${visibleText(line)}\n`);
  }

  /** Writes text to standard output; control characters in it are shown as marks. */
  print(text: string): void {
    this.io.stdout.write(visibleText(text));
  }

  /** Writes text with colours, or for a program, to standard output as it is. */
  printRaw(text: string): void {
    this.io.stdout.write(text);
  }
}
