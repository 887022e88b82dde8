/** What reading a form finds wrong, in words: each function makes the {@link FormProblem} of one rule of the form. */

import type { ChapterText } from '../inputs/evidence.ts';
import type { FixSpec } from '../model/finding.ts';
import type { Field, Slot } from '../model/form-schema.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import { type FieldPath, formatFieldPath } from '../model/path.ts';
import { closestMatch, isTypingSlip } from '../text/closest-match.ts';
import type { YamlEntry, YamlScalar, YamlTree } from '../yaml/tree.ts';
import { acceptsNone, type FormProblem, isAllowed, isRequiredSlot } from './answer.ts';

/** What `unknownKeys` needs to know of the group that it looks at. */
export interface KeyGroup {
  /** The path of the group, empty at the top level. */
  readonly above?: FieldPath;
  /** A field of another direction is no suggestion for an unknown key. */
  readonly direction?: string | undefined;
  /** The keys that the group has, in whatever block; those of `entries` unless given. */
  readonly present?: ReadonlySet<string>;
  /** Nothing is said of keys from this UTF-16 offset into the block on: the parser lost its way there. */
  readonly parseErrorOffset?: number | undefined;
}

/** The keys of a group that the form does not have there, `unknown-field`, with the nearest key that is not there yet as a fix. */
export function unknownKeys(
  fields: readonly Field[],
  entries: readonly YamlEntry[],
  { above = [], direction, present, parseErrorOffset = Number.POSITIVE_INFINITY }: KeyGroup = {},
): FormProblem[] {
  const keys = new Set(fields.map((f) => f.key));
  const unknown = entries.filter(
    (e) => !keys.has(e.key) && !e.isIncomplete && !/^$|\ufffd/.test(e.key) && e.keyStart < parseErrorOffset,
  );
  if (!unknown.length) return [];
  const taken = present ?? new Set(entries.map((e) => e.key));
  const open = fields.filter((f) => !taken.has(f.key) && isAllowed(f, direction)).map((f) => f.key);
  return unknown.map((e) => unknownKeyProblem(e.key, open, above));
}

function unknownKeyProblem(key: string, open: readonly string[], above: FieldPath): FormProblem {
  const near = closestMatch(key, open);
  const where = above.length ? `“${formatFieldPath(above)}”` : '';
  return {
    rule: 'unknown-field',
    path: [...above, key],
    part: 'key',
    message: {
      zh: `${where ? `${where}里` : '表单里'}没有“${key}”这一项${near ? `，是否应为“${near}”` : ''}`,
      en: `The form has no “${key}”${where ? ` in ${where}` : ''}${near ? `; did you mean “${near}”` : ''}`,
    },
    ...(near ? { fixSpecs: [{ kind: 'key' as const, text: near, likely: isTypingSlip(key, near) }] } : {}),
  };
}

/** A required field that is not there, `missing-field`; the direction is named where only some directions require it. */
export function missingFieldProblem(field: Field, path: FieldPath, direction: string | undefined): FormProblem {
  const only = !field.required && direction;
  return {
    rule: 'missing-field',
    path,
    part: 'key',
    fixSpecs: [{ kind: 'field' }],
    message: {
      zh: `缺少必填项“${formatFieldPath(path)}”${only ? `（“${direction}”方向必填）` : ''}`,
      en: `“${formatFieldPath(path)}” is required${only ? ` for the direction “${direction}”` : ''} and missing`,
    },
  };
}

/** A field that only other directions may have, `direction-field`. */
export function otherDirectionProblem(field: Field, path: FieldPath, direction: string | undefined): FormProblem {
  const owners = field.onlyFor!.join('、');
  return {
    rule: 'direction-field',
    path,
    part: 'key',
    fixSpecs: [{ kind: 'remove' }],
    message: {
      zh: `“${field.key}”只属于“${owners}”方向，本申报书的方向是“${direction}”`,
      en: `“${field.key}” belongs to the direction “${owners}” only; this dossier's direction is “${direction}”`,
    },
  };
}

/**
 * A field that is there without a value, `empty-field`. The message advises 无 only where the form accepts it: for a date,
 * a number or a name it would be the next finding.
 */
export function blankProblem(slot: Slot | Field, path: FieldPath, direction: string | undefined): FormProblem {
  const key = path.at(-1);
  const name =
    typeof key === 'number' ? { zh: `第 ${key + 1} 项`, en: `item ${key + 1}` } : { zh: `“${key}”`, en: `“${key}”` };
  const advice = blankAdvice(slot, direction);
  return {
    rule: 'empty-field',
    path,
    message: { zh: `${name.zh}没有填写；${advice.zh}`, en: `${name.en} is blank; ${advice.en}` },
  };
}

function blankAdvice(slot: Slot | Field, direction: string | undefined): LocalizedText {
  const required = isRequiredSlot(slot, direction);
  if (acceptsNone(slot, required))
    return { zh: '确实没有内容的请填“无”', en: 'write 无 where there is nothing to say' };
  return required
    ? { zh: '这一项必须填写', en: 'it must be filled in' }
    : { zh: '请填写，没有内容的删去这一项', en: 'fill it in, or remove it where there is nothing to say' };
}

/** A required text that says it has nothing to say, `empty-field`: a name or an address cannot be 无. */
export function noneProblem(path: FieldPath, text: string): FormProblem {
  const key = String(path.findLast((step) => typeof step === 'string') ?? '');
  return {
    rule: 'empty-field',
    path,
    message: {
      zh: `“${key}”填的是“${text}”，这一项必须有具体内容`,
      en: `“${key}” says “${text}”; it must have a real value`,
    },
  };
}

/** A value of another shape than the form wants, `wrong-type`: `got` and `expected` name the shapes. */
export function wrongKindProblem(
  path: FieldPath,
  got: LocalizedText,
  expected: LocalizedText,
  fixSpec?: FixSpec,
): FormProblem {
  const key = typeof path.at(-1) === 'number' ? formatFieldPath(path) : String(path.at(-1));
  return {
    rule: 'wrong-type',
    path,
    message: {
      zh: `“${key}”应为${expected.zh}，现在是${got.zh}`,
      en: `“${key}” should be ${expected.en}, not ${got.en}`,
    },
    fixSpecs: fixSpec ? [fixSpec] : [],
  };
}

/** A code, phone or date that YAML takes for a number and would damage, `lost-number`: we read its source, other tools do not. */
export function lostNumberProblem(path: FieldPath, tree: YamlScalar): FormProblem {
  return {
    rule: 'lost-number',
    path,
    message: {
      zh: `没加引号的“${tree.text}”会被 YAML 当成数字 ${tree.yaml}，请加引号`,
      en: `Unquoted, “${tree.text}” is the number ${tree.yaml} to YAML: quote it`,
    },
    fixSpecs: [{ kind: 'quote', safe: true }],
  };
}

/** A chapter whose file could not be read, `internal-fault`: it was not checked. */
export function unreadChapterProblem(
  path: FieldPath,
  file: string,
  { fault }: Extract<ChapterText, { readonly fault: LocalizedText }>,
): FormProblem {
  const message = {
    zh: `“${file}”读不出来，这一章没有检查：${fault.zh}`,
    en: `“${file}” cannot be read, so this chapter was not checked: ${fault.en}`,
  };
  return { rule: 'internal-fault', path, message };
}

/** A text that is shorter or longer than the form allows, `text-length`; `count`, `min` and `max` in 字. */
export function lengthProblem(path: FieldPath, count: number, min: number, max: number): FormProblem {
  const key = String(path.at(-1));
  const short = count < min;
  return {
    rule: 'text-length',
    path,
    part: 'key',
    message: {
      zh: `“${key}”现有 ${count} 字，${short ? `少于下限 ${min} 字` : `超过上限 ${max} 字`}`,
      en: `“${key}” has ${count} 字, ${short ? `fewer than the least, ${min}` : `more than the most, ${max}`}`,
    },
  };
}

/** What a value of the tree is called in a message. */
export function kindText({ kind }: Pick<YamlTree, 'kind'>): LocalizedText {
  return KIND_TEXTS[kind];
}

const KIND_TEXTS = {
  map: { zh: '“键: 值”的一组', en: 'a group of keys' },
  list: { zh: '列表', en: 'a list' },
  scalar: { zh: '单个值', en: 'a single value' },
} satisfies Record<string, LocalizedText>;
