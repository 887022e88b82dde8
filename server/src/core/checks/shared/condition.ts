/** Conditions as data: what a dossier says, compared and combined. They say when a rule applies, and what the check `condition` demands. */

import * as z from 'zod';
import { type LocalizedText, untranslated } from '../../model/localized-text.ts';
import { type CheckContext, type ComparedValue, fieldName } from './check.ts';
import { type NumberTerm, numberOf, numberTerm, pathsOfNumber } from './numbers.ts';

const BOUNDS = ['atLeast', 'atMost', 'above', 'below', 'equals'] as const;

type Bound = (typeof BOUNDS)[number];

/** Something that holds of a dossier or does not. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly atLeast: number; readonly of: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly field: string; readonly given: boolean }
  | { readonly field: string; readonly is: string | readonly string[] }
  | { readonly field: string; readonly isNot: string | readonly string[] }
  | { readonly field: string; readonly least: string; readonly order: readonly string[] }
  | ({ readonly number: NumberTerm } & { readonly [K in Bound]?: NumberTerm | undefined });

const conditions = z.lazy(() => z.array(condition).min(1));
const field = z.string().describe('Field path of the answer');
const values = z.union([z.string(), z.array(z.string()).min(1)]);

/** What a pack may write for a {@link Condition}. */
export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: conditions.describe('All of these hold') }),
    z.strictObject({ any: conditions.describe('At least one of these holds') }),
    z.strictObject({
      atLeast: z.int().positive().describe('So many of them hold'),
      of: conditions.describe('Conditions of which some must hold'),
    }),
    z.strictObject({ not: z.union([condition]).describe('It does not hold') }),
    z.strictObject({ field, given: z.boolean().describe('true: something is filled in; false: nothing is') }),
    z.strictObject({ field, is: values.describe('The answer, or one of a list, is one of these') }),
    z.strictObject({ field, isNot: values.describe('The answer is none of these') }),
    z.strictObject({
      field,
      least: z.string().describe('The answer is this one or stands above it: 二级及以上'),
      order: z.array(z.string()).min(2).describe('The answers there are, from the lowest up'),
    }),
    z.strictObject({
      number: z.union([numberTerm]).describe('A number: a field path, or computed of several'),
      atLeast: z.optional(numberTerm).describe('Not less than'),
      atMost: z.optional(numberTerm).describe('Not more than'),
      above: z.optional(numberTerm).describe('More than'),
      below: z.optional(numberTerm).describe('Less than'),
      equals: z.optional(numberTerm).describe('The same, to a ten-thousandth'),
    }),
  ]),
);

type Facts = Pick<CheckContext, 'answers' | 'settings'>;

/** Whether a condition holds; undefined where that cannot be told, because something is not given or cannot be read. */
export function holds(given: Condition, facts: Facts): boolean | undefined {
  if ('all' in given) return atLeastOf(given.all.length, given.all, facts);
  if ('any' in given) return atLeastOf(1, given.any, facts);
  if ('of' in given) return atLeastOf(given.atLeast, given.of, facts);
  if ('not' in given) return negate(holds(given.not, facts));
  if ('number' in given) return compares(given, facts);
  if ('given' in given) return isGiven(given.field, facts) === given.given;
  const said = textsAt(given.field, facts);
  if (!said) return undefined;
  if ('is' in given) return said.some((text) => [given.is].flat().includes(text));
  if ('isNot' in given) return !said.some((text) => [given.isNot].flat().includes(text));
  const ranks = said.map((text) => given.order.indexOf(text));
  return ranks.includes(-1) ? undefined : Math.max(...ranks) >= given.order.indexOf(given.least);
}

function negate(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

/** Decided as soon as what is not known cannot change it any more. */
function atLeastOf(count: number, all: readonly Condition[], facts: Facts): boolean | undefined {
  const results = all.map((one) => holds(one, facts));
  const sure = results.filter((r) => r === true).length;
  const possible = sure + results.filter((r) => r === undefined).length;
  if (sure >= count) return true;
  return possible < count ? false : undefined;
}

/** Differences below this are slips of floating point. */
const EPSILON = 1e-9;

const COMPARE: Readonly<Record<Bound, (value: number, bound: number) => boolean>> = {
  atLeast: (a, b) => a >= b - EPSILON,
  atMost: (a, b) => a <= b + EPSILON,
  above: (a, b) => a > b + EPSILON,
  below: (a, b) => a < b - EPSILON,
  equals: (a, b) => Math.abs(a - b) <= 1e-4,
};

type Comparison = Extract<Condition, { readonly number: NumberTerm }>;

function compares(given: Comparison, facts: Facts): boolean | undefined {
  const value = numberOf(given.number, facts);
  const results = boundsOf(given).map(([bound, term]) => {
    const limit = numberOf(term, facts);
    return value === undefined || limit === undefined ? undefined : COMPARE[bound](value, limit);
  });
  if (results.includes(false)) return false;
  return results.includes(undefined) || !results.length ? undefined : true;
}

function boundsOf(given: Comparison): readonly (readonly [Bound, NumberTerm])[] {
  return BOUNDS.flatMap((bound) => {
    const term = given[bound];
    return term === undefined ? [] : [[bound, term] as const];
  });
}

function isGiven(path: string, { answers }: Facts): boolean {
  const answer = answers.at(path);
  return answer !== undefined && answer.state !== 'absent' && answer.state !== 'blank';
}

/** The texts at a path: one, or those of a list; undefined where nothing there can be read. */
function textsAt(path: string, { answers }: Facts): readonly string[] | undefined {
  const list = answers.textList(path);
  if (list) return list;
  const text = answers.text(path);
  return text === undefined ? undefined : [text];
}

/** The conditions on answers and numbers that a condition is made of. */
function leavesOf(given: Condition): readonly (OnAnswer | Comparison)[] {
  if ('all' in given) return given.all.flatMap(leavesOf);
  if ('any' in given) return given.any.flatMap(leavesOf);
  if ('of' in given) return given.of.flatMap(leavesOf);
  return 'not' in given ? leavesOf(given.not) : [given];
}

/** The field paths that a condition reads. */
export function pathsOfCondition(given: Condition): readonly string[] {
  return leavesOf(given).flatMap((leaf) => {
    if ('field' in leaf) return [leaf.field];
    return [leaf.number, ...boundsOf(leaf).map(([, term]) => term)].flatMap(pathsOfNumber);
  });
}

/** The values that a condition compares answers with. */
export function valuesOfCondition(given: Condition): readonly ComparedValue[] {
  return leavesOf(given).flatMap((leaf) => {
    if (!('field' in leaf) || 'given' in leaf) return [];
    const wanted = 'is' in leaf ? leaf.is : 'isNot' in leaf ? leaf.isNot : [leaf.least, ...leaf.order];
    return [wanted].flat().map((value) => ({ path: leaf.field, value }));
  });
}

/** What a condition asks, in words, with what the dossier says of its numbers: `“研发投入”（120）应不小于 5%`. */
export function conditionText(given: Condition, facts: Facts): LocalizedText {
  if ('all' in given) return joined(given.all, facts, { zh: '，并且', en: ', and ' });
  if ('any' in given) return joined(given.any, facts, { zh: '，或者', en: ', or ' });
  if ('of' in given) {
    const parts = joined(given.of, facts, { zh: '；', en: '; ' });
    return {
      zh: `以下至少符合 ${given.atLeast} 项：${parts.zh}`,
      en: `at least ${given.atLeast} of these: ${parts.en}`,
    };
  }
  if ('not' in given) {
    const inner = conditionText(given.not, facts);
    return { zh: `不能是：${inner.zh}`, en: `not: ${inner.en}` };
  }
  if ('number' in given) return comparisonText(given, facts);
  return answerText(given);
}

function joined(all: readonly Condition[], facts: Facts, comma: LocalizedText): LocalizedText {
  const parts = all.map((one) => conditionText(one, facts));
  return { zh: parts.map((p) => p.zh).join(comma.zh), en: parts.map((p) => p.en).join(comma.en) };
}

type OnAnswer = Extract<Condition, { readonly field: string }>;

function answerText(given: OnAnswer): LocalizedText {
  const name = `“${fieldName(given.field)}”`;
  if ('given' in given)
    return given.given
      ? { zh: `${name}要填写`, en: `${name} is filled in` }
      : { zh: `${name}不填写`, en: `${name} is left out` };
  if ('least' in given) return { zh: `${name}应为“${given.least}”及以上`, en: `${name} is “${given.least}” or above` };
  const wanted = ['is' in given ? given.is : given.isNot].flat();
  const list = { zh: wanted.map((v) => `“${v}”`).join('、'), en: wanted.map((v) => `“${v}”`).join(', ') };
  return 'is' in given
    ? { zh: `${name}应为${list.zh}`, en: `${name} is ${list.en}` }
    : { zh: `${name}不能是${list.zh}`, en: `${name} is not ${list.en}` };
}

const BOUND_TEXTS: Readonly<Record<Bound, LocalizedText>> = {
  atLeast: { zh: '应不小于', en: 'should be at least' },
  atMost: { zh: '应不大于', en: 'should be at most' },
  above: { zh: '应大于', en: 'should be more than' },
  below: { zh: '应小于', en: 'should be less than' },
  equals: { zh: '应等于', en: 'should equal' },
};

function comparisonText(given: Comparison, facts: Facts): LocalizedText {
  const isShare = typeof given.number === 'object' && ('ratio' in given.number || 'growth' in given.number);
  const unit = isShare ? '%' : '';
  const value = termText(given.number, facts, unit);
  const bounds = boundsOf(given).map(([bound, term]) => {
    const limit = termText(term, facts, unit);
    return { zh: `${BOUND_TEXTS[bound].zh} ${limit.zh}`, en: `${BOUND_TEXTS[bound].en} ${limit.en}` };
  });
  return {
    zh: `${value.zh}${bounds.map((b) => b.zh).join('，')}`,
    en: `${value.en} ${bounds.map((b) => b.en).join(' and ')}`,
  };
}

/** A number in words with its value. */
function termText(term: NumberTerm, facts: Facts, unit: string): LocalizedText {
  const value = numberOf(term, facts);
  const known = value === undefined ? undefined : `${Math.round(value * 100) / 100}${unit}`;
  if (typeof term === 'number') return untranslated(known!);
  const name = termName(term);
  return known === undefined ? name : { zh: `${name.zh}（${known}）`, en: `${name.en} (${known})` };
}

function termName(term: Exclude<NumberTerm, number>): LocalizedText {
  if (typeof term === 'string') return untranslated(`“${fieldName(term)}”`);
  if ('count' in term)
    return { zh: `“${fieldName(term.count)}”的项数`, en: `the number of “${fieldName(term.count)}”` };
  if ('threshold' in term) return { zh: `设定的“${term.threshold}”`, en: `the threshold “${term.threshold}”` };
  if ('item' in term) {
    const which = Object.values(term.item.where).join(' ');
    return { zh: `${which} 的“${term.item.value}”`, en: `“${term.item.value}” of ${which}` };
  }
  if ('ratio' in term) return pair(term.ratio, { zh: '占', en: 'as a share of' }, '的比例');
  if ('growth' in term) return pair(term.growth, { zh: '比', en: 'grown over' }, '的增长');
  if ('minus' in term) return pair(term.minus, { zh: '减', en: 'less' }, '');
  const paths = pathsOfNumber(term).map((path) => `“${fieldName(path)}”`);
  const [zh, en] =
    'sum' in term
      ? ['之和', 'sum of']
      : 'times' in term
        ? ['之积', 'product of']
        : 'least' in term
          ? ['中较小的', 'least of']
          : ['中较大的', 'greatest of'];
  return { zh: `${paths.join('、')}${zh}`, en: `the ${en} ${paths.join(', ')}` };
}

function pair([a, b]: readonly [NumberTerm, NumberTerm], between: LocalizedText, end: string): LocalizedText {
  const [left, right] = [a, b].map((term) => (typeof term === 'number' ? untranslated(String(term)) : termName(term)));
  return { zh: `${left!.zh}${between.zh}${right!.zh}${end}`, en: `${left!.en} ${between.en} ${right!.en}` };
}
