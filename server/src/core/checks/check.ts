/** A kind of demand. A rule of a pack is a demand of that kind, as data. */
import type * as z from 'zod';
import type { Answers } from '../answers.ts';
import type { Path, Text } from '../finding.ts';
import type { Mend } from '../form.ts';
import type { Notice, Option, Slot } from '../notice.ts';
import type { Settings } from '../settings.ts';

/** What a check finds wrong; the rule adds its id, clause and severity, the analysis its place. */
export interface Issue {
  readonly path: Path;
  readonly part?: 'key' | 'value';
  readonly message: Text;
  /** A stretch of the scalar's text, in UTF-16 units. */
  readonly within?: readonly [number, number];
  readonly related?: readonly { readonly path: Path; readonly message: Text }[];
  readonly mend?: Mend;
  /** The clause it rests on, where that is not the rule's own. */
  readonly clause?: string;
}

/** All that a check may know. */
export interface Given {
  readonly answers: Answers;
  readonly notice: Notice;
  readonly settings: Settings;
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
  /** What is wrong; `undefined` where a field it needs is missing or cannot be read. */
  readonly run: (params: P, given: Given) => readonly Issue[] | undefined;
}

/** Keeps the type of the parameters between `params` and `run`. */
export function defineCheck<P>(check: Check<P>): Check<P> {
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
