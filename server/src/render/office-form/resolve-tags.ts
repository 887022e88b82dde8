/** A template's placeholders held against the form: which field each names, and what is wrong with those that name none. */
import type { Field, Slot } from '../../core/model/form-schema.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { parseFieldPath } from '../../core/model/path.ts';
import { closestMatch } from '../../core/text/closest-match.ts';
import { FORMS, ITSELF, NUMBER, readTag, type Tag, type TagLocation, type TemplateProblem } from './placeholders.ts';

/** What a placeholder comes to. */
export type TagUse = 'value' | 'choice' | 'loop' | 'group' | 'condition' | 'unless';

/** A placeholder held against the form. */
export interface ResolvedTag {
  readonly kind: TagUse;
  readonly name: string;
  readonly location: TagLocation;
  /** How many sections it stands in. */
  readonly depth: number;
  /** The field, from the top of the form, e.g. `附件材料[].编号`; undefined where there is none. */
  readonly field: string | undefined;
  readonly problem: LocalizedText | undefined;
}

/** A place of the form from which names are read: the form itself, a group, or an item of a list. */
export interface FormScope {
  readonly slot: Slot;
  /** From the top of the form. */
  readonly path: string;
  readonly isItem: boolean;
}

/** Each placeholder of a template with the field of the form that it names, sections before what stands in them. */
export function resolveTags(tags: readonly Tag[], fields: readonly Field[]): readonly ResolvedTag[] {
  const top: FormScope = { slot: { type: 'map', fields: [...fields] }, path: '', isItem: false };
  return tags.flatMap((tag) => resolveTag(tag, [top]));
}

/** What is wrong with a template, with its places. */
export function templateProblems(tags: readonly ResolvedTag[]): readonly TemplateProblem[] {
  const own = tags.flatMap(({ location, problem }) => (problem ? [{ location, message: problem }] : []));
  return [...own, ...skippedRows(tags)];
}

/**
 * The numbers, from 0, by which a template names the items of each list as rows. A list that it also goes through is none of these, nor one of
 * which it names a single item other than the first: `经营情况[2]` alone is the year that is asked for.
 */
export function fixedIndices(tags: readonly ResolvedTag[]): ReadonlyMap<string, ReadonlySet<number>> {
  const looped = new Set(tags.filter((t) => t.kind === 'loop').flatMap((t) => t.field ?? []));
  const found = new Map<string, Set<number>>();
  for (const { field } of tags) {
    const [, list, index] = /^([^[]*)\[(\d+)\]/.exec(field ?? '') ?? [];
    if (list === undefined || index === undefined || looped.has(list)) continue;
    found.set(list, (found.get(list) ?? new Set()).add(Number(index)));
  }
  return new Map([...found].filter(([, indices]) => indices.size > 1 || indices.has(0)));
}

/** Lists whose items are named by their numbers and some are left out: rows count from 0. */
function skippedRows(tags: readonly ResolvedTag[]): readonly TemplateProblem[] {
  return [...fixedIndices(tags)].flatMap(([list, indices]) => {
    const last = Math.max(...indices);
    const skipped = Array.from({ length: last }, (_, i) => i).filter((i) => !indices.has(i));
    const first = tags.find((t) => t.field?.startsWith(`${list}[`));
    if (!skipped.length || !first) return [];
    const numbers = skipped.map((i) => `[${i}]`);
    return [
      {
        location: first.location,
        message: {
          zh: `“${list}”没有用到 ${numbers.join('、')}；行号从 0 数起，第一行是 [0]`,
          en: `“${list}” leaves out ${numbers.join(', ')}; rows count from 0, the first is [0]`,
        },
      },
    ];
  });
}

/** Fields that the form requires of everybody and the template does not ask for; of a group the group alone. */
export function unusedRequiredFields(tags: readonly ResolvedTag[], fields: readonly Field[]): readonly string[] {
  const asked = tags.flatMap((a) => a.field ?? []).map((f) => f.replace(/\[\d*\]/g, ''));
  const below = (field: Field, above: string): readonly string[] => {
    const path = above ? `${above}.${field.key}` : field.key;
    if (!asked.some((a) => a === path || a.startsWith(`${path}.`))) return field.required ? [path] : [];
    if (field.type !== 'map' || asked.includes(path)) return [];
    return (field.fields ?? []).flatMap((f) => below(f, path));
  };
  return fields.flatMap((f) => below(f, ''));
}

function resolveTag(tag: Tag, levels: readonly FormScope[]): readonly ResolvedTag[] {
  const { name, location, inner } = tag;
  const depth = levels.length - 1;
  const { path, value, form } = readTag(name);
  if (path === NUMBER && tag.kind === 'value' && levels.some((l) => l.isItem)) {
    return [
      { kind: 'value', name, location, depth, field: levels.findLast((l) => l.isItem)!.path, problem: undefined },
    ];
  }
  const found = resolve(path, levels);
  const fault = 'fault' in found ? found.fault : tagProblem(tag, found, { value, form });
  const kind = 'fault' in found ? (tag.kind === 'section' ? 'condition' : tag.kind) : useOf(tag, found, value, form);
  const field = 'fault' in found ? undefined : found.path;
  const next = 'fault' in found ? undefined : scopeWithin(kind, found, form);
  const own: ResolvedTag = { kind, name, location, depth, field, problem: fault };
  return [own, ...inner.flatMap((t) => resolveTag(t, next ? [...levels, next] : levels)).map((a) => within(a, next))];
}

/** What stands in a condition is no deeper in the form, but deeper in the template. */
function within(tag: ResolvedTag, next: FormScope | undefined): ResolvedTag {
  return next ? tag : { ...tag, depth: tag.depth + 1 };
}

function scopeWithin(kind: TagUse, { slot, path }: ResolvedField, form: string | undefined): FormScope | undefined {
  if (kind === 'group') return { slot, path, isItem: false };
  if (kind !== 'loop') return undefined;
  if (FORMS[form ?? ''] === 'paragraphs') return { slot: { type: 'text' }, path, isItem: true };
  return { slot: slot.item ?? { type: 'text' }, path: `${path}[]`, isItem: true };
}

/** A field found by its name. */
export interface ResolvedField {
  readonly slot: Slot;
  readonly path: string;
}

/** A name is looked for from the innermost section outwards. */
function resolve(path: string, levels: readonly FormScope[]): ResolvedField | { readonly fault: LocalizedText } {
  if (path === ITSELF) {
    const item = levels.findLast((l) => l.isItem);
    return item ?? { fault: { zh: '“.” 只能用在逐项重复的部分里', en: '“.” has a meaning only in what is repeated' } };
  }
  for (const level of [...levels].reverse()) {
    const found = fieldBelow(level, path);
    if (found) return found;
  }
  return { fault: unknownFieldText(path, levels) };
}

/** The field that a path names below a place of the form; undefined where there is none. */
export function fieldBelow({ slot, path: above }: FormScope, path: string): ResolvedField | undefined {
  let at: Slot = slot;
  for (const step of parseFieldPath(path)) {
    const next: Slot | undefined =
      typeof step === 'number' ? at.item : step === '*' ? undefined : at.fields?.find((f) => f.key === step);
    if (!next) return undefined;
    at = next;
  }
  return path === '' ? undefined : { slot: at, path: above ? `${above}.${path}` : path };
}

/** What stands in for a group or list where a value is asked for, or a value that is no choice. */
function tagProblem(
  tag: Tag,
  { slot, path }: ResolvedField,
  { value, form }: { value?: string | undefined; form?: string | undefined },
): LocalizedText | undefined {
  if (form !== undefined && !FORMS[form]) {
    const known = Object.keys(FORMS).filter((f) => /\p{Script=Han}/u.test(f));
    return {
      zh: `没有“|${form}”这种写法，可以用 |${known.join('、|')}`,
      en: `“|${form}” is none of |date, |number, |paragraphs`,
    };
  }
  if (FORMS[form ?? ''] === 'paragraphs' && tag.kind === 'value')
    return { zh: '“|段落”只用于逐段重复：{#…|段落}{.}{/}', en: '“|paragraphs” is for sections: {#…|paragraphs}{.}{/}' };
  if (value !== undefined) return wrongChoice(slot, value, path);
  if (tag.kind !== 'value') return undefined;
  if (slot.type === 'map' && slot.bare === undefined)
    return { zh: `“${path}”是一组，请写到其中的一项`, en: `“${path}” is a group; name a field of it` };
  if (slot.type === 'list' && slot.item?.fields && slot.or === undefined)
    return {
      zh: `“${path}”是列表，请用 {#${path}}…{/${path}} 逐项写`,
      en: `“${path}” is a list; go through it with {#${path}}…{/${path}}`,
    };
  return undefined;
}

function wrongChoice(slot: Slot, value: string, path: string): LocalizedText | undefined {
  const choices = slot.type === 'list' ? slot.item : slot;
  const values = choices?.type === 'yes-no' ? ['是', '否'] : choices?.values?.map((v) => v.value);
  if (!values || choices?.open || values.includes(value)) return undefined;
  const near = closestMatch(value, values);
  return {
    zh: `“${path}”没有“${value}”这个选项${near ? `，是否应为“${near}”` : ''}`,
    en: `“${path}” has no choice “${value}”${near ? `; did you mean “${near}”` : ''}`,
  };
}

function useOf(tag: Tag, { slot }: ResolvedField, value: string | undefined, form: string | undefined): TagUse {
  if (tag.kind === 'unless') return 'unless';
  if (tag.kind === 'value') return value === undefined ? 'value' : 'choice';
  if (value !== undefined) return 'condition';
  if (slot.type === 'list' || FORMS[form ?? ''] === 'paragraphs') return 'loop';
  return slot.type === 'map' ? 'group' : 'condition';
}

/** The nearest names: the same field elsewhere in the form, else the one most like it. */
function unknownFieldText(path: string, levels: readonly FormScope[]): LocalizedText {
  const plain = path
    .normalize('NFKC')
    .replace(/[。．·]/g, '.')
    .replace(/\s+/g, '');
  const names = [...new Set([...levels].reverse().flatMap((l) => pathsBelow(l.slot)))];
  const last = plain.split('.').at(-1)!;
  const same = names.filter((n) => n === plain || n.split('.').at(-1) === last).slice(0, 3);
  const near = same.length
    ? same
    : [closestMatch(plain, names) ?? closestMatch(last, names)].filter((n) => n !== undefined);
  const [zh, en] = [near.join('”“'), near.join('”, “')];
  return {
    zh: `表单里没有“${path}”${near.length ? `，是否应为“${zh}”` : ''}`,
    en: `the form has no “${path}”${near.length ? `; did you mean “${en}”` : ''}`,
  };
}

function pathsBelow(slot: Slot): readonly string[] {
  return (slot.fields ?? []).flatMap((f) => [f.key, ...pathsBelow(f).map((p) => `${f.key}.${p}`)]);
}
