/** What the preview's page and the extension say to each other. */

/** A part of the 申报书: a place of the dossier and, in a chapter, how far into its text. */
export interface PreviewPart {
  readonly path: string;
  readonly from?: number | undefined;
}

export interface ShowMessage {
  readonly type: 'show';
  /** The dossier; the page keeps it, to be opened with it again. */
  readonly uri: string;
  readonly version: number;
  /** Which question to the server this answers. */
  readonly asked: number;
  readonly title: string;
  readonly body: string;
  readonly style: string;
  /** Where the page finds the dossier's folder. */
  readonly base: string;
  /** Another number each time that a picture changed on disk. */
  readonly stamp: number;
}

/** There is nothing to show, and why. */
export interface NothingMessage {
  readonly type: 'nothing';
  readonly uri: string;
  readonly version: number;
  readonly asked: number;
  readonly text: string;
}

export type ToPage =
  | ShowMessage
  | NothingMessage
  /** Where the editor's cursor is. */
  | ({ readonly type: 'mark' } & PreviewPart);

export type FromPage =
  | { readonly type: 'ready' }
  | ShownMessage
  /** The author wants to see where a part is written. */
  | ({ readonly type: 'go' } & PreviewPart);

/** What the page shows now. */
export interface ShownMessage {
  readonly type: 'shown';
  readonly uri: string;
  readonly version: number;
  readonly asked: number;
  /** How many parts have a place in the dossier. */
  readonly parts: number;
}

/** What the page keeps through a reload. */
export interface PageState {
  readonly uri: string;
  readonly scroll: number;
}
