/** Figures in sentences: `服务企业3260家`, `273名研发人员`, `2020年、2021年营业收入分别为1万元、2万元`. */
import { alternatives } from '../../text/find-words.ts';
import type { DossierFigures, FigureMismatch, StatedFigure } from './dossier-figures.ts';
import { type FigureMention, FigureNames, type NameReading } from './figure-names.ts';
import { differs, mismatchAt, type NumberInText, numberAt } from './numbers-in-text.ts';
import { QUANTITY } from './quantities.ts';
import { type FigureScope, type ProseLine, type Sentence, sentenceAt } from './scope.ts';
import { SeriesReader } from './series.ts';

/** Finds the figures that sentences tell, and which of them differ from the dossier's fields. */
export class SentenceReader {
  private readonly figures: DossierFigures;
  private readonly scope: FigureScope;
  private readonly names: FigureNames;
  private readonly series: SeriesReader;
  private readonly gap: RegExp;
  private readonly goals: RegExp;

  constructor(figures: DossierFigures, scope: FigureScope) {
    this.figures = figures;
    this.scope = scope;
    const { params } = figures;
    this.names = new FigureNames(params);
    this.series = new SeriesReader(figures, scope, this.names);
    const percentage = '\\d+(?:\\.\\d+)?%[,，]?';
    const rise = `(?:${alternatives(params.rises) || '$^'})了?${percentage}`;
    const share = `(?:${alternatives(params.shares) || '$^'})[\\p{Script=Han}]{2,8}${percentage}`;
    this.gap = new RegExp(`(?:${alternatives(params.between)}|${DAY_IN_GAP}|${rise}|${share})*`, 'uy');
    this.goals = params.goals.length ? new RegExp(`^(?:以上|左右)?(?:${alternatives(params.goals)})`) : /$^/;
  }

  /** The figures of a line that differ from the dossier's; offsets are the whole text's. */
  wrongIn(line: ProseLine): readonly FigureMismatch[] {
    if (this.scope.isOthers(line)) return [];
    const told = new Map<number, FigureMismatch>();
    // Whose the figures of a sentence are is said once, before the first of them.
    let elsewhere = { start: -1, stop: -1 };
    let readUntil = -1;
    for (const mention of this.names.mentionsIn(line.text)) {
      const { at } = mention;
      if (at < readUntil) continue;
      const sentence = sentenceAt(line.text, at);
      const between = line.text.slice(Math.max(elsewhere.start, 0), at);
      const isBare = /(?:^|[,，、；;:：])\s*(?:其中)?$/.test(sentence.before);
      const inherited = at < elsewhere.stop && isBare && !this.scope.isNow(between);
      const found = inherited ? 'other' : this.read(mention, line, sentence);
      if (found === 'other') elsewhere = { start: at, stop: sentence.stop };
      else for (const t of found) told.set(t.within[0], t);
      if (found !== 'other' && found.length) readUntil = Math.max(...found.map((t) => t.within[1] - line.start));
    }
    return [...told.values()];
  }

  private read(
    { at, length, readings }: FigureMention,
    line: ProseLine,
    sentence: Sentence,
  ): readonly FigureMismatch[] | 'other' {
    const several = length ? this.series.ofNames(line, at, sentence) : undefined;
    if (several) return several;
    let isOthers = false;
    for (const reading of readings) {
      const found = this.readAs(reading, { at, length }, line, sentence);
      if (found === 'other') isOthers = true;
      else if (found) return found;
    }
    return isOthers ? 'other' : [];
  }

  /** What one way to read a name finds; undefined where the text cannot be read so. */
  private readAs(
    reading: NameReading,
    { at, length }: Pick<FigureMention, 'at' | 'length'>,
    line: ProseLine,
    sentence: Sentence,
  ): readonly FigureMismatch[] | 'other' | undefined {
    const series = length ? this.series.read({ reading, line, from: at + length, sentence }) : undefined;
    if (series) return series;
    const from = this.gapAt(line.text, at + length);
    const number = numberAt(line.text, from, reading.definition);
    if (!number || !this.isWhole(line.text, reading, number)) return undefined;
    if (!this.figures.has(reading.definition)) return undefined;
    const figure = this.scope.figureOf(reading.definition, line, sentence, line.text.slice(at + length, from));
    if (!figure) return this.isTold(reading, number) ? [] : 'other';
    const called = reading.head + reading.tail;
    const again = this.inBrackets(line.text, number, reading, figure);
    const wrong = differs(number, figure) && !this.isAlsoRight(sentence, figure) ? [number] : [];
    return [...wrong, ...again].map((n) => mismatchAt(line.start, called, n, figure));
  }

  /** True where the number is that of the field: then it is the owner's, whatever stands before it. */
  private isTold({ definition }: NameReading, number: NumberInText): boolean {
    const figure = this.figures.ofDay(definition, undefined);
    return definition.year === undefined && figure !== undefined && !differs(number, figure);
  }

  /** The same figure once more in brackets, in another unit, where it differs: `2460万元（0.264亿元）`. */
  private inBrackets(text: string, { stop }: NumberInText, { definition }: NameReading, figure: StatedFigure) {
    const open = /^\s*[（(](?:即|合|折合|约合|约)?\s*/.exec(text.slice(stop, stop + MAX_BRACKET))?.[0];
    const again = open === undefined ? undefined : numberAt(text, stop + open.length, definition);
    const isIt = again?.unit && definition.per > 1 && /^\s*[)）]/.test(text.slice(again.stop, again.stop + 2));
    return isIt && differs(again, figure) ? [again] : [];
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

  private gapAt(text: string, at: number): number {
    this.gap.lastIndex = at;
    this.gap.exec(text);
    return Math.max(this.gap.lastIndex, at);
  }

  /** True where the number is followed by what it counts, and the name goes no further. */
  private isWhole(text: string, { head, tail }: NameReading, { unit, stop, numeral }: NumberInText): boolean {
    // 协议数 + 十种 is 协议 + 数十种.
    if (head.endsWith('数') && /^[十百千万]/.test(numeral)) return false;
    const rest = text.slice(stop, stop + MAX_BEHIND);
    // 474家（付费口径） is counted in another way, 3000家的目标 is no figure of today.
    if (/^[（(][^）)]*(?:口径|不含|扣除|剔除|付费)/.test(rest) || this.goals.test(rest)) return false;
    if (tail) return unit !== '' && rest.startsWith(tail) && FREE.test(rest.slice(tail.length));
    if (unit) return true;
    // A number without a unit is one only where the clause ends with it.
    return /[万亿]$/.test(numeral) ? FREE.test(rest) : /^\s*(?:$|[,，。；;、)）])/.test(rest);
  }
}

/** A day between the name of a figure and its number: 服务企业截至2023年5月达到3260家. */
const DAY_IN_GAP = String.raw`(?:截至|截止到?|到|至|在)?\s*20\d{2}年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:年?[底末]|度)?的?`;
const MAX_BRACKET = 8;
/** How far behind a number is looked, in characters. */
const MAX_BEHIND = 40;
/** What may follow a name without making it another's: the end, a mark, or a word that begins what is said of it. */
const FREE = /^\s*(?:$|[^\p{Script=Han}\p{L}\p{N}]|组成|构成|[和与及等按占为分均并其]|的基础)/u;
