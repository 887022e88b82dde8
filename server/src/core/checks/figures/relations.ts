/**
 * What sentences say of several numbers: sums (`甲3家、乙5家，合计8家`), shares (`研发人员占职工总数的56%`), named ratios
 * (`资产负债率37%`) and growth (`营业收入同比增长26%`). Sums are held against the numbers of the sentence, the others against
 * what the dossier's fields give.
 */
import { alternatives } from '../../text/find-words.ts';
import type { DossierFigures, StatedFigure } from './dossier-figures.ts';
import { numeralValue } from './numerals.ts';
import { QUANTITY, readQuantity } from './quantities.ts';
import { type FigureScope, type ProseLine, type Sentence, sentenceAt, yearsIn } from './scope.ts';

/** A number of a text that contradicts others. */
export interface RelationMismatch {
  /** What the text calls it. */
  readonly called: string;
  /** The number in the text, with its unit or its percent sign, `[start, end)`. */
  readonly within: readonly [number, number];
  /** What the number should be, as it would be written. */
  readonly right: string;
  /** The figures that it follows from; none for a sum of numbers in the text. */
  readonly of: readonly StatedFigure[];
}

/** Finds sums, shares, ratios and growth that sentences tell, and which of them are wrong. */
export class RelationReader {
  private readonly figures: DossierFigures;
  private readonly scope: FigureScope;
  private readonly total: RegExp | undefined;
  private readonly share: RegExp | undefined;
  private readonly ratio: RegExp | undefined;
  private readonly rise: RegExp | undefined;
  private readonly period: RegExp;

  constructor(figures: DossierFigures, scope: FigureScope) {
    this.figures = figures;
    this.scope = scope;
    const { facts, totals, shares, ratios, rises, periods } = figures.params;
    const names = alternatives(facts.flatMap((f) => f.names.filter((n) => !n.includes('…'))));
    const [shareWords, ratioNames] = [alternatives(shares), alternatives(ratios.flatMap((r) => r.names))];
    const percentage = String.raw`(?<percent>\d+(?:\.\d+)?)%`;
    const is = '(?:为|是|达到|达|约为|约|:|：)?';
    // 研发人员14人，占职工总数的54%
    const amount = String.raw`(?:(?:达到|达|为|共)?\d+(?:\.\d+)?[\p{Script=Han}]{1,3}[,，]?)?`;
    this.total = totals.length ? new RegExp(`(?:${alternatives(totals)})(?:为|是|达到|达)?`, 'g') : undefined;
    this.share = shareWords
      ? new RegExp(
          `(?<part>${names})(?:数量?)?${amount}(?:${shareWords})(?<whole>${names})(?:的?(?:比例|比重))?的?${is}${percentage}`,
          'gu',
        )
      : undefined;
    this.ratio = ratioNames ? new RegExp(`(?<ratio>${ratioNames})${is}${percentage}`, 'g') : undefined;
    this.period = periods.length ? new RegExp(alternatives(periods)) : /$^/;
    this.rise = rises.length
      ? new RegExp(
          `(?<name>${names})(?<value>[^，。；;]{0,16})[,，]?(?:${alternatives(rises)})了?${is}${percentage}`,
          'g',
        )
      : undefined;
  }

  /** The numbers of a line that contradict others; offsets are the whole text's. */
  wrongIn(line: ProseLine): readonly RelationMismatch[] {
    const sums = this.sums(line);
    if (this.scope.isOthers(line)) return sums;
    return [...sums, ...this.shares(line), ...this.ratios(line), ...this.growth(line)];
  }

  /** The number behind 合计, where those before it in the sentence are counted in the same unit and are its parts. */
  private sums(line: ProseLine): readonly RelationMismatch[] {
    if (!this.total) return [];
    return [...line.text.matchAll(this.total)].flatMap((m) => {
      const at = m.index + m[0].length;
      const sentence = sentenceAt(line.text, m.index);
      const [total] = countsIn(line.text.slice(at, at + MAX_COUNT));
      if (total?.start !== 0) return [];
      const parts = partsBefore(line.text.slice(sentence.start, m.index), total.unit);
      // Quarters and other parts of a time need not be all of them.
      if (parts.some((p) => this.period.test(p.label))) return [];
      const sum = parts.reduce((all, p) => all + p.value, 0);
      if (parts.length < 2 || Math.abs(sum - total.value) < EPSILON || parts.some((p) => p.value > total.value))
        return [];
      const within = [line.start + at, line.start + at + total.end] as const;
      return [{ called: m[0], within, right: `${Number(sum.toFixed(4))}${total.unit}`, of: [] }];
    });
  }

  private shares(line: ProseLine): readonly RelationMismatch[] {
    return matches(line, this.share).flatMap(({ match, sentence }) => {
      const { part = '', whole = '', percent = '' } = match.groups!;
      const pair = this.pair(
        (f) => f.names.includes(part),
        (f) => f.names.includes(whole),
        line,
        sentence,
      );
      return pair ? percentMismatch(line, match, percent, pair, `${part}占${whole}`) : [];
    });
  }

  private ratios(line: ProseLine): readonly RelationMismatch[] {
    return matches(line, this.ratio).flatMap(({ match, sentence }) => {
      const { ratio = '', percent = '' } = match.groups!;
      const named = this.figures.params.ratios.find((r) => r.names.includes(ratio));
      const pair =
        named &&
        this.pair(
          (f) => f.field === named.part,
          (f) => f.field === named.whole,
          line,
          sentence,
        );
      return pair ? percentMismatch(line, match, percent, pair, ratio) : [];
    });
  }

  private growth(line: ProseLine): readonly RelationMismatch[] {
    return matches(line, this.rise).flatMap(({ match, sentence }) => {
      const { name = '', value = '', percent = '' } = match.groups!;
      const years = yearsIn(`${sentence.before}${value}`);
      const definition = this.figures.params.facts.find((f) => f.year !== undefined && f.names.includes(name));
      if (!definition || years.length !== 1 || !this.scope.isOf(definition.of, line, sentence)) return [];
      const [now, before] = [this.figures.ofYear(definition, years[0]), this.figures.ofYear(definition, years[0]! - 1)];
      if (!now || !before || before.value <= 0) return [];
      return percentMismatch(line, match, percent, { part: now, whole: before, less: 1 }, `${name}增长`);
    });
  }

  /** The figures that a share is of, both of one owner and time. */
  private pair(
    isPart: (f: StatedFigure['definition']) => boolean,
    isWhole: (f: StatedFigure['definition']) => boolean,
    line: ProseLine,
    sentence: Sentence,
  ): FigurePair | undefined {
    const facts = this.figures.params.facts.filter((f) => !f.needs);
    const [a, b] = [facts.find(isPart), facts.find(isWhole)];
    if (!a || !b || (a.year === undefined) !== (b.year === undefined) || a.per !== b.per) return undefined;
    // 其中 and the like before a share change it as they change a figure.
    const [part, whole] = [this.scope.figureOf(a, line, sentence), this.scope.figureOf(b, line, sentence)];
    return part && whole && whole.value > 0 ? { part, whole, less: 0 } : undefined;
  }
}

interface FigurePair {
  readonly part: StatedFigure;
  readonly whole: StatedFigure;
  /** What is taken from the quotient: 1 for growth. */
  readonly less: 0 | 1;
}

function matches(line: ProseLine, pattern: RegExp | undefined) {
  if (!pattern) return [];
  return [...line.text.matchAll(pattern)].map((match) => ({ match, sentence: sentenceAt(line.text, match.index) }));
}

/** A percentage that is not the quotient of two figures, a unit of its last place allowed for. */
function percentMismatch(
  line: ProseLine,
  match: RegExpExecArray,
  percent: string,
  { part, whole, less }: FigurePair,
  called: string,
): readonly RelationMismatch[] {
  const right = (part.value / whole.value - less) * 100;
  const places = /\.(\d+)$/.exec(percent)?.[1]?.length ?? 0;
  if (Math.abs(right - Number(percent)) <= 10 ** -places + EPSILON) return [];
  const end = match.index + match[0].length;
  const within = [line.start + end - percent.length - 1, line.start + end] as const;
  return [{ called, within, right: `${right.toFixed(Math.max(places, 1))}%`, of: [part, whole] }];
}

interface CountInText {
  readonly value: number;
  readonly unit: string;
  readonly start: number;
  readonly end: number;
  /** What stands before it, from the mark or the number before. */
  readonly label: string;
}

/** The exact numbers of a text with the unit word behind each. */
function countsIn(text: string): readonly CountInText[] {
  let from = 0;
  return [...text.matchAll(QUANTITY)].flatMap((m) => {
    const label = text.slice(from, m.index);
    const end = m.index + m[0].length;
    const unit = UNIT.exec(text.slice(end, end + MAX_UNIT))?.[0] ?? '';
    const { before = '', first = '', after = '', second } = m.groups!;
    const isExact =
      before === '' && after === '' && second === undefined && !HEDGED.test(text.slice(end + unit.length));
    const value = isExact ? numeralValue(first)?.value : undefined;
    // The 二 of 二级 is a part of the label that follows.
    if (unit !== '') from = end + unit.length;
    return value === undefined || unit === '' || !readQuantity(m, '')
      ? []
      : [{ value, unit, start: m.index, end: end + unit.length, label }];
  });
}

/** The last numbers of a text that are listed as parts: each with a label, in one unit, nothing but marks between them. */
function partsBefore(text: string, unit: string): readonly CountInText[] {
  const counts = countsIn(text);
  const parts: CountInText[] = [];
  for (const count of counts.toReversed()) {
    const next = parts[0];
    const isListed =
      next === undefined
        ? /^[,，、；;]?[^,，、；;\d]{0,6}$/.test(text.slice(count.end))
        : /^[、,，；;和及]/.test(next.label);
    if (count.unit !== unit || !isListed || !LABELLED.test(count.label)) break;
    parts.unshift(count);
  }
  // The first of a list has before it what leads up to the list; the numbers of other things end it.
  return parts;
}

const UNIT = /^(?:万元|亿元|元|台套|台|套|家|个|项|人|名|种|款|件|户|条)/;
const HEDGED = /^(?:以上|左右|上下|以内|以下|多|余)/;
/** A part has a name: 看板级611家. */
const LABELLED = /\p{Script=Han}{2}$/u;
const MAX_COUNT = 24;
const MAX_UNIT = 2;
const EPSILON = 1e-6;
