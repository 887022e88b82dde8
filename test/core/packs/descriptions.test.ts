/** Every key that a notice pack may have says what it means: the hover and the reference of authors are made of it. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as z from 'zod';
import { CHECKS } from '../../../server/src/core/checks/index.ts';
import { PACK_FILES } from '../../../server/src/core/model/pack.ts';

/** The keys below `schema` that have no description, as paths. */
function undescribed(schema: z.core.JSONSchema.BaseSchema, path: string): readonly string[] {
  const { properties = {}, items, prefixItems, additionalProperties, anyOf, oneOf } = schema;
  const below = [items, additionalProperties, ...(prefixItems ?? []), ...(anyOf ?? []), ...(oneOf ?? [])];
  return [
    ...Object.entries(properties).flatMap(([key, value]) => {
      if (typeof value === 'boolean') return [];
      const own = value.description || value.$ref ? [] : [`${path}.${key}`];
      return [...own, ...undescribed(value, `${path}.${key}`)];
    }),
    ...below.flatMap((b) => (typeof b === 'object' && !Array.isArray(b) ? undescribed(b, path) : [])),
  ];
}

function undescribedKeys(schema: z.ZodType, name: string): readonly string[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return [json, ...Object.values(json.$defs ?? {})].flatMap((s) => undescribed(s, name));
}

suite('descriptions of what a notice pack may say', () => {
  for (const [name, schema] of Object.entries(PACK_FILES))
    test(`every key of ${name}.yaml is described`, () => {
      assert.deepEqual(undescribedKeys(schema as z.ZodType, name), []);
    });
  test('every parameter of every check is described', () => {
    assert.ok(CHECKS.size > 30);
    assert.deepEqual(
      [...CHECKS].flatMap(([id, check]) => undescribedKeys(check.params as z.ZodType, id)),
      [],
    );
  });
  test('a key without a description is found', () => {
    assert.deepEqual(
      undescribedKeys(
        z.strictObject({ a: z.string(), b: z.array(z.strictObject({ c: z.string() })).describe('b') }),
        'x',
      ),
      ['x.a', 'x.b.c'],
    );
  });
});
