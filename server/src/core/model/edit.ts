/** Stretches of a text and replacements in it, in UTF-16 code units. */

/** A stretch of the dossier's text, in UTF-16 code units from its start, the end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One replacement in the dossier's text; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}
