/** What `notice.yaml` of a notice pack may say. A pack is a folder of YAML files; zod checks each, with its errors at their place. */
import * as z from 'zod';
import { type LocalizedText, untranslated } from './localized-text.ts';

const bothLanguages = z.strictObject({
  zh: z.string().min(1).describe('In Chinese'),
  en: z.string().min(1).describe('In English'),
});

/** A text of a pack: a string, which is Chinese and shown in every language, or one for each language. Neither may be empty. */
export const text = z
  .union([z.string().min(1), bothLanguages])
  .transform((said) => (typeof said === 'string' ? { zh: said, en: said } : said))
  .meta({ typeName: 'text' });
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const FORCES = ['须', '不得', '原则上', '应基本', '鼓励', '说明'] as const;

/** The modal word of a clause, from which a rule's severity follows unless the rule says otherwise: 须 and 不得 are errors, 原则上 and 应基本 warnings, the rest infos. */
export type Force = (typeof FORCES)[number];

const basis = z.strictObject({
  name: text.describe('Name of the law, standard or document'),
  number: z.string().optional().describe('Its number, such as GB 32100-2015'),
  from: date.optional().describe('First day on which it is in force, YYYY-MM-DD'),
  until: date.optional().describe('Last day on which it is in force, YYYY-MM-DD; still in force if absent'),
  note: text.optional().describe('What it says about this clause'),
});

const clause = z
  .strictObject({
    id: z.string().describe('Number of the clause, as the notice writes it: 二（一）1'),
    item: z.boolean().default(true).describe('True where it has a verdict of its own in a review'),
    parent: z.string().optional().describe('Id of the clause above it'),
    force: z.enum(FORCES).describe('Its modal word, from which the severity of its rules follows'),
    terms: z.array(z.string()).optional().describe('Fixed terms of the notice that it uses'),
    title: text.describe('Short title'),
    means: text.optional().describe('What it asks, in your own words; the title if absent'),
    proof: text.optional().describe('What shows that it is met'),
    fails: text.optional().describe('How dossiers usually fail it'),
    fields: z.array(z.string()).default([]).describe('Field paths that it bears on'),
    decidable: z
      .enum(['rules', 'person', 'given', 'no'])
      .default('rules')
      .describe(
        'Who decides it. rules: the rules of the pack; given: rules, from data that may not be given; person: a reader of the papers; no: it asks nothing of a dossier',
      ),
    undecided: text.optional().describe('What the program cannot decide about it'),
    form: z
      .boolean()
      .optional()
      .describe('True of the item that is the application form itself: what the form finds wrong counts for it'),
    needs: z
      .array(z.enum(['thresholds', 'registry', 'deadlines']))
      .optional()
      .describe('The settings without which it cannot be decided'),
    basis: z.array(basis).default([]).describe('Laws and standards that it rests on'),
  })
  .transform((said) => ({ ...said, means: said.means ?? said.title }));

const fullDirection = z.strictObject({
  id: z.string().describe('The direction, as the dossier writes it'),
  clause: z.string().optional().describe('Id of its clause'),
  title: text.optional().describe('Short title; the id if absent'),
  means: text.optional().describe('What it is for, in your own words; the title if absent'),
  asks: z
    .array(
      z.strictObject({
        about: text.describe('What is asked'),
        fields: z.array(z.string()).describe('Field paths where the dossier answers it'),
      }),
    )
    .default([])
    .describe('What it asks of a dossier'),
});

/** A direction; a string is one that needs no explanation. */
const direction = z
  .union([z.string(), fullDirection])
  .transform((given): z.output<typeof fullDirection> & { title: LocalizedText; means: LocalizedText } => {
    const said = typeof given === 'string' ? { id: given, asks: [] } : given;
    const title = said.title ?? untranslated(said.id);
    return { ...said, title, means: said.means ?? title };
  });

/** All of `notice.yaml`. Days are `YYYY-MM-DD`, the first and last included. */
export const notice = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .describe('Id of the pack, as dossiers name it: letters a–z, digits and hyphens'),
    year: z
      .int()
      .optional()
      .describe('Year of the call, to which `{year}` and `{year-1}` in the texts of the pack refer'),
    title: text.describe('Its title'),
    issuer: text.optional().describe('The office that issued it'),
    issued: date.optional().describe('Day on which it was issued, YYYY-MM-DD'),
    opens: date.optional().describe('First day of applications, YYYY-MM-DD'),
    closes: date.optional().describe('Last day of applications, YYYY-MM-DD, that day included'),
    asOf: date.optional().describe('Day whose laws and standards the pack rests on, YYYY-MM-DD'),
    lookback: z
      .int()
      .positive()
      .optional()
      .describe('How many years before the application its look-back clauses cover'),
    accounts: z.array(z.int()).default([]).describe('Years whose accounts are asked for'),
    about: text.optional().describe('What the call is about, in our words'),
    contacts: z.record(z.string(), z.string()).default({}).describe('Whom to ask: label and value'),
    attachments: z
      .array(
        z.strictObject({
          id: z.string().describe('Its number, as the notice writes it'),
          title: text.describe('Its title'),
          by: text.optional().describe('Who fills it in'),
        }),
      )
      .default([])
      .describe('Attachments of the notice'),
    clauses: z.array(clause).min(1).describe('The numbered items of the notice, in order'),
    unclear: z
      .array(
        z.strictObject({
          clause: z.string().describe('Id of the clause'),
          about: text.describe('What the notice does not say'),
          reading: text.describe('How the pack reads it'),
        }),
      )
      .default([])
      .describe('What the notice leaves unclear, and how the pack reads it'),
    directions: z.array(direction).default([]).describe('The directions that can be applied for'),
    cities: z.array(z.string()).default([]).describe('The cities whose offices recommend'),
  })
  .transform((said, context) => {
    const year = said.year ?? yearOf(said.closes ?? said.opens ?? said.issued);
    if (year === undefined)
      context.addIssue({ code: 'custom', path: ['year'], message: 'the year of the call is missing' });
    return { ...said, year: year ?? 0 };
  });

function yearOf(day: string | undefined): number | undefined {
  return day === undefined ? undefined : Number(day.slice(0, 4));
}

/** `notice.yaml` as read: the call, its days, clauses, directions and cities. */
export type Notice = z.infer<typeof notice>;
/** The days on which a call is open, `2023-06-02 – 2023-06-20`; what has not been announced is left out, and empty where neither day is known. */
export function callDays({ opens = '', closes = '' }: Pick<Notice, 'opens' | 'closes'>): string {
  return opens || closes ? `${opens} – ${closes}`.trim() : '';
}

/** A numbered item of a notice, with its force. */
export type Clause = z.infer<typeof clause>;
/** One of the directions that can be applied for, with what it asks. */
export type Direction = z.infer<typeof direction>;
