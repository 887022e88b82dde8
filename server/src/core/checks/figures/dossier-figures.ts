/** The dossier's own figures, and which of them a text may speak of. */
import type { Answer } from '../../form/answer.ts';
import { type Answers, valueOfAmount } from '../../form/answers.ts';
import { isLaterDay } from '../../text/dates.ts';
import { longestFirst } from '../../text/find-words.ts';
import type { DateDefinition, FigureDefinition, FigureParams } from './figure-params.ts';
import { digitsOf } from './numerals.ts';

/** A figure of the dossier. */
export interface StatedFigure {
  readonly definition: FigureDefinition;
  readonly value: number;
  /** Where it is given. */
  readonly answer: Answer;
  readonly year: number | undefined;
  /** `2023-05-31`, `2022`: as precise as it is known. */
  readonly asOf: string | undefined;
}

/** A day of the dossier. */
export interface StatedDate {
  readonly definition: DateDefinition;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly answer: Answer;
}

/** What the notice says of time: its year, and the years whose accounts it asks for. */
export interface NoticeYears {
  readonly year: number;
  readonly accounts: readonly number[];
}

/** The figures that one dossier gives in its fields, and the names by which its prose may tell its own from others'. */
export class DossierFigures {
  readonly params: FigureParams;
  /** The names of the owner, and of others, as they stand in the text. */
  readonly own: readonly string[];
  /** What the owner's names are short for, such as 澜砚数字. */
  readonly short: readonly string[];
  /** The first two characters that tell each of the others, such as 昊沅. */
  readonly others: readonly string[];
  readonly parts: readonly string[];
  /** The years whose accounts the notice asks for, in order. */
  readonly accounts: readonly number[];
  readonly dates: readonly StatedDate[];
  private readonly figure: readonly StatedFigure[];
  private readonly noticeYear: string;
  /** The day of the application, `YYYY-MM-DD`. */
  private readonly day: string | undefined;

  constructor(params: FigureParams, answers: Answers, { year, accounts }: NoticeYears) {
    this.params = params;
    this.noticeYear = String(year);
    this.accounts = accounts;
    this.day = params.day === undefined ? undefined : answers.text(params.day);
    this.dates = params.dates.flatMap((definition) => {
      const [answer, day] = [answers.at(definition.field), answers.text(definition.field)];
      return answer && day !== undefined ? [{ definition, day, answer }] : [];
    });
    this.figure = params.facts.flatMap((f) => statedFigures(f, answers));
    const texts = (paths: readonly string[]) =>
      paths
        .flatMap((path) => answers.all(path))
        .flatMap((a) => (a.state === 'ok' && a.value !== undefined ? [digitsOf(String(a.value))] : []));
    const core = (name: string) =>
      name.slice(params.regions.toSorted(longestFirst).find((r) => name.startsWith(r))?.length ?? 0);
    this.own = texts(params.names).toSorted(longestFirst);
    this.short = this.own.flatMap((name) => [4, 3, 2].map((n) => core(name).slice(0, n))).filter((n) => n.length > 1);
    this.others = texts(params.others)
      .map((name) => core(name).slice(0, 2))
      .filter((name) => name.length === 2 && !this.short.includes(name));
    this.parts = texts(params.partFields);
  }

  /** All of the dossier that decides what is found in a text: where it is the same, so is what is found. */
  get key(): string {
    const figures = this.figure.map((k) => [k.answer.path, k.value, k.year, k.asOf]);
    const dates = this.dates.map((d) => d.day);
    return JSON.stringify([figures, dates, this.day, this.own, this.others, this.parts]);
  }

  /** The figure of a year, for one that each year has. */
  ofYear(definition: FigureDefinition, year: number | undefined): StatedFigure | undefined {
    return this.figure.find((k) => k.definition === definition && k.year === year);
  }

  /** True where the dossier gives the figure, of whatever day or year. */
  has(definition: FigureDefinition): boolean {
    return this.figure.some((k) => k.definition === definition);
  }

  /**
   * The figure, if the day the text speaks of is its own; a day may be a year or a month, and none is the present. Undefined for a
   * day after the application, which is a goal.
   */
  ofDay(definition: FigureDefinition, day: string | undefined): StatedFigure | undefined {
    const figure = this.figure.find((k) => k.definition === definition);
    if (day === undefined) return figure;
    if (this.day !== undefined && isLaterDay(day, this.day)) return undefined;
    const own = figure?.asOf ?? (definition.lastYear ? String(Number(this.noticeYear) - 1) : this.noticeYear);
    return day.startsWith(own) || own.startsWith(day) ? figure : undefined;
  }

  /** The figures of a field, one for each year where there are several. */
  ofField(field: string): readonly StatedFigure[] {
    const definition = this.params.facts.find((f) => f.field === field);
    return this.figure.filter((k) => k.definition === definition);
  }
}

function statedFigures(definition: FigureDefinition, answers: Answers): readonly StatedFigure[] {
  return answers.all(definition.field).flatMap((answer): StatedFigure[] => {
    const value = answers.number(answer.path);
    if (value === undefined) return [];
    const year =
      definition.year === undefined ? undefined : answers.number([...answer.path.slice(0, -1), definition.year]);
    const asOf = definition.asOf === undefined ? undefined : answers.text([...answer.path, definition.asOf]);
    return [{ definition, value, answer: valueOfAmount(answer), year, asOf }];
  });
}

/** A figure as a text tells it, against the one the dossier gives. */
export interface FigureMismatch {
  readonly figure: StatedFigure;
  /** The name the text calls it by. */
  readonly called: string;
  /** The number and its unit in the text, `[start, end)`. */
  readonly within: readonly [number, number];
  /** The number and its unit that would agree with the field; undefined where that cannot be said as plainly. */
  readonly instead?: string | undefined;
  /** The field's number that would agree with the text, where that says one number exactly. */
  readonly value?: number | undefined;
}
