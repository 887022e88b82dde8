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

/** The text of a notice in our words, to be read. */
export const NOTICE = 'dossier/notice';

/** Documents of this scheme are notices: `dossier-notice:/<id>/<title>.md`. */
export const NOTICE_SCHEME = 'dossier-notice';

/** Which notice: by its id, or that of a dossier by its URI. */
export type NoticeParams = { readonly notice: string } | { readonly dossier: string };

export interface NoticeText {
  /** Of the document that shows it, where the editor can. */
  readonly uri: string;
  /** Markdown. */
  readonly text: string;
  /** Zero-based lines of the clauses' heads. */
  readonly clauses: readonly { readonly id: string; readonly title: string; readonly line: number }[];
}

/** What the client tells the server at its start. */
export interface InitializationOptions {
  /** It shows documents of the scheme {@link NOTICE_SCHEME}; other editors are led to files. */
  readonly showsNotices?: boolean;
  /** `zh`, `en`, or `auto`: as the editor's own language. */
  readonly language?: 'auto' | 'zh' | 'en';
}
