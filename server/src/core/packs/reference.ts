/** The reference of notice packs: every key and every kind of check, from the descriptions in the schemas. */

import type * as z from 'zod';
import { CHECKS } from '../checks/index.ts';
import { form } from '../model/form-schema.ts';
import { layout } from '../model/layout-schema.ts';
import { notice } from '../model/notice-schema.ts';
import { rules } from '../model/rule-schema.ts';
import { elementOf, keysOf, type SchemaKey, schemasAt, valuesOf } from './schema-tree.ts';

/** The page as Markdown: a table of keys for each part of a pack, then one for each check. */
export function packReference(): string {
  const parts: readonly (readonly [string, z.ZodType])[] = [
    ['The call (`notice.yaml`, or the top of a pack in one file)', notice],
    ['The form (`form.yaml`, key `form`)', form],
    ['Rules (`rules.yaml`, key `rules`)', rules],
    ['Layout (`layout.yaml`, key `layout`)', layout],
  ];
  const checks = [...CHECKS].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...parts.map(([title, schema]) => section(`## ${title}`, schema)),
    '## Kinds of check\n\nThe keys that a rule has beside those above, by its `check`.',
    ...checks.map(([id, check]) => section(`### ${id}`, check.params as z.ZodType)),
  ].join('\n\n');
}

function section(title: string, schema: z.ZodType): string {
  return [title, '', '| key | | meaning |', '| --- | --- | --- |', ...rowsOf(kinds(schema), '', [])].join('\n');
}

type Schemas = readonly z.core.$ZodType[];

/**
 * A row for each key, and below it those of its group or of the items of its list. A group within one of the same keys, as a condition within a
 * condition, is not told again; `above` are the keys of the groups around.
 */
function rowsOf(schemas: Schemas, path: string, above: readonly string[]): readonly string[] {
  const isOneKind = schemas.filter((s) => keysOf([s]).length).length === 1;
  // What one of several kinds wants, the others do not have.
  const all = keysOf(schemas).map((k) => ({ ...k, isRequired: k.isRequired && isOneKind }));
  const keys = [...new Map(all.map((k) => [k.key, k])).values()];
  const signature = keys.map((k) => k.key).join();
  if (signature === LANGUAGES || above.includes(signature)) return [];
  return keys.flatMap((key) => [
    rowOf(key, path),
    ...rowsOf(kinds(key.schema), join(path, key.key), [...above, signature]),
    ...rowsOf(itemKinds(key.schema), `${join(path, key.key)}[]`, [...above, signature]),
  ]);
}

/** The keys of a text in both languages, which are told once on top of the page. */
const LANGUAGES = 'zh,en';

function rowOf({ key, description = '', isRequired, schema }: SchemaKey, above: string): string {
  const values = valuesOf([...kinds(schema), ...itemKinds(schema)]).filter((v) => v !== 'true' && v !== 'false');
  const listed = values.map((v) => `\`${v}\``).join(' ');
  const meaning = [description, listed].filter(Boolean).join('; ').replaceAll('|', '\\|');
  return `| \`${join(above, key)}\` | ${isRequired ? 'required' : ''} | ${meaning} |`;
}

function join(above: string, key: string): string {
  return above ? `${above}.${key}` : key;
}

function kinds(schema: z.core.$ZodType): Schemas {
  return schemasAt(schema, [], undefined);
}

function itemKinds(schema: z.core.$ZodType): Schemas {
  return kinds(schema)
    .flatMap((s) => elementOf(s) ?? [])
    .flatMap(kinds);
}
