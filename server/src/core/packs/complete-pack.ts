/** What a pack has without saying so: the field that names the call, that of waivers, and choices that follow from the notice. */

import type * as z from 'zod';
import { type Field, form as formSchema } from '../model/form-schema.ts';
import type { Notice } from '../model/notice-schema.ts';
import type { Pack } from '../model/pack.ts';
import { plainDataOfSource, type Source } from '../yaml/source.ts';
import { isRawMap, type RawMap } from './raw-pack.ts';

type Form = Pack['form'];

/** What all packs have, as `schemas/base.yaml` says it. */
export interface PackBase {
  /** The fields 通知 and 豁免. */
  readonly fields: readonly Field[];
  /** Paper, fonts and styles, as raw data of a layout. */
  readonly layout: RawMap;
}

/** Reads `base.yaml`, which comes with the program. */
export function readBase(source: Source): PackBase {
  const { fields, layout } = plainDataOfSource(source);
  return { fields: formSchema.parse({ fields }).fields, layout: isRawMap(layout) ? layout : {} };
}

/** The key of the field that lists the waivers, where the pack does not name another. */
const WAIVERS_KEY = '豁免';

/**
 * The form with what it leaves out. A pack that extends another one may have fewer directions and cities: `isExtended` takes the others from the
 * choices that it inherits.
 */
export function completeForm(
  given: z.output<typeof formSchema>,
  base: PackBase,
  { notice, isExtended }: { readonly notice: Notice; readonly isExtended: boolean },
): Form {
  const roles = { ...given.roles, waivers: given.roles.waivers ?? WAIVERS_KEY };
  const [noticeField, waiversField] = base.fields as readonly [Field, Field];
  const has = (key: string) => given.fields.some((f) => f.key === key);
  const fields = [
    ...(has(roles.notice) ? [] : [{ ...noticeField, key: roles.notice, example: notice.id }]),
    ...given.fields,
    ...(has(roles.waivers) ? [] : [{ ...waiversField, key: roles.waivers }]),
  ];
  const directions = notice.directions.map(({ id, title, clause }) => ({ value: id, about: title, clause }));
  const cities = notice.cities.map((value) => ({ value }));
  return {
    ...given,
    roles,
    fields: withChoices(withChoices(fields, roles.direction, { choices: directions, isExtended }), roles.city, {
      choices: cities,
      isExtended,
    }),
  };
}

type Values = NonNullable<Field['values']>;

/** The values of a choice by the notice; with `isExtended` the form has no others. */
interface ChoiceByNotice {
  readonly choices: Values;
  readonly isExtended: boolean;
}

/** The fields with the values of the choice at a path, where the form does not list them itself. */
function withChoices(fields: readonly Field[], path: string | undefined, given: ChoiceByNotice): Field[] {
  const { choices, isExtended } = given;
  if (path === undefined || !choices.length) return [...fields];
  const [first, ...rest] = path.split('.');
  return fields.map((field) => {
    if (field.key !== first) return field;
    if (rest.length) return { ...field, fields: withChoices(field.fields ?? [], rest.join('.'), given) };
    if (field.type !== 'choice') return field;
    if (!field.values) return { ...field, values: choices };
    const known = (value: string) => choices.some((v) => v.value === value);
    return isExtended ? { ...field, values: field.values.filter((v) => known(v.value)) } : field;
  });
}
