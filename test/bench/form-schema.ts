/**
 * The form of a pack as JSON Schema, for a linter that knows nothing else: keys, types, lists of values, what is required, no key beside these. What
 * the rules demand (sums, days that follow each other, evidence, other dossiers) no such schema can say.
 */

import { isAllowed, isRequired } from '../../server/src/core/form/answer.ts';
import { CHAPTER_FILE } from '../../server/src/core/form/read-form.ts';
import type { Field, FieldType, Slot } from '../../server/src/core/model/form-schema.ts';
import type { Pack } from '../../server/src/core/model/pack.ts';
import { parseFieldPath } from '../../server/src/core/model/path.ts';

export type Schema = { readonly [keyword: string]: unknown };

/**
 * What holds under every direction, and beside it the little that each direction adds: some linters compile a schema anew for every file, and should not
 * pay for the form five times.
 */
export function formSchema({ form, notice }: Pack): Schema {
  const path = parseFieldPath(form.roles.direction!).map(String);
  const says = (id: string) =>
    path.reduceRight<object>((inner, key) => ({ required: [key], properties: { [key]: inner } }), { const: id });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...mapOf(form.fields),
    // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema.
    allOf: notice.directions.map(({ id }) => ({ if: says(id), then: under(id, form.fields) ?? {} })),
  };
}

function mapOf(fields: readonly Field[]) {
  return {
    type: 'object',
    additionalProperties: false,
    required: fields.filter((f) => isRequired(f, undefined)).map((f) => f.key),
    properties: Object.fromEntries(fields.map((f) => [f.key, slotSchema(f)])),
  };
}

/** The fields that a direction wants besides, and those of others; undefined where there are none. */
function under(direction: string, fields: readonly Field[]): object | undefined {
  const required = fields.filter((f) => !f.required && isRequired(f, direction)).map((f) => f.key);
  const properties = fields.flatMap((f) => {
    const inside = isAllowed(f, direction) ? within(direction, f) : false;
    return inside === undefined ? [] : [[f.key, inside] as const];
  });
  return required.length || properties.length ? { required, properties: Object.fromEntries(properties) } : undefined;
}

function within(direction: string, { fields, item }: Slot): object | undefined {
  const items = item && within(direction, item);
  return fields ? under(direction, fields) : items && { items };
}

function slotSchema(slot: Slot | Field): Schema {
  if (slot.type === 'map') return mapOrBare(slot);
  if (slot.type === 'list') return listOf(slot);
  if (slot.type === 'narrative') return { anyOf: [TEXT, mapOf([CHAPTER_FILE])] };
  if (slot.type === 'choice') return slot.open ? TEXT : { enum: slot.values?.map((v) => v.value) };
  const { min: minimum, max: maximum } = slot;
  return NUMBERS.has(slot.type) ? { ...SCALARS[slot.type], minimum, maximum } : (SCALARS[slot.type] ?? TEXT);
}

function mapOrBare(slot: Slot): Schema {
  const map = mapOf(slot.fields ?? []);
  const bare = slot.fields?.find((f) => f.key === slot.bare);
  return bare ? { anyOf: [map, slotSchema(bare)] } : map;
}

function listOf(slot: Slot): Schema {
  const list = { type: 'array', minItems: 1, items: slotSchema(slot.item ?? { type: 'text' }) };
  return slot.or === undefined ? list : { anyOf: [list, { const: slot.or }] };
}

/** A name may be all digits, and a schema sees what YAML made of it. */
const TEXT: Schema = { type: ['string', 'number'], pattern: '\\S' };

const SCALARS: Partial<Record<FieldType, Schema>> = {
  'yes-no': { enum: ['是', '否'] },
  date: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
  month: { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])$' },
  year: { type: 'integer', minimum: 1900, maximum: 2100 },
  integer: { type: 'integer' },
  number: { type: 'number' },
  url: { type: 'string', pattern: '^https?://\\S+$' },
  email: { type: 'string', pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$' },
};

const NUMBERS: ReadonlySet<FieldType> = new Set(['integer', 'number']);
