/** What the analysis takes and gives: inputs beside the text, outcomes of rules, and the analysis itself. */

import type { Issue } from '../checks/shared/check.ts';
import type { Answer } from '../form/answer.ts';
import type { Answers } from '../form/answers.ts';
import type { FormReading } from '../form/read-form.ts';
import type { Chapters, Files } from '../inputs/evidence.ts';
import type { Registry } from '../inputs/registry.ts';
import type { Settings } from '../inputs/settings.ts';
import type { Finding } from '../model/finding.ts';
import type { Words } from '../model/form-paths.ts';
import type { LoadedPack } from '../model/pack.ts';
import type { RuleData } from '../model/rule-schema.ts';
import type { Source } from '../yaml/source.ts';
import type { Block } from '../yaml/tree.ts';

/** What the engine is told besides the text. */
export interface Facts {
  readonly packs: ReadonlyMap<string, LoadedPack>;
  /** The rules that every notice shares, for a dossier whose notice is not known. */
  readonly shared: readonly RuleData[];
  readonly settings: Settings;
  /** Every key of every form at hand, see {@link Words}. */
  readonly words: Words;
  /** The list of platforms selected before, where the settings name one. */
  readonly registry?: Registry;
  /** The evidence that the dossier names; what has not been looked into yet is not judged. */
  readonly files?: Files;
  /** The chapters that it keeps in files of their own. */
  readonly chapters?: Chapters;
  /** What the other dossiers at hand say about this one; without it the rules that compare dossiers stay undecided. */
  readonly others?: Others;
}

/** What comparing a dossier with others came to, see `workspace/workspace.ts`. */
export interface Others {
  /** By rule; a rule that could not be decided is not here. */
  readonly issues: ReadonlyMap<string, readonly Issue[]>;
}

export interface Analysis {
  readonly source: Source;
  readonly pack: LoadedPack | undefined;
  readonly direction: string | undefined;
  readonly answers: Answers;
  readonly findings: readonly Finding[];
  /** Rules that could not be decided, for want of a field or a list. */
  readonly undecided: ReadonlySet<string>;
  readonly memo: Memo;
}

export interface Memo {
  readonly facts: Facts;
  readonly readings: ReadonlyMap<string, { readonly block: Block | undefined; readonly reading: FormReading }>;
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** What running a rule came to, and what it was run on. */
export interface Outcome {
  readonly inputs: readonly (Answer | Files | undefined)[];
  readonly issues: readonly Issue[] | undefined;
  readonly fault?: string;
  /** Of a rule on each text by itself: what was found in each, by place. */
  readonly texts?: ReadText;
}

export interface ReadText {
  readonly key: string;
  readonly found: ReadonlyMap<string, { readonly text: string; readonly issues: readonly Issue[] }>;
}

export type Outcomes = ReadonlyMap<string, Outcome>;

export type Dossier = Analysis & { readonly pack: LoadedPack };
