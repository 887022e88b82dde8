/** What a review of a dossier says, clause by clause. */

import type { Finding } from '../model/finding.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { Force } from '../model/notice-schema.ts';

/** How a point that the notice leaves open was taken. */
export interface Assumption {
  /** The name of the setting that decides it. */
  readonly setting: string;
  readonly title: LocalizedText;
  readonly value: LocalizedText;
  /** False where the settings do not say it, and the default holds. */
  readonly isSet: boolean;
}

/** A paper that bears on a clause. */
export interface ReviewEvidence {
  /** Its position in the list of papers, from 0. */
  readonly index: number;
  /** Its 编号 in the dossier. */
  readonly number: string;
  readonly kind: string;
  /** Undefined where none is named. */
  readonly file: string | undefined;
  /** What was found in the file: pages, size. */
  readonly content: LocalizedText;
}

/** All verdicts, in the order in which they are counted. */
export const VERDICTS = ['通过', '不通过', '提示', '待人工核验', '缺数据', '不适用'] as const;

/** What is said of a clause. */
export type Verdict = (typeof VERDICTS)[number];

/** A numbered item of the notice with its verdict. */
export interface ReviewItem {
  readonly clause: string;
  readonly title: LocalizedText;
  readonly force: Force;
  readonly verdict: Verdict;
  /** The rules that speak for the clause and were run, by id. */
  readonly rules: readonly string[];
  /** Why the verdict is what it is. */
  readonly reason: LocalizedText;
  readonly findings: readonly Finding[];
  readonly waivers: readonly ReviewWaiver[];
  readonly evidence: readonly ReviewEvidence[];
  /** What a person must still look at, whatever the program found. */
  readonly person: LocalizedText | undefined;
}

/** A waiver that covers a finding of the clause. */
export interface ReviewWaiver {
  readonly rule: string;
  /** The title of the rule. */
  readonly title: LocalizedText;
  readonly reason: string;
  readonly reviewer: string;
  readonly date: string;
}

/** A line at the head of a review: a label and the answer; undefined where none is given. */
export interface HeadLine {
  readonly label: LocalizedText;
  readonly text: string | undefined;
}

/** The review of a dossier. */
export interface Review {
  readonly notice: { readonly id: string; readonly title: LocalizedText; readonly issuer: LocalizedText | undefined };
  /** What stands at the head of a review: each part that the form has, in its order, with what the dossier says. */
  readonly head: readonly HeadLine[];
  readonly applicant: string | undefined;
  readonly platform: string | undefined;
  readonly direction: string | undefined;
  /** The day of the application. */
  readonly day: string | undefined;
  readonly items: readonly ReviewItem[];
  readonly counts: Readonly<Record<Verdict, number>>;
  /** The title of each rule of the pack, by its id. */
  readonly ruleTitles: ReadonlyMap<string, LocalizedText>;
  /** Findings that rest on no clause: the form's own. */
  readonly form: readonly Finding[];
  readonly assumptions: readonly Assumption[];
  /** What the notice leaves unclear, and how this tool reads it. */
  readonly unclear: readonly {
    readonly clause: string;
    readonly about: LocalizedText;
    readonly reading: LocalizedText;
  }[];
}

/** What a review is given besides the analysis. */
export interface ReviewOptions {
  /** `YYYY-MM-DD`, to count the days that are left. */
  readonly today: string;
  /** How many other dossiers it was compared with. */
  readonly others: number;
}
