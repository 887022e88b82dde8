/** The files that dossiers name, found once for the same answers: each analysis asks for them several times. */
import { type NamedFiles, namedFiles } from '../core/analysis/named-files.ts';
import type { Analysis } from '../core/analysis/types.ts';

/** Keeps them for as long as somebody has the answers. */
export class NamedFilesCache {
  private readonly byAnswers = new WeakMap<Analysis['answers'], NamedFiles>();

  /** The evidence and the chapters that a dossier names. */
  of(analysis: Analysis): NamedFiles {
    const known = this.byAnswers.get(analysis.answers);
    if (known) return known;
    const named = namedFiles(analysis);
    this.byAnswers.set(analysis.answers, named);
    return named;
  }
}
