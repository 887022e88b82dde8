/** Figures in sentences: `服务企业3260家`, `273名研发人员`, `2020年、2021年营业收入分别为1万元、2万元`. */
import { alternatives, longestFirst } from '../../text/find-words.ts';
import type { DossierFigures, FigureDefinition, FigureMismatch, StatedFigure } from './dossier-figures.ts';
import { HEDGE_AFTER_UNIT, numeralValue, QUANTITY, type Quantity, readQuantity, writeQuantity } from './quantities.ts';
import { type FigureScope, type ProseLine, type Sentence, sentenceAt, yearsIn } from './scope.ts';

/** A number in a line with the unit behind it. */
interface NumberInText extends Quantity {
  readonly unit: string;
  /** The number as it stands, and where its unit ends. */
  readonly numeral: string;
  readonly stop: number;
}

/** A way to read a name: with nothing before its number, or nothing behind. */
interface NameReading {
  readonly definition: FigureDefinition;
  readonly head: string;
  readonly tail: string;
}

/** Where a figure is named, and the ways to read it. */
interface FigureMention {
  readonly at: number;
  readonly length: number;
  readonly readings: readonly NameReading[];
}

/** Finds the figures that sentences tell, and which of them differ from the dossier's fields. */
export class SentenceReader {
  private readonly figures: DossierFigures;
  private readonly scope: FigureScope;
  private readonly gap: RegExp;
  private readonly mentions: RegExp;
  private readonly byHead: ReadonlyMap<string, readonly NameReading[]>;
  /** Names that stand behind their number. */
  private readonly counted: readonly NameReading[];

  constructor(figures: DossierFigures, scope: FigureScope) {
    this.figures = figures;
    this.scope = scope;
    const readings = figures.params.facts.flatMap((fact) =>
      fact.names.map((called): NameReading => {
        const [head = '', tail = ''] = called.split('…');
        return { definition: fact, head, tail };
      }),
    );
    this.byHead = new Map(readings.map((r) => [r.head, readings.filter((o) => o.head === r.head)]));
    this.counted = readings
      .filter((r) => r.tail === '')
      .map(({ definition, head }) => ({ definition, head: '', tail: head }))
      .toSorted((a, b) => longestFirst(a.tail, b.tail));
    this.mentions = new RegExp(alternatives([...this.byHead.keys()]), 'g');
    this.gap = new RegExp(`(?:${alternatives(figures.params.between)})*`, 'y');
  }

  /** The figures of a line that differ from the dossier's; offsets are the whole text's. */
  wrongIn(line: ProseLine): readonly FigureMismatch[] {
    if (this.scope.isOthers(line)) return [];
    const told = new Map<number, FigureMismatch>();
    // Whose the figures of a sentence are is said once, before the first of them.
    let elsewhere = { start: -1, stop: -1 };
    for (const mention of this.mentionsIn(line.text)) {
      const { at } = mention;
      const sentence = sentenceAt(line.text, at);
      const between = line.text.slice(Math.max(elsewhere.start, 0), at);
      const isBare = /(?:^|[,，、；;:：])\s*(?:其中)?$/.test(sentence.before);
      const inherited = at < elsewhere.stop && isBare && !this.scope.isNow(between);
      const found = inherited ? 'other' : this.read(mention, line, sentence);
      if (found === 'other') elsewhere = { start: at, stop: sentence.stop };
      else for (const t of found) told.set(t.within[0], t);
    }
    return [...told.values()];
  }

  private mentionsIn(text: string): readonly FigureMention[] {
    const named = [...text.matchAll(this.mentions)].map((m) => ({
      at: m.index,
      length: m[0].length,
      readings: this.byHead.get(m[0])!,
    }));
    const counted = [...text.matchAll(QUANTITY)].flatMap((m) => {
      // Most numbers count nothing of the dossier's: these are passed over at a glance.
      const behind = text.slice(m.index + m[0].length, m.index + m[0].length + MAX_NAME_DISTANCE);
      const readings = this.counted.filter(({ tail }) => behind.includes(tail));
      return readings.length ? [{ at: m.index, length: 0, readings }] : [];
    });
    return [...named, ...counted].sort((a, b) => a.at - b.at || b.length - a.length);
  }

  private read(
    { at, length, readings }: FigureMention,
    line: ProseLine,
    sentence: Sentence,
  ): readonly FigureMismatch[] | 'other' {
    const from = this.gapAt(line.text, at + length);
    for (const reading of readings) {
      const several = length ? this.respectively(reading, line, from, sentence) : undefined;
      if (several) return several;
      const number = numberAt(line.text, from, reading.definition);
      if (!number || !isWhole(line.text, reading, number)) continue;
      const figure = this.scope.figureOf(reading.definition, line, sentence);
      if (!figure) return 'other';
      if (!differs(number, figure) || this.isAlsoRight(sentence, figure)) return [];
      return [mismatchAt(line, reading, number, figure)];
    }
    return [];
  }

  /** True where the sentence names the right number as well: then the other one is of something else. */
  private isAlsoRight({ whole }: Sentence, figure: StatedFigure): boolean {
    return [...whole.matchAll(QUANTITY)].some((m) => {
      const number = numberAt(whole, m.index, figure.definition);
      return (
        number !== undefined &&
        number.unit !== '' &&
        !differs(number, figure) &&
        number.most < figure.value * figure.definition.per * 2
      );
    });
  }

  private respectively(
    reading: NameReading,
    line: ProseLine,
    from: number,
    sentence: Sentence,
  ): readonly FigureMismatch[] | undefined {
    const { definition, tail } = reading;
    const word = /^分别(?:为|是|达到?|实现|完成)?\s*/.exec(line.text.slice(from))?.[0];
    if (word === undefined || definition.year === undefined || tail) return undefined;
    const years = yearsIn(sentence.before);
    const numbers = numbersFrom(line.text, from + word.length, definition);
    if (numbers.length !== years.length || numbers.some((n) => n.unit === '')) return [];
    // The years are taken one by one; whose the figures are is asked with the last of them.
    const own = { ...sentence, before: sentence.before.replace(/.*(?=\d{4}\s*年[^\d]*$)/, '') };
    if (!this.scope.figureOf(definition, line, own)) return [];
    return numbers.flatMap((number, i) => {
      const figure = this.figures.ofYear(definition, years[i]);
      return figure && differs(number, figure) ? [mismatchAt(line, reading, number, figure)] : [];
    });
  }

  private gapAt(text: string, at: number): number {
    this.gap.lastIndex = at;
    this.gap.exec(text);
    return Math.max(this.gap.lastIndex, at);
  }
}

/** How far behind a number the name of what it counts may end, in characters. */
const MAX_NAME_DISTANCE = 16;

function numbersFrom(text: string, at: number, definition: FigureDefinition): readonly NumberInText[] {
  const number = numberAt(text, at, definition);
  if (!number) return [];
  const mark = /^\s*[、,，和及]\s*/.exec(text.slice(number.stop))?.[0];
  return mark === undefined ? [number] : [number, ...numbersFrom(text, number.stop + mark.length, definition)];
}

function numberAt(text: string, at: number, definition: FigureDefinition): NumberInText | undefined {
  STICKY.lastIndex = at;
  const match = STICKY.exec(text);
  return match ? withUnit(text, match, definition) : undefined;
}

const STICKY = new RegExp(QUANTITY.source, 'uy');

function withUnit(text: string, match: RegExpExecArray, definition: FigureDefinition): NumberInText | undefined {
  const end = match.index + match[0].length;
  const unit = definition.units.find((u) => text.startsWith(u, end)) ?? '';
  const stop = end + unit.length;
  const behind = HEDGE_AFTER_UNIT.exec(text.slice(stop, stop + 2))?.[0] ?? '';
  const quantity = readQuantity(match, behind);
  return quantity && { ...quantity, unit, stop, numeral: text.slice(quantity.start, end) };
}

/** True where the number is followed by what it counts, and the name goes no further. */
function isWhole(
  text: string,
  { definition, head, tail }: NameReading,
  { unit, stop, numeral }: NumberInText,
): boolean {
  // 协议数 + 十种 is 协议 + 数十种.
  if (head.endsWith('数') && /^[十百千万]/.test(numeral)) return false;
  const rest = text.slice(stop);
  // 474家（付费口径） is counted in another way.
  if (/^[（(][^）)]*(?:口径|不含|扣除|剔除|付费)/.test(rest)) return false;
  if (tail) return unit !== '' && rest.startsWith(tail) && FREE.test(rest.slice(tail.length));
  if (unit) return true;
  // A number without a unit is one only where the clause ends with it.
  return /[万亿]$/.test(numeral) ? definition.per > 1 && FREE.test(rest) : /^\s*(?:$|[,，。；;、)）])/.test(rest);
}

/** True where the number in the text does not fit the field, its hedges and its last place allowed for. */
export function differs(
  number: Quantity & { readonly unit: string; readonly numeral: string },
  { definition, value }: StatedFigure,
): boolean {
  const scale = number.unit === '' && !/[万亿]/.test(number.numeral) ? 1 : definition.per;
  return value * scale < number.least - EPSILON || value * scale > number.most + EPSILON;
}

function mismatchAt(
  line: ProseLine,
  { head, tail }: NameReading,
  number: NumberInText,
  figure: StatedFigure,
): FigureMismatch {
  const within = [line.start + number.start, line.start + number.stop] as const;
  return { figure, called: head + tail, within, ...agreement(number, figure) };
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
/** What may follow a name without making it another's: the end, a mark, or a word that begins what is said of it. */
const FREE = /^\s*(?:$|[^\p{Script=Han}\p{L}\p{N}]|组成|构成|[和与及等按占为分均并其])/u;
