/** What one part of a pack names and another must have: clauses, directions, fields; and what stands twice or cannot be. */

import { CHECKS } from '../checks/index.ts';
import { type Condition, pathsOfCondition } from '../checks/shared/condition.ts';
import { slotAt } from '../model/form-paths.ts';
import type { Field, Slot } from '../model/form-schema.ts';
import { type LocalizedText, untranslated } from '../model/localized-text.ts';
import { clausesOf, type LoadedPack } from '../model/pack.ts';
import type { FieldPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { closestMatch } from '../text/closest-match.ts';
import { duplicates } from './duplicates.ts';
import { layoutPaths } from './layout-paths.ts';
import type { PackFault, PlacedProblem } from './pack-files.ts';
import { ruleProblems, undecidableClauses } from './undecidable.ts';

/** What of a pack its author wrote: the rules behind the first `shared`, and the fields without those that every form has. */
export interface OwnParts {
  readonly shared: number;
  readonly fields: readonly Field[];
}

/** All that is wrong between the parts of a pack; `isSound` where nothing else is wrong with it so far. */
export function crossReferenceProblems(pack: LoadedPack, own: OwnParts, isSound: boolean): readonly PlacedProblem[] {
  const checker = new ReferenceChecker(pack, own);
  const found = [
    ...checker.notice(),
    ...checker.form(),
    ...checker.rules(),
    ...checker.layout(),
    ...duplicates(pack, own),
  ];
  // A rule with an error of its own may be the one that a clause lacks.
  const undecided = isSound && !found.length ? undecidableClauses(pack) : [];
  return [
    ...found,
    ...undecided.map(({ index, message }) => ({
      path: ['clauses', index, 'decidable'],
      kind: 'notice-undecided' as const,
      message: untranslated(message),
    })),
  ];
}

/** What a part names, in both languages: `没有条款“九”`. */
type Kind = readonly [zh: string, en: string];

const CLAUSE: Kind = ['条款', 'clause'];
const DIRECTION: Kind = ['申报方向', 'direction'];
const FIELD: Kind = ['字段', 'field'];
const CITY: Kind = ['地市', 'city'];

class ReferenceChecker {
  private readonly pack: LoadedPack;
  private readonly own: OwnParts;
  private readonly clauseIds: readonly string[];
  private readonly directionIds: readonly string[];

  constructor(pack: LoadedPack, own: OwnParts) {
    this.pack = pack;
    this.own = own;
    this.clauseIds = pack.notice.clauses.map((c) => c.id);
    this.directionIds = pack.notice.directions.map((d) => d.id);
  }

  notice(): readonly PlacedProblem[] {
    const { notice } = this.pack;
    const { opens, closes } = notice;
    const found: PlacedProblem[] = [];
    if (opens !== undefined && closes !== undefined && closes < opens)
      found.push({
        path: ['closes'],
        kind: 'notice-shape',
        message: {
          zh: `截止日 ${closes} 早于开始日 ${opens}`,
          en: `${closes}, the last day, is before the first, ${opens}`,
        },
      });
    for (const [i, d] of notice.directions.entries()) {
      found.push(...this.clause(d.clause, ['directions', i, 'clause']));
      for (const [j, asked] of d.asks.entries())
        found.push(...asked.fields.flatMap((f, k) => this.fieldAt(f, ['directions', i, 'asks', j, 'fields', k])));
    }
    for (const [i, c] of notice.clauses.entries()) {
      found.push(...this.clause(c.parent, ['clauses', i, 'parent']));
      found.push(...c.fields.flatMap((f, j) => this.fieldAt(f, ['clauses', i, 'fields', j])));
    }
    found.push(...notice.unclear.flatMap((u, i) => this.clause(u.clause, ['unclear', i, 'clause'])));
    return found;
  }

  form(): readonly PlacedProblem[] {
    const { roles, fields } = this.pack.form;
    const found = Object.entries(roles).flatMap(([role, paths]) =>
      typeof paths === 'string'
        ? this.fieldAt(paths, ['form', 'roles', role])
        : (paths ?? []).flatMap((p, i) => this.fieldAt(p, ['form', 'roles', role, i])),
    );
    const given = fields.flatMap((field) => this.slot(field, [field.key]));
    return [
      ...found,
      ...given,
      ...this.choices(roles.direction, this.directionIds, DIRECTION),
      ...this.choices(roles.city, this.pack.notice.cities, CITY),
    ];
  }

  /** The values of a choice that the notice lists: the form may not list others. */
  private choices(path: string | undefined, known: readonly string[], kind: Kind): readonly PlacedProblem[] {
    const values = path === undefined || !known.length ? undefined : slotAt(this.pack.form.fields, path)?.values;
    return (values ?? []).flatMap(({ value }) =>
      known.includes(value)
        ? []
        : [{ path: [...this.placeOf(path!.split('.')), 'values'], ...missing(kind, value, known) }],
    );
  }

  private slot(slot: Field | Slot, path: FieldPath): readonly PlacedProblem[] {
    const place = this.placeOf(path);
    const lists =
      'key' in slot
        ? ([
            ['onlyFor', slot.onlyFor],
            ['requiredFor', slot.requiredFor],
          ] as const)
        : [];
    return [
      ...lists.flatMap(([key, ids = []]) => ids.flatMap((d, i) => this.direction(d, [...place, key, i]))),
      ...(slot.clauses ?? []).flatMap((c, i) => this.clause(c, [...place, 'clauses', i])),
      ...(slot.suggest ?? []).flatMap((f, i) => this.fieldAt(f, [...place, 'suggest', i])),
      ...(slot.fields ?? []).flatMap((f) => this.slot(f, [...path, f.key])),
      ...(slot.item ? this.slot(slot.item, [...path, '*']) : []),
    ];
  }

  /** Where the description of a field stands in the pack: `['form', 'fields', 3, 'item']`. */
  private placeOf(path: FieldPath): FieldPath {
    const place: (string | number)[] = ['form'];
    let slot: { readonly fields?: readonly Field[] | undefined; readonly item?: Slot | undefined } = {
      fields: this.own.fields,
    };
    for (const step of path) {
      if (step === '*') {
        place.push('item');
        slot = slot.item ?? {};
        continue;
      }
      const at = (slot.fields ?? []).findIndex((f) => f.key === step);
      if (at < 0) return place;
      place.push('fields', at);
      slot = slot.fields![at]!;
    }
    return place;
  }

  rules(): readonly PlacedProblem[] {
    return this.pack.rules.flatMap((rule, all) => {
      const i = all - this.own.shared;
      if (i < 0) return [];
      const at = (...path: FieldPath): FieldPath => ['rules', i, ...path];
      const check = CHECKS.get(rule.check ?? '');
      const params = this.pack.params.get(rule.id);
      const reads = check && params ? check.reads(params) : [];
      const unknown =
        rule.check !== undefined && !check
          ? [{ path: at('check'), ...missing(['检查', 'check'], rule.check, [...CHECKS.keys()]) }]
          : [];
      return [
        ...unknown,
        ...ruleProblems(rule, this.pack).map((message) => ({
          path: at(),
          kind: 'notice-undecided' as const,
          message: untranslated(message),
        })),
        ...clausesOf(rule).flatMap((id, n) => this.clause(id, n ? at('clauses', n - 1) : at('clause'))),
        ...(rule.directions ?? []).flatMap((d, n) => this.direction(d, at('directions', n))),
        ...conditionProblems(rule, (path, place) => this.fieldAt(path, at('when', ...place))),
        ...[...new Set(reads)].flatMap((path) => this.fieldAt(path, at(...(findText(rule, path) ?? [])))),
      ];
    });
  }

  layout(): readonly PlacedProblem[] {
    const { layout, form } = this.pack;
    const clauses = layout.package.checklist.groups.flatMap((group, i) =>
      group.items.flatMap(({ clause }, j) =>
        this.clause(clause, ['layout', 'package', 'checklist', 'groups', i, 'items', j, 'clause']),
      ),
    );
    const named = [...layoutPaths(layout)].filter(({ field }) => !slotAt(form.fields, field));
    return [...clauses, ...named.flatMap(({ field, path }) => this.fieldAt(field, ['layout', ...path]))];
  }

  private clause(id: string | undefined, path: FieldPath): readonly PlacedProblem[] {
    return id === undefined || this.clauseIds.includes(id) ? [] : [{ path, ...missing(CLAUSE, id, this.clauseIds) }];
  }

  private direction(id: string, path: FieldPath): readonly PlacedProblem[] {
    return this.directionIds.includes(id) ? [] : [{ path, ...missing(DIRECTION, id, this.directionIds) }];
  }

  private fieldAt(field: string, path: FieldPath): readonly PlacedProblem[] {
    const { fields } = this.pack.form;
    return slotAt(fields, field) ? [] : [{ path, ...missing(FIELD, field, fieldsBeside(fields, field)) }];
  }
}

/** The fields that stand where a path leads nowhere any more, as paths. */
function fieldsBeside(fields: readonly Field[], path: string): readonly string[] {
  const steps = path.split('.');
  for (let length = steps.length - 1; length >= 0; length--) {
    const above = steps.slice(0, length).join('.');
    const slot = length ? slotAt(fields, above) : undefined;
    const below = length ? slot && (slot.fields ?? slot.item?.fields) : fields;
    if (below) return below.map((f) => [...steps.slice(0, length), f.key, ...steps.slice(length + 1)].join('.'));
  }
  return [];
}

/** The fields of a rule's condition `when` that lead nowhere. */
function conditionProblems(
  { when }: RuleData,
  problemsAt: (field: string, path: FieldPath) => readonly PlacedProblem[],
): readonly PlacedProblem[] {
  if (when === undefined) return [];
  const paths = [...new Set(pathsOfCondition(when as Condition))];
  return paths.flatMap((path) => problemsAt(path, findText(when, path) ?? []));
}

/** Where a text stands in data, as its path; undefined where nowhere. */
function findText(data: unknown, text: string): FieldPath | undefined {
  if (data === text) return [];
  if (typeof data !== 'object' || data === null) return undefined;
  for (const [key, value] of Object.entries(data)) {
    const found = findText(value, text);
    if (found) return [Array.isArray(data) ? Number(key) : key, ...found];
  }
  return undefined;
}

function missing([zh, en]: Kind, name: string, known: readonly string[]): PackFault {
  const near = closestMatch(name, known);
  const message: LocalizedText = {
    zh: `没有${zh}“${name}”${near ? `，是否指“${near}”？` : ''}`,
    en: `there is no ${en} “${name}”${near ? `; “${near}”?` : ''}`,
  };
  return { kind: 'notice-reference', message };
}
