/** What `form.yaml` of a notice pack may say: the fields of an application form, and the roles that some of them play. */
import * as z from 'zod';
import { text } from './notice-schema.ts';

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

const fullOption = z.strictObject({
  value: z.string().describe('The value, as the dossier writes it'),
  about: text.optional().describe('What it means'),
  clause: z.string().optional().describe('Id of the clause that names it'),
  directions: z.array(z.string()).optional().describe('Directions for which the notice names it; all if absent'),
});

/** A value of a choice; a string is one that needs no explanation. */
const option = z
  .union([z.string(), fullOption])
  .transform((said): z.output<typeof fullOption> => (typeof said === 'string' ? { value: said } : said));

/**
 * Kind of value of a field. `month` is YYYY-MM, `narrative` a chapter in Markdown, `file` a path relative to the dossier,
 * `reference` the number of a paper.
 */
export type FieldType = (typeof FIELD_TYPES)[number];

/** What a place may hold: a field without its key, as the items of a list are. */
export interface Slot extends Omit<z.infer<typeof slotBase>, 'type'> {
  type: FieldType;
  fields?: Field[] | undefined;
  item?: Slot | undefined;
}

/** A place in the form. */
export interface Field extends Slot {
  key: string;
  aliases?: string[] | undefined;
  required?: boolean | undefined;
  requiredFor?: string[] | undefined;
  onlyFor?: string[] | undefined;
}

const slotBase = z.strictObject({
  type: z
    .enum(FIELD_TYPES)
    .optional()
    .describe('Kind of value. If absent: map with `fields`, list with `item`, choice with `values`, else text'),
  about: text.optional().describe('What to write here, for the hover'),
  why: text.optional().describe('Why it matters, for the hover'),
  clauses: z.array(z.string()).optional().describe('Ids of the clauses that it bears on'),
  example: z.union([z.string(), z.number()]).optional().describe('An example of a value'),
  default: z.string().optional().describe('What holds where the field is absent'),
  values: z.array(option).optional().describe('Of a choice: the values'),
  yes: text.optional().describe('Of a yes-no: what 是 means'),
  no: text.optional().describe('Of a yes-no: what 否 means'),
  open: z.boolean().optional().describe('Of a choice: true where another value is accepted'),
  unit: text.optional().describe('Unit of a number, such as 万元; never written in the value'),
  min: z.number().optional().describe('Least number allowed, in the field’s unit'),
  max: z.number().optional().describe('Greatest number allowed, in the field’s unit'),
  minLength: z.int().optional().describe('Least length of a text, in 字 as Word counts them'),
  maxLength: z.int().optional().describe('Greatest length of a text, in 字 as Word counts them'),
  multiline: z.boolean().optional().describe('Of a text: true where it may have several lines'),
  minItems: z
    .int()
    .optional()
    .describe('Of a list: least number of items, for the reader; a rule of the pack checks it'),
  or: z.string().optional().describe('Of a list: a word that may stand instead of it, such as 无'),
  none: z
    .boolean()
    .optional()
    .describe(
      'Of a text: whether 无 is an answer. If absent, it is one where the text is not required and has no `minLength`',
    ),
  bare: z.string().optional().describe('Of a group: the key that a bare value stands for, as 数值 of an indicator'),
  ref: z.string().optional().describe('Of a reference: field path of the numbers it may name, `附件材料[].编号`'),
  suggest: z.array(z.string()).optional().describe('Field paths whose values are likely to be wanted here again'),
  initialYaml: z.string().optional().describe('YAML lines that a new dossier begins this list with'),
});

/** A slot with what it holds, which are slots themselves. */
const wholeSlot = slotBase.extend({
  fields: z
    .lazy(() => z.array(field))
    .optional()
    .describe('Of a group: its fields'),
  item: z
    .lazy(() => slot)
    .optional()
    .describe('Of a list: what an item holds'),
});

const slot: z.ZodType<Slot> = wholeSlot.transform(withType);

const field: z.ZodType<Field> = wholeSlot
  .extend({
    key: z.string().describe('The key, as the dossier writes it'),
    aliases: z.array(z.string()).optional().describe('Other words that people write for the key; it is then suggested'),
    required: z.boolean().optional().describe('True where every dossier must have it'),
    requiredFor: z.array(z.string()).optional().describe('Directions that must have it'),
    onlyFor: z.array(z.string()).optional().describe('Directions that must have it; no other may'),
  })
  .transform(withType);

/** The field with the type that follows from what it holds, where it says none. */
function withType<S extends { type?: FieldType | undefined; fields?: unknown; item?: unknown; values?: unknown }>(
  said: S,
): S & { type: FieldType } {
  const derived = said.fields ? 'map' : said.item ? 'list' : said.values ? 'choice' : 'text';
  return { ...said, type: said.type ?? derived };
}

const roles = z.strictObject({
  notice: z.string().default('通知').describe('Field path of the id of the notice'),
  direction: z.string().optional().describe('Field path of the direction applied for'),
  day: z.string().optional().describe('Field path of the day of the application'),
  city: z.string().optional().describe('Field path of the city that recommends'),
  applicant: z.string().optional().describe('Field path of the applicant’s name'),
  code: z.string().optional().describe('Field path of the applicant’s credit code'),
  platform: z.string().optional().describe('Field path of the platform’s name'),
  materials: z.string().optional().describe('Field path of the list of papers'),
  waivers: z.string().optional().describe('Field path of the list of waivers'),
  prose: z.array(z.string()).default([]).describe('Field paths of the texts written in sentences'),
});

const labels = z.strictObject({
  platform: text.prefault({ zh: '项目', en: 'Project' }).describe('What is applied for: 平台, 项目, 车间 …'),
  direction: text
    .prefault({ zh: '申报方向', en: 'Direction' })
    .describe('What the directions are called: 申报方向, 类别 …'),
});

/** All of `form.yaml`: the fields, and which of them play the parts that every call has, so that no code knows their names. */
export const form = z.strictObject({
  roles: roles
    .prefault({})
    .describe('Which fields play the parts that most calls have; a part that is absent is not asked for'),
  labels: labels.prefault({}).describe('What some of these parts are called on papers and in lists'),
  fields: z.array(field).min(1).describe('The fields, in the order of the form'),
});

/** A value of a choice, with what it means and the directions for which the notice names it. */
export type Option = z.infer<typeof option>;
