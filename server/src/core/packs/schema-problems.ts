/** What a schema finds wrong in a pack, in words for its author. */

import type * as z from 'zod';
import type { LocalizedText } from '../model/localized-text.ts';
import { type FieldPath, formatFieldPath } from '../model/path.ts';
import { closestMatch } from '../text/closest-match.ts';
import { isRawMap, type RawMap } from './raw-pack.ts';
import { keysOf, schemasAt, valuesOf } from './schema-tree.ts';

/** Something in raw data that does not follow its schema: at the value of a path, or at its last key. */
export interface SchemaProblem {
  readonly path: FieldPath;
  readonly part: 'key' | 'value';
  readonly message: LocalizedText;
}

/** Checks data against a schema: the value, or what is wrong, at the most precise places that are known. */
export function checkSchema<S extends z.ZodType>(
  schema: S,
  data: unknown,
): { readonly value: z.output<S> } | { readonly problems: readonly SchemaProblem[] } {
  const result = schema.safeParse(data, { reportInput: true });
  if (result.success) return { value: result.data };
  const problems = result.error.issues.flatMap((issue) => describeIssue(issue, [], schema, data));
  return { problems };
}

type Issue = z.core.$ZodIssue;

function describeIssue(issue: Issue, above: FieldPath, schema: z.ZodType, data: unknown): readonly SchemaProblem[] {
  const path = [...above, ...(issue.path as FieldPath)];
  const place = formatFieldPath(path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, schema, data));
    case 'invalid_union':
      return unionProblems(issue, path, schema, data);
    case 'invalid_type':
      return [wrongType(issue, path, place)];
    case 'invalid_value':
      return [notListed(issue.input, issue.values.map(String), path, place)];
    case 'invalid_format':
      return [{ path, part: 'value', message: formatText(issue, place) }];
    case 'too_small':
      return [{ path, part: 'value', message: tooSmall(issue, place) }];
    case 'too_big':
      return [
        {
          path,
          part: 'value',
          message: { zh: `${place} 应不大于 ${issue.maximum}`, en: `${place} should be ${issue.maximum} or less` },
        },
      ];
    default:
      return [{ path, part: 'value', message: { zh: `${place}：${issue.message}`, en: `${place}: ${issue.message}` } }];
  }
}

/** Of the kinds that a value may be, the one that it comes nearest to: that in whose inside the fault lies, else all of them are told. */
function unionProblems(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: FieldPath,
  schema: z.ZodType,
  data: unknown,
): readonly SchemaProblem[] {
  const place = formatFieldPath(path);
  const strange = strangeKeys(path, schema, data);
  if (strange.length) return strange.map((key) => unknownKey(key, path, schema, data));
  const all = issue.errors.map((issues) => issues.flatMap((one) => describeIssue(one, path, schema, data)));
  const inside = all.filter((problems) => problems.every((p) => p.path.length > path.length || p.part === 'key'));
  const best = inside.sort((a, b) => a.length - b.length)[0];
  if (best?.length) return best;
  const values = valuesOf(schemasAt(schema, path, data));
  if (values.length) return [notListed(issue.input, values, path, place)];
  const kinds = issue.errors.flatMap((issues) =>
    issues.flatMap((one) => (one.code === 'invalid_type' && !one.path.length ? [one.expected] : [])),
  );
  const [zh, en] = kindNames(kinds);
  return [{ path, part: 'value', message: { zh: `${place} 应为${zh}`, en: `${place} should be ${en}` } }];
}

/** The keys of a mapping that none of the kinds has that it may be. */
function strangeKeys(path: FieldPath, schema: z.ZodType, data: unknown): readonly string[] {
  const value = path.reduce<unknown>((node, step) => (node as RawMap | undefined)?.[step], data);
  if (!isRawMap(value)) return [];
  const known = new Set(keysOf(schemasAt(schema, path, data)).map((k) => k.key));
  return known.size ? Object.keys(value).filter((key) => !known.has(key)) : [];
}

function unknownKey(key: string, above: FieldPath, schema: z.ZodType, data: unknown): SchemaProblem {
  const known = keysOf(schemasAt(schema, above, data)).map((k) => k.key);
  const near = closestMatch(key, known);
  const place = above.length ? formatFieldPath(above) : '';
  return {
    path: [...above, key],
    part: 'key',
    message: {
      zh: `${place ? `${place} ` : ''}没有“${key}”这个键${near ? `，是否指“${near}”？` : ''}`,
      en: `${place ? `${place} has` : 'There is'} no key “${key}”${near ? `; “${near}”?` : ''}`,
    },
  };
}

function wrongType(issue: Extract<Issue, { code: 'invalid_type' }>, path: FieldPath, place: string): SchemaProblem {
  const { input } = issue as { readonly input?: unknown };
  const [zh, en] = kindNames([issue.expected]);
  if (input === undefined || input === null)
    return { path, part: 'value', message: { zh: `缺少 ${place}（${zh}）`, en: `${place} is missing (${en})` } };
  if (issue.expected === 'string' && (typeof input === 'number' || typeof input === 'boolean')) {
    const message = {
      zh: `${place} 应为文本：写成带引号的 "${input}"`,
      en: `${place} should be a text: write "${input}" in quotes`,
    };
    return { path, part: 'value', message };
  }
  return { path, part: 'value', message: { zh: `${place} 应为${zh}`, en: `${place} should be ${en}` } };
}

function notListed(input: unknown, values: readonly string[], path: FieldPath, place: string): SchemaProblem {
  const near = typeof input === 'string' ? closestMatch(input, values) : undefined;
  const list = values.join(', ');
  return {
    path,
    part: 'value',
    message: {
      zh: `${place} 没有“${String(input)}”这个值，${near ? `是否指“${near}”？` : ''}可写：${list}`,
      en: `${place} cannot be “${String(input)}”${near ? ` (“${near}”?)` : ''}; it may be ${list}`,
    },
  };
}

function formatText(issue: Extract<Issue, { code: 'invalid_format' }>, place: string): LocalizedText {
  const pattern = 'pattern' in issue ? String(issue.pattern) : issue.format;
  return {
    zh: `${place} 的写法不对，应符合 ${pattern}`,
    en: `${place} is not written as it should be: ${pattern}`,
  };
}

function tooSmall(issue: Extract<Issue, { code: 'too_small' }>, place: string): LocalizedText {
  if (issue.origin === 'string' || issue.origin === 'array')
    return { zh: `${place} 不能空着`, en: `${place} should not be empty` };
  return { zh: `${place} 应不小于 ${issue.minimum}`, en: `${place} should be ${issue.minimum} or more` };
}

const KINDS: Readonly<Record<string, readonly [string, string]>> = {
  string: ['文本', 'a text'],
  number: ['数字', 'a number'],
  int: ['整数', 'a whole number'],
  boolean: ['true 或 false', 'true or false'],
  array: ['列表', 'a list'],
  tuple: ['列表', 'a list'],
  object: ['一组“键: 值”', 'a mapping'],
  record: ['一组“键: 值”', 'a mapping'],
};

function kindNames(kinds: readonly string[]): readonly [string, string] {
  const names = [...new Set(kinds)].map((kind) => KINDS[kind] ?? [kind, kind]);
  if (!names.length) return ['另一种写法', 'written otherwise'];
  return [[...new Set(names.map((n) => n[0]))].join('或'), [...new Set(names.map((n) => n[1]))].join(' or ')];
}
