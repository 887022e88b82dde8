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
  /** The applicant's full name, where it is known already. */
  readonly applicant?: string | undefined;
}

/** What the client tells the server at its start. */
export interface InitializationOptions {
  /** `zh`, `en`, or `auto`: as the editor's own language. */
  readonly language?: 'auto' | 'zh' | 'en';
  /** The editor's log keeps levels apart: it is told of every analysis too, as `Debug`. */
  readonly debug?: boolean;
}
