/** Numbers that follow from a dossier: what a field says, sums over lists and years, differences, ratios, growth. */

import * as z from 'zod';
import { valueOfAmount } from '../../form/answers.ts';
import { type FieldPath, parseFieldPath } from '../../model/path.ts';
import type { CheckContext } from './check.ts';

const listItem = z.strictObject({
  list: z.string().describe('Field path of a list'),
  where: z.record(z.string(), z.union([z.string(), z.number()])).describe('Which item: the values of some of its keys'),
  value: z.string().describe('Key of the number in that item'),
});

const ofList = z.strictObject({
  list: z.string().describe('Field path of a list'),
  value: z.string().describe('Key of the number in each item'),
});

/** A number of a condition: itself, a field path, or what is computed of others. Units are those of the fields. */
export type NumberTerm =
  | number
  | string
  | { readonly sum: readonly NumberTerm[] | z.output<typeof ofList> }
  | { readonly minus: readonly [NumberTerm, NumberTerm] }
  | { readonly times: readonly NumberTerm[] }
  | { readonly ratio: readonly [NumberTerm, NumberTerm] }
  | { readonly growth: readonly [NumberTerm, NumberTerm] }
  | { readonly least: readonly NumberTerm[] }
  | { readonly greatest: readonly NumberTerm[] }
  | { readonly count: string }
  | { readonly item: z.output<typeof listItem> }
  | { readonly threshold: string };

const several = z.lazy(() => z.array(numberTerm).min(1));
const two = z.lazy(() => z.tuple([numberTerm, numberTerm]));

/** What a pack may write for a {@link NumberTerm}. */
export const numberTerm: z.ZodType<NumberTerm> = z.lazy(() =>
  z.union([
    z.number(),
    z.string(),
    z.strictObject({
      sum: z.union([several, ofList]).describe('Several numbers, or one of each item of a list, added up'),
    }),
    z.strictObject({ minus: two.describe('The first less the second') }),
    z.strictObject({ times: several.describe('Several numbers multiplied') }),
    z.strictObject({ ratio: two.describe('The first in percent of the second') }),
    z.strictObject({ growth: two.describe('By how many percent the first is more than the second') }),
    z.strictObject({ least: several.describe('The least of several') }),
    z.strictObject({ greatest: several.describe('The greatest of several') }),
    z.strictObject({ count: z.string().describe('Field path of a list: how many items it has') }),
    z.strictObject({ item: listItem.describe('A number of one item of a list, such as that of a year') }),
    z.strictObject({ threshold: z.string().describe('Name of a threshold of the settings') }),
  ]),
);

type Numbers = Pick<CheckContext, 'answers' | 'settings'>;

/** The number; undefined where something that it needs is not given or cannot be read, or where it would be divided by nothing. */
export function numberOf(term: NumberTerm, context: Numbers): number | undefined {
  if (typeof term === 'number') return term;
  if (typeof term === 'string') return context.answers.number(term);
  if ('sum' in term) return sumOf(term.sum, context);
  if ('minus' in term) return combine(term.minus, context, ([a, b]) => a! - b!);
  if ('times' in term) return combine(term.times, context, (all) => all.reduce((a, b) => a * b, 1));
  if ('ratio' in term) return combine(term.ratio, context, ([a, b]) => (b === 0 ? undefined : (a! / b!) * 100));
  if ('growth' in term) return combine(term.growth, context, ([a, b]) => (b! > 0 ? ((a! - b!) / b!) * 100 : undefined));
  if ('least' in term) return combine(term.least, context, (all) => Math.min(...all));
  if ('greatest' in term) return combine(term.greatest, context, (all) => Math.max(...all));
  if ('count' in term) return context.answers.items(term.count)?.length;
  if ('item' in term) return numberOfItem(term.item, context);
  return context.settings.thresholds?.[term.threshold];
}

function combine(
  terms: readonly NumberTerm[],
  context: Numbers,
  compute: (numbers: readonly number[]) => number | undefined,
): number | undefined {
  const numbers = terms.flatMap((term) => numberOf(term, context) ?? []);
  return numbers.length === terms.length ? compute(numbers) : undefined;
}

function sumOf(terms: readonly NumberTerm[] | z.output<typeof ofList>, context: Numbers): number | undefined {
  const add = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  if (!('list' in terms)) return combine(terms, context, add);
  const items = context.answers.items(terms.list);
  const numbers = items?.map((item) => context.answers.number([...item.path, ...parseFieldPath(terms.value)]));
  return numbers?.every((n) => n !== undefined) ? add(numbers) : undefined;
}

function numberOfItem({ list, where, value }: z.output<typeof listItem>, { answers }: Numbers): number | undefined {
  const items = answers.items(list) ?? [];
  const isIt = (path: FieldPath) =>
    Object.entries(where).every(([key, wanted]) => {
      const said = answers.at([...path, ...parseFieldPath(key)]);
      return said?.state === 'ok' && String(valueOfAmount(said).value) === String(wanted);
    });
  const found = items.filter((item) => isIt(item.path));
  return found.length === 1 ? answers.number([...found[0]!.path, ...parseFieldPath(value)]) : undefined;
}

/** The field paths that a number is made of; of the items of a list, the list itself. */
export function pathsOfNumber(term: NumberTerm): readonly string[] {
  if (typeof term === 'number') return [];
  if (typeof term === 'string') return [term];
  if ('count' in term) return [term.count];
  if ('item' in term) return [term.item.list];
  if ('threshold' in term) return [];
  if ('sum' in term && 'list' in term.sum) return [term.sum.list];
  return (Object.values(term) as readonly (readonly NumberTerm[])[]).flat().flatMap(pathsOfNumber);
}
