/** What `notice.yaml` of a notice pack may say. A pack is a folder of YAML files; zod checks each, with its errors at their place. */
import * as z from 'zod';

/** A sentence in both languages, neither empty. */
export const text = z.strictObject({
  zh: z.string().min(1).describe('In Chinese'),
  en: z.string().min(1).describe('In English'),
});
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

const clause = z.strictObject({
  id: z.string().describe('Number of the clause, as the notice writes it: 二（一）1'),
  item: z.boolean().describe('True where it has a verdict of its own in a review'),
  parent: z.string().optional().describe('Id of the clause above it'),
  force: z.enum(FORCES).describe('Its modal word, from which the severity of its rules follows'),
  terms: z.array(z.string()).optional().describe('Fixed terms of the notice that it uses'),
  title: text.describe('Short title'),
  means: text.describe('What it asks, in our words'),
  proof: text.optional().describe('What shows that it is met'),
  fails: text.optional().describe('How dossiers usually fail it'),
  fields: z.array(z.string()).describe('Field paths that it bears on'),
  decidable: z
    .enum(['rules', 'person', 'given', 'no'])
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
  basis: z.array(basis).describe('Laws and standards that it rests on'),
});

const direction = z.strictObject({
  id: z.string().describe('The direction, as the dossier writes it'),
  clause: z.string().describe('Id of its clause'),
  title: text.describe('Short title'),
  means: text.describe('What it is for, in our words'),
  asks: z
    .array(
      z.strictObject({
        about: text.describe('What is asked'),
        fields: z.array(z.string()).describe('Field paths where the dossier answers it'),
      }),
    )
    .describe('What it asks of a dossier'),
});

/** All of `notice.yaml`. Days are `YYYY-MM-DD`, the first and last included. */
export const notice = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .describe('Id of the pack, as dossiers name it: letters a–z, digits and hyphens'),
  year: z.int().describe('Year of the call'),
  title: text.describe('Its title'),
  issuer: text.describe('The office that issued it'),
  issued: date.describe('Day on which it was issued, YYYY-MM-DD'),
  opens: date.describe('First day of applications, YYYY-MM-DD'),
  closes: date.describe('Last day of applications, YYYY-MM-DD, that day included'),
  asOf: date.describe('Day whose laws and standards the pack rests on, YYYY-MM-DD'),
  lookback: z.int().positive().describe('How many years before the application its look-back clauses cover'),
  accounts: z.array(z.int()).describe('Years whose accounts are asked for'),
  about: text.describe('What the call is about, in our words'),
  contacts: z.record(z.string(), z.string()).describe('Whom to ask: label and value'),
  attachments: z
    .array(
      z.strictObject({
        id: z.string().describe('Its number, as the notice writes it'),
        title: text.describe('Its title'),
        by: text.describe('Who fills it in'),
      }),
    )
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
    .describe('What the notice leaves unclear, and how the pack reads it'),
  directions: z.array(direction).min(1).describe('The directions that can be applied for'),
  cities: z.array(z.string()).describe('The cities whose offices recommend'),
});

/** `notice.yaml` as read: the call, its days, clauses, directions and cities. */
export type Notice = z.infer<typeof notice>;
/** A numbered item of a notice, with its force. */
export type Clause = z.infer<typeof clause>;
/** One of the directions that can be applied for, with what it asks. */
export type Direction = z.infer<typeof direction>;
