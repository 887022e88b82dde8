/** What `rules.yaml` of a notice pack may say. What a rule says beyond these keys are the parameters of its check. */
import * as z from 'zod';
import { type LocalizedText, untranslated } from './localized-text.ts';
import { type Clause, text } from './notice-schema.ts';

/** A change to a sample that makes an example of it. */
export interface SamplePatch {
  on?: string | undefined;
  set?: Record<string, unknown> | undefined;
  remove?: string[] | undefined;
  replace?: [string, string][] | undefined;
  settings?: Record<string, unknown> | undefined;
  files?: Record<string, Record<string, unknown>> | undefined;
  registry?: string | undefined;
  others?: SamplePatch[] | undefined;
}

const samplePatch: z.ZodType<SamplePatch> = z.strictObject({
  on: z.string().optional().describe('File name of the sample to start from; the first clean sample if absent'),
  set: z.record(z.string(), z.unknown()).optional().describe('New values, by field path'),
  remove: z.array(z.string()).optional().describe('Field paths to take away'),
  replace: z
    .array(z.tuple([z.string().describe('Text to find'), z.string().describe('Text to put there')]))
    .optional()
    .describe('Replacements in the text of the sample'),
  settings: z.record(z.string(), z.unknown()).optional().describe('Settings in force, as in dossier.config.yaml'),
  files: z
    .record(z.string(), z.looseObject({ state: z.string().describe('ok, missing, empty, broken, locked, …') }))
    .optional()
    .describe('What is found of a file of evidence, by its path; all others are in order'),
  registry: z.string().optional().describe('Text of the list of platforms selected before, CSV'),
  others: z
    .lazy(() => z.array(samplePatch))
    .optional()
    .describe('Other dossiers at hand, each a change to a sample'),
});

const rule = z.looseObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .describe('Id of the rule, stable: letters a–z, digits and hyphens'),
  check: z
    .string()
    .optional()
    .describe('The kind of check; absent for what the analysis itself finds (syntax and form)'),
  clause: z
    .string()
    .nullable()
    .default(null)
    .describe('Id of the clause it speaks for; absent for a rule of the form itself'),
  clauses: z.array(z.string()).optional().describe('Further clauses that its findings may cite'),
  severity: z
    .enum(['error', 'warning', 'info'])
    .optional()
    .describe('Severity of its findings; by the force of the clause if absent'),
  title: text.optional().describe('Short title; that of the clause if absent'),
  why: text.optional().describe('Why it matters; what the clause means if absent'),
  fixHint: text.optional().describe('How to fix it'),
  message: text.optional().describe('Message of its findings, instead of the one that the check makes'),
  waivable: z.boolean().optional().describe('True where a reviewer may waive it although it is an error'),
  directions: z.array(z.string()).optional().describe('Directions that it is for; all if absent'),
  when: z
    .unknown()
    .optional()
    .describe('Condition under which it applies, written like `that` of the check `condition`; always if absent'),
  wrong: z.array(samplePatch).default([]).describe('Examples that it must report, run as tests'),
  right: z
    .array(samplePatch)
    .default([])
    .describe('Examples that it must not report, exactly at the edge, run as tests'),
});

/** The keys that every rule may have; what a rule says beyond them are the parameters of its check. */
export const RULE_KEYS: ReadonlySet<string> = new Set(Object.keys(rule.shape));

/** All of `rules.yaml`. */
export const rules = z.strictObject({ rules: z.array(rule).describe('The rules') });

/** A rule as its pack says it; what follows from its clause may be left out. */
export type RuleInput = z.infer<typeof rule>;

/** One demand of a notice as data: its id, clause, texts and examples, and the parameters of its check as further keys. */
export interface RuleData extends RuleInput {
  title: LocalizedText;
  why: LocalizedText;
  fixHint: LocalizedText;
}

/** The rule with the texts that its pack leaves out: those of its clause, and the way to mend it in general. */
export function completeRule(rule: RuleInput, clauses: readonly Clause[]): RuleData {
  const clause = clauses.find((c) => c.id === rule.clause);
  const title = rule.title ?? clause?.title ?? untranslated(rule.id);
  const fixHint = rule.fixHint ?? clause?.proof ?? FIX_HINT;
  return { ...rule, title, why: rule.why ?? clause?.means ?? title, fixHint };
}

const FIX_HINT: LocalizedText = { zh: '请按这一条的要求改正', en: 'Correct it as this clause asks' };
