/** What a notice pack may say. A pack is a folder of YAML files; zod checks each, with its errors at their place. */
import * as z from 'zod';

const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
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

const notice = z.strictObject({
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

/** Kinds of value that a field of a form may hold. */
const FIELD_TYPES = [
  'map',
  'list',
  'text',
  'choice',
  'yes-no',
  'date',
  'month',
  'year',
  'integer',
  'number',
  'phone',
  'email',
  'url',
  'code',
  'narrative',
  'file',
  'reference',
] as const;

const option = z.strictObject({
  value: z.string(),
  about: text,
  clause: z.string().optional(),
  directions: z.array(z.string()).optional(),
});

export type FieldType = (typeof FIELD_TYPES)[number];

/** What a place may hold: a field without its key, as the items of a list are. */
export interface Slot extends z.infer<typeof slotBase> {
  fields?: Field[] | undefined;
  item?: Slot | undefined;
}

/** A place in the form. */
export interface Field extends Slot {
  key: string;
  required?: boolean | undefined;
  requiredFor?: string[] | undefined;
  onlyFor?: string[] | undefined;
}

const slotBase = z.strictObject({
  type: z.enum(FIELD_TYPES),
  about: text.optional(),
  why: text.optional(),
  clauses: z.array(z.string()).optional(),
  example: z.union([z.string(), z.number()]).optional(),
  default: z.string().optional(),
  values: z.array(option).optional(),
  yes: text.optional(),
  no: text.optional(),
  open: z.boolean().optional(),
  unit: text.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  minLength: z.int().optional(),
  maxLength: z.int().optional(),
  multiline: z.boolean().optional(),
  minItems: z.int().optional(),
  or: z.string().optional(),
  bare: z.string().optional(),
  ref: z.string().optional(),
  /** Fields whose values are likely to be wanted here again. */
  suggest: z.array(z.string()).optional(),
  /** YAML lines that a new dossier begins this list with. */
  starter: z.string().optional(),
});

const slot: z.ZodType<Slot> = slotBase.extend({
  fields: z.lazy(() => z.array(field)).optional(),
  item: z.lazy(() => slot).optional(),
});

const field: z.ZodType<Field> = slotBase.extend({
  fields: z.lazy(() => z.array(field)).optional(),
  item: z.lazy(() => slot).optional(),
  key: z.string(),
  required: z.boolean().optional(),
  requiredFor: z.array(z.string()).optional(),
  onlyFor: z.array(z.string()).optional(),
});

/** Which fields play the parts that every call has, so that no code need know their names. */
const roles = z.strictObject({
  notice: z.string(),
  direction: z.string(),
  day: z.string(),
  city: z.string(),
  applicant: z.string(),
  code: z.string(),
  platform: z.string(),
  materials: z.string(),
  waivers: z.string(),
  /** Where the dossier tells in sentences. */
  prose: z.array(z.string()).min(1),
});

const form = z.strictObject({ roles, fields: z.array(field).min(1) });

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

const rules = z.strictObject({ rules: z.array(rule) });

const style = z.strictObject({
  font: z.string(),
  size: z.number(),
  bold: z.boolean().optional(),
  align: z.enum(['left', 'center', 'right', 'both', 'distribute']).optional(),
  indent: z.number().optional(),
  line: z.number().optional(),
  before: z.number().optional(),
  after: z.number().optional(),
});

/** A label and a template: `{path}` stands for what the dossier says there. */
const labelled = z.tuple([z.string(), z.string()]);

/** Head, key of the item, share of the width. */
const columns = z.array(z.tuple([z.string(), z.string(), z.number()]));

/** What stands on the page before a paper, and what the list says of that page. `{n}` is the number of something. */
const annexPages = z.strictObject({
  /** Of the list's column of pages, and its share of the width. */
  head: z.string(),
  width: z.number(),
  /** In that column where no page can be told. */
  behind: z.string(),
  /** Before the name of the file. */
  file: z.string(),
  /** That the original follows: how many pages it has, or how many is not known. */
  follows: z.strictObject({ pages: z.string(), any: z.string() }),
});

const part = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('cover'),
    title: z.array(z.string()).min(1),
    lines: z.array(labelled),
    foot: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal('notes'), title: z.string(), items: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('contents'), title: z.string() }),
  z.strictObject({ kind: z.literal('heading'), title: z.string(), break: z.boolean().optional() }),
  z.strictObject({
    kind: z.literal('pairs'),
    title: z.string().optional(),
    rows: z.array(z.array(labelled).min(1).max(2)),
  }),
  z.strictObject({
    kind: z.literal('list'),
    title: z.string().optional(),
    of: z.string(),
    columns,
    numbered: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('indicators'),
    title: z.string().optional(),
    of: z.string(),
    columns,
    note: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('text'), title: z.string().optional(), of: z.string() }),
  z.strictObject({ kind: z.literal('narrative'), of: z.string() }),
  z.strictObject({ kind: z.literal('conditions'), under: z.string(), intro: z.string().optional() }),
  z.strictObject({
    kind: z.literal('statements'),
    under: z.string(),
    of: z.string(),
    intro: z.string(),
    lines: z.array(z.strictObject({ field: z.string(), clause: z.string(), text: z.string() })),
  }),
  z.strictObject({
    kind: z.literal('declaration'),
    title: z.string(),
    text: z.array(z.string()),
    signs: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('annexes'),
    title: z.string(),
    of: z.string(),
    columns,
    intro: z.string().optional(),
    /** A page before each paper; none where this is not said. */
    pages: annexPages.optional(),
  }),
]);

const column = z.strictObject({
  head: z.string(),
  value: z.string(),
  width: z.number(),
  type: z.enum(['text', 'number', 'date']).optional(),
});

const sheet = z.strictObject({ name: z.string(), title: z.string(), file: z.string(), columns: z.array(column) });

/** What is handed in beside the form itself, and what the call says of printing and binding it. */
const submission = z.strictObject({
  /** Template of the folder's name, and the name of the folder of annexes in it. */
  folder: z.string(),
  annexes: z.string(),
  checklist: z.strictObject({
    file: z.string(),
    title: z.string(),
    intro: z.string().optional(),
    groups: z
      .array(
        z.strictObject({
          title: z.string(),
          items: z.array(z.strictObject({ clause: z.string(), text: z.string() })).min(1),
        }),
      )
      .min(1),
  }),
});

const margins = z.strictObject({ top: z.number(), bottom: z.number(), inside: z.number(), outside: z.number() });

/** The table with which a city's office recommends its dossiers, on a sheet that lies on its side. */
const recommendation = z.strictObject({
  file: z.string(),
  title: z.string(),
  /** The office, with its label. */
  office: labelled,
  /** Head of the column with the places in the order, then head, template and share of the width of each other. */
  rank: z.string(),
  columns: z.array(z.tuple([z.string(), z.string(), z.number()])).min(1),
  remark: z.tuple([z.string(), z.number()]),
  /** What stands above those that count against the quota and above those that do not, and beside those that are too many. */
  counted: z.string(),
  exempt: z.string(),
  over: z.string(),
  opinion: z.strictObject({ text: z.array(z.string()), signs: z.array(z.string()) }),
  note: z.string().optional(),
  margins,
  /** Where its looks differ from those of the form. */
  styles: z.record(z.string(), style.partial()),
});

const layout = z.strictObject({
  file: z.string(),
  paper: z.strictObject({
    width: z.number(),
    height: z.number(),
    margins,
    lines: z.int(),
    characters: z.int(),
  }),
  fonts: z.record(z.string(), z.strictObject({ east: z.string(), latin: z.string() })),
  styles: z.record(z.string(), style),
  parts: z.array(part),
  summary: sheet,
  recommendation: recommendation.optional(),
  package: submission,
});

/** The files of a pack and what each may say. */
export const PACK_FILES = { notice, form, rules, layout } as const;

export type Notice = z.infer<typeof notice>;
export type Clause = z.infer<typeof clause>;
export type Direction = z.infer<typeof direction>;
export type Option = z.infer<typeof option>;
export type RuleData = z.infer<typeof rule>;
export type Layout = z.infer<typeof layout>;
export type Part = z.infer<typeof part>;
export type Style = z.infer<typeof style>;
export type Sheet = z.infer<typeof sheet>;
export type Recommendation = z.infer<typeof recommendation>;
export type Submission = z.infer<typeof submission>;

/** One call as data, checked. */
export interface Pack {
  readonly notice: Notice;
  readonly form: z.infer<typeof form>;
  readonly rules: readonly RuleData[];
  readonly layout: Layout;
}

export function findClause(pack: Pack, id: string | null): Clause | undefined {
  return pack.notice.clauses.find((c) => c.id === id);
}
