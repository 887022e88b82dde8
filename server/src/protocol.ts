/** What client and server say to each other beyond LSP. Imports nothing. */

/** The server renders an open or saved dossier and says where the files are. */
export const RENDER = 'dossier/render';

export interface RenderParams {
  readonly uri: string;
  readonly draft: boolean;
  /** The summary sheet as well. */
  readonly all: boolean;
  /** Folder for the files; `out` beside the dossier where absent. */
  readonly folder?: string;
}

export type RenderResult =
  | {
      readonly kind: 'done';
      readonly files: readonly { readonly path: string; readonly kept?: string }[];
      readonly errors: number;
    }
  | { readonly kind: 'missing'; readonly missing: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string };

/** The notices at hand, for the questions of a new dossier. */
export const NOTICES = 'dossier/notices';

export interface NoticeSummary {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly directions: readonly { readonly id: string; readonly detail: string }[];
}

/** The text of a new dossier. */
export const SKELETON = 'dossier/skeleton';

export interface SkeletonParams {
  readonly notice: string;
  readonly direction: string | undefined;
}

/** What the client tells the server at its start. */
export interface InitializationOptions {
  /** `zh`, `en`, or `auto`: as the editor's own language. */
  readonly language?: 'auto' | 'zh' | 'en';
}

/** The 申报书 of an open dossier as it stands, gaps shown, for a view beside its text. Writes nothing. */
export const PREVIEW = 'dossier/preview';

export interface PreviewParams {
  readonly uri: string;
}

/** Null where the document is not open, or does not say which notice it is for. */
export interface PreviewResult {
  /** Sheets of HTML; `data-path` and `data-from` tell where each part comes from. Pictures have a `data-src`: a file below the dossier's folder. */
  readonly body: string;
  /** The look of the sheets. Lengths are multiples of `--mm`, a millimetre of the paper. */
  readonly style: string;
  readonly title: string;
  /** The version of the document that is shown. */
  readonly version: number;
}

/** Where a part of the preview is written: in the dossier, or in the file of a chapter. */
export const LOCATE = 'dossier/locate';

export interface LocateParams {
  readonly uri: string;
  readonly path: string;
  /** Of a part of a chapter: where it begins in the chapter's text, in UTF-16 units. */
  readonly from?: number;
}

/** Null where the document is not open. */
export interface LocateResult {
  readonly uri: string;
  readonly range: { readonly start: DocumentPosition; readonly end: DocumentPosition };
}

interface DocumentPosition {
  readonly line: number;
  readonly character: number;
}

/** The other way: what part of the dossier is written at a cursor. */
export const PATH_AT = 'dossier/pathAt';

export interface PathAtParams {
  readonly uri: string;
  /** The document that the cursor is in: the dossier, or a chapter's file. */
  readonly document: string;
  readonly position: DocumentPosition;
}

/** Null where nothing is written there, or the document is no part of the dossier. */
export interface PathAtResult {
  readonly path: string;
  /** How far into a text, in UTF-16 units. */
  readonly from?: number;
}
