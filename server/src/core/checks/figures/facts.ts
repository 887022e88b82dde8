/** The dossier's own figures, and which of them a text may speak of. */
import * as z from 'zod';
import type { Answer } from '../../form/answer.ts';
import { type Answers, bareValue } from '../../form/answers.ts';
import { digitsOf } from './quantities.ts';

const fact = z.strictObject({
  field: z.string(),
  /** What the prose calls it; `服务…企业` has its number in the middle. The longest that fits counts. */
  names: z.array(z.string()).min(1),
  /** What is counted, as written behind a number. */
  units: z.array(z.string()).min(1),
  /** How many of that unit one of the field is: 10000 for a field in 万元 told in 元. */
  per: z.number().default(1),
  /** Whose it is: a name of `subjects`. */
  of: z.string(),
  /** The key of the row that holds its year, for a figure that each year has. */
  year: z.string().optional(),
  /** The key that holds the day its number is of. */
  asOf: z.string().optional(),
  /** True of a part that may be introduced as one: 其中. */
  part: z.boolean().optional(),
});
export type Fact = z.infer<typeof fact>;

export const figuresShape = z.strictObject({
  fields: z.array(z.string()).min(1),
  facts: z.array(fact).min(1),
  /** The words that mean the owner of a figure. */
  subjects: z.record(z.string(), z.array(z.string())),
  /** Names of the owner in the dossier. */
  names: z.array(z.string()),
  /** What such a name may begin with without being known by it: the names of places. */
  regions: z.array(z.string()),
  /** Words before a figure that change nothing about it. */
  plain: z.array(z.string()),
  /** Words between the name of a figure and its number that change nothing. */
  between: z.array(z.string()),
  /** A sentence with one of these speaks of a plan, a change, a part or another's. */
  aside: z.array(z.string()),
  /** A paragraph that has begun with one of these tells of something else: a customer's case, the beginnings. */
  stories: z.array(z.string()),
  /** A heading or a label with one of these names a part. */
  parts: z.array(z.string()),
  /** Fields whose words name parts too: the industries served. */
  partFields: z.array(z.string()),
  /** Endings of labels that say what a figure is of, not whose. */
  neutral: z.array(z.string()),
  /** A clause that begins with one of these narrows what follows it. */
  narrowing: z.array(z.string()),
  /** Words that bring the talk back to the present. */
  now: z.array(z.string()),
  /** Endings of names of organisations: a sentence that names another one is about that one. */
  organisations: z.array(z.string()),
  /** Names of others in the dossier: a paragraph with one of them is about them. */
  others: z.array(z.string()),
});
export type FigureWords = z.infer<typeof figuresShape>;

/** A figure of the dossier. */
export interface Known {
  readonly fact: Fact;
  readonly value: number;
  /** Where it is given. */
  readonly answer: Answer;
  readonly year: number | undefined;
  /** `2023-05-31`, `2022`: as precise as it is known. */
  readonly asOf: string | undefined;
}

export class Facts {
  readonly words: FigureWords;
  /** The names of the owner, and of others, as they stand in the text. */
  readonly own: readonly string[];
  /** What the owner's names are short for, such as 澜砚数字. */
  readonly short: readonly string[];
  /** The first two characters that tell each of the others, such as 昊沅. */
  readonly others: readonly string[];
  readonly parts: readonly string[];
  private readonly known: readonly Known[];
  private readonly noticeYear: string;

  constructor(words: FigureWords, answers: Answers, noticeYear: number) {
    this.words = words;
    this.noticeYear = String(noticeYear);
    this.known = words.facts.flatMap((f) => knownOf(f, answers));
    const texts = (paths: readonly string[]) =>
      paths
        .flatMap((path) => answers.all(path))
        .flatMap((a) => (a.state === 'ok' && a.value !== undefined ? [digitsOf(String(a.value))] : []));
    const core = (name: string) =>
      name.slice(words.regions.toSorted(longest).find((r) => name.startsWith(r))?.length ?? 0);
    this.own = texts(words.names).toSorted(longest);
    this.short = this.own.flatMap((name) => [4, 3, 2].map((n) => core(name).slice(0, n))).filter((n) => n.length > 1);
    this.others = texts(words.others)
      .map((name) => core(name).slice(0, 2))
      .filter((name) => name.length === 2 && !this.short.includes(name));
    this.parts = texts(words.partFields);
  }

  /** All of the dossier that decides what is found in a text. */
  get key(): string {
    const figures = this.known.map((k) => [k.answer.path, k.value, k.year, k.asOf]);
    return JSON.stringify([figures, this.own, this.others, this.parts]);
  }

  /** The figure of a year, for one that each year has. */
  ofYear(f: Fact, year: number | undefined): Known | undefined {
    return this.known.find((k) => k.fact === f && k.year === year);
  }

  /** The figure, if the day the text speaks of is its own; a day may be a year or a month, and none is the present. */
  ofDay(f: Fact, day: string | undefined): Known | undefined {
    const known = this.known.find((k) => k.fact === f);
    const own = known?.asOf ?? this.noticeYear;
    return day === undefined || day.startsWith(own) || own.startsWith(day) ? known : undefined;
  }
}

function knownOf(f: Fact, answers: Answers): readonly Known[] {
  return answers.all(f.field).flatMap((answer): Known[] => {
    const value = answers.number(answer.path);
    if (value === undefined) return [];
    const year = f.year === undefined ? undefined : answers.number([...answer.path.slice(0, -1), f.year]);
    const asOf = f.asOf === undefined ? undefined : answers.text([...answer.path, f.asOf]);
    return [{ fact: f, value, answer: bareValue(answer), year, asOf }];
  });
}

/** A figure as a text tells it, against the one the dossier gives. */
export interface Told {
  readonly known: Known;
  /** The name the text calls it by. */
  readonly called: string;
  /** The number and its unit in the text, `[start, end)`. */
  readonly within: readonly [number, number];
  /** The number and its unit that would agree with the field; undefined where that cannot be said as plainly. */
  readonly instead?: string | undefined;
  /** The field's number that would agree with the text, where that says one number exactly. */
  readonly value?: number | undefined;
}

export function longest(a: string, b: string): number {
  return b.length - a.length;
}

export function alternatives(words: readonly string[]): string {
  return words
    .toSorted(longest)
    .map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
}
