/**
 * Decides whether a number in prose is the applicant's own, and which date it refers to. 「平台连接设备860台」 is the applicant's,
 * 「客户甲连接设备860台」 is not. All that stands before the number, up to the heading of its section, is looked at; where any of it
 * leaves a doubt, the number is not compared.
 */
import { alternatives } from '../../text/find-words.ts';
import type { DossierFigures, StatedFigure } from './dossier-figures.ts';
import type { FigureDefinition } from './figure-params.ts';
import { WordSequence } from './word-sequence.ts';

/** A line of the text with what leads up to it. */
export interface ProseLine {
  readonly text: string;
  readonly start: number;
  /** The heading of its section. */
  readonly heading: string;
  /** The line that leads its list, or that stands before its table. */
  readonly lead: string;
}

/** The sentence that a figure stands in. */
export interface Sentence {
  /** From its start to the figure. */
  readonly before: string;
  /** All of it. */
  readonly whole: string;
  /** Where it begins and ends in the line. */
  readonly start: number;
  readonly stop: number;
}

/** Tells for one dossier which of its figures a number in a text is about, if any. */
export class FigureScope {
  private readonly figures: DossierFigures;
  /** By subject: the words that may stand before its figures and change nothing. */
  private readonly prefixes: ReadonlyMap<string, WordSequence>;
  /** By subject: the words that name it. */
  private readonly owners: ReadonlyMap<string, WordSequence>;
  private readonly plain: WordSequence;
  /** What figures are called, at the beginning of a clause. */
  private readonly figureNames: WordSequence;
  private readonly until: RegExp;
  private readonly settings: RegExp;
  private readonly asides: RegExp;
  private readonly stories: RegExp;
  private readonly parts: RegExp;
  private readonly partsAtEnd: RegExp;
  private readonly neutral: RegExp;
  private readonly narrowing: RegExp;
  private readonly now: RegExp;
  private readonly organisation: RegExp;
  private readonly subjects: RegExp;

  constructor(figures: DossierFigures) {
    this.figures = figures;
    const { params } = figures;
    const bySubject = (others: readonly string[]) =>
      new Map(
        Object.entries(params.subjects).map(([of, own]) => [of, new WordSequence([OWNER_MARK, ...own, ...others])]),
      );
    this.prefixes = bySubject(params.plain);
    this.owners = bySubject([]);
    this.plain = new WordSequence(params.plain);
    this.figureNames = new WordSequence(params.facts.flatMap((f) => f.names.map((name) => name.split('…')[0]!)));
    this.until = endsWithAny(params.untilYear);
    this.settings = new RegExp(`(^|[,，；;])\\s*(?:${alternatives(params.settings) || '$^'})[^,，。；;\\d]*[,，]`, 'g');
    this.asides = new RegExp(alternatives(params.aside));
    this.stories = new RegExp([alternatives(params.stories), String.raw`[vV]\d`].join('|'));
    this.parts = new RegExp(alternatives([...params.parts, ...figures.parts]));
    this.partsAtEnd = new RegExp(`(?:${alternatives([...params.parts, ...figures.parts])})$`);
    this.neutral = new RegExp(`(?:${alternatives(params.neutral)})$`);
    this.narrowing = new RegExp(`^(?:${alternatives(params.narrowing)})`);
    this.now = new RegExp(alternatives(params.now));
    this.organisation = new RegExp(`[\\p{Script=Han}A-Za-z]{2}(?:${alternatives(params.organisations)})`, 'u');
    this.subjects = new RegExp(alternatives(Object.values(params.subjects).flat()), 'g');
  }

  /** True where a line cannot be of the owner, whatever it says. */
  isOthers({ text, heading, lead }: ProseLine): boolean {
    const all = `${heading} ${lead} ${text}`;
    return (
      this.figures.others.some((other) => all.includes(other)) || !this.isNeutral(heading) || !this.isNeutral(lead)
    );
  }

  /**
   * The dossier's figure that the text before it speaks of; undefined where it may be another's, a part, a plan or a change. `gap`
   * is what stands between its name and its number, such as a day.
   */
  figureOf(definition: FigureDefinition, line: ProseLine, sentence: Sentence, gap = ''): StatedFigure | undefined {
    return this.isOwn(definition, line, sentence) ? this.atItsTime(definition, line, sentence, gap) : undefined;
  }

  /** True where a day or a figure named at the end of `sentence.before` is of `of`, a key of the subjects. */
  isOf(of: string, line: ProseLine, sentence: Sentence): boolean {
    return this.isOwn({ of }, line, sentence);
  }

  /** True where a sentence has gone back to the present since. */
  isNow(text: string): boolean {
    return this.now.test(text);
  }

  /** A heading, or a line before a list or a table, that changes nothing about the figures under it. */
  isNeutral(text: string): boolean {
    const told = this.withoutNames(text);
    if (this.asides.test(told) || this.stories.test(told) || this.parts.test(told)) return false;
    return !this.organisation.test(told.replace(this.subjects, ' '));
  }

  private isOwn(definition: Owned, line: ProseLine, sentence: Sentence): boolean {
    const own = this.withoutBrackets(this.withOwner(this.withoutSettings(sentence.before))).replace(ORDINALS, '$1');
    const clauses = own.split(/[,，、；;（(]/);
    const last = clauses.at(-1) ?? '';
    const labels = last.split(/[:：]|——/);
    const prefix = this.bare(labels.at(-1)!);
    if (!this.prefixes.get(definition.of)?.spells(prefix)) return false;
    if (definition.needs && !definition.needs.some((word) => last.includes(word))) return false;
    if (
      this.isAside(definition, sentence.before) ||
      this.stories.test(this.withoutNames(line.text.slice(0, sentence.start)))
    )
      return false;
    const isSaid = prefix.includes(OWNER_MARK) || this.opens(definition, prefix);
    if (!labels.slice(0, -1).every((l) => this.isLabel(definition, l))) return false;
    const earlier = clauses.slice(0, -1).map((c) => this.bare(c));
    if (earlier.some((c) => this.narrowing.test(c) || (c.length <= SHORT_CLAUSE && this.partsAtEnd.test(c))))
      return false;
    return isSaid || this.isSaidBefore(definition, line, sentence, earlier, labels.length > 1);
  }

  /** A figure without an owner of its own has that of the clause, or of the sentence, that begins the talk. */
  private isSaidBefore(
    definition: Owned,
    line: ProseLine,
    sentence: Sentence,
    earlier: readonly string[],
    hasLabel: boolean,
  ): boolean {
    const opens = (clause: string) =>
      clause
        .split(/[:：]|——/)
        .some(
          (c) =>
            c === '' ||
            this.opens(definition, c) ||
            this.prefixes.get(definition.of)!.spells(c) ||
            (/[\d一二三四五六七八九]/.test(c) && this.prefixes.get(definition.of)!.leadsTo(c, this.figureNames)) ||
            c.startsWith(OWNER_MARK),
        );
    if (earlier.length) return opens(earlier[0]!) || this.isLabel(definition, earlier[0]!);
    if (hasLabel) return true;
    const first = line.text.slice(0, sentence.start).split(/[。！？!?]/)[0] ?? '';
    const clause = this.bare(this.withOwner(first).split(/[,，；;]/)[0]!);
    return opens(clause) || this.isLabel(definition, clause);
  }

  /** `连接能力：` tells what follows, `化工行业：` whose it is. */
  private isLabel(definition: Owned, text: string): boolean {
    const label = this.bare(text);
    if (label === '' || this.prefixes.get(definition.of)!.spells(label)) return true;
    return this.neutral.test(label) && !this.parts.test(label);
  }

  /** True of a clause that names the owner, with only plain words before it. */
  private opens(definition: Owned, clause: string): boolean {
    return this.plain.leadsTo(clause, this.owners.get(definition.of)!);
  }

  private isAside(definition: Owned, before: string): boolean {
    const part = this.withoutSettings(before).split(/[；;]/).at(-1) ?? '';
    const text = this.withoutNames(this.now.test(part) ? part : this.withoutSettings(before));
    // What 其中 begins ends with the next year.
    const rest = text.replace(/其中[^；;]*[,，](?=\s*\d{4}\s*年)/g, '');
    const told = definition.part ? rest.replace(/其中[,，:：]?\s*$/, '') : rest;
    return this.asides.test(told) || this.organisation.test(told.replace(this.subjects, ' '));
  }

  private atItsTime(
    definition: FigureDefinition,
    { heading, lead, text }: ProseLine,
    { start, before }: Sentence,
    gap: string,
  ): StatedFigure | undefined {
    const all = `${heading}\n${lead}\n${text.slice(0, start)}${before}${gap}`;
    // 目前 puts an end to the years told before it.
    const present = all.slice(lastOf(all, new RegExp(this.now, 'g')));
    if (definition.year === undefined) return this.figures.ofDay(definition, lastDay(present, this.until));
    if (
      /\d{4}\s*年(?:初|\s*(?!12\s*月(?:\s*31\s*日|末|底))\d{1,2}\s*月|[上下]半年|[一二三四]季度)[^，。；]*$/.test(
        before,
      )
    )
      return undefined;
    const told = yearsIn(gap);
    const ofClause = yearsIn(before.slice(lastOf(before, /[,，；;]/g)));
    const years = new Set([told, ofClause].find((y) => y.length) ?? yearsIn(before.slice(lastOf(before, /[；;]/g))));
    return years.size === 1 ? this.figures.ofYear(definition, [...years][0]) : undefined;
  }

  /** Without what stands in brackets that are closed, （股票代码000000）; a year or the name of a part in brackets stays. */
  private withoutBrackets(text: string): string {
    return text.replace(/[（(](?!\s*\d{4}\s*年)[^（()）]*[)）]/g, (all) => (this.parts.test(all) ? all : ''));
  }

  /** Without clauses such as 经过五年发展. */
  private withoutSettings(text: string): string {
    return text.replace(this.settings, '$1');
  }

  /** Without dates, blanks and marks. */
  private bare(text: string): string {
    return text
      .replace(SINCE, '')
      .replace(DATES, '')
      .replace(/^\s*(?:\d+[.、)）]|[（(][\d一二三四五六七八九十]+[)）]|[①-⑳])|[\s*#>•·（）()“”《》|-]+/g, '');
  }

  /** The owner's names, or what they are short for, as one sign. */
  private withOwner(text: string): string {
    const full = this.figures.own.reduce((t, own) => t.replaceAll(own, OWNER_MARK), text);
    return this.figures.short.reduce((t, short) => t.replaceAll(short, OWNER_MARK), full);
  }

  private withoutNames(text: string): string {
    return this.figures.own.reduce((t, own) => t.replaceAll(own, ''), text);
  }
}

/** A figure or a day as far as its owner is asked for. */
type Owned = Pick<FigureDefinition, 'of'> & Partial<Pick<FigureDefinition, 'needs' | 'part'>>;

function endsWithAny(words: readonly string[]): RegExp {
  // 截至2023年 and 截止到2023年 speak of what has been.
  return words.length ? new RegExp(`(?<![截止至])(?:${alternatives(words)})\\s*$`) : /$^/;
}

/** Numbers of items within a sentence: 1、…；2、…. */
const ORDINALS = /(^|[；;])\s*\d{1,2}、/g;
/** Longest clause, in characters, that only names what is spoken of: 化工方面. */
const SHORT_CLAUSE = 10;
/** Stands for the owner's name. */
const OWNER_MARK = '※';

const DATES =
  /(?:截至|截止到?|到|至)?\s*\d{4}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?(?:年底|年末|底|末|度|初|全年)?/g;
const SINCE = /(?:自\s*\d{4}\s*年(?:\d{1,2}\s*月)?)?(?:正式)?(?:启动|上线|建设|成立|立项|运营)*以来/g;

/** The sentence of a line in which the UTF-16 offset `at` stands. */
export function sentenceAt(text: string, at: number): Sentence {
  const start = lastOf(text.slice(0, at), /[。！？!?]/g);
  const end = text.slice(at).search(/[。！？!?]/);
  const stop = end < 0 ? text.length : at + end;
  return { before: text.slice(start, at), whole: text.slice(start, stop), start, stop };
}

function lastOf(text: string, marks: RegExp): number {
  let at = 0;
  for (const m of text.matchAll(marks)) at = m.index + m[0].length;
  return at;
}

/** The years that a text names in its order, each year of a range by itself: `2020—2022年` gives 2020, 2021, 2022. */
export function yearsIn(text: string): readonly number[] {
  return [...text.matchAll(/(\d{4})\s*(?:年?\s*[-—–~至到]\s*(\d{4})\s*)?年|(?<!\d)(20\d{2})(?=\s*[、和])/g)].flatMap(
    (m) => {
      const [from, to] = [Number(m[1] ?? m[3]), Number(m[2] ?? m[1] ?? m[3])];
      return Array.from({ length: Math.min(Math.max(to - from + 1, 1), 10) }, (_, i) => from + i);
    },
  );
}

/**
 * The last day that the text says its figures are of, as precise as it says: `2023`, `2023-05`, `2023-05-31`; the end of a year is
 * its last day, also where a word of `until` stands before it: 到2023年. A day on which something happened (于2023年5月…) is not one.
 * Undefined where it names none.
 */
export function lastDay(text: string, until = /$^/): string | undefined {
  const days = [
    ...text.matchAll(/(.{0,2})(\d{4})\s*年(?:\s*(\d{1,2})\s*月)?(?:\s*(\d{1,2})\s*日)?(年?[底末])?/g),
  ].filter((m) => !/(?:于|自|从|在)$/.test(m[1]!));
  const last = days.at(-1);
  if (!last) return undefined;
  const [, before = '', year = '', month, date, end] = last;
  if (month === undefined && (end !== undefined || until.test(before))) return `${year}-12-31`;
  return [year, month?.padStart(2, '0'), date?.padStart(2, '0')].filter(Boolean).join('-');
}
