/** What `layout.yaml` of a notice pack may say. */
import * as z from 'zod';

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

export const layout = z.strictObject({
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

export type Layout = z.infer<typeof layout>;

export type Part = z.infer<typeof part>;

export type Style = z.infer<typeof style>;

export type Sheet = z.infer<typeof sheet>;

export type Recommendation = z.infer<typeof recommendation>;

export type Submission = z.infer<typeof submission>;
