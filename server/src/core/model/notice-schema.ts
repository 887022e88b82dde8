/** What `notice.yaml` of a notice pack may say. A pack is a folder of YAML files; zod checks each, with its errors at their place. */
import * as z from 'zod';

export const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** The modal word of a clause, from which a rule's severity follows unless the rule says otherwise. */
const FORCES = ['须', '不得', '原则上', '应基本', '鼓励', '说明'] as const;
export type Force = (typeof FORCES)[number];

const basis = z.strictObject({
  name: text,
  number: z.string().optional(),
  from: date.optional(),
  until: date.optional(),
  note: text.optional(),
});

const clause = z.strictObject({
  id: z.string(),
  item: z.boolean(),
  parent: z.string().optional(),
  force: z.enum(FORCES),
  terms: z.array(z.string()).optional(),
  title: text,
  means: text,
  proof: text.optional(),
  fails: text.optional(),
  fields: z.array(z.string()),
  decidable: z.enum(['rules', 'person', 'given', 'no']),
  undecided: text.optional(),
  /** True of the item that is the application form itself: what the form finds wrong counts for it. */
  form: z.boolean().optional(),
  /** The settings without which it cannot be decided. */
  needs: z.array(z.enum(['thresholds', 'registry', 'deadlines'])).optional(),
  basis: z.array(basis),
});

const direction = z.strictObject({
  id: z.string(),
  clause: z.string(),
  title: text,
  means: text,
  asks: z.array(z.strictObject({ about: text, fields: z.array(z.string()) })),
});

export const notice = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  year: z.int(),
  title: text,
  issuer: text,
  issued: date,
  opens: date,
  closes: date,
  asOf: date,
  lookback: z.int().positive(),
  accounts: z.array(z.int()),
  about: text,
  contacts: z.record(z.string(), z.string()),
  attachments: z.array(z.strictObject({ id: z.string(), title: text, by: text })),
  clauses: z.array(clause).min(1),
  unclear: z.array(z.strictObject({ clause: z.string(), about: text, reading: text })),
  directions: z.array(direction).min(1),
  cities: z.array(z.string()),
});

export type Notice = z.infer<typeof notice>;
export type Clause = z.infer<typeof clause>;
export type Direction = z.infer<typeof direction>;
