/** Numbers of a line with their units, and how they compare with the figures of the dossier. */
import type { FigureMismatch, StatedFigure } from './dossier-figures.ts';
import type { FigureDefinition } from './figure-params.ts';
import { numeralValue, powerOf, powersAtEnd } from './numerals.ts';
import { HEDGE_AFTER_UNIT, QUANTITY, type Quantity, readQuantity, writeQuantity } from './quantities.ts';

/** A number in a line with the unit behind it. */
export interface NumberInText extends Quantity {
  /** Empty where none follows. */
  readonly unit: string;
  /** The number as it stands, and where its unit ends. */
  readonly numeral: string;
  readonly stop: number;
}

/** The number at the UTF-16 offset `at` with the figure's unit behind it; undefined where none stands just there. */
export function numberAt(
  text: string,
  at: number,
  { units }: Pick<FigureDefinition, 'units'>,
): NumberInText | undefined {
  const pattern = new RegExp(QUANTITY.source, 'uy');
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const end = match.index + match[0].length;
  const unit = units.find((u) => text.startsWith(u, end)) ?? '';
  const stop = end + unit.length;
  const behind = HEDGE_AFTER_UNIT.exec(text.slice(stop, stop + 2))?.[0] ?? '';
  const quantity = readQuantity(match, behind);
  return quantity && { ...quantity, unit, stop, numeral: text.slice(quantity.start, end) };
}

/**
 * The numbers from `at` on with nothing but a mark between them: `1万元、2万元`. Where only the last has a unit it is that of all,
 * with its power: `1、2和3万元`. `definitions` are those of the numbers in order; the last one is also that of all further ones.
 */
export function numbersFrom(
  text: string,
  at: number,
  definitions: readonly FigureDefinition[],
): readonly NumberInText[] {
  const numbers: NumberInText[] = [];
  for (let from = at; ; ) {
    const definition = definitions[Math.min(numbers.length, definitions.length - 1)]!;
    const number = numberAt(text, from, definition);
    if (!number) break;
    numbers.push(number);
    const mark = /^\s*(?:[、,，和及]|以及)\s*/.exec(text.slice(number.stop, number.stop + MAX_MARK))?.[0];
    if (mark === undefined) break;
    from = number.stop + mark.length;
  }
  return withSharedUnit(numbers);
}

function withSharedUnit(numbers: readonly NumberInText[]): readonly NumberInText[] {
  const last = numbers.at(-1);
  if (!last?.unit) return numbers;
  const power = powersAtEnd(last.numeral);
  return numbers.map((n) => {
    if (n.unit !== '' || !/^[\d.,]+$/.test(n.numeral)) return n;
    const times = powerOf(power);
    return { ...n, unit: last.unit, least: n.least * times, most: n.most * times, numeral: `${n.numeral}${power}` };
  });
}

const MAX_MARK = 6;

/** True where the number in the text does not fit the field, its hedges and its last place allowed for. */
export function differs(
  number: Quantity & { readonly unit: string; readonly numeral: string },
  { definition, value }: StatedFigure,
): boolean {
  const scale = number.unit === '' && !/[万亿]/.test(number.numeral) ? 1 : definition.per;
  return value * scale < number.least - EPSILON || value * scale > number.most + EPSILON;
}

/** The mismatch of a number at `start` of a line; `called` is what the text calls it. Its place is that of the whole text. */
export function mismatchAt(start: number, called: string, number: NumberInText, figure: StatedFigure): FigureMismatch {
  const within = [start + number.start, start + number.stop] as const;
  // A number that has its unit from another cannot be written anew by itself.
  const shares = number.stop - number.start < number.numeral.length + number.unit.length;
  return { figure, called, within, ...(shares ? {} : agreement(number, figure)) };
}

/** What would make the text agree with the field, and the field with the text. */
export function agreement(
  { numeral, unit, least, most }: Quantity & { readonly unit: string; readonly numeral: string },
  { definition, value }: StatedFigure,
): Pick<FigureMismatch, 'instead' | 'value'> {
  const own = numeralValue(numeral);
  const isPlain = unit === '' && !/[万亿]/.test(numeral);
  const scale = isPlain ? 1 : definition.per;
  const words = writeQuantity(value * scale, numeral);
  const isExact = own !== undefined && least === own.value - own.place / 2 && most >= own.value;
  const told = isExact ? own.value / scale : undefined;
  return {
    instead: words === undefined ? undefined : words + unit,
    value: told !== undefined && Number(told.toFixed(4)) === told ? told : undefined,
  };
}

const EPSILON = 1e-6;
