/** The field paths that a layout names, in its templates and as the lists that its parts show. */

import type { Layout, LayoutPart } from '../model/layout-schema.ts';
import type { FieldPath } from '../model/path.ts';

/** A field path that a layout names, and where in the layout. */
export interface LayoutPath {
  readonly field: string;
  readonly path: FieldPath;
}

/** Every field path of a layout. */
export function* layoutPaths(layout: Layout): Iterable<LayoutPath> {
  for (const [i, part] of layout.parts.entries()) yield* partPaths(part, ['parts', i]);
  const { parts: _, paper: _paper, fonts: _fonts, styles: _styles, ...rest } = layout;
  yield* templatePaths(rest, []);
}

function* partPaths(part: LayoutPart, path: FieldPath): Iterable<LayoutPath> {
  if ('of' in part) yield { field: part.of, path: [...path, 'of'] };
  if ('columns' in part)
    for (const [i, [, key]] of part.columns.entries()) {
      const item = part.kind === 'indicators' ? undefined : `${part.of}[].${key}`;
      if (item !== undefined) yield { field: item, path: [...path, 'columns', i, 1] };
    }
  if (part.kind === 'statements')
    for (const [i, { field }] of part.lines.entries()) yield { field, path: [...path, 'lines', i, 'field'] };
  yield* templatePaths(part, path);
}

/** The paths in braces in every text below. */
function* templatePaths(data: unknown, path: FieldPath): Iterable<LayoutPath> {
  if (typeof data === 'string') {
    for (const [, field = ''] of data.matchAll(/\{([^}|{]+)(?:\|[^}]*)?\}/g)) if (field !== 'n') yield { field, path };
    return;
  }
  if (typeof data !== 'object' || data === null) return;
  for (const [key, value] of Object.entries(data))
    yield* templatePaths(value, [...path, Array.isArray(data) ? Number(key) : key]);
}
