/** What the analysis takes and gives: inputs beside the text, outcomes of rules, and the analysis itself. */

import type { Issue } from '../checks/shared/check.ts';
import type { Answer } from '../form/answer.ts';
import type { Answers } from '../form/answers.ts';
import type { FormReading } from '../form/read-form.ts';
import type { CallInput } from '../inputs/call-input.ts';
import type { ChapterTexts, EvidenceFiles } from '../inputs/evidence.ts';
import type { Registry } from '../inputs/registry.ts';
import type { Settings } from '../inputs/settings.ts';
import type { Finding } from '../model/finding.ts';
import type { FormKeys } from '../model/form-paths.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { LoadedPack } from '../model/pack.ts';
import type { RuleData } from '../model/rule-schema.ts';
import type { Source } from '../yaml/source.ts';
import type { YamlBlock } from '../yaml/tree.ts';

/** What the analysis is given besides the text of the dossier. */
export interface AnalysisInput {
  readonly packs: ReadonlyMap<string, LoadedPack>;
  /** The rules that every notice shares, for a dossier whose notice is not known. */
  readonly sharedRules: readonly RuleData[];
  readonly settings: Settings;
  /** Every key of every form at hand, see {@link FormKeys}. */
  readonly formKeys: FormKeys;
  /** Packs that are not as their files say now, by id, with what to say of that. */
  readonly brokenPacks?: ReadonlyMap<string, LocalizedText>;
  /** The list of platforms selected before, where the settings name one. */
  readonly registry?: Registry;
  /** Settings and list of the calls that have their own, by id of the call; they stand for those above. */
  readonly calls?: ReadonlyMap<string, CallInput>;
  /** The evidence that the dossier names; what has not been looked into yet is not checked. */
  readonly files?: EvidenceFiles;
  /** The chapters that it keeps in files of their own. */
  readonly chapters?: ChapterTexts;
  /** Today as `YYYY-MM-DD`: a waiver of a day to come does not count. Without it no day is one to come. */
  readonly today?: string;
  /** What the other dossiers at hand say about this one; without it the rules that compare dossiers stay undecided. */
  readonly crossDossierIssues?: CrossDossierIssues;
}

/** What comparing a dossier with others found in it, see `workspace/workspace.ts`. */
export interface CrossDossierIssues {
  /** By rule; a rule that could not be decided is not here. */
  readonly issues: ReadonlyMap<string, readonly Issue[]>;
}

/** All that is known of a dossier from its text and the inputs beside it. */
export interface Analysis {
  readonly source: Source;
  readonly pack: LoadedPack | undefined;
  readonly direction: string | undefined;
  readonly answers: Answers;
  readonly findings: readonly Finding[];
  /** Rules that could not be decided, or not for all of their fields and items, for want of a field or a list. */
  readonly undecided: ReadonlySet<string>;
  readonly cache: AnalysisCache;
}

/** What the next analysis may keep of this one. */
export interface AnalysisCache {
  /** What the dossier was analyzed with: the settings and the list of its own call, where it has such. */
  readonly input: AnalysisInput;
  /** The input as it was given. */
  readonly given: AnalysisInput;
  readonly readings: ReadonlyMap<string, { readonly block: YamlBlock | undefined; readonly reading: FormReading }>;
  readonly outcomes: ReadonlyMap<string, RuleOutcome>;
}

/** What a rule found, and the answers and files it was run on: it runs again only when one of these is another object. */
export interface RuleOutcome {
  readonly inputs: readonly (Answer | EvidenceFiles | undefined)[];
  readonly issues: readonly Issue[] | undefined;
  /** What the rule could not decide beside what it found; see `PartialResult`. */
  readonly open?: readonly string[];
  readonly fault?: string;
  /** Of a rule on each text by itself: what was found in each, by place. */
  readonly proseCache?: ProseCache;
}

/** What a rule on each text by itself found; `key` says with what it was read, `found` has the texts by place. */
export interface ProseCache {
  readonly key: string;
  readonly found: ReadonlyMap<string, { readonly text: string; readonly issues: readonly Issue[] }>;
}

/** Outcomes by rule id; a rule that does not apply is not here. */
export type RuleOutcomes = ReadonlyMap<string, RuleOutcome>;

/** The analysis of a dossier whose notice is known. */
export type NoticeAnalysis = Analysis & { readonly pack: LoadedPack };
