/** The texts of chapters that are kept in files of their own, from the disk or from the editor in which they are open. */

import { dirname, resolve } from 'node:path';
import type { ChapterText } from '../core/inputs/evidence.ts';
import { OUTSIDE, readChapter } from '../host/dossier-files.ts';

/** Reads chapters; the text in an open editor goes before that on disk. */
export class ChapterFiles {
  /** By absolute path. */
  private readonly openTexts = new Map<string, string>();

  /** Takes the text of a chapter that is open in an editor, by its absolute path; undefined once it is closed. */
  overlay(file: string, text: string | undefined): void {
    if (text === undefined) this.openTexts.delete(file);
    else this.openTexts.set(file, text);
  }

  /** The chapter `name` of the dossier at `path`; a fault for one outside the dossier's folder, open or not. */
  read(path: string, name: string): ChapterText {
    const onDisk = readChapter(path, name);
    const open = this.openTexts.get(resolve(dirname(path), name));
    const isOutside = 'fault' in onDisk && onDisk.fault === OUTSIDE;
    return open === undefined || isOutside ? onDisk : { text: open };
  }
}
