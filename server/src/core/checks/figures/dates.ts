/** Days in sentences: `平台于2021年3月启动建设，同年12月上线`, `公司成立于2019年12月`, held against the fields that give them. */
import { alternatives } from '../../text/find-words.ts';
import type { DossierFigures, StatedDate } from './dossier-figures.ts';
import { type FigureScope, type ProseLine, type Sentence, sentenceAt } from './scope.ts';

/** A day as a text tells it, against the one the dossier gives. */
export interface DateMismatch {
  readonly stated: StatedDate;
  /** What the text says happened on it. */
  readonly called: string;
  /** The day in the text, `[start, end)`. */
  readonly within: readonly [number, number];
  /** The day that would agree with the field, as precise as the text is. */
  readonly instead: string;
}

/** A day in a line, as precise as it is written. */
interface DayInText {
  /** `2021`, `2021-03`, `2021-03-15`. */
  readonly day: string;
  readonly start: number;
  readonly end: number;
}

/** Finds the days that sentences tell, and which of them differ from the dossier's fields. */
export class DateReader {
  private readonly figures: DossierFigures;
  private readonly scope: FigureScope;
  private readonly names: RegExp | undefined;

  constructor(figures: DossierFigures, scope: FigureScope) {
    this.figures = figures;
    this.scope = scope;
    const names = figures.params.dates.flatMap((d) => d.names);
    this.names = names.length ? new RegExp(alternatives(names), 'g') : undefined;
  }

  /** The days of a line that differ from the dossier's; offsets are the whole text's. */
  wrongIn(line: ProseLine): readonly DateMismatch[] {
    if (!this.names || this.scope.isOthers(line)) return [];
    return [...line.text.matchAll(this.names)].flatMap((m) => {
      const stated = this.figures.dates.filter((d) => d.definition.names.includes(m[0]));
      return stated.flatMap((s) => this.read(s, m[0], m.index, line));
    });
  }

  private read(stated: StatedDate, called: string, at: number, line: ProseLine): readonly DateMismatch[] {
    const sentence = sentenceAt(line.text, at);
    const told =
      this.dayBehind(stated, at + called.length, line, sentence) ?? this.dayBefore(stated, called, at, line, sentence);
    if (!told || stated.day.startsWith(told.day)) return [];
    const within = [line.start + told.start, line.start + told.end] as const;
    return [{ stated, called, within, instead: written(stated.day.slice(0, told.day.length)) }];
  }

  /** `公司成立于2019年12月`, `平台上线时间为2021年12月20日`. */
  private dayBehind(
    { definition }: StatedDate,
    from: number,
    line: ProseLine,
    sentence: Sentence,
  ): DayInText | undefined {
    const lead = /^(?:时间|日期)?(?:于|为|是|:|：)\s*/.exec(line.text.slice(from, from + MAX_LEAD))?.[0];
    const day = lead === undefined ? undefined : dayAt(line.text, from + lead.length);
    return day && this.scope.isOf(definition.of, line, sentence) ? day : undefined;
  }

  /** `平台于2021年3月启动建设`, `2021年3月，平台启动建设`: the last day before the word, with nothing else that happened between. */
  private dayBefore(
    { definition }: StatedDate,
    called: string,
    at: number,
    line: ProseLine,
    sentence: Sentence,
  ): DayInText | undefined {
    // 上线的模块, 启动二期: what follows makes it something else.
    if (!FREE.test(line.text.slice(at + called.length, at + called.length + MAX_LEAD))) return undefined;
    const days = daysIn(line.text.slice(sentence.start, at)).map((d) => ({
      ...d,
      start: d.start + sentence.start,
      end: d.end + sentence.start,
    }));
    const day = days.at(-1);
    if (!day) return undefined;
    const between = line.text.slice(day.end, at);
    if (!/^(?:[,，]?\s*)[^,，。；;、]{0,12}$/.test(between) || /[的至到]/.test(between)) return undefined;
    // What stands before the first day and behind the last one must be the owner and words that change nothing.
    const before = `${line.text.slice(sentence.start, days[0]!.start).replace(/[自于在从]\s*$/, '')}${between.replace(/^[,，]\s*/, '').replace(/^正式/, '')}`;
    const own = { ...sentence, before: days.length > 1 ? ownerOnly(before) : before };
    return this.scope.isOf(definition.of, line, own) ? day : undefined;
  }
}

/** Of a sentence with several days, the words before its first one: 平台于2021年1月启动，2021年12月. */
function ownerOnly(before: string): string {
  return before.replace(/[,，].*$/s, '');
}

function dayAt(text: string, at: number): DayInText | undefined {
  const [day] = daysIn(text.slice(at, at + MAX_DAY));
  return day && day.start === 0 ? { ...day, start: at, end: at + day.end } : undefined;
}

/** The days of a text in their order; 同年12月 has the year of the day before it. */
function daysIn(text: string): readonly DayInText[] {
  let year = '';
  return [...text.matchAll(DAY)].flatMap((m) => {
    year = m[1] ?? m[4] ?? year;
    const [month, date] = m[4] === undefined ? [m[2], m[3]] : [m[5], m[6]];
    if (year === '') return [];
    const day = [year, month?.padStart(2, '0'), date?.padStart(2, '0')].filter(Boolean).join('-');
    return [{ day, start: m.index, end: m.index + m[0].length }];
  });
}

/** `2021-03` as people write it: 2021年3月. */
function written(day: string): string {
  const [year, month, date] = day.split('-');
  return `${year}年${month ? `${Number(month)}月` : ''}${date ? `${Number(date)}日` : ''}`;
}

const DAY =
  /(?:(20\d{2}|19\d{2})年|[同当]年)(?:(\d{1,2})月(?:(\d{1,2})日)?)?|(20\d{2}|19\d{2})[-./](\d{1,2})(?:[-./](\d{1,2}))?(?!\d)/g;
const MAX_DAY = 12;
const MAX_LEAD = 8;
/** What may follow the word for what happened. */
const FREE = /^\s*(?:$|[,，。；;、)）]|以来|至今|后|并)/;
