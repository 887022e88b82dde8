/** What `form.yaml` of a notice pack may say. */
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

export const form = z.strictObject({ roles, fields: z.array(field).min(1) });

export type Option = z.infer<typeof option>;
