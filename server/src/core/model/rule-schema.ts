/** What `rules.yaml` of a notice pack may say. */
import * as z from 'zod';
import { text } from './notice-schema.ts';

/** A change to a sample that makes an example of it. */
export interface Patch {
  on?: string | undefined;
  set?: Record<string, unknown> | undefined;
  remove?: string[] | undefined;
  replace?: [string, string][] | undefined;
  settings?: Record<string, unknown> | undefined;
  files?: Record<string, Record<string, unknown>> | undefined;
  registry?: string | undefined;
  others?: Patch[] | undefined;
}

const patch: z.ZodType<Patch> = z.strictObject({
  /** Which sample the example starts from, by its file name; the pack's first clean sample unless said. */
  on: z.string().optional(),
  set: z.record(z.string(), z.unknown()).optional(),
  remove: z.array(z.string()).optional(),
  replace: z.array(z.tuple([z.string(), z.string()])).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  /** What is found out about a file of evidence, by its path; all others are in order. */
  files: z.record(z.string(), z.looseObject({ state: z.string() })).optional(),
  /** The text of the list of platforms selected before. */
  registry: z.string().optional(),
  /** Other dossiers at hand. */
  others: z.lazy(() => z.array(patch)).optional(),
});

const rule = z.looseObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** The kind of check; absent for what the analysis itself finds (syntax and form). */
  check: z.string().optional(),
  clause: z.string().nullable(),
  /** Further clauses that its findings may cite. */
  clauses: z.array(z.string()).optional(),
  severity: z.enum(['error', 'warning', 'info']).optional(),
  title: text,
  why: text,
  mend: text,
  /** Overrides the check's own sentence. */
  message: text.optional(),
  waivable: z.boolean().optional(),
  /** Directions the rule is for; all where it names none. */
  directions: z.array(z.string()).optional(),
  wrong: z.array(patch),
  right: z.array(patch),
});

export const rules = z.strictObject({ rules: z.array(rule) });

export type RuleData = z.infer<typeof rule>;
