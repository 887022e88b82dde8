/** A file of a check with what was found in it. */
import type { Finding } from '../../core/model/finding.ts';

/** A file as it was checked: a dossier, or a chapter of one. */
export interface CheckedFile {
  /** Relative to the working folder, with `/`. */
  readonly path: string;
  /** Empty where it could not be read. */
  readonly text: string;
  readonly findings: readonly Finding[];
  /** False where the file could not be read or a rule failed. */
  readonly complete: boolean;
  readonly isChapter: boolean;
}
