/**
 * Figures in sentences. Only what is plainly of the same thing, the same owner and the same time is compared: all that
 * stands between the start of a clause and the number has to be words that change none of these.
 */
import { alternatives, type Fact, type Facts, type Known, longest, type Told } from './facts.ts';
import { BEHIND, QUANTITY, type Quantity, readQuantity } from './quantities.ts';

/** A line of the text with what leads up to it, such as the heading of its list. */
export interface Line {
  readonly text: string;
  readonly start: number;
  readonly lead: string;
}

/** A number in a line with the unit behind it. */
interface Number extends Quantity {
  readonly unit: string;
  /** The number as it stands, and where its unit ends. */
  readonly numeral: string;
  readonly stop: number;
}

export class SentenceReader {
  private readonly facts: Facts;
  private readonly prefixes: ReadonlyMap<string, RegExp>;
  private readonly gap: RegExp;
  private readonly mentions: RegExp;
  private readonly byHead: ReadonlyMap<string, readonly { readonly fact: Fact; readonly tail: string }[]>;
  private readonly asides: RegExp;
  private readonly now: RegExp;
  private readonly organisation: RegExp;
  private readonly subjects: RegExp;

  constructor(facts: Facts) {
    this.facts = facts;
    const { words } = facts;
    const byHead = new Map<string, { fact: Fact; tail: string }[]>();
    for (const f of words.facts) {
      for (const called of f.names) {
        const [head = '', tail = ''] = called.split('…');
        byHead.set(head, [...(byHead.get(head) ?? []), { fact: f, tail }]);
      }
    }
    this.byHead = byHead;
    this.mentions = new RegExp(alternatives([...byHead.keys()]), 'g');
    this.prefixes = new Map(
      Object.entries(words.subjects).map(([of, subjects]) => [
        of,
        new RegExp(
          `^(?:${alternatives([...subjects, ...words.plain])})+|(?:${alternatives([...subjects, ...words.plain])})+$`,
          'g',
        ),
      ]),
    );
    this.gap = new RegExp(`(?:${alternatives(words.between)})*`, 'y');
    this.asides = new RegExp(alternatives(words.aside));
    this.now = new RegExp(alternatives(words.now));
    this.organisation = new RegExp(`[\\p{Script=Han}A-Za-z]{2,}(?:${alternatives(words.organisations)})`, 'u');
    this.subjects = new RegExp(alternatives(Object.values(words.subjects).flat()), 'g');
  }

  /** The figures of a line that differ from the dossier's; offsets are the whole text's. */
  wrongIn(line: Line): readonly Told[] {
    if (this.facts.others.some((other) => line.text.includes(other))) return [];
    const told = new Map<number, Told>();
    // Whose the figures of a sentence are is said once, before the first of them.
    let elsewhere = { start: -1, stop: -1 };
    for (const { at, length, list } of this.places(line.text)) {
      const sentence = sentenceAt(line.text, at);
      const between = line.text.slice(Math.max(elsewhere.start, 0), at);
      const inherited =
        at < elsewhere.stop && /^(?:其中)?$/.test(clauseBefore(sentence.before)) && !this.now.test(between);
      const found = inherited ? 'other' : this.first(list, line, at, length, sentence);
      if (found === 'other') elsewhere = { start: at, stop: sentence.stop };
      else for (const t of found) told.set(t.within[0], t);
    }
    return [...told.values()];
  }

  /** Where figures are named: `服务企业3260家` and `273名研发人员`. */
  private places(text: string): readonly { at: number; length: number; list: readonly Reading[] }[] {
    const named = [...text.matchAll(this.mentions)].map((m) => ({
      at: m.index,
      length: m[0].length,
      list: (this.byHead.get(m[0]) ?? []).map(({ fact, tail }) => ({ fact, tail, head: m[0] })),
    }));
    const counted = [...text.matchAll(QUANTITY)].flatMap((m) => {
      const list = this.facts.words.facts.flatMap((fact) =>
        fact.names
          .filter((n) => !n.includes('…'))
          .toSorted(longest)
          .map((tail) => ({ fact, tail, head: '' })),
      );
      return [{ at: m.index, length: 0, list }];
    });
    return [...named, ...counted].sort((a, b) => a.at - b.at || b.length - a.length);
  }

  private first(
    list: readonly Reading[],
    line: Line,
    at: number,
    length: number,
    sentence: Sentence,
  ): readonly Told[] | 'other' {
    const from = this.gapAt(line.text, at + length);
    for (const reading of list) {
      const several = length ? this.respectively(reading, line, at, from, sentence) : undefined;
      if (several) return several;
      const number = numberAt(line.text, from, reading.fact);
      if (!number || !isWhole(line.text, reading, number)) continue;
      if (!this.isOwn(reading.fact, line, sentence)) return 'other';
      const known = this.knownAt(reading.fact, line.text.slice(0, at));
      if (!known) return 'other';
      return differs(number, known) ? [toldAt(line, reading, number, known)] : [];
    }
    return [];
  }

  /** `2020年、2021年营业收入分别为1万元、2万元`. */
  private respectively(
    reading: Reading,
    line: Line,
    at: number,
    from: number,
    sentence: Sentence,
  ): readonly Told[] | undefined {
    const { fact, tail } = reading;
    const word = /^分别(?:为|是|达到?|实现|完成)?\s*/.exec(line.text.slice(from))?.[0];
    if (word === undefined || fact.year === undefined || tail) return undefined;
    const years = yearsIn(sentence.before);
    const numbers: Number[] = [];
    for (let next = from + word.length; ; ) {
      const number = numberAt(line.text, next, fact);
      if (!number) break;
      numbers.push(number);
      const mark = /^\s*[、,，和及]\s*/.exec(line.text.slice(number.stop))?.[0];
      if (mark === undefined) break;
      next = number.stop + mark.length;
    }
    if (numbers.length !== years.length || numbers.some((n) => n.unit === '')) return [];
    const own = { ...sentence, before: sentence.before.replace(/.*\d{4}\s*年(?:度)?(?=[^\d]*$)/, '') };
    if (!this.isOwn(fact, line, own)) return [];
    void at;
    return numbers.flatMap((number, i) => {
      const known = this.facts.ofYear(fact, years[i]);
      return known && differs(number, known) ? [toldAt(line, reading, number, known)] : [];
    });
  }

  private gapAt(text: string, at: number): number {
    this.gap.lastIndex = at;
    this.gap.exec(text);
    return Math.max(this.gap.lastIndex, at);
  }

  /** True where nothing before the figure makes it another's, a part, a plan or a change. */
  private isOwn(fact: Fact, line: Line, sentence: Sentence): boolean {
    let rest = clauseBefore(this.withoutNames(sentence.before)).replace(SINCE, '').replace(DATES, '');
    rest = rest.replace(/^\s*\d+[.、)]|[\s*#>•·（）()“”《》-]+/g, '').replace(this.prefixes.get(fact.of) ?? /$^/, '');
    const isPart = this.facts.own.some((own) => rest.length >= 2 && own.includes(rest));
    return (rest === '' || isPart) && !this.isAside(fact, line, sentence);
  }

  private isAside(fact: Fact, line: Line, { before, parts }: Sentence): boolean {
    const last = parts.at(-1) ?? '';
    const text = this.withoutNames(this.now.test(last) ? last : before);
    const told = fact.part ? text.replace(/其中[,，:：]?\s*$/, '') : text;
    if (this.asides.test(told) || this.asides.test(line.lead)) return true;
    return this.organisation.test(told.replace(this.subjects, ' '));
  }

  private withoutNames(text: string): string {
    return this.facts.own.reduce((t, own) => t.replaceAll(own, ''), text);
  }

  /** The dossier's figure of the time that the text speaks of. */
  private knownAt(fact: Fact, before: string): Known | undefined {
    // 目前 puts an end to the years told before it.
    const present = before.slice(lastOf(before, new RegExp(this.now, 'g')));
    if (fact.year === undefined) return this.facts.ofDay(fact, lastDay(present));
    const years = new Set(yearsIn(before.slice(lastOf(before, /[。；;！？!?\n]/g))));
    return years.size === 1 ? this.facts.ofYear(fact, [...years][0]) : undefined;
  }
}

/** A way to read a name: with nothing before its number, or nothing behind. */
interface Reading {
  readonly fact: Fact;
  readonly head: string;
  readonly tail: string;
}

interface Sentence {
  /** From its start to the figure, and in its parts between semicolons. */
  readonly before: string;
  readonly parts: readonly string[];
  /** Where it ends in the line. */
  readonly stop: number;
}

function sentenceAt(text: string, at: number): Sentence {
  const before = text.slice(lastOf(text.slice(0, at), /[。！？!?]/g), at);
  const end = text.slice(at).search(/[。！？!?]/);
  return { before, parts: before.split(/[；;]/), stop: end < 0 ? text.length : at + end };
}

function clauseBefore(text: string): string {
  return text.slice(lastOf(text, /[,，、:：；;|]/g));
}

function lastOf(text: string, marks: RegExp): number {
  let at = 0;
  for (const m of text.matchAll(marks)) at = m.index + m[0].length;
  return at;
}

function numberAt(text: string, at: number, fact: Fact): Number | undefined {
  const pattern = new RegExp(QUANTITY.source, 'uy');
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const end = match.index + match[0].length;
  const unit = fact.units.find((u) => text.startsWith(u, end)) ?? '';
  const stop = end + unit.length;
  const behind = BEHIND.exec(text.slice(stop))?.[0] ?? '';
  const quantity = readQuantity(match, behind);
  return quantity && { ...quantity, unit, stop, numeral: text.slice(quantity.start, end) };
}

/** True where the number is followed by what it counts, and the name goes no further. */
function isWhole(text: string, { fact, head, tail }: Reading, { unit, stop, numeral }: Number): boolean {
  // 协议数 + 十种 is 协议 + 数十种.
  if (head.endsWith('数') && /^[十百千万]/.test(numeral)) return false;
  const rest = text.slice(stop);
  if (tail) return unit !== '' && rest.startsWith(tail) && FREE.test(rest.slice(tail.length));
  if (unit) return true;
  // A number without a unit is one only where the clause ends with it.
  return /[万亿]$/.test(numeral) ? fact.per > 1 && FREE.test(rest) : /^\s*(?:$|[,，。；;、)）])/.test(rest);
}

export function differs(
  number: Quantity & { readonly unit: string; readonly numeral: string },
  { fact, value }: Known,
): boolean {
  const scale = number.unit === '' && !/[万亿]/.test(number.numeral) ? 1 : fact.per;
  return value * scale < number.least - EPSILON || value * scale > number.most + EPSILON;
}

function toldAt(line: Line, { head, tail }: Reading, number: Number, known: Known): Told {
  return { known, called: head + tail, within: [line.start + number.start, line.start + number.stop] };
}

const EPSILON = 1e-6;
/** What may follow a name without making it another's: the end, a mark, or a word that begins what is said of it. */
const FREE = /^\s*(?:$|[^\p{Script=Han}\p{L}\p{N}]|组成|构成|[和与及等按占为分均并其])/u;
const DATES =
  /(?:截至|截止到?|到|至)?\s*\d{4}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?(?:年底|年末|底|末|度|初|全年)?/g;
const SINCE = /自\s*\d{4}\s*年(?:\d{1,2}\s*月)?(?:启动|上线|建设|成立|立项|运营)?以来/g;

/** The years that a text names, ranges told out: `2020—2022年`. */
function yearsIn(text: string): readonly number[] {
  return [...text.matchAll(/(\d{4})\s*(?:年?\s*[-—–~至到]\s*(\d{4})\s*)?年|(?<!\d)(20\d{2})(?=\s*[、和])/g)].flatMap(
    (m) => {
      const [from, to] = [Number(m[1] ?? m[3]), Number(m[2] ?? m[1] ?? m[3])];
      return Array.from({ length: Math.min(Math.max(to - from + 1, 1), 10) }, (_, i) => from + i);
    },
  );
}

/** The last day that the text says its figures are of; a day on which something happened is none. */
function lastDay(text: string): string | undefined {
  const days = [...text.matchAll(/(.{0,2})(\d{4})\s*年(?:\s*(\d{1,2})\s*月)?(?:\s*(\d{1,2})\s*日)?/g)].filter(
    (m) => !/(?:于|自|从|在)$/.test(m[1]!),
  );
  const last = days.at(-1);
  return last && [last[2], last[3]?.padStart(2, '0'), last[4]?.padStart(2, '0')].filter(Boolean).join('-');
}
