/** A kind of demand. A rule of a pack is a demand of that kind, as data. */
import type * as z from 'zod';
import { type Answer, isRequiredSlot } from '../../form/answer.ts';
import type { Answers } from '../../form/answers.ts';
import type { EvidenceFiles } from '../../inputs/evidence.ts';
import type { Registry } from '../../inputs/registry.ts';
import type { Settings } from '../../inputs/settings.ts';
import type { FixSpec, RemoteLocation, Severity } from '../../model/finding.ts';
import type { Option, Slot } from '../../model/form-schema.ts';
import type { LocalizedText } from '../../model/localized-text.ts';
import type { Notice } from '../../model/notice-schema.ts';
import type { FieldPath } from '../../model/path.ts';

/** What a check finds wrong; the rule adds its id, clause and severity, the analysis its place. */
export interface Issue {
  readonly path: FieldPath;
  readonly part?: 'key' | 'value';
  readonly message: LocalizedText;
  /** A stretch of the answer's value, in UTF-16 units. */
  readonly within?: readonly [number, number];
  readonly related?: readonly RelatedIssue[];
  readonly fixSpecs?: readonly FixSpec[];
  /** The clause it rests on, where that is not the rule's own. */
  readonly clause?: string;
  /** How grave it is, where that is not as the rule has it. */
  readonly severity?: Severity;
}

/** Another place that an issue is about, in this dossier or in another. */
export type RelatedIssue = { readonly message: LocalizedText } & (
  | { readonly path: FieldPath; readonly within?: readonly [number, number] }
  | { readonly remote: RemoteLocation }
);

/** All that a check may know. */
export interface CheckContext {
  readonly answers: Answers;
  readonly notice: Notice;
  readonly settings: Settings;
  readonly registry: Registry | undefined;
  /** The evidence that the dossier names; what is not in it has not been looked into. */
  readonly files: EvidenceFiles;
  readonly direction: string | undefined;
  /** The form's description of a place such as `平台.服务行业`. */
  readonly slot: (path: string) => Slot | undefined;
}

/** What a check gives that could decide some of its fields or items and not the others. */
export interface PartialResult {
  readonly issues: readonly Issue[];
  /** What it could not decide: field paths or names, for the review. Not empty. */
  readonly open: readonly string[];
}

/** What a check found; undefined where it could decide nothing. */
export type CheckResult = readonly Issue[] | PartialResult | undefined;

/** The result of a check of several fields or items, of which those in `open` could not be decided. */
export function partialResult(issues: readonly Issue[], open: readonly string[]): CheckResult {
  return open.length ? { issues, open } : issues;
}

/** A kind of demand on one dossier: parameters, the fields it reads, and what it finds. */
export interface Check<P = unknown> {
  readonly id: string;
  /** What a rule of this kind says besides its texts. */
  readonly params: z.ZodType<P>;
  /** The fields that decide it; an edit elsewhere cannot change its outcome. */
  readonly reads: (params: P) => readonly string[];
  /** True where the evidence decides it too. */
  readonly readsFiles?: boolean;
  /** The values that a rule compares answers with, each with the path of the answer: a pack that asks for one that no answer can have is wrong. */
  readonly compares?: (params: P) => readonly ComparedValue[];
  /** True where it takes one answer a path: through a list it runs once an item, see `analysis/run-per-item.ts`. */
  readonly perItem?: boolean;
  /** What is wrong; `undefined` where a field it needs is missing or cannot be read, see also {@link PartialResult}. */
  readonly run: (params: P, context: CheckContext) => CheckResult;
  /** What it was held against, for the review: a window of days, a list. */
  readonly note?: (params: P, context: CheckContext) => LocalizedText | undefined;
}

/** A value that a check looks for in the answers at a path. */
export interface ComparedValue {
  readonly path: string;
  readonly value: string;
}

/** A kind of demand on each text by itself: one that has not changed is not read again. */
export interface ProseCheck<P = unknown> extends Pick<Check<P>, 'id' | 'params' | 'reads'> {
  /** Where the texts are, as patterns. */
  readonly texts: (params: P) => readonly string[];
  /** What to find in them; `undefined` where a field it needs is missing or cannot be read. */
  readonly prose: (params: P, context: CheckContext) => ProseReading | undefined;
}

/** What a prose check looks for in each text. */
export interface ProseReading {
  /** All besides the text that decides what is found; where it is the same, so is what is found in the same text. */
  readonly key: string;
  readonly read: (answer: Answer) => readonly Issue[];
}

/** Keeps the type of the parameters between `params` and `run`. */
export function defineCheck<P>(check: Check<P>): Check<P> {
  return check;
}

/** As {@link defineCheck}, for a check on each text by itself. */
export function defineProseCheck<P>(check: ProseCheck<P>): ProseCheck<P> {
  return check;
}

/** True where an answer that a check needs is missing or cannot be read; an optional field that is absent is not missing. */
export function isOpen(answer: Answer | undefined, direction: string | undefined): boolean {
  if (!answer || answer.state === 'bad' || answer.state === 'blank') return true;
  return answer.state === 'absent' && isRequiredSlot(answer.slot, direction);
}

/** The values of a choice, of a list's items or of the field itself. */
export function optionsOf(slot: Slot | undefined): readonly Option[] {
  return slot?.values ?? slot?.item?.values ?? [];
}

/** The last key of a path, as messages name a field: `省` for `申报单位.注册地址.省`. */
export function fieldName(path: string): string {
  return path.split('.').slice(-1)[0]!.replace('[]', '');
}
