/** What a review of a dossier says, clause by clause. */

import type { Finding } from '../model/finding.ts';
import type { Text } from '../model/localized-text.ts';
import type { Force } from '../model/notice-schema.ts';

/** How something that the notice leaves open was read. */
export interface Assumption {
  /** The name of the setting that decides it. */
  readonly setting: string;
  readonly title: Text;
  readonly value: Text;
  /** False where nobody has set it, and the tool's own reading or none holds. */
  readonly isSet: boolean;
}

export interface ReviewEvidence {
  /** Its 编号 in the dossier. */
  readonly number: string;
  readonly kind: string;
  /** Undefined where none is named. */
  readonly file: string | undefined;
  /** What was found in the file: pages, size. */
  readonly content: Text;
}

export const VERDICTS = ['通过', '不通过', '提示', '待人工核验', '缺数据', '不适用'] as const;

export type Verdict = (typeof VERDICTS)[number];

export interface ReviewItem {
  readonly clause: string;
  readonly title: Text;
  readonly force: Force;
  readonly verdict: Verdict;
  /** The rules that speak for the clause and were run, by id. */
  readonly rules: readonly string[];
  /** Why the verdict is what it is. */
  readonly reason: Text;
  readonly findings: readonly Finding[];
  readonly waivers: readonly ReviewWaiver[];
  readonly evidence: readonly ReviewEvidence[];
  /** What a person must still look at, whatever the program found. */
  readonly person: Text | undefined;
}

export interface ReviewWaiver {
  readonly rule: string;
  readonly reason: string;
  readonly reviewer: string;
  readonly date: string;
}

export interface Review {
  readonly notice: { readonly id: string; readonly title: Text; readonly issuer: Text };
  readonly applicant: string | undefined;
  readonly platform: string | undefined;
  readonly direction: string | undefined;
  /** The day of the application. */
  readonly day: string | undefined;
  readonly items: readonly ReviewItem[];
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Findings that rest on no clause: the form's own. */
  readonly form: readonly Finding[];
  readonly assumptions: readonly Assumption[];
  /** What the notice leaves unclear, and how this tool reads it. */
  readonly unclear: readonly { readonly clause: string; readonly about: Text; readonly reading: Text }[];
}

export interface ReviewOptions {
  /** `YYYY-MM-DD`, to count the days that are left. */
  readonly today: string;
  /** How many other dossiers it was compared with. */
  readonly others: number;
}
