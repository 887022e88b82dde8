/** The required fields of a form as text to fill in: for a new dossier and for completion. */
import { isRequired } from '../form/answer.ts';
import type { Field, Option, Slot } from '../model/form-schema.ts';
import type { LoadedPack } from '../model/pack.ts';
import { quoteScalar } from '../yaml/quote-scalar.ts';

/** What stands where an author is to write; completion puts tab stops there. */
export type Placeholder = (slot: Field | Slot, known?: string) => string;

/** How a skeleton is written. */
export interface SkeletonOptions {
  readonly direction: string | undefined;
  readonly placeholder: Placeholder;
  /** Remarks on units, limits and choices behind the values. */
  readonly comments: boolean;
  /** Values that are known already, by path, as they must stand in YAML. */
  readonly known?: Readonly<Record<string, string>>;
}

/** A whole new dossier, with what is known of it at its beginning. */
export function newDossier(pack: LoadedPack, direction?: string, applicant?: string): string {
  const { roles } = pack.form;
  const name = applicant?.trim();
  const known = {
    [roles.notice]: pack.notice.id,
    ...(direction && roles.direction ? { [roles.direction]: direction } : {}),
    ...(name && roles.applicant ? { [roles.applicant]: quoteScalar(name) } : {}),
  };
  const options: SkeletonOptions = { direction, placeholder: (_slot, value) => value ?? '', comments: true, known };
  return `${skeleton(pack, pack.form.fields, options).join('\n')}\n`;
}

/** The lines of those fields that are required, with everything required below them. */
export function skeleton(
  pack: LoadedPack,
  fields: readonly Field[],
  options: SkeletonOptions,
  above = '',
): readonly string[] {
  return fields.filter((f) => isRequired(f, options.direction)).flatMap((f) => fieldLines(pack, f, options, above));
}

/** One field with everything required below it, the first line without indentation. */
export function fieldLines(pack: LoadedPack, field: Field, options: SkeletonOptions, above = ''): readonly string[] {
  const path = above ? `${above}.${field.key}` : field.key;
  if (field.initialYaml) return initialLines(field, field.initialYaml, options);
  if (field.type === 'map' && !field.bare) {
    const lines = skeleton(pack, field.fields ?? [], options, path);
    return lines.length
      ? [`${field.key}:`, ...lines.map((l) => `  ${l}`)]
      : [`${field.key}: ${options.placeholder(field)}`.trimEnd()];
  }
  if (field.type === 'list' && field.item?.type === 'map' && field.or === undefined)
    return listLines(pack, field, field.item, options);
  if (field.multiline || field.type === 'narrative')
    return [`${field.key}: |${fieldComment(field, options)}`, `  ${options.placeholder(field)}`.trimEnd()];
  const placeholder = options.placeholder(field, options.known?.[path] ?? field.default);
  const bare = field.type === 'list' && field.or === undefined ? `[${placeholder}]` : placeholder;
  return [`${`${field.key}: ${bare}`.trimEnd()}${fieldComment(field, options)}`];
}

/** Items that every dossier has, as the form writes them out; what it leaves blank is to be filled. */
function initialLines(field: Field, initialYaml: string, { placeholder }: SkeletonOptions): readonly string[] {
  const slots = new Map(field.item?.fields?.map((f) => [f.key, f]));
  const filled = initialYaml.trimEnd().replace(/([^\s{,:]+): (?=[,}]|$)/gm, (blank, key: string) => {
    const slot = slots.get(key);
    return slot ? `${key}: ${placeholder(slot)}` : blank;
  });
  return [`${field.key}:`, ...filled.split('\n').map((line) => `  ${line}`)];
}

/** A list of groups begins with one item; one a year where its items are by year. */
function listLines(pack: LoadedPack, field: Field, item: Slot, options: SkeletonOptions): readonly string[] {
  const year = requiredOf(item, options).find((f) => f.type === 'year');
  const rows = year && field.required ? pack.notice.accounts.map(String) : [''];
  return [`${field.key}:${fieldComment(field, options)}`, ...rows.map((y) => `  ${itemLine(item, options, y)}`)];
}

/** An item of a list of groups, with what is required in it; a year is filled in where it is given. */
export function itemLine(item: Slot, options: SkeletonOptions, year = ''): string {
  const value = (f: Field) => (f.type === 'year' && year) || options.placeholder(f);
  return `- {${requiredOf(item, options)
    .map((f) => `${f.key}: ${value(f)}`.trimEnd())
    .join(', ')}}`;
}

function requiredOf(slot: Slot, { direction }: SkeletonOptions): readonly Field[] {
  return (slot.fields ?? []).filter((f) => isRequired(f, direction));
}

function fieldComment(field: Field, options: SkeletonOptions): string {
  if (!options.comments) return '';
  const values: readonly Option[] = field.values ?? field.item?.values ?? [];
  const parts = [
    field.type === 'yes-no' ? '是 / 否' : '',
    values.length && values.length <= 6 ? values.map((v) => v.value).join(' / ') : '',
    values.length > 6
      ? `${values
          .slice(0, 4)
          .map((v) => v.value)
          .join(' / ')} / …`
      : '',
    field.or && !values.length ? `${field.or}，或逐项列出` : '',
    field.type === 'date' ? '年-月-日' : '',
    field.unit && !field.minLength ? field.unit.zh : '',
    field.minLength || field.maxLength ? `${field.minLength ?? 0}–${field.maxLength ?? ''} 字` : '',
  ].filter(Boolean);
  return parts.length ? `  # ${parts.join('；')}` : '';
}
