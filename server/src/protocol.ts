// biome-ignore-all lint/style/noExcessiveLinesPerFile: one page for whoever writes a client; half of it is comments
/**
 * The requests and notifications of client and server beyond LSP, with their parameters and results. Each constant is the method of a request,
 * sent by the client unless its comment says otherwise. Imports nothing.
 */

/** Renders a dossier, open or on disk, into Word files: {@link RenderParams} → {@link RenderResult}. */
export const RENDER = 'dossier/render';

/** What to render of which dossier. */
export interface RenderParams {
  /** The dossier's URI. */
  readonly uri: string;
  /** Renders although required answers are missing; gaps show as 【待填】. */
  readonly draft: boolean;
  /** Renders a copy for review instead: verdicts in front, findings as comments, gaps and errors included. */
  readonly review?: boolean;
  /** Renders the 汇总表 and the other forms of the notice as well. */
  readonly all: boolean;
  /** Path of the folder for the files; `out` beside the dossier where absent. */
  readonly folder?: string;
}

/** The files that were written, or why none were. */
export type RenderResult =
  | {
      readonly kind: 'done';
      /** Paths of the files. `kept`: the path that a file should have had, where a file changed by somebody was left alone. */
      readonly files: readonly { readonly path: string; readonly kept?: string }[];
      /** How many errors the dossier still has. */
      readonly errors: number;
      /** The fields that were left blank and are printed as 无, as paths in the order of the paper. */
      readonly none: readonly string[];
    }
  /** Required answers without which nothing is rendered, unless as a draft: a line for each, in the language of the server. */
  | { readonly kind: 'missing'; readonly missing: readonly string[] }
  | FailedResult;

/** What went wrong, in the language of the server, and what may help. */
export interface FailedResult {
  readonly kind: 'failed';
  readonly message: string;
  readonly remedies: readonly Remedy[];
}

/** What may help after a failure: the same again, another folder or file, a look into the log. */
export type Remedy = 'retry' | 'elsewhere' | 'log';

/** Renders the 推荐表 with which a city recommends all its dossiers: {@link RecommendParams} → {@link RenderResult}. */
export const RECOMMEND = 'dossier/recommend';

/** Which city's table to render, and where to. */
export interface RecommendParams {
  /** The URI of any dossier of the city. */
  readonly uri: string;
  /** Renders although required answers of some dossier are missing. */
  readonly draft: boolean;
  /** Path of the folder for the file; `out` beside the dossier where absent. */
  readonly folder?: string;
}

/** Finds what was changed in a rendered Word file since, and the edits that make the dossier say the same: {@link CompareParams} → {@link CompareResult}. Writes nothing. */
export const COMPARE = 'dossier/compare';

/** Which Word file to compare with which dossier. */
export interface CompareParams {
  /** The dossier's URI. */
  readonly uri: string;
  /** Path of the Word file. */
  readonly file: string;
}

/** The changes found, or why the file could not be compared. */
export type CompareResult =
  | {
      readonly kind: 'done';
      /** Changes that can be taken over; the edits of no two overlap. */
      readonly changes: readonly CompareChange[];
      /** How many further changes there are that a person must look at. */
      readonly others: number;
      /** The version of the document that the edits are for; null for a dossier that is not open. */
      readonly version: number | null;
      /** All changes as a Markdown document. */
      readonly report: string;
    }
  | FailedResult;

/** A field whose text was changed in Word. */
export interface CompareChange {
  /** The field's path in the dossier, as `平台.平台名称`. */
  readonly path: string;
  /** The text as it was rendered, and as it stands in Word; of long texts only what differs. */
  readonly old: string;
  readonly text: string;
  readonly edits: readonly CompareEdit[];
}

/** The new text of a range, in the dossier or in a file of one of its chapters. */
export interface CompareEdit extends Location {
  readonly text: string;
}

/**
 * A command of the editor that shows what can be written where the cursor is, if there is anything: an editor that names
 * it among its {@link InitializationOptions.commands} has items with tab stops run it.
 */
export const OFFER = 'dossier.offer';

/** Lists the notices at hand, for the questions that a new dossier begins with: no parameters → {@link NoticeSummary}[]. */
export const NOTICES = 'dossier/notices';

/** A notice to choose. All but ids are in the language of the server. */
export interface NoticeSummary {
  readonly id: string;
  readonly title: string;
  /** Who issued it, and its first and last day. */
  readonly detail: string;
  /** The directions of the notice; `id` is the value that a dossier has for 申报.方向. */
  readonly directions: readonly { readonly id: string; readonly detail: string }[];
}

/** Makes the text of a new dossier: {@link SkeletonParams} → string, or null for a notice that is not known. */
export const SKELETON = 'dossier/skeleton';

/** What is known of a new dossier already. */
export interface SkeletonParams {
  /** The notice's id. */
  readonly notice: string;
  /** A direction's id; left blank in the dossier where undefined. */
  readonly direction: string | undefined;
  /** The applicant's full name, where it is known. */
  readonly applicant?: string | undefined;
}

/** Gives the text of a notice to be read: {@link NoticeParams} → {@link NoticeText}, or null where there is no such notice. */
export const NOTICE = 'dossier/notice';

/** Documents of this scheme are notices: `dossier-notice:/<id>/<title>.md`. */
export const NOTICE_SCHEME = 'dossier-notice';

/** Names a notice by its id, or by the URI of a dossier for it. */
export type NoticeParams = { readonly notice: string } | { readonly dossier: string };

/** A notice as a document. */
export interface NoticeText {
  /** The URI of the document that shows it, of the scheme {@link NOTICE_SCHEME}. */
  readonly uri: string;
  /** The text, in Markdown. */
  readonly text: string;
  /** The clauses in their order, with the zero-based lines of their headings. */
  readonly clauses: readonly { readonly id: string; readonly title: string; readonly line: number }[];
}

/** A range of a file, as in LSP. */
export interface Location {
  readonly uri: string;
  readonly range: Range;
}

/** A range of a text, as in LSP: `end` is behind its last character. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A place in a text: zero-based line and UTF-16 column, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** The severity of a finding: 须 and 不得 give errors, 原则上 warnings, 鼓励 infos. */
export type Severity = 'error' | 'warning' | 'info';

/** Where a dossier stands: findings by severity, how far the form is filled, days left. */
export interface DossierState {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** How many fields the form requires, how many of them are answered, and that in percent; null where the notice is not known. */
  readonly filled: { readonly required: number; readonly answered: number; readonly percent: number } | null;
  /** The last day, `YYYY-MM-DD`, and the days left: 0 on that day, negative once it has passed. `isOwn`: a city's own last day. Null where the notice is not known. */
  readonly deadline: { readonly day: string; readonly days: number; readonly isOwn: boolean } | null;
}

/** Reviews a dossier clause by clause: {@link DossierParams} → {@link Clauses}, or null where its notice is not known or it cannot be read. */
export const CLAUSES = 'dossier/clauses';

/** The same review as a Markdown document: {@link DossierParams} → string or null. */
export const REVIEW = 'dossier/review';

/** The verdicts of a dossier under each direction of its notice, side by side, as a Markdown document: {@link DossierParams} → string or null. */
export const DIRECTIONS = 'dossier/directions';

/** Names a dossier, open or on disk. */
export interface DossierParams {
  readonly uri: string;
}

/** The verdict on a clause; 待人工核验 where a program cannot know, 缺数据 where it was not told. */
export type Verdict = '通过' | '不通过' | '提示' | '待人工核验' | '缺数据' | '不适用';

/** The review of a dossier, in the chapters of its notice. */
export interface Clauses {
  /** The version of the document that was reviewed; null for a dossier that is not open. */
  readonly version: number | null;
  /** The platform's name; null where the dossier does not give it. */
  readonly platform: string | null;
  readonly state: DossierState;
  readonly chapters: readonly {
    readonly clause: string;
    readonly title: string;
    readonly items: readonly ClauseItem[];
  }[];
  /** How often each verdict was given, all verdicts, with their names in the language of the server. */
  readonly counts: readonly { readonly verdict: Verdict; readonly name: string; readonly count: number }[];
}

/** A numbered clause of the notice with its verdict. Texts are in the language of the server. */
export interface ClauseItem {
  /** Its number, as `二（一）1`. */
  readonly clause: string;
  readonly title: string;
  /** The modal word of the clause: 须, 不得, 原则上 … */
  readonly force: string;
  readonly verdict: Verdict;
  readonly verdictName: string;
  readonly reason: string;
  /** What a person must still look at; absent where `reason` says it. */
  readonly person?: string;
  readonly findings: readonly ClauseFinding[];
  /** The field that the clause is about, for a jump from its row; absent where there is none. */
  readonly target?: Location;
  /** How many of its findings are waived. */
  readonly waived: number;
}

/** A finding at its range. */
export interface ClauseFinding extends Location {
  /** Its message, without the number of the clause. */
  readonly message: string;
  readonly severity: Severity;
}

/** Lists the dossiers of the workspace: no parameters → {@link Overview}. */
export const OVERVIEW = 'dossier/overview';

/** The dossiers of the workspace, by notice and city. */
export interface Overview {
  readonly groups: readonly CityGroup[];
  /** Dossiers that could not be read, and why, in the language of the server. */
  readonly unread: readonly { readonly uri: string; readonly why: string }[];
}

/** The dossiers of a notice that name the same city. */
export interface CityGroup {
  /** The notice's title; null where it is not known. */
  readonly notice: string | null;
  /** The city; null for dossiers that name none. */
  readonly city: string | null;
  /** How many dossiers the city may recommend, how many count towards that, and how many do not; null where the notice sets no limit. */
  readonly quota: { readonly limit: number; readonly counted: number; readonly exempt: number } | null;
  readonly dossiers: readonly OverviewDossier[];
}

/** A dossier in the list. */
export interface OverviewDossier {
  readonly uri: string;
  /** Names as the dossier gives them; null where it does not. */
  readonly applicant: string | null;
  readonly platform: string | null;
  readonly direction: string | null;
  readonly state: DossierState;
  /** Findings that other dossiers cause, but for the city's quota: the same applicant, the same platform, copied text. */
  readonly duplicates: readonly (ClauseFinding & { readonly others: readonly Location[] })[];
}

/** Notification of the server to a client that asked for it ({@link InitializationOptions.follows}): {@link ChangedParams}. */
export const CHANGED = 'dossier/changed';

/** Which dossiers were analyzed again, appeared or disappeared. */
export interface ChangedParams {
  readonly uris: readonly string[];
  /** How many dossiers the workspace has now. */
  readonly dossiers: number;
}

/**
 * Notification of the client that its window came to the front, without parameters: the server looks whether files changed of which no event
 * came, as on network drives.
 */
export const FOCUSED = 'dossier/focused';

/** What a client may tell the server in `initializationOptions`; other editors give what they like, or nothing. */
export interface InitializationOptions {
  /** The client shows documents of the scheme {@link NOTICE_SCHEME}; other editors are led to files. */
  readonly showsNotices?: boolean;
  /** The language of messages: `zh`, `en`, or `auto` for the editor's own. */
  readonly language?: 'auto' | 'zh' | 'en';
  /** Folders of notice packs; relative ones count from each folder of the workspace. */
  readonly notices?: readonly string[];
  /** The commands that the client has: code lenses are shown for these. */
  readonly commands?: readonly string[];
  /** The client wants to be told of changes, see {@link CHANGED}. */
  readonly follows?: boolean;
  /** The client's log has levels: every analysis is logged too, at the level `Debug`. */
  readonly debug?: boolean;
}

/** Renders the 申报书 of an open dossier as HTML for a view beside its text, gaps shown: {@link PreviewParams} → {@link PreviewResult}. Writes nothing. */
export const PREVIEW = 'dossier/preview';

/** Names an open dossier. */
export interface PreviewParams {
  readonly uri: string;
}

/** The preview; the answer is null where the document is not open, or does not say which notice it is for. */
export interface PreviewResult {
  /** The sheets as HTML. `data-path` and `data-from` tell which field a part comes from and how far into its text; `data-src` names a picture, a file below the dossier's folder. */
  readonly body: string;
  /** The style sheet. Lengths are multiples of the variable `--mm`, one millimetre of the paper. */
  readonly style: string;
  readonly title: string;
  /** The fields that were left blank and are printed as 无, as paths in the order of the paper. */
  readonly none: readonly string[];
  /** The version of the document that is shown. */
  readonly version: number;
}

/** Finds where a part of the preview is written, in the dossier or in the file of a chapter: {@link LocateParams} → {@link LocateResult}. */
export const LOCATE = 'dossier/locate';

/** Names a part of the preview. */
export interface LocateParams {
  /** The URI of the dossier. */
  readonly uri: string;
  /** The field's path, from `data-path`. */
  readonly path: string;
  /** For a part of a chapter: where it begins in the chapter's text, in UTF-16 units. */
  readonly from?: number;
}

/** The range of the part; the answer is null where the document is not open. */
export type LocateResult = Location;

/** Finds the part of the preview that is written at a cursor: {@link PathAtParams} → {@link PathAtResult}. */
export const PATH_AT = 'dossier/pathAt';

/** A cursor in a dossier or in one of its chapters. */
export interface PathAtParams {
  /** The URI of the dossier. */
  readonly uri: string;
  /** The URI of the document that the cursor is in: the dossier, or the file of a chapter. */
  readonly document: string;
  readonly position: Position;
}

/** The part at the cursor; the answer is null where nothing is written there, or the document is no part of the dossier. */
export interface PathAtResult {
  /** The field's path, as in `data-path`. */
  readonly path: string;
  /** How far into the field's text, in UTF-16 units; absent outside of text. */
  readonly from?: number;
}
