/**
 * A pack before it is checked: plain data, put together from one or several files and from the pack that it extends, where every value
 * still knows the file and the place that it came from.
 */

import type { FieldPath } from '../model/path.ts';

/** Where a value of a pack was written: the file, as problems name it, and the path in that file. */
export interface Origin {
  readonly file: string;
  readonly path: FieldPath;
}

/** A mapping of YAML as plain data. The data of a whole pack has the keys of `notice.yaml`, and `form`, `rules` and `layout`. */
export type RawMap = { [key: string]: unknown };

interface NodeOrigin extends Origin {
  /** Of values that came from elsewhere than the node itself, by key or position. */
  readonly keys?: ReadonlyMap<string | number, Origin>;
}

/** Remembers where the mappings and lists of packs that are read together were written. */
export class Origins {
  private readonly nodes = new WeakMap<object, NodeOrigin>();

  /** Marks data that was read from a place of a file, with everything below it. */
  mark(data: unknown, origin: Origin): void {
    if (!isNode(data)) return;
    this.nodes.set(data, origin);
    for (const [key, value] of entriesOf(data)) this.mark(value, { file: origin.file, path: [...origin.path, key] });
  }

  /** Marks a mapping or list that was made from others: where it stands as a whole, and where each of its values does. */
  set(node: object, origin: Origin, keys: ReadonlyMap<string | number, Origin> = new Map()): void {
    this.nodes.set(node, { ...origin, keys });
  }

  /** Where a mapping or list was written; undefined of a scalar, and of what nobody wrote. */
  of(node: unknown): Origin | undefined {
    return isNode(node) ? this.nodes.get(node) : undefined;
  }

  /** Where the value of a key or position of a node was written. */
  ofKey(node: object, key: string | number): Origin | undefined {
    const own = this.nodes.get(node);
    const given = own?.keys?.get(key) ?? this.of((node as RawMap)[key]);
    return given ?? (own && { file: own.file, path: [...own.path, key] });
  }

  /** Where the value at a path of the data was written, or the nearest place above it that is known; undefined where none is. */
  locate(data: unknown, path: FieldPath): Origin | undefined {
    let node = data;
    let origin = this.of(data);
    for (const [i, key] of path.entries()) {
      if (!isNode(node)) return origin && { file: origin.file, path: [...origin.path, ...path.slice(i)] };
      origin = this.ofKey(node, key) ?? origin;
      node = (node as RawMap)[key];
    }
    return origin;
  }

  /** Where each value of a node was written, by its key or position. */
  keysOf(node: object): ReadonlyMap<string | number, Origin> {
    return new Map(
      entriesOf(node).flatMap(([key]) => {
        const origin = this.ofKey(node, key);
        return origin ? [[key, origin] as const] : [];
      }),
    );
  }
}

/** True of a mapping or a list. */
export function isNode(data: unknown): data is object {
  return typeof data === 'object' && data !== null;
}

/** True of a mapping. */
export function isRawMap(data: unknown): data is RawMap {
  return isNode(data) && !Array.isArray(data);
}

/** A copy of raw data with each scalar replaced, which stands where the original stood. */
export function mapScalars(data: unknown, origins: Origins, replace: (scalar: unknown) => unknown): unknown {
  if (!isNode(data)) return replace(data);
  const entries = entriesOf(data).map(([key, value]) => [key, mapScalars(value, origins, replace)] as const);
  const copy = Array.isArray(data) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
  const origin = origins.of(data);
  if (origin) origins.set(copy, origin, origins.keysOf(data));
  return copy;
}

function entriesOf(node: object): readonly (readonly [string | number, unknown])[] {
  return Array.isArray(node) ? node.map((value, i) => [i, value] as const) : Object.entries(node);
}
