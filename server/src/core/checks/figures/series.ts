/** Several numbers told at once: 分别 of years or of names, `2020年1万元，2021年2万元`, `从47家增加到3260家`. */
import { alternatives } from '../../text/find-words.ts';
import type { DossierFigures, FigureMismatch } from './dossier-figures.ts';
import type { FigureNames, NameReading } from './figure-names.ts';
import { differs, mismatchAt, type NumberInText, numberAt, numbersFrom } from './numbers-in-text.ts';
import { type FigureScope, type ProseLine, type Sentence, yearsIn } from './scope.ts';

/** A name in a line: how it is read, where what belongs to it begins, and the sentence that it stands in. */
export interface NameInLine {
  readonly reading: NameReading;
  readonly line: ProseLine;
  /** Behind the name, in the line. */
  readonly from: number;
  readonly sentence: Sentence;
}

/** Reads numbers that are told in a series. Each reading gives undefined where the text is no such series. */
export class SeriesReader {
  private readonly figures: DossierFigures;
  private readonly scope: FigureScope;
  private readonly names: FigureNames;
  private readonly recent: RegExp | undefined;
  private readonly change: RegExp;
  private readonly between: RegExp;

  constructor(figures: DossierFigures, scope: FigureScope, names: FigureNames) {
    this.figures = figures;
    this.scope = scope;
    this.names = names;
    const { recentYears, changes, between } = figures.params;
    const recent = Object.keys(recentYears);
    this.recent = recent.length ? new RegExp(alternatives(recent), 'g') : undefined;
    this.change = new RegExp(
      `^[,，]?\\s*(?:逐年|稳步|快速|持续)?(?:${alternatives(changes) || '$^'})了?(?:[,，](?:逐年(?:增加|增长|递增|上升)[,，])?(?=截至))?`,
    );
    this.between = new RegExp(`^(?:${alternatives(between)})*`);
  }

  read(name: NameInLine): readonly FigureMismatch[] | 'other' | undefined {
    if (name.reading.tail) return undefined;
    return this.respectively(name) ?? this.fromTo(name) ?? this.byYear(name);
  }

  /** `2020年、2021年营业收入分别为1万元、2万元`, `近三年研发投入分别为1、2和3万元`. */
  private respectively({ reading, line, from, sentence }: NameInLine): readonly FigureMismatch[] | 'other' | undefined {
    const { definition } = reading;
    const text = line.text.slice(from);
    const word = new RegExp(`^(?:${this.recent?.source ?? '$^'})?${RESPECTIVELY}`).exec(text)?.[0];
    if (word === undefined || definition.year === undefined) return undefined;
    const numbers = numbersFrom(line.text, from + word.length, [definition]);
    const years = this.yearsOf(`${sentence.before}${word}`, numbers.length);
    if (numbers.length !== years.length || numbers.some((n) => n.unit === '')) return [];
    // The years are taken one by one; whose the figures are is asked with the last of them.
    const before = sentence.before.replace(this.recent ?? /$^/g, '').replace(/^.*(?=\d{4}\s*年[^\d]*$)/s, '');
    const own = { ...sentence, before };
    if (!this.scope.isOf(definition.of, line, own)) return 'other';
    return numbers.flatMap((number, i) => this.ofYear(reading, line, number, years[i]!));
  }

  /** The years that a text names, or the last `count` ones that have accounts where it says so. */
  private yearsOf(text: string, count: number): readonly number[] {
    const named = yearsIn(text);
    if (named.length) return named;
    const { recentYears } = this.figures.params;
    const word = this.recent && text.match(this.recent)?.at(-1);
    const years = this.figures.accounts.slice(
      -(word === undefined ? 0 : recentYears[word]!) || this.figures.accounts.length,
    );
    return word !== undefined && years.length === count ? years : [];
  }

  /** `服务企业、注册用户分别达到1家、2个`: asked with the first of the names. */
  ofNames(line: ProseLine, at: number, sentence: Sentence): readonly FigureMismatch[] | 'other' | undefined {
    const { readings, end } = this.names.listAt(line.text, at);
    const word = new RegExp(`^(?:数量?|人数)?${RESPECTIVELY}`).exec(line.text.slice(end))?.[0];
    if (readings.length < 2 || word === undefined) return undefined;
    const numbers = numbersFrom(
      line.text,
      end + word.length,
      readings.map((r) => r[0]!.definition),
    );
    if (numbers.length !== readings.length || numbers.some((n) => n.unit === '')) return [];
    const found = numbers.flatMap((number, i) => {
      const told = readings[i]!.flatMap((reading) => {
        const figure = this.scope.figureOf(reading.definition, line, sentence);
        return figure ? [{ reading, figure }] : [];
      });
      const [first] = told;
      return first && told.every(({ figure }) => differs(number, figure))
        ? [mismatchAt(line.start, first.reading.head, number, first.figure)]
        : [];
    });
    return found;
  }

  /** `2020年1万元，2021年2万元`. */
  private byYear(name: NameInLine): readonly FigureMismatch[] | 'other' | undefined {
    const { reading, line, from, sentence } = name;
    if (reading.definition.year === undefined) return undefined;
    const told: { year: number; number: NumberInText }[] = [];
    for (let at = from; ; ) {
      const year = YEAR.exec(line.text.slice(at, at + MAX_YEAR));
      if (!year) break;
      const behind = at + year[0].length;
      const number = numberAt(
        line.text,
        behind + this.between.exec(line.text.slice(behind))![0].length,
        reading.definition,
      );
      if (!number?.unit) break;
      told.push({ year: Number(year[1]), number });
      at = number.stop;
    }
    if (told.length < 2) return undefined;
    if (!this.scope.isOf(reading.definition.of, line, sentence)) return 'other';
    return told.flatMap(({ year, number }) => this.ofYear(reading, line, number, year));
  }

  /** `从最初的47家增加到目前的3260家`, `从2020年的1万元增长到2022年的2万元`. */
  private fromTo({ reading, line, from, sentence }: NameInLine): readonly FigureMismatch[] | 'other' | undefined {
    const { definition } = reading;
    const lead = /^(?:数量?|总数|人数)?(?:从|由)/.exec(line.text.slice(from, from + MAX_LEAD))?.[0];
    if (lead === undefined) return undefined;
    const first = valueAfter(line.text, from + lead.length, reading);
    const change = first && this.change.exec(line.text.slice(first.number.stop))?.[0];
    if (!first || change === undefined) return undefined;
    const second = valueAfter(line.text, first.number.stop + change.length, reading);
    if (!second) return undefined;
    if (!this.scope.isOf(definition.of, line, sentence)) return 'other';
    return [first, second].flatMap(({ when, number }, i) => {
      const years = yearsIn(when);
      if (definition.year !== undefined) return years.length === 1 ? this.ofYear(reading, line, number, years[0]!) : [];
      // The first number is of the past, unless it is said to be today's; then the second one is a goal.
      const isGrown = i === 1 && when.trim() === '' && first.when !== '' && !this.scope.isNow(first.when);
      if (!years.length && !this.scope.isNow(when) && !isGrown) return [];
      const figure = this.scope.figureOf(definition, line, sentence, when);
      return figure && differs(number, figure) ? [mismatchAt(line.start, reading.head, number, figure)] : [];
    });
  }

  private ofYear({ definition, head }: NameReading, line: ProseLine, number: NumberInText, year: number) {
    const figure = this.figures.ofYear(definition, year);
    return figure && differs(number, figure) ? [mismatchAt(line.start, head, number, figure)] : [];
  }
}

/** The number behind a few words at `at`, which say of when it is: `2020年的47家`. */
function valueAfter(
  text: string,
  at: number,
  { definition }: NameReading,
): { readonly when: string; readonly number: NumberInText } | undefined {
  const when = WHEN.exec(text.slice(at, at + MAX_LEAD))![0];
  const number = numberAt(text, at + when.length, definition);
  return number?.unit ? { when, number } : undefined;
}

/** Words before a number, with a year or a day among them or without: 最初的, 2020年底的, 目前的. */
const WHEN = /^[^，。；,;\d]{0,12}(?:\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?[^，。；,;\d]{0,4})?/;
const RESPECTIVELY = String.raw`(?:分别|依次)(?:达到|为|是|达|实现|完成|有)?了?\s*`;
/** A year at the beginning of a text, with the mark before it. */
const YEAR = /^\s*[,，、；;和及]?\s*(?:从|由|至|到|在)?\s*(20\d{2})\s*年(?:度|末|底)?(?:的)?/;
const MAX_YEAR = 24;
const MAX_LEAD = 40;
