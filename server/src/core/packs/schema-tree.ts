/** Looking things up in the schemas of packs: which keys may stand at a place, what each means, which values it may have. */

import type * as z from 'zod';
import type { FieldPath } from '../model/path.ts';
import { isRawMap } from './raw-pack.ts';

type Schema = z.core.$ZodType;

/** A key that may stand in a mapping of a pack. */
export interface SchemaKey {
  readonly key: string;
  readonly description: string | undefined;
  /** True where the pack does not hold without it. */
  readonly isRequired: boolean;
  readonly schema: Schema;
}

/**
 * The schemas that the value at a path may follow, outermost wrappers taken off; several where either of them will do. `data` is what stands
 * there: it says which one of several kinds a mapping is.
 */
export function schemasAt(schema: Schema, path: FieldPath, data: unknown): readonly Schema[] {
  let found = alternatives(schema, data);
  let node = data;
  for (const step of path) {
    const value = (node as Record<string, unknown> | undefined)?.[step];
    found = found.flatMap((s) => stepInto(s, step)).flatMap((s) => alternatives(s, value));
    node = value;
  }
  return found;
}

/** The keys that a mapping at a place may have. */
export function keysOf(schemas: readonly Schema[]): readonly SchemaKey[] {
  return schemas.flatMap((schema) => {
    const { def } = schema._zod;
    if (def.type !== 'object') return [];
    return Object.entries((def as z.core.$ZodObjectDef).shape).map(([key, value]) => ({
      key,
      description: describe(value),
      isRequired: value._zod.optin === undefined,
      schema: value,
    }));
  });
}

/** The values that a scalar at a place may have, where they are listed. */
export function valuesOf(schemas: readonly Schema[]): readonly string[] {
  return schemas.flatMap((schema) => {
    const { def } = schema._zod;
    if (def.type === 'enum') return Object.values((def as z.core.$ZodEnumDef).entries).map(String);
    if (def.type === 'literal') return (def as z.core.$ZodLiteralDef<z.core.util.Literal>).values.map(String);
    return def.type === 'boolean' ? ['true', 'false'] : [];
  });
}

/** What the items of a list, or the values of a mapping with any keys, follow; undefined of anything else. */
export function elementOf(schema: Schema): Schema | undefined {
  const { def } = schema._zod;
  if (def.type === 'array') return (def as z.core.$ZodArrayDef).element;
  return def.type === 'record' ? (def as z.core.$ZodRecordDef).valueType : undefined;
}

/** What the schema says about itself, inside or outside its wrappers. */
function describe(schema: Schema): string | undefined {
  const own = (schema as z.ZodType).description;
  const inner = own === undefined ? unwrap(schema) : undefined;
  return own ?? (inner && describe(inner));
}

/** The schema inside a wrapper that changes nothing of what may be written; undefined where it is none. */
function unwrap(schema: Schema): Schema | undefined {
  const { def } = schema._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
      return (def as z.core.$ZodOptionalDef).innerType;
    case 'lazy':
      return (def as z.core.$ZodLazyDef).getter();
    case 'pipe':
      return (def as z.core.$ZodPipeDef).in;
    default:
      return undefined;
  }
}

/** A schema without its wrappers; of a union, the members that the data may follow. */
function alternatives(schema: Schema, data: unknown): readonly Schema[] {
  const inner = unwrap(schema);
  if (inner) return alternatives(inner, data);
  const { def } = schema._zod;
  if (def.type !== 'union') return [schema];
  const { options, discriminator } = def as z.core.$ZodUnionDef & { readonly discriminator?: string };
  const all = options.flatMap((option) => alternatives(option, data));
  if (discriminator === undefined || !isRawMap(data)) return all;
  const kind = data[discriminator];
  const same = all.filter((s) =>
    valuesOf(
      keysOf([s])
        .filter((k) => k.key === discriminator)
        .map((k) => k.schema),
    ).includes(String(kind)),
  );
  return same.length ? same : all;
}

function stepInto(schema: Schema, step: string | number): readonly Schema[] {
  const { def } = schema._zod;
  switch (def.type) {
    case 'object': {
      const { shape, catchall } = def as z.core.$ZodObjectDef;
      const value = shape[step] ?? catchall;
      return value ? [value] : [];
    }
    case 'array':
      return [(def as z.core.$ZodArrayDef).element];
    case 'record':
      return [(def as z.core.$ZodRecordDef).valueType];
    case 'tuple':
      return (def as z.core.$ZodTupleDef).items.slice(Number(step), Number(step) + 1);
    default:
      return [];
  }
}
