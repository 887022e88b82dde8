/** The messages between the preview's page and the extension. */

/** A part of the 申报书: a field's path and, in a chapter, how far into its text, in UTF-16 units. */
export interface PreviewPart {
  readonly path: string;
  readonly from?: number | undefined;
}

/** Extension → page: what to show. */
export interface ShowMessage {
  readonly type: 'show';
  /** The dossier; the page keeps it, to be opened with it again. */
  readonly uri: string;
  readonly version: number;
  /** The number of the request to the server that this answers. */
  readonly asked: number;
  readonly title: string;
  readonly body: string;
  readonly style: string;
  /** The fields that were left blank and are printed as 无, as paths, and a heading for their list. */
  readonly none: readonly string[];
  readonly noneHeading: string;
  /** The URI under which the page finds the dossier's folder, for pictures. */
  readonly base: string;
  /** Another number each time that a picture changed on disk. */
  readonly stamp: number;
}

/** Extension → page: there is nothing to show; `text` says why. */
export interface NothingMessage {
  readonly type: 'nothing';
  readonly uri: string;
  readonly version: number;
  readonly asked: number;
  readonly text: string;
}

/** All messages of the extension to the page. */
export type ToPage =
  | ShowMessage
  | NothingMessage
  /** The part at the editor's cursor. */
  | ({ readonly type: 'mark' } & PreviewPart);

/** All messages of the page to the extension. */
export type FromPage =
  | { readonly type: 'ready' }
  | ShownMessage
  /** The author wants to see where a part is written. */
  | ({ readonly type: 'go' } & PreviewPart);

/** Page → extension: what the page shows now. */
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
