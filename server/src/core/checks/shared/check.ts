/** A kind of demand. A rule of a pack is a demand of that kind, as data. */
import type * as z from 'zod';
import type { Answer } from '../../form/answer.ts';
import type { Answers } from '../../form/answers.ts';
import type { Files } from '../../inputs/evidence.ts';
import type { Registry } from '../../inputs/registry.ts';
import type { Settings } from '../../inputs/settings.ts';
import type { Far, Mend, Severity } from '../../model/finding.ts';
import type { Option, Slot } from '../../model/form-schema.ts';
import type { Text } from '../../model/localized-text.ts';
import type { Notice } from '../../model/notice-schema.ts';
import type { Path } from '../../model/path.ts';

/** What a check finds wrong; the rule adds its id, clause and severity, the analysis its place. */
export interface Issue {
  readonly path: Path;
  readonly part?: 'key' | 'value';
  readonly message: Text;
  /** A stretch of the answer's value, in UTF-16 units. */
  readonly within?: readonly [number, number];
  readonly related?: readonly IssueEnd[];
  readonly mends?: readonly Mend[];
  /** The clause it rests on, where that is not the rule's own. */
  readonly clause?: string;
  /** How grave it is, where that is not as the rule has it. */
  readonly severity?: Severity;
}

/** Another place that an issue is about, in this dossier or in another. */
export type IssueEnd = { readonly message: Text } & (
  | { readonly path: Path; readonly within?: readonly [number, number] }
  | { readonly far: Far }
);

/** All that a check may know. */
export interface Given {
  readonly answers: Answers;
  readonly notice: Notice;
  readonly settings: Settings;
  readonly registry: Registry | undefined;
  /** The evidence that the dossier names; what is not in it has not been looked into. */
  readonly files: Files;
  readonly direction: string | undefined;
  /** The form's description of a place such as `平台.服务行业`. */
  readonly slot: (path: string) => Slot | undefined;
}

export interface Check<P = unknown> {
  readonly id: string;
  /** What a rule of this kind says besides its texts. */
  readonly params: z.ZodType<P>;
  /** The fields that decide it; an edit elsewhere cannot change its outcome. */
  readonly reads: (params: P) => readonly string[];
  /** True where the evidence decides it too. */
  readonly looksInto?: boolean;
  /** What is wrong; `undefined` where a field it needs is missing or cannot be read. */
  readonly run: (params: P, given: Given) => readonly Issue[] | undefined;
  /** What it was held against, for the review: a window of days, a list. */
  readonly tells?: (params: P, given: Given) => Text | undefined;
}

/** A kind of demand on each text by itself: one that has not changed is not read again. */
export interface ProseCheck<P = unknown> extends Pick<Check<P>, 'id' | 'params' | 'reads'> {
  /** Where the texts are, as patterns. */
  readonly texts: (params: P) => readonly string[];
  /** What to find in them; `undefined` where a field it needs is missing or cannot be read. */
  readonly prose: (params: P, given: Given) => ProseReading | undefined;
}

export interface ProseReading {
  /** All besides the text that decides what is found; where it is the same, so is what is found in the same text. */
  readonly key: string;
  readonly read: (answer: Answer) => readonly Issue[];
}

/** A kind of demand on several dossiers at once. */
export interface AcrossCheck<P = unknown> {
  readonly id: string;
  readonly params: z.ZodType<P>;
  /** The fields it compares. */
  readonly reads: (params: P) => readonly string[];
  /** What the others say against this one; `undefined` where a field it needs is missing or cannot be read. */
  readonly across: (params: P, own: Member, others: Neighbours) => readonly Issue[] | undefined;
}

/** A dossier as the others see it: what it says at the paths that dossiers are compared by. */
export interface Peer {
  /** The name its face gave it, such as its path. */
  readonly dossier: string;
  /** The text at a path, if it was given and can be read. */
  readonly text: (path: string) => string | undefined;
  /** Where that is, in its own lists and items. */
  readonly place: (path: string) => Path | undefined;
}

/** A dossier that is held against the others. */
export interface Member extends Peer {
  readonly answers: Answers;
  /** All that its prose says, as one text. */
  readonly prose: string;
  readonly paragraphs: readonly Paragraph[];
}

/** A paragraph of the prose of a dossier, and where it stands. */
export interface Paragraph {
  /** The same for paragraphs that differ only in blanks, marks and whose names they bear. */
  readonly fingerprint: string;
  /** 字, as Word counts them. */
  readonly words: number;
  readonly place: { readonly path: Path; readonly within: readonly [number, number] };
}

/** The other dossiers at hand, as one of them sees them. */
export interface Neighbours {
  /** Those of the same notice that say `value` at `path`. */
  readonly saying: (path: string, value: string) => readonly Peer[];
  /** Whose fields say something that this dossier's prose says too: the field, the words, the dossier. */
  readonly named: (paths: readonly string[]) => readonly Named[];
  /** Those that have a paragraph of this fingerprint. */
  readonly having: (fingerprint: string) => readonly (readonly [Peer, Paragraph])[];
}

export interface Named {
  readonly path: string;
  readonly words: string;
  readonly peer: Peer;
}

/** Keeps the type of the parameters between `params` and `run`. */
export function defineCheck<P>(check: Check<P>): Check<P> {
  return check;
}

export function defineProse<P>(check: ProseCheck<P>): ProseCheck<P> {
  return check;
}

export function defineAcross<P>(check: AcrossCheck<P>): AcrossCheck<P> {
  return check;
}

/** The values of a choice, of a list's items or of the field itself. */
export function optionsOf(slot: Slot | undefined): readonly Option[] {
  return slot?.values ?? slot?.item?.values ?? [];
}

/** The last key of a path in words: `注册地址.省` is asked for as “省” of its parent, so two keys are shown. */
export function name(path: string): string {
  return path.split('.').slice(-1)[0]!.replace('[]', '');
}
