/** What client and server say to each other beyond LSP. Imports nothing. */

/** The server renders an open or saved dossier and says where the files are. */
export const RENDER = 'dossier/render';

export interface RenderParams {
  readonly uri: string;
  readonly draft: boolean;
  /** A copy for review instead: verdicts in front, findings as comments; as it stands, gaps and errors included. */
  readonly review?: boolean;
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

/** The table with which a city recommends all its dossiers, answered as {@link RENDER} is. */
export const RECOMMEND = 'dossier/recommend';

export interface RecommendParams {
  /** Any dossier of the city. */
  readonly uri: string;
  readonly draft: boolean;
  readonly folder?: string;
}

/** What somebody changed in a rendered Word file since, and the edits by which the dossier says the same. Changes nothing. */
export const COMPARE = 'dossier/compare';

export interface CompareParams {
  readonly uri: string;
  /** Path of the Word file. */
  readonly file: string;
}

export type CompareResult =
  | {
      readonly kind: 'done';
      /** Those that can be taken over, none of them touching another's place. */
      readonly changes: readonly CompareChange[];
      /** How many changes there are besides, for a person to look at. */
      readonly others: number;
      /** Of the dossier that the edits are for; null for one that is not open. */
      readonly version: number | null;
      /** All of them as a Markdown document. */
      readonly report: string;
    }
  | { readonly kind: 'failed'; readonly message: string };

export interface CompareChange {
  readonly path: string;
  /** As it was rendered, and as it stands in Word; of long texts what differs. */
  readonly old: string;
  readonly text: string;
  readonly edits: readonly CompareEdit[];
}

export interface CompareEdit extends Location {
  readonly text: string;
}

/**
 * A command of the editor that shows what can be written where the cursor is, if there is anything: an editor that names
 * it among its {@link InitializationOptions.commands} has items with tab stops run it.
 */
export const OFFER = 'dossier.offer';

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

/** A stretch of a file, as LSP has it. */
export interface Location {
  readonly uri: string;
  readonly range: Range;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Zero-based line and UTF-16 column. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export type Severity = 'error' | 'warning' | 'info';

/** Where a dossier stands. */
export interface DossierState {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** How many fields the form requires and how many of them are answered; null where the call is not known. */
  readonly filled: { readonly required: number; readonly answered: number; readonly percent: number } | null;
  /** `days` are those left: 0 on the last day, negative once it has passed. `isOwn`: it is the city's own day. */
  readonly deadline: { readonly day: string; readonly days: number; readonly isOwn: boolean } | null;
}

/** A dossier clause by clause: a {@link Clauses}, or null where its call is not known or it cannot be read. */
export const CLAUSES = 'dossier/clauses';

/** The same as a Markdown document, or null. */
export const REVIEW = 'dossier/review';

/** The dossier under each direction of its call, side by side, as a Markdown document, or null. */
export const DIRECTIONS = 'dossier/directions';

export interface DossierParams {
  readonly uri: string;
}

export type Verdict = '通过' | '不通过' | '提示' | '待人工核验' | '缺数据' | '不适用';

export interface Clauses {
  /** Of the text it rests on; null for a dossier that is not open. */
  readonly version: number | null;
  readonly platform: string | null;
  readonly state: DossierState;
  readonly chapters: readonly {
    readonly clause: string;
    readonly title: string;
    readonly items: readonly ClauseItem[];
  }[];
  /** Every verdict, with its name in the language of the server. */
  readonly counts: readonly { readonly verdict: Verdict; readonly name: string; readonly count: number }[];
}

export interface ClauseItem {
  readonly clause: string;
  readonly title: string;
  /** The modal word of the clause, and the verdict, in the language of the server. */
  readonly force: string;
  readonly verdict: Verdict;
  readonly verdictName: string;
  readonly reason: string;
  /** What a person must still look at, where the reason does not say it. */
  readonly person?: string;
  readonly findings: readonly ClauseFinding[];
  /** Where to go from the clause. */
  readonly target?: Location;
  /** How many of its findings are waived. */
  readonly waived: number;
}

export interface ClauseFinding extends Location {
  /** Without the clause that it rests on. */
  readonly message: string;
  readonly severity: Severity;
}

/** The dossiers of the workspace: an {@link Overview}. */
export const OVERVIEW = 'dossier/overview';

export interface Overview {
  readonly groups: readonly CityGroup[];
  /** Dossiers that could not be read. */
  readonly unread: readonly { readonly uri: string; readonly why: string }[];
}

/** The dossiers of a call that name the same city. */
export interface CityGroup {
  /** Title of the call; null where it is not known. */
  readonly notice: string | null;
  /** Null for dossiers that name none. */
  readonly city: string | null;
  readonly quota: { readonly limit: number; readonly counted: number; readonly exempt: number } | null;
  readonly dossiers: readonly OverviewDossier[];
}

export interface OverviewDossier {
  readonly uri: string;
  readonly applicant: string | null;
  readonly platform: string | null;
  readonly direction: string | null;
  readonly state: DossierState;
  /** What other dossiers say against it, the quota apart. */
  readonly duplicates: readonly (ClauseFinding & { readonly others: readonly Location[] })[];
}

/**
 * Server → client, where it asked for it ({@link InitializationOptions.follows}): these dossiers were analyzed anew, came
 * or went.
 */
export const CHANGED = 'dossier/changed';

export interface ChangedParams {
  readonly uris: readonly string[];
  /** How many dossiers there are now. */
  readonly dossiers: number;
}

/** What the client tells the server at its start. */
export interface InitializationOptions {
  /** It shows documents of the scheme {@link NOTICE_SCHEME}; other editors are led to files. */
  readonly showsNotices?: boolean;
  /** `zh`, `en`, or `auto`: as the editor's own language. */
  readonly language?: 'auto' | 'zh' | 'en';
  /** The commands that it has: code lenses are shown for these. */
  readonly commands?: readonly string[];
  /** It shows where dossiers stand, and wants to be told when that changes. */
  readonly follows?: boolean;
  /** The editor's log keeps levels apart: it is told of every analysis too, as `Debug`. */
  readonly debug?: boolean;
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
export type LocateResult = Location;

/** The other way: what part of the dossier is written at a cursor. */
export const PATH_AT = 'dossier/pathAt';

export interface PathAtParams {
  readonly uri: string;
  /** The document that the cursor is in: the dossier, or a chapter's file. */
  readonly document: string;
  readonly position: Position;
}

/** Null where nothing is written there, or the document is no part of the dossier. */
export interface PathAtResult {
  readonly path: string;
  /** How far into a text, in UTF-16 units. */
  readonly from?: number;
}
