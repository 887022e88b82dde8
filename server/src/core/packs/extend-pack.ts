/**
 * A pack that says only how it differs from another one, put together with that one. Mappings are merged key by key. In a list of things with an
 * id (clauses, fields, choices, rules, directions, parts of the layout) an item changes the one of the same id, is taken away by `off: true`, or
 * is new and says behind which one it goes: `after: ID`, `after: start` or `after: end`. Any other list, and a scalar, is replaced. A field deep
 * in the form may be named by its path: `key: 申报单位.联系人`.
 */

import type { LocalizedText } from '../model/localized-text.ts';
import { parseFieldPath } from '../model/path.ts';
import { closestMatch } from '../text/closest-match.ts';
import { isRawMap, type Origin, type Origins, type RawMap } from './raw-pack.ts';

/** Told of what cannot be done, at its place. */
export type OnPatchProblem = (origin: Origin, message: LocalizedText) => void;

/** The keys by which an item of a list may be told from the others: the first that all items have. */
const IDENTITIES = ['id', 'key', 'value'] as const;

type Identity = (typeof IDENTITIES)[number];

/** Places of a new item before all others and behind them. */
const AT_START = 'start';
const AT_END = 'end';

/** The data of `base` changed as `patch` says; every value stays where it was written. */
export function extendPack(base: RawMap, patch: RawMap, origins: Origins, onProblem: OnPatchProblem): RawMap {
  return new Patcher(origins, onProblem).map(base, patch);
}

class Patcher {
  private readonly origins: Origins;
  private readonly onProblem: OnPatchProblem;

  constructor(origins: Origins, onProblem: OnPatchProblem) {
    this.origins = origins;
    this.onProblem = onProblem;
  }

  /** A mapping with the keys of both. */
  map(base: RawMap, patch: RawMap): RawMap {
    const made: RawMap = { ...base };
    for (const [key, value] of Object.entries(patch)) made[key] = this.value(base[key], value);
    const origin = this.origins.of(patch);
    const keys = new Map([...this.origins.keysOf(base), ...this.origins.keysOf(patch)]);
    if (origin) this.origins.set(made, origin, keys);
    return made;
  }

  private value(base: unknown, patch: unknown): unknown {
    if (isRawMap(base) && isRawMap(patch)) return this.map(base, patch);
    if (!Array.isArray(base) || !Array.isArray(patch) || !patch.length) return patch;
    const isTold = (key: Identity) =>
      base.every((item) => idOf(item, key) !== undefined) &&
      patch.every((item) => isRawMap(item) && idOf(item, key) !== undefined);
    const identity = IDENTITIES.find(isTold);
    return identity ? this.items(base, patch as readonly RawMap[], identity) : patch;
  }

  /** The items of the base in their order, changed, taken away and joined by new ones as the patch says. */
  private items(base: readonly unknown[], patch: readonly RawMap[], identity: Identity): readonly unknown[] {
    const items = [...base];
    for (const change of patch) this.change(items, change, identity);
    const origin = this.origins.of(patch);
    if (origin) this.origins.set(items, origin);
    return items;
  }

  private change(items: unknown[], given: RawMap, identity: Identity): void {
    const change = identity === 'key' ? this.nested(given, items) : given;
    const id = idOf(change, identity)!;
    const at = items.findIndex((item) => idOf(item, identity) === id);
    const { after, off, ...said } = change;
    const origin = this.origins.of(change);
    if (origin) this.origins.set(said, origin);
    if (at < 0 && (off === true || after === undefined)) {
      this.unknown(id, items, identity, origin);
      return;
    }
    const [old] = at < 0 ? [] : items.splice(at, 1);
    if (off === true) return;
    const item = at < 0 ? said : this.map(asMap(old, identity), said);
    if (after === undefined) items.splice(at, 0, item);
    else this.insert(items, item, String(after), identity, origin);
  }

  private insert(items: unknown[], item: unknown, after: string, identity: Identity, origin: Origin | undefined): void {
    const at = items.findIndex((other) => idOf(other, identity) === after);
    if (at < 0 && after !== AT_START && after !== AT_END) this.unknown(after, items, identity, origin);
    items.splice(after === AT_START ? 0 : at < 0 ? items.length : at + 1, 0, item);
  }

  /** `{key: a.b, …}` as `{key: a, fields: [{key: b, …}]}`, and `a[].b` as a field of the items of `a`. */
  private nested(change: RawMap, items: readonly unknown[]): RawMap {
    const steps = parseFieldPath(String(change.key));
    const [first, ...rest] = steps;
    if (!rest.length || !items.some((item) => idOf(item, 'key') === first)) return change;
    const isOfItems = rest[0] === '*';
    const below = {
      ...change,
      key: rest
        .slice(isOfItems ? 1 : 0)
        .join('.')
        .replaceAll('.*', '[]'),
    };
    const fields = [below];
    const item = { fields };
    const made: RawMap = isOfItems ? { key: first, item } : { key: first, fields };
    const origin = this.origins.of(change);
    if (origin)
      for (const node of [below, fields, item, made]) this.origins.set(node, origin, this.origins.keysOf(change));
    return made;
  }

  private unknown(id: string, items: readonly unknown[], identity: Identity, origin: Origin | undefined): void {
    if (!origin) return;
    const ids = items.flatMap((item) => idOf(item, identity) ?? []);
    const near = closestMatch(id, ids);
    this.onProblem(
      { file: origin.file, path: [...origin.path, identity] },
      {
        zh: `被扩展的通知包里没有“${id}”${near ? `，是否指“${near}”` : ''}；新增的要写 after: 前一项的编号（或 start、end）`,
        en: `The pack that is extended has no “${id}”${near ? ` (“${near}”?)` : ''}; if it is new, say after: the id of the one before it (or start, end)`,
      },
    );
  }
}

/** The id of an item: a string is its own. */
function idOf(item: unknown, identity: Identity): string | undefined {
  if (typeof item === 'string') return item;
  const id = isRawMap(item) ? item[identity] : undefined;
  return typeof id === 'string' ? id : undefined;
}

function asMap(item: unknown, identity: Identity): RawMap {
  return isRawMap(item) ? item : { [identity]: item };
}
