/** Ids and keys of a pack that stand twice. */

import type { Field } from '../model/form-schema.ts';
import type { LoadedPack } from '../model/pack.ts';
import type { FieldPath } from '../model/path.ts';
import type { PlacedProblem } from './pack-files.ts';

/** Ids and keys that stand twice; the first `shared` rules are those that all packs have, `fields` those that the pack itself lists. */
export function duplicates(
  { notice, rules }: LoadedPack,
  { shared, fields }: { readonly shared: number; readonly fields: readonly Field[] },
): readonly PlacedProblem[] {
  return [
    ...twice(
      notice.clauses.map((c) => c.id),
      (i) => ['clauses', i, 'id'],
    ),
    ...twice(
      notice.directions.map((d) => d.id),
      (i) => ['directions', i, 'id'],
    ),
    ...twice(
      rules.map((r) => r.id),
      (i) => ['rules', i - shared, 'id'],
    ),
    ...twiceInForm(fields, ['form']),
  ];
}

function twiceInForm(fields: readonly Field[], above: FieldPath): readonly PlacedProblem[] {
  const keys = fields.map((f) => f.key);
  return [
    ...twice(keys, (i) => [...above, 'fields', i, 'key']),
    ...fields.flatMap((f, i) =>
      twiceInForm(f.fields ?? f.item?.fields ?? [], [...above, 'fields', i, ...(f.item ? ['item'] : [])]),
    ),
  ];
}

function twice(ids: readonly string[], placeOf: (index: number) => FieldPath): readonly PlacedProblem[] {
  return ids.flatMap((id, i) =>
    ids.indexOf(id) < i
      ? [
          {
            path: placeOf(i),
            kind: 'notice-duplicate' as const,
            message: { zh: `“${id}”写了两次`, en: `“${id}” stands twice` },
          },
        ]
      : [],
  );
}
